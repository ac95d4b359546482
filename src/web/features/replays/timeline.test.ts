import { describe, expect, test } from 'vitest'
import { findGaps, formatPosition, lastBy, nextTime, openingTime, placeOf, readTimes, thin } from './timeline.ts'

const span = { start: 1000, end: 101_000 }

describe('the line of a replay', () => {
  test('places times between its ends', () => {
    expect([1000, 51_000, 101_000, 0, 200_000].map((at) => placeOf(span, at))).toEqual([0, 0.5, 1, 0, 1])
    expect(placeOf({ start: 5, end: 5 }, 5)).toBe(0)
  })

  test('finds where nothing was recorded, at its ends too', () => {
    expect(findGaps(span, [90_000, 12_000, 13_000], 10_000)).toEqual([
      { start: 1000, end: 12_000 },
      { start: 13_000, end: 90_000 },
      { start: 90_000, end: 101_000 },
    ])
    expect(findGaps(span, [0, 500_000], 10_000)).toEqual([{ start: 1000, end: 101_000 }])
    expect(findGaps({ start: 0, end: 9 }, [], 10)).toEqual([])
  })

  test('goes by what rrweb recorded', () => {
    expect(readTimes([{ type: 5, timestamp: 1 }, { type: 3, timestamp: 2 }, { type: 3 }])).toEqual([2])
  })

  test('steps to the next event and the one before, not to where it is', () => {
    const times = [1000, 5000, 5200, 9000]
    const around = (at: number, isPlaying: boolean) =>
      ([-1, 1] as const).map((direction) => nextTime(times, { at, isPlaying }, direction))
    expect(around(5000, false)).toEqual([1000, 5200])
    expect(around(5200, false)).toEqual([5000, 9000])
    // It has played on a little from the one it was sent to.
    expect(around(5300, true)).toEqual([1000, 9000])
    expect(around(9000, false)).toEqual([5200, null])
    expect(around(1000, false)).toEqual([null, 5000])
  })

  test('says what happened last', () => {
    const items = [{ at: 10 }, { at: 20 }, { at: 20 }, { at: 30 }]
    expect([9, 10, 20, 29, 31].map((at) => lastBy(items, at))).toEqual([-1, 0, 2, 2, 3])
  })

  test.each([
    [0, '0:00'],
    [7_900, '0:07'],
    [760_000, '12:40'],
    [3_723_000, '1:02:03'],
    [-5, '0:00'],
  ])('%d ms read %s', (milliseconds, words) => {
    expect(formatPosition(milliseconds)).toBe(words)
  })

  test('opens where the link says, within the recording', () => {
    expect(openingTime(span, {})).toBe(1000)
    expect(openingTime(span, { t: '30' })).toBe(31_000)
    expect(openingTime(span, { t: '3000' })).toBe(101_000)
    expect(openingTime(span, { before: new Date(50_000).toISOString() })).toBe(42_000)
    expect(openingTime(span, { before: new Date(2000).toISOString() })).toBe(1000)
  })

  test('marks what weighs most where there is room for one', () => {
    const mark = (at: number, weight: number) => ({ at, weight })
    const marks = [mark(2000, 1), mark(1000, 1), mark(3000, 5), mark(101_000, 1), mark(60_000, 2)]
    expect(thin(span, marks, 10)).toEqual([mark(3000, 5), mark(60_000, 2), mark(101_000, 1)])
  })
})
