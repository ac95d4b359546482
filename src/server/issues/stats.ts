import type { EventStore, IssuesQuery } from '../storage/events/port.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { TimeRange } from '../http/time-range.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Buckets `[start, end)` of `interval` ms each; all three on the same grid. */
export interface Window {
  start: number
  end: number
  interval: number
}

export const statsPeriods = ['24h', '14d', '30d', 'auto'] as const
export type StatsPeriod = (typeof statsPeriods)[number]

/** Widths that read well under a sparkline. */
const niceIntervals = [minute, 5 * minute, 10 * minute, 30 * minute, hour, 2 * hour, 6 * hour, 12 * hour, day, 7 * day]
const autoBuckets = 32

/** The buckets of a period up to now; `auto` cuts the range of the list (14 days when it is open) into about 30. */
export function statsWindow(period: StatsPeriod, range: TimeRange, now: number): Window {
  if (period === '24h') return windowUpTo(now, hour, 24)
  if (period === '14d') return windowUpTo(now, day, 14)
  if (period === '30d') return windowUpTo(now, day, 30)
  const to = range.to ?? now
  const from = range.from ?? to - 14 * day
  const interval =
    niceIntervals.find((one) => (to - from) / one <= autoBuckets) ?? Math.ceil((to - from) / autoBuckets / day) * day
  return windowUpTo(to, interval, Math.max(1, Math.ceil((to - from) / interval)))
}

/** The bucket that `to` lies in is the last. */
function windowUpTo(to: number, interval: number, buckets: number): Window {
  const end = (Math.floor(to / interval) + 1) * interval
  return { start: end - buckets * interval, end, interval }
}

/**
 * Counts per issue as Sentry's `[[seconds, count], …]`; issues without an event get zeros. Buckets of whole hours are added up from meta's
 * hourly counts; finer ones are counted from the events.
 */
export async function readSeries(
  stores: { meta: Pick<MetaStore, 'countIssueHours'>; events: Pick<EventStore, 'countSeries'> },
  query: Pick<IssuesQuery, 'issueIds' | 'environments'>,
  window: Window,
): Promise<Map<number, number[][]>> {
  const buckets = Math.round((window.end - window.start) / window.interval)
  const counted = query.issueIds.length === 0 ? [] : await count(stores, { ...query, ...window })
  const byIssue = new Map(counted.map((row) => [row.issueId, row.counts]))
  return new Map(
    query.issueIds.map((issueId) => {
      const counts = byIssue.get(issueId)
      const series = Array.from({ length: buckets }, (_, index) => [
        (window.start + index * window.interval) / 1000,
        counts?.[index] ?? 0,
      ])
      return [issueId, series]
    }),
  )
}

function count(
  { meta, events }: Parameters<typeof readSeries>[0],
  query: Pick<IssuesQuery, 'issueIds' | 'environments'> & Window,
): Promise<{ issueId: number; counts: number[] }[]> {
  const isHourly = query.start % hour === 0 && query.interval % hour === 0
  return isHourly ? meta.countIssueHours(query) : events.countSeries(query)
}
