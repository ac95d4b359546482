import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { countEvents } from '../../api/events.ts'
import { listIssues } from '../../api/issues.ts'
import { listQuery } from '../../api/list-query.ts'
import { listCommits, listDeploys, listReleases, readNeighbours, readRelease } from '../../api/releases.ts'
import { querySessions, type SessionsQuery } from '../../api/sessions.ts'
import { type Scope, scopeQuery } from '../shell/scope.ts'
import { figureFields, figuresByRelease } from './figures.ts'
import { intervalOf, sortPeriodOf } from './interval.ts'
import type { ReleaseListSearch } from './list-search.ts'
import { searchOf } from './searches.ts'

const pageLength = 25
/** How often to look whether the first release has come. */
const emptyPollMilliseconds = 2_000
/** How often figures that run up to now are read anew. */
const freshMilliseconds = 30_000

/** Where, when, and how finely sessions are asked for. */
function sessionScope(scope: Scope): Pick<SessionsQuery, keyof Scope | 'interval'> {
  const { project, environment, statsPeriod, start, end } = scopeQuery(scope)
  return { project, environment, statsPeriod, start, end, interval: intervalOf(scope, Date.now()) }
}

/** A window stays as it is but for what comes late; a period moves on. */
const refetchInterval = ({ start }: Scope) => (start ? false : freshMilliseconds)

/** Page after page. All releases are listed, whenever they came; only what is told of their sessions is of the period. */
export function releaseListQuery(org: string, search: ReleaseListSearch) {
  const { project, environment, query, sort = 'date' } = search
  const parameters = { project, environment, query, sort, summaryStatsPeriod: sortPeriodOf(search, Date.now()) }
  return listQuery(
    ['releases', org, 'list', parameters],
    (cursor, signal) => listReleases(org, { ...parameters, cursor, per_page: pageLength }, signal),
    emptyPollMilliseconds,
  )
}

/** How sessions of these releases went. */
export function figuresQuery(org: string, scope: Scope, versions: readonly string[]) {
  const query: SessionsQuery = {
    field: figureFields,
    groupBy: ['release'],
    query: searchOf.sessions(versions),
    ...sessionScope(scope),
  }
  return queryOptions({
    queryKey: ['sessions', org, query],
    queryFn: ({ signal }) => querySessions(org, query, signal),
    select: figuresByRelease,
    enabled: versions.length > 0,
    refetchInterval: refetchInterval(scope),
  })
}

/** Everything about a release lies under `['release', org, version]`. */
export const releaseQuery = (org: string, version: string, environment?: readonly string[]) =>
  queryOptions({
    queryKey: ['release', org, version, 'detail', environment ?? []],
    queryFn: ({ signal }) => readRelease(org, version, environment, signal),
  })

export const neighboursQuery = (
  org: string,
  version: string,
  project: number | undefined,
  environment?: readonly string[],
) =>
  queryOptions({
    queryKey: ['release', org, version, 'neighbours', project, environment ?? []],
    queryFn: ({ signal }) => readNeighbours(org, version, project ?? 0, environment, signal),
    enabled: project !== undefined,
  })

/** What the comparison tells beside the figures. */
export const comparedFields = [
  ...figureFields,
  'crash_rate(session)',
  'abnormal_rate(session)',
  'unhandled_rate(session)',
  'errored_rate(session)',
  'p50(session.duration)',
] as const

/** How a release's sessions went, in all and over time. */
export function releaseSessionsQuery(org: string, version: string, scope: Scope) {
  const query: SessionsQuery = {
    field: comparedFields,
    query: searchOf.issues(version),
    ...sessionScope(scope),
  }
  return queryOptions({
    queryKey: ['release', org, version, 'sessions', query],
    queryFn: ({ signal }) => querySessions(org, query, signal),
    refetchInterval: refetchInterval(scope),
  })
}

/** How they ended. */
export function releaseStatusesQuery(org: string, version: string, scope: Scope) {
  const query: SessionsQuery = {
    field: ['sum(session)'],
    groupBy: ['session.status'],
    query: searchOf.issues(version),
    ...sessionScope(scope),
  }
  return queryOptions({
    queryKey: ['release', org, version, 'statuses', query],
    queryFn: ({ signal }) => querySessions(org, query, signal),
    refetchInterval: refetchInterval(scope),
  })
}

/** In which projects and environments they were. */
export function releasePlacesQuery(org: string, version: string, scope: Scope) {
  const query: SessionsQuery = {
    field: figureFields,
    groupBy: ['project', 'environment'],
    query: searchOf.issues(version),
    includeSeries: 0,
    ...sessionScope(scope),
  }
  return queryOptions({
    queryKey: ['release', org, version, 'places', query],
    queryFn: ({ signal }) => querySessions(org, query, signal),
    refetchInterval: refetchInterval(scope),
  })
}

/** The releases of these projects that were the latest to come: to compare with, and for their marks in charts. */
export const siblingsQuery = (org: string, project: readonly string[]) =>
  queryOptions({
    queryKey: ['releases', org, 'siblings', project],
    queryFn: async ({ signal }) => (await listReleases(org, { project, per_page: 100 }, signal)).items,
    enabled: project.length > 0,
  })

export const commitsQuery = (org: string, version: string) =>
  infiniteQueryOptions({
    queryKey: ['release', org, version, 'commits'],
    queryFn: ({ pageParam, signal }) => listCommits(org, version, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

export const deploysQuery = (org: string, version: string) =>
  queryOptions({
    queryKey: ['release', org, version, 'deploys'],
    queryFn: ({ signal }) => listDeploys(org, version, signal),
  })

/** The issues of a search that had most events in the release, with how many. */
export function topIssuesQuery(org: string, scope: Scope, version: string, query: string) {
  const { project, environment, statsPeriod, start, end } = scopeQuery(scope)
  const within = { project, environment, statsPeriod, start, end }
  return queryOptions({
    queryKey: ['issues', org, 'top', version, query, within],
    queryFn: async ({ signal }) => {
      const page = await listIssues(org, { ...within, query, sort: 'freq', limit: 5 }, signal)
      const ids = page.items.map(({ id }) => id)
      const counts = await countEvents(org, ids, { ...within, query: searchOf.issues(version) }, signal)
      const items = page.items.map((issue) => ({ issue, ...(counts.get(issue.id) ?? noEvents) }))
      // The server went by the events of all releases.
      return { ...page, items: items.toSorted((a, b) => b.events - a.events) }
    },
  })
}

const noEvents = { events: 0, users: 0 }
