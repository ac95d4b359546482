import { LapwingError } from '../../errors.ts'

const hour = 3_600_000
const day = 24 * hour

/** The periods that health can be asked for, with the buckets that a sparkline of each has: Sentry's. */
const buckets = {
  '1h': { interval: hour, count: 1 },
  '24h': { interval: hour, count: 24 },
  '1d': { interval: hour, count: 24 },
  '48h': { interval: hour, count: 48 },
  '2d': { interval: hour, count: 48 },
  '7d': { interval: day, count: 7 },
  '14d': { interval: day, count: 14 },
  '30d': { interval: day, count: 30 },
  '90d': { interval: 3 * day, count: 30 },
} as const

export type StatsPeriod = keyof typeof buckets

/** A stretch of time in milliseconds since 1970; the end is not in it. */
export interface Window {
  start: number
  end: number
}

/** Null when it is none, in which case Sentry's fallback counts; `bad_request` in Sentry's words when there is no such period. */
export function readStatsPeriod(
  name: 'summaryStatsPeriod' | 'healthStatsPeriod',
  value: string | undefined,
): StatsPeriod | null {
  if (!value) return null
  if (isPeriod(value)) return value
  const choices = Object.keys(buckets)
    .map((choice) => `'${choice}'`)
    .join(', ')
  throw new LapwingError('bad_request', { detail: `Invalid ${name}. Valid choices are ${choices}` })
}

function isPeriod(value: string): value is StatsPeriod {
  return Object.hasOwn(buckets, value)
}

/** What a summary is over: the hours of the period, the last of them the one that is going on, so that it agrees with the sparkline. */
export function summaryWindow(period: StatsPeriod, now: number): Window {
  const { interval, count } = buckets[period]
  return windowOf(hour, (interval / hour) * count, now)
}

/** What a sparkline is over; its last bucket is the one that is going on. */
export function seriesWindow(period: StatsPeriod, now: number): Window & { interval: number } {
  const { interval, count } = buckets[period]
  return { ...windowOf(interval, count, now), interval }
}

function windowOf(interval: number, count: number, now: number): Window {
  const end = (Math.floor(now / interval) + 1) * interval
  return { start: end - count * interval, end }
}
