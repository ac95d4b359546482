import fc from 'fast-check'
import { expect, test } from 'vitest'
import { selectNth } from '../../storage/select-nth.ts'
import { countPassing } from './candidates.ts'

test('selectNth finds what sorting finds', () => {
  const numbers = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(numbers, fc.nat(), (list, any) => {
      const rank = any % list.length
      expect(selectNth(Float64Array.from(list), rank)).toBe(list.toSorted((a, b) => a - b)[rank])
    }),
  )
})

test('counting stops at what is shown, after as few calls as that takes', async () => {
  const ids = Float64Array.from({ length: 20_000 }, (_, index) => index)
  const asked: number[] = []
  const half = async (list: number[]) => {
    asked.push(list.length)
    return new Set(list.filter((id) => id % 2 === 0))
  }
  expect(await countPassing(ids, 1000, half)).toBe(1000)
  expect(asked).toEqual([1250, 5000])
  expect(await countPassing(ids.subarray(0, 10), 1000, half)).toBe(5)
  expect(await countPassing(ids, 1000, async () => new Set())).toBe(0)
})
