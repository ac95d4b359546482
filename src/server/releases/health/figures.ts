import type { Condition } from '../../storage/condition.ts'
import type {
  SessionCondition,
  SessionFigures,
  SessionGroup,
  SessionQuery,
  SessionSeries,
  SessionStore,
} from '../../storage/sessions/port.ts'
import { type StatsPeriod, seriesWindow, summaryWindow } from './periods.ts'

/** What is asked for of a release's health. */
export interface HealthOptions {
  summaryPeriod: StatsPeriod
  /** Of the sparkline; null = none. */
  statsPeriod: StatsPeriod | null
  /** What the sparkline counts. */
  stat: 'sessions' | 'users'
}

/** Releases, where and when. */
export interface HealthScope {
  organizationId: number
  projectIds: number[]
  versions: string[]
  /** Null = all. */
  environments: string[] | null
  now: number
}

/** What is known of the sessions of one release in one project. */
export interface ReleaseHealth {
  /** There are sessions, whenever and wherever they began. */
  hasSessions: boolean
  /** In the summary's period. Null = none. */
  summary: SessionFigures | null
  /** In the last 24 hours. */
  recent: SessionFigures | null
  /** Of all releases of the project in the last 24 hours. */
  project: SessionFigures | null
  sparkline: { start: number; interval: number; counts: number[] } | null
}

type Sessions = Pick<SessionStore, 'summarize' | 'countSeries' | 'listSpans'>

/** Health of each release in each project; keys are those of `healthKey`. Five questions to the store at most, however many there are. */
export async function readHealth(
  scope: HealthScope,
  options: HealthOptions,
  sessions: Sessions,
): Promise<Map<string, ReleaseHealth>> {
  const { projectIds, versions, now } = scope
  if (projectIds.length === 0 || versions.length === 0) return new Map()
  const { summaryPeriod, statsPeriod, stat } = options
  const summaryOver = summaryWindow(summaryPeriod, now)
  const recentOver = summaryWindow('24h', now)
  const ofReleases: Pick<SessionQuery, 'where' | 'groupBy'> = {
    where: placesOf(scope, versions),
    groupBy: ['project', 'release'],
  }
  const askUsers = { users: true, durations: false }
  const isSameWindow = summaryOver.start === recentOver.start
  const [summaries, recents, totals, spans, series] = await Promise.all([
    sessions.summarize({ ...base(scope), ...ofReleases, ...summaryOver, wants: { users: true, durations: true } }),
    isSameWindow ? null : sessions.summarize({ ...base(scope), ...ofReleases, ...recentOver, wants: askUsers }),
    sessions.summarize({
      ...base(scope),
      ...recentOver,
      where: placesOf(scope, null),
      groupBy: ['project'],
      wants: askUsers,
    }),
    sessions.listSpans({ projectIds, releases: versions }),
    statsPeriod &&
      sessions.countSeries({
        ...base(scope),
        ...ofReleases,
        ...seriesWindow(statsPeriod, now),
        wants: { users: stat === 'users', durations: false },
      }),
  ])
  const summaryOf = groupsByKey(summaries)
  const recentOf = groupsByKey(recents ?? summaries)
  const totalOf = new Map(totals.map(({ key, figures }) => [key.projectId, figures]))
  const seriesOf = new Map((series ?? []).map((one) => [keyOfGroup(one), one]))
  const seen = new Set(spans.map(({ projectId, release }) => healthKey(projectId, release)))
  const pairs = projectIds.flatMap((projectId) => versions.map((version) => ({ projectId, version })))
  return new Map(
    pairs.map(({ projectId, version }) => {
      const key = healthKey(projectId, version)
      const health: ReleaseHealth = {
        hasSessions: seen.has(key),
        summary: summaryOf.get(key) ?? null,
        recent: recentOf.get(key) ?? null,
        project: totalOf.get(projectId) ?? null,
        sparkline: statsPeriod && sparklineOf(statsPeriod, stat, seriesOf.get(key), now),
      }
      return [key, health]
    }),
  )
}

/** Which releases have sessions at all, as `healthKey`s. */
export async function listWithSessions(
  { projectIds, versions }: Pick<HealthScope, 'projectIds' | 'versions'>,
  sessions: Pick<SessionStore, 'listSpans'>,
): Promise<Set<string>> {
  if (projectIds.length === 0 || versions.length === 0) return new Set()
  const spans = await sessions.listSpans({ projectIds, releases: versions })
  return new Set(spans.map(({ projectId, release }) => healthKey(projectId, release)))
}

/** Names a release in a project. */
export function healthKey(projectId: number, version: string): string {
  return `${projectId}:${version}`
}

function base({ organizationId, projectIds }: HealthScope) {
  return { organizationId, projectIds, isWholeOrganization: false, groups: null }
}

/** These releases (null = all) in the scope's environments. */
export function placesOf(
  { environments }: Pick<HealthScope, 'environments'>,
  versions: string[] | null,
): Condition<SessionCondition> {
  const conditions: SessionCondition[] = []
  if (versions) conditions.push({ kind: 'releases', releases: versions })
  if (environments) conditions.push({ kind: 'environments', environments })
  return { kind: 'and', of: conditions }
}

function keyOfGroup({ key }: Pick<SessionGroup, 'key'>): string {
  return healthKey(key.projectId ?? 0, key.release ?? '')
}

function groupsByKey(groups: SessionGroup[]): Map<string, SessionFigures> {
  return new Map(groups.map((group) => [keyOfGroup(group), group.figures]))
}

function sparklineOf(period: StatsPeriod, stat: HealthOptions['stat'], series: SessionSeries | undefined, now: number) {
  const { start, end, interval } = seriesWindow(period, now)
  const counts = Array.from({ length: (end - start) / interval }, (_, index) => {
    const point = series?.points[index]
    return (stat === 'users' ? point?.users?.all : point?.sessions) ?? 0
  })
  return { start, interval, counts }
}
