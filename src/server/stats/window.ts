import { LapwingError } from '../errors.ts'
import { readPeriod, readTimeRange } from '../http/time-range.ts'

const hour = 3_600_000
const day = 24 * hour
/** What Sentry's documentation allows in one answer. */
const maxPoints = 10_000
const defaultPeriod = 90 * day

/** Whole intervals, aligned to 1970; milliseconds. */
export interface StatsWindow {
  start: number
  end: number
  interval: number
}

/**
 * Reads `interval` and the time range as Sentry's statistics do: the interval divides a day, the start goes down to a whole one, the end up. Counters
 * are kept by the hour, which is the least that an interval can be.
 */
export function readStatsWindow(
  query: { interval?: string; statsPeriod?: string; start?: string; end?: string },
  now: number,
): StatsWindow {
  const interval = readInterval(query.interval)
  const { from, to } = readTimeRange(query, now)
  const end = to ?? now
  const start = Math.min(from ?? end - defaultPeriod, now)
  const first = Math.floor(start / interval) * interval
  const count = Math.max(1, Math.ceil((end - first) / interval))
  if (count > maxPoints) {
    throw new LapwingError('bad_request', {
      detail:
        'Your interval and date range would create too many results. Use a larger interval, or a smaller date range.',
    })
  }
  return { start: first, end: first + count * interval, interval }
}

function readInterval(text: string | undefined): number {
  const interval = text === undefined || text === '' ? hour : readPeriod(text)
  if (interval === null) throw new LapwingError('bad_request', { detail: `Invalid interval: '${text}'` })
  const fault =
    interval % hour !== 0
      ? 'The interval has to be a multiple of the minimum interval of one hour.'
      : interval > day
        ? 'The interval has to be less than one day.'
        : day % interval !== 0
          ? 'The interval should divide one day without a remainder.'
          : null
  if (fault !== null) throw new LapwingError('bad_request', { detail: fault })
  return interval
}

/** Starts of the intervals. */
export function intervalsOf({ start, end, interval }: StatsWindow): number[] {
  return Array.from({ length: Math.round((end - start) / interval) }, (_, index) => start + index * interval)
}

/** `2026-11-20T12:00:00Z`, to the second as Sentry's statistics write it. */
export function secondTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}
