import { expect, test } from 'vitest'
import { readStatsPeriod, seriesWindow, summaryWindow } from './periods.ts'

const hour = 3_600_000
const day = 24 * hour
const now = Date.UTC(2026, 10, 20, 12, 34)

test('windows end with the hour or day that is going on', () => {
  expect(summaryWindow('24h', now)).toEqual({ start: Date.UTC(2026, 10, 19, 13), end: Date.UTC(2026, 10, 20, 13) })
  expect(summaryWindow('1d', now)).toEqual(summaryWindow('24h', now))
  expect(summaryWindow('90d', now)).toEqual({
    start: Date.UTC(2026, 10, 20, 13) - 90 * day,
    end: Date.UTC(2026, 10, 20, 13),
  })
  expect(seriesWindow('48h', now)).toEqual({ ...summaryWindow('2d', now), interval: hour })
  expect(seriesWindow('14d', now)).toEqual({ start: Date.UTC(2026, 10, 7), end: Date.UTC(2026, 10, 21), interval: day })
  const { start, end, interval } = seriesWindow('90d', now)
  expect([(end - start) / interval, interval, end % interval]).toEqual([30, 3 * day, 0])
  // On the hour a new one begins.
  expect(summaryWindow('1h', Date.UTC(2026, 10, 20, 12))).toEqual({
    start: Date.UTC(2026, 10, 20, 12),
    end: Date.UTC(2026, 10, 20, 13),
  })
})

test('a period is one of Sentry’s', () => {
  expect(readStatsPeriod('summaryStatsPeriod', '7d')).toBe('7d')
  expect(readStatsPeriod('summaryStatsPeriod', '')).toBeNull()
  for (const wrong of ['7', '7D', 'toString', '1w']) {
    expect(() => readStatsPeriod('healthStatsPeriod', wrong)).toThrow('Invalid healthStatsPeriod. Valid choices are')
  }
})
