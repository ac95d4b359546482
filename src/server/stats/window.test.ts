import { describe, expect, test } from 'vitest'
import { intervalsOf, readStatsWindow, secondTime } from './window.ts'

const now = Date.UTC(2026, 10, 20, 12, 30)
const shown = (query: Parameters<typeof readStatsWindow>[0]) => {
  const window = readStatsWindow(query, now)
  return [secondTime(window.start), secondTime(window.end), intervalsOf(window).length]
}

describe('the window', () => {
  test.each([
    [{ statsPeriod: '1d', interval: '1d' }, ['2026-11-19T00:00:00Z', '2026-11-21T00:00:00Z', 2]],
    [{ statsPeriod: '2h' }, ['2026-11-20T10:00:00Z', '2026-11-20T13:00:00Z', 3]],
    [{ statsPeriod: '30m' }, ['2026-11-20T12:00:00Z', '2026-11-20T13:00:00Z', 1]],
    [{ interval: '1d' }, ['2026-08-22T00:00:00Z', '2026-11-21T00:00:00Z', 91]],
    [
      { start: '2026-11-01T00:00:00', end: '2026-11-02T00:00:00', interval: '6h' },
      ['2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z', 4],
    ],
    [{ start: '2026-11-01T01:30:00', end: '2026-11-01T01:30:00' }, ['2026-11-01T01:00:00Z', '2026-11-01T02:00:00Z', 1]],
  ])('%j', (query, expected) => {
    expect(shown(query)).toEqual(expected)
  })

  test.each([
    [{ interval: '30m' }, 'The interval has to be a multiple of the minimum interval of one hour.'],
    [{ interval: '2d' }, 'The interval has to be less than one day.'],
    [{ interval: '5h' }, 'The interval should divide one day without a remainder.'],
    [{ interval: 'bad_interval' }, "Invalid interval: 'bad_interval'"],
    [{ start: '2026-11-01T00:00:00' }, 'start and end are both required'],
    [{ statsPeriod: '1000w' }, 'Your interval and date range would create too many results.'],
  ])('%j is refused', (query, detail) => {
    expect(() => readStatsWindow(query, now)).toThrow(detail)
  })
})
