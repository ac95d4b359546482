import type { MetaStore } from '../../storage/meta/port.ts'
import type { ReleaseRank } from '../../storage/meta/ports/releases.ts'
import type { SessionGroup, SessionStore } from '../../storage/sessions/port.ts'
import { placesOf } from './figures.ts'
import { type StatsPeriod, summaryWindow } from './periods.ts'

/** Orders of a list of releases by what their sessions tell. `…_24h`: whatever the period, of the last 24 hours. */
export const healthSorts = [
  'sessions',
  'users',
  'crash_free_sessions',
  'crash_free_users',
  'adoption',
  'sessions_24h',
  'users_24h',
] as const

export type HealthSort = (typeof healthSorts)[number]

export interface RankScope {
  organizationId: number
  projectIds: number[]
  /** They are all of the organisation's. */
  isWholeOrganization: boolean
  /** Null = all. */
  environments: string[] | null
  /** What figures are counted in. */
  period: StatsPeriod
  /** A rank for each release and project, else for each release. */
  byProject: boolean
  now: number
}

interface Stores {
  meta: Pick<MetaStore, 'listAdoptionTimes'>
  sessions: Pick<SessionStore, 'summarize'>
}

/**
 * Ranks of all releases of the scope that have what the sort asks for; the highest comes first. As in Sentry, crash free rates come worst
 * first, for that is what one looks for, and `adoption` is the time when a release last came into use.
 */
export async function rankByHealth(
  sort: HealthSort,
  scope: RankScope,
  { meta, sessions }: Stores,
): Promise<ReleaseRank[]> {
  if (scope.projectIds.length === 0) return []
  if (sort === 'adoption') return rankByAdoption(scope, meta)
  const { organizationId, projectIds, isWholeOrganization, byProject, period, now } = scope
  const groups = await sessions.summarize({
    organizationId,
    projectIds,
    isWholeOrganization,
    where: placesOf(scope, null),
    ...summaryWindow(sort.endsWith('_24h') ? '24h' : period, now),
    groupBy: byProject ? ['project', 'release'] : ['release'],
    groups: null,
    wants: {
      users: sort !== 'sessions' && sort !== 'crash_free_sessions' && sort !== 'sessions_24h',
      durations: false,
    },
  })
  return groups.flatMap((group) => {
    const rank = rankOf(sort, group)
    const version = group.key.release
    return rank === null || !version ? [] : [{ projectId: group.key.projectId, version, rank }]
  })
}

function rankOf(sort: Exclude<HealthSort, 'adoption'>, { figures }: SessionGroup): number | null {
  const { sessions, crashed, users } = figures
  switch (sort) {
    case 'sessions':
    case 'sessions_24h':
      return sessions || null
    case 'users':
    case 'users_24h':
      return users?.all || null
    case 'crash_free_sessions':
      return shareOf(crashed, sessions)
    case 'crash_free_users':
      return users ? shareOf(users.crashed, users.all) : null
  }
}

/** Percent, as exact as a cursor can say it; null of nothing. */
function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1e8) / 1e6
}

async function rankByAdoption(scope: RankScope, meta: Stores['meta']): Promise<ReleaseRank[]> {
  const { projectIds, environments, byProject } = scope
  const times = await meta.listAdoptionTimes({ projectIds, environments })
  if (byProject) return times.map(({ projectId, version, adoptedAt }) => ({ projectId, version, rank: adoptedAt }))
  const latest = new Map<string, number>()
  for (const { version, adoptedAt } of times) latest.set(version, Math.max(latest.get(version) ?? 0, adoptedAt))
  return [...latest].map(([version, rank]) => ({ projectId: null, version, rank }))
}
