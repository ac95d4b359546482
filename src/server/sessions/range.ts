import { LapwingError } from '../errors.ts'
import { readLength, readPeriod, readTime } from '../http/time-range.ts'

const second = 1000
const hour = 3_600 * second
const day = 24 * hour
const defaultPeriod = 90 * day
/** As many as Sentry gives in one answer. */
const maxIntervals = 1000

/** Whole intervals, aligned to 1970; milliseconds. */
export interface SessionRange {
  start: number
  end: number
  interval: number
}

export interface RangeQuery {
  interval?: string
  statsPeriod?: string
  statsPeriodStart?: string
  statsPeriodEnd?: string
  start?: string
  end?: string
}

/**
 * Reads `interval` and the time as Sentry does for sessions: the start goes down to a whole interval, and the intervals that begin before the
 * end are all there, so that a day by the day is two: yesterday and today. Throws `bad_request`.
 */
export function readSessionRange(query: RangeQuery, now: number): SessionRange {
  const interval = readInterval(query.interval)
  const time = readTimes(query, now)
  // What begins in the future begins now: an answer without any interval would help nobody.
  const start = Math.floor(Math.min(time.start, now) / interval) * interval
  const count = Math.ceil((time.end - start) / interval)
  if (count > maxIntervals) {
    throw refused(
      'Your interval and date range would create too many results. Use a larger interval, or a smaller date range.',
    )
  }
  return { start, end: start + count * interval, interval }
}

/** An hour unless told; a text that is no length counts as not told, as in Sentry. */
function readInterval(text: string | undefined): number {
  const interval = (text === undefined ? null : readLength(text)) ?? hour
  if (interval < 10 * second || interval % (10 * second) !== 0) {
    throw refused('The interval has to be a multiple of the minimum interval of ten seconds.')
  }
  if (interval > day) throw refused('The interval has to be less than one day.')
  if (day % interval !== 0) throw refused('The interval should divide one day without a remainder.')
  return interval
}

/** `statsPeriod` goes before `statsPeriodStart` and `statsPeriodEnd`, they before `start` and `end`. */
function readTimes(query: RangeQuery, now: number): { start: number; end: number } {
  const time = readGivenTimes(query, now)
  if (time.start >= time.end) throw refused('start must be before end')
  return time
}

function readGivenTimes(query: RangeQuery, now: number): { start: number; end: number } {
  if (query.statsPeriod) return { start: now - readPast(query.statsPeriod), end: now }
  const { statsPeriodStart, statsPeriodEnd } = query
  if (statsPeriodStart || statsPeriodEnd) {
    if (!statsPeriodStart || !statsPeriodEnd) throw refused('statsPeriodStart and statsPeriodEnd are both required')
    return { start: now - readPast(statsPeriodStart), end: now - readPast(statsPeriodEnd) }
  }
  const { start, end } = query
  if (!start && !end) return { start: now - defaultPeriod, end: now }
  if (!start || !end) throw refused('start and end are both required')
  return { start: readDate(start), end: readDate(end) }
}

function readPast(text: string): number {
  const length = readPeriod(text)
  if (length === null) throw refused(`Invalid statsPeriod: '${text}'`)
  return length
}

function readDate(text: string): number {
  const time = readTime(text)
  if (time === null) throw refused(`${text} is not a valid ISO8601 date query`)
  return time
}

/** Starts of the intervals. */
export function intervalsOf({ start, end, interval }: SessionRange): number[] {
  return Array.from({ length: Math.round((end - start) / interval) }, (_, index) => start + index * interval)
}

function refused(detail: string): LapwingError {
  return new LapwingError('bad_request', { detail })
}
