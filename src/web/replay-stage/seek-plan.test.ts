import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planSeek } from './seek-plan.ts'

const events = Array.from({ length: 100 }, (_, number) => ({
  timestamp: number * 10,
  // Heads of full snapshots at 0 and at 500.
  type: number % 50 === 0 ? 4 : 3,
}))

describe('the way to another time', () => {
  test('goes on from where it is, a few events at a time', () => {
    expect(planSeek(events, 100, 400, 10)).toEqual([191, 291, 400])
    expect(planSeek(events, 100, 150, 10)).toEqual([150])
  })

  test('begins at the last full snapshot, forth and back', () => {
    expect(planSeek(events, 0, 700, 10)).toEqual([591, 700])
    expect(planSeek(events, 900, 650, 10)).toEqual([591, 650])
    expect(planSeek(events, 900, 495, 20)).toEqual([191, 391, 495])
  })

  test('always ends there, never goes back, and never applies more than it may at once', () => {
    const times = fc.array(fc.record({ timestamp: fc.nat(500), type: fc.constantFrom(2, 3, 4) }), { maxLength: 60 })
    fc.assert(
      fc.property(times, fc.nat(500), fc.nat(500), fc.integer({ min: 1, max: 9 }), (unsorted, from, to, perStep) => {
        const sorted = unsorted.toSorted((a, b) => a.timestamp - b.timestamp)
        const plan = planSeek(sorted, from, to, perStep)
        expect(plan.at(-1)).toBe(to)
        expect(plan).toEqual([...new Set(plan)].toSorted((a, b) => a - b))
      }),
    )
  })
})
