import { readTime } from '../../format/time.ts'
import { defaultPeriod, type Scope } from '../shell/scope.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const unitLengths: Record<string, number> = { s: second, m: minute, h: hour, d: day, w: 7 * day }

/** Lengths that sessions can be counted by: each divides a day. */
const intervals: [text: string, length: number][] = [
  ['10s', 10 * second],
  ['30s', 30 * second],
  ['1m', minute],
  ['2m', 2 * minute],
  ['5m', 5 * minute],
  ['15m', 15 * minute],
  ['30m', 30 * minute],
  ['1h', hour],
  ['2h', 2 * hour],
  ['4h', 4 * hour],
  ['12h', 12 * hour],
  ['1d', day],
]

/** As many buckets as still read as columns in a chart of 600 pixels. */
const bucketsAtMost = 96
/** Older sessions are kept by the hour. */
const fineMilliseconds = 3 * day

/** What the scope spans, in milliseconds since 1970. */
export function spanOf(scope: Scope, now: number): { start: number; end: number } {
  const [start, end] = [readTime(scope.start), readTime(scope.end)]
  if (start !== null && end !== null) return { start, end }
  const period = scope.statsPeriod ?? defaultPeriod
  const length = Number.parseInt(period, 10) * (unitLengths[period.slice(-1)] ?? day)
  return { start: now - length, end: now }
}

/** By what sessions of the scope are counted: as finely as a chart can show and the server has kept them. */
export function intervalOf(scope: Scope, now: number): string {
  const { start, end } = spanOf(scope, now)
  const isFine = now - start <= fineMilliseconds + hour
  const fitting = intervals.find(([, length]) => (end - start) / length <= bucketsAtMost && (isFine || length >= hour))
  return fitting?.[0] ?? '1d'
}

/** The periods that releases can be sorted within. */
const sortPeriods: [text: string, length: number][] = [
  ['1h', hour],
  ['24h', day],
  ['48h', 2 * day],
  ['7d', 7 * day],
  ['14d', 14 * day],
  ['30d', 30 * day],
]

/** The shortest of them that reaches back as far as the scope. */
export function sortPeriodOf(scope: Scope, now: number): string {
  const { start } = spanOf(scope, now)
  return sortPeriods.find(([, length]) => now - start <= length)?.[0] ?? '90d'
}
