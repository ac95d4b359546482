import { LapwingError } from '../errors.ts'
import type { ApiServices } from '../http/context.ts'
import { readPeriod } from '../http/time-range.ts'
import type { OutcomeName, OutcomeStore } from '../storage/meta/ports/outcomes.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { errorCategories } from './outcome-query.ts'

const hour = 3_600_000
const day = 24 * hour

/** `[seconds since 1970, events]`. */
export type StatPoint = [number, number]

/** What each of Sentry's older statistics adds up. What clients threw away was never received. */
export const outcomesOfStat: Record<string, OutcomeName[]> = {
  received: ['accepted', 'filtered', 'rate_limited', 'invalid', 'abuse', 'cardinality_limited'],
  rejected: ['rate_limited', 'invalid', 'abuse', 'cardinality_limited'],
  blacklisted: ['filtered'],
  generated: ['accepted'],
  forwarded: [],
}

export interface SeriesQuery {
  projectIds: number[]
  stat: string
  /** Milliseconds since 1970; both ends are in it. */
  since: number
  until: number
  resolution: number
}

const maxPoints = 10_000

/** Errors per project and interval, zeros included. Counters are kept by the hour: that is the finest resolution. */
export async function countErrors(
  { projectIds, stat, since, until, resolution }: SeriesQuery,
  meta: Pick<OutcomeStore, 'sumOutcomes'>,
): Promise<Map<number, StatPoint[]>> {
  const start = Math.floor(since / resolution) * resolution
  const length = Math.floor(until / resolution) - start / resolution + 1
  if (length > maxPoints) {
    throw new LapwingError('bad_request', {
      detail:
        'Your interval and date range would create too many results. Use a larger interval, or a smaller date range.',
    })
  }
  const points = new Map<number, StatPoint[]>()
  for (const id of projectIds) {
    points.set(
      id,
      Array.from({ length }, (_, index) => [(start + index * resolution) / 1000, 0]),
    )
  }
  const sums = await meta.sumOutcomes({
    projectIds,
    from: start,
    to: start + length * resolution,
    interval: resolution,
    groupBy: ['projectId'],
    categories: errorCategories,
    outcomes: outcomesOfStat[stat] ?? [],
    reasons: null,
    publicKeys: null,
  })
  for (const sum of sums) {
    const point = points.get(sum.projectId ?? 0)?.[sum.bucket]
    if (point) point[1] = sum.quantity
  }
  return points
}

/** Events that each project took in over the last `24h`, `14d` …: by the hour up to a day, else by the day. */
export function countProjectEvents(
  projects: Pick<Project, 'id'>[],
  period: string,
  { storage, now }: Pick<ApiServices, 'storage' | 'now'>,
): Promise<Map<number, StatPoint[]>> {
  const length = readPeriod(period) ?? day
  const until = now()
  const resolution = length > day ? day : hour
  const projectIds = projects.map((project) => project.id)
  return countErrors({ projectIds, stat: 'generated', since: until - length + 1000, until, resolution }, storage.meta)
}
