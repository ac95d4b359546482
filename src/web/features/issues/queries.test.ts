import { expect, it } from 'vitest'
import { listRefetchInterval, listStaleTime } from './queries.ts'

const list = (...counts: number[]) => ({ pages: counts.map((count) => ({ items: Array.from({ length: count }) })) })

it('reads an empty list anew until it has rows, and at once when it is opened again', () => {
  expect(listRefetchInterval(list(0))).toBeLessThanOrEqual(2_000)
  expect(listStaleTime(list(0))).toBe(0)
})

it('keeps a list with rows as it is', () => {
  expect([listRefetchInterval(list(1)), listRefetchInterval(list(50, 0))]).toEqual([false, false])
  expect(listStaleTime(list(1))).toBeGreaterThan(0)
})

it('asks once while the first answer is on its way', () => {
  expect(listRefetchInterval(undefined)).toBe(false)
  expect(listStaleTime(undefined)).toBeGreaterThan(0)
})
