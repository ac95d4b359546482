import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { listActors } from '../../api/actors.ts'
import { listEvents } from '../../api/events.ts'
import { type IssueMatch, listHashes, listIssues, listUserReports, readIssue } from '../../api/issues.ts'
import { isEmpty, type ListData } from '../../api/list-query.ts'
import { listIssueTags, listIssueTagValues, readIssueTag, type TagValueSort } from '../../api/tags.ts'
import { scopeQuery } from '../shell/scope.ts'
import { type EventListSearch, type ListSearch, queryText } from './list-search.ts'

const pageLength = 50
/** How often to look at a list without rows: its first issue is a moment that people wait for. */
const emptyPollMilliseconds = 1_000
const keptMilliseconds = 30_000

/** How long a list stays as it was read, in milliseconds: an empty one not at all. */
export const listStaleTime = (data: ListData | undefined) => (isEmpty(data) ? 0 : keptMilliseconds)

/** How often the list is read anew, in milliseconds: one with rows never, an empty one until it has some. */
export const listRefetchInterval = (data: ListData | undefined) => (isEmpty(data) ? emptyPollMilliseconds : false)

/** Which issues the list shows, as the API takes it. */
export function matchOf(search: ListSearch): IssueMatch {
  const { query: _query, sort: _sort, ...scope } = search
  return { ...scopeQuery(scope), query: queryText(search) }
}

const listParameters = (search: ListSearch) => ({
  ...matchOf(search),
  sort: search.sort ?? 'date',
  limit: pageLength,
})

/**
 * The list as it is shown, page after page. With rows it never refreshes itself: they do not jump under the reader; what
 * has come since waits behind a pill (`freshIssuesQuery`).
 */
export function issueListQuery(org: string, search: ListSearch) {
  const parameters = listParameters(search)
  return infiniteQueryOptions({
    queryKey: ['issues', org, 'list', parameters],
    queryFn: ({ pageParam, signal }) => listIssues(org, { ...parameters, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: (query) => listStaleTime(query.state.data),
    refetchInterval: (query) => listRefetchInterval(query.state.data),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
}

/** The first page as it is now, asked every few seconds while a list with rows is in sight. */
export function freshIssuesQuery(org: string, search: ListSearch) {
  const parameters = listParameters(search)
  return queryOptions({
    queryKey: ['issues', org, 'fresh', parameters],
    queryFn: ({ signal }) => listIssues(org, parameters, signal),
    refetchInterval: 5_000,
    staleTime: 0,
  })
}

export const issueQuery = (org: string, issue: string, environment?: readonly string[]) =>
  queryOptions({
    queryKey: ['issue', org, issue, 'detail', environment ?? []],
    queryFn: ({ signal }) => readIssue(org, issue, environment, signal),
  })

/** Everything about an issue lies under `['issue', org, id]`, so that a change of it makes all of it stale. */
export function issueEventsQuery(org: string, issue: string, search: EventListSearch) {
  const { environment, statsPeriod, start, end } = scopeQuery(search)
  const query = { query: search.eventQuery, environment, statsPeriod, start, end }
  return infiniteQueryOptions({
    queryKey: ['issue', org, issue, 'events', query],
    queryFn: ({ pageParam, signal }) => listEvents(org, issue, { ...query, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
}

/** Not below `['issue', org, id]`: what people change of an issue does not change its tags, and they take long to count. */
export const issueTagsQuery = (org: string, issue: string, environment?: readonly string[]) =>
  queryOptions({
    queryKey: ['issue-tags', org, issue, environment ?? []],
    queryFn: ({ signal }) => listIssueTags(org, issue, environment, signal),
    staleTime: keptMilliseconds,
  })

export const issueTagQuery = (org: string, issue: string, key: string, environment?: readonly string[]) =>
  queryOptions({
    queryKey: ['issue', org, issue, 'tag', key, environment ?? []],
    queryFn: ({ signal }) => readIssueTag(org, issue, key, environment, signal),
  })

export const issueTagValuesQuery = (
  org: string,
  issue: string,
  key: string,
  query: { query: string; sort: TagValueSort; environment?: readonly string[] },
) =>
  infiniteQueryOptions({
    queryKey: ['issue', org, issue, 'tag-values', key, query],
    queryFn: ({ pageParam, signal }) => listIssueTagValues(org, issue, key, { ...query, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  })

export const issueHashesQuery = (org: string, issue: string) =>
  queryOptions({
    queryKey: ['issue', org, issue, 'hashes'],
    queryFn: ({ signal }) => listHashes(org, issue, signal),
  })

export const userReportsQuery = (org: string, issue: string) =>
  infiniteQueryOptions({
    queryKey: ['issue', org, issue, 'reports'],
    queryFn: ({ pageParam, signal }) => listUserReports(org, issue, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

/** Whom issues can be assigned to. */
export const actorsQuery = (org: string) =>
  queryOptions({ queryKey: ['actors', org], queryFn: ({ signal }) => listActors(org, signal), staleTime: 60_000 })
