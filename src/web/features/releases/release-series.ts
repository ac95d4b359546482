import { type SessionsAnswer, type SessionStatus, sessionStatuses } from '../../api/sessions.ts'
import type { Deploy, Release } from '../../api/types.ts'
import { describeRelease } from '../../../protocol/release-info.ts'
import { formatCount } from '../../format/number.ts'
import { readTime } from '../../format/time.ts'
import type { Values } from '../../ui/series.ts'
import type { ChartSeries } from '../../ui/time-chart.tsx'
import type { ChartMark } from '../../ui/time-plot.ts'
import { formatRate } from './rate-words.ts'

/** The time axis of an answer, in seconds. */
export interface TimeAxis {
  times: number[]
  step: number
}

export function axisOf({ start, end, intervals }: Pick<SessionsAnswer, 'start' | 'end' | 'intervals'>): TimeAxis {
  const length = (Date.parse(end) - Date.parse(start)) / 1000
  return { times: intervals.map((time) => Date.parse(time) / 1000), step: length / Math.max(1, intervals.length) }
}

const words: Record<SessionStatus, string> = {
  healthy: 'Healthy',
  errored: 'Errored',
  unhandled: 'Unhandled',
  abnormal: 'Abnormal',
  crashed: 'Crashed',
}

/** Sessions by how they ended, the well ones at the bottom; all five, whether there are any or not. */
export function statusSeries({ groups, intervals }: Pick<SessionsAnswer, 'groups' | 'intervals'>): ChartSeries[] {
  return sessionStatuses.map((status) => {
    const group = groups.find(({ by }) => by['session.status'] === status)
    return {
      key: status,
      label: words[status],
      colour: `--session-${status}`,
      values: group?.series?.['sum(session)'] ?? intervals.map(() => 0),
      total: formatCount(group?.totals['sum(session)'] ?? 0),
    }
  })
}

const rates = [
  { field: 'crash_free_rate(session)', of: 'sum(session)', key: 'sessions', label: 'Sessions', colour: '--accent' },
  { field: 'crash_free_rate(user)', of: 'count_unique(user)', key: 'users', label: 'Users', colour: '--users' },
] as const

/** Crash-free rates, and those of the release that it is compared with. */
export function rateSeries(own: SessionsAnswer, other: SessionsAnswer | undefined, otherName: string): ChartSeries[] {
  const ofOwn = rates.map(({ field, of, key, label, colour }): ChartSeries => {
    const values = valuesOf(own, field)
    const telling = tellingOnly(values, valuesOf(own, of))
    return { key, label, colour, values, telling, total: formatRate(totalOf(own, field)) }
  })
  if (!other?.groups.some(({ totals }) => totals['sum(session)'])) return ofOwn
  const ofOther = rates.map(({ field, of, key, label, colour }): ChartSeries => {
    const values = alignTo(own, other, field)
    return {
      key: `other-${key}`,
      label: `${label}, ${otherName}`,
      colour,
      values,
      telling: tellingOnly(values, alignTo(own, other, of)),
      total: formatRate(totalOf(other, field)),
      isSecond: true,
    }
  })
  return [...ofOwn, ...ofOther]
}

/** Rates of buckets with so little of what the busiest bucket has say nothing: one crash among three sessions. */
const leastShare = 0.25

function tellingOnly(values: Values, counts: Values): Values {
  const peak = Math.max(...counts.map((count) => count ?? 0))
  return values.map((value, index) => ((counts[index] ?? 0) >= peak * leastShare ? value : null))
}

export function userSeries(own: SessionsAnswer): ChartSeries[] {
  const field = 'count_unique(user)'
  const total = formatCount(totalOf(own, field) ?? 0)
  return [{ key: 'users', label: 'Distinct users', colour: '--users', values: valuesOf(own, field), total }]
}

/** What came about in the time that is shown: releases of the same projects, and this one's deploys. */
export function marksOf(
  { times, step }: TimeAxis,
  releases: readonly Pick<Release, 'version' | 'dateReleased' | 'dateCreated'>[],
  deploys: readonly Pick<Deploy, 'environment' | 'dateFinished'>[],
): ChartMark[] {
  const marks = [
    ...releases.map(({ version, dateReleased, dateCreated }) => ({
      time: (readTime(dateReleased ?? dateCreated) ?? 0) / 1000,
      word: describeRelease(version).description,
    })),
    ...deploys.map(({ environment, dateFinished }) => ({
      time: (readTime(dateFinished) ?? 0) / 1000,
      word: `to ${environment}`,
    })),
  ]
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0]
  return marks.filter(({ time }) => time >= first && time < last + step)
}

const totalOf = ({ groups }: SessionsAnswer, field: string): number | null => groups[0]?.totals[field] ?? null

const valuesOf = ({ groups, intervals }: SessionsAnswer, field: string): Values =>
  groups[0]?.series?.[field] ?? intervals.map(() => null)

/** By the time of the buckets: one of the answers may be a bucket later than the other. */
function alignTo({ intervals }: SessionsAnswer, other: SessionsAnswer, field: string): Values {
  const values = valuesOf(other, field)
  const byTime = new Map(other.intervals.map((time, index) => [time, values[index] ?? null]))
  return intervals.map((time) => byTime.get(time) ?? null)
}
