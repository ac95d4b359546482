import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addEvent, addEvents, bytesOf, emptyCounts, sumOf } from './tag-counts.ts'

test('counts as a Map does, whatever the ids', () => {
  // Among them ids that meet in the table: multiples of its length.
  const id = fc.oneof(
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 1, max: 500 }).map((n) => n * 4096),
    fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(id, fc.integer({ min: -5, max: 5_000 })), { maxLength: 600 }), (events) => {
      const counts = emptyCounts()
      const expected = new Map<number, [number, number, number]>()
      for (const [one, time] of events) {
        addEvent(counts, one, time)
        const [count, first, last] = expected.get(one) ?? [0, time, time]
        expected.set(one, [count + 1, Math.min(first, time), Math.max(last, time)])
      }
      const found = Array.from({ length: counts.size }, (_, place) => [
        counts.ids[place],
        [counts.events[place], counts.first[place], counts.last[place]],
      ])
      expect(found).toEqual([...expected])
      expect(sumOf(counts)).toBe(events.length)
    }),
  )
})

test('adds counts up and says what it takes', () => {
  const counts = emptyCounts()
  addEvents(counts, 7, 3, 10, 20)
  addEvents(counts, 7, 2, 5, 15)
  expect([counts.size, counts.events[0], counts.first[0], counts.last[0]]).toEqual([1, 5, 5, 20])
  const before = bytesOf(counts)
  for (let id = 1; id <= 100_000; id++) addEvent(counts, id, id)
  expect(counts.size).toBe(100_000)
  expect(bytesOf(counts)).toBeGreaterThan(before + 100_000 * 32)
  expect(bytesOf(counts)).toBeLessThan(100_000 * 64)
})
