import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { intervalOf, sortPeriodOf, spanOf } from './interval.ts'

const now = Date.UTC(2026, 10, 20, 12)
const hour = 3_600_000
const iso = (time: number) => new Date(time).toISOString()
const windowOf = (from: number, to: number) => ({ start: iso(now - from), end: iso(now - to) })

describe('intervalOf', () => {
  it.each([
    ['1h', '1m'],
    ['24h', '15m'],
    ['7d', '2h'],
    ['14d', '4h'],
    ['30d', '12h'],
    ['90d', '1d'],
    ['2w', '4h'],
    ['400d', '1d'],
  ])('%s by %s', (statsPeriod, interval) => expect(intervalOf({ statsPeriod }, now)).toBe(interval))

  it('is that of 14 days where nothing is chosen', () => expect(intervalOf({}, now)).toBe('4h'))

  it('is fine for a window of the last days, hours for one before', () => {
    expect(intervalOf(windowOf(2 * hour, hour), now)).toBe('1m')
    expect(intervalOf(windowOf(0.1 * hour, 0), now)).toBe('10s')
    expect(intervalOf(windowOf(24 * 5 * hour, 24 * 5 * hour - hour), now)).toBe('1h')
  })

  it('never makes more than a chart can show of up to 96 days', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 96 * 24 * 60 }),
        fc.integer({ min: 0, max: 90 * 24 * 60 }),
        (length, ago) => {
          const scope = windowOf((ago + length) * 60_000, ago * 60_000)
          const unit: Record<string, number> = { s: 1000, m: 60_000, h: hour, d: 24 * hour }
          const interval = intervalOf(scope, now)
          const bucket = Number.parseInt(interval, 10) * (unit[interval.slice(-1)] ?? 0)
          expect((24 * hour) % bucket).toBe(0)
          expect((length * 60_000) / bucket).toBeLessThanOrEqual(96)
        },
      ),
    )
  })
})

it('spanOf reads a window before a period', () => {
  expect(spanOf({ statsPeriod: '1d', start: iso(5), end: iso(9) }, now)).toEqual({ start: 5, end: 9 })
  expect(spanOf({ statsPeriod: '2h' }, now)).toEqual({ start: now - 2 * hour, end: now })
})

it.each([
  [{}, '14d'],
  [{ statsPeriod: '24h' }, '24h'],
  [{ statsPeriod: '3d' }, '7d'],
  [{ statsPeriod: '365d' }, '90d'],
  [windowOf(30 * hour, 29 * hour), '48h'],
])('%j sorts within %s', (scope, period) => expect(sortPeriodOf(scope, now)).toBe(period))
