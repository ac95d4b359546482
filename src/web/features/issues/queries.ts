import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { listIssues, readIssue } from '../../api/issues.ts'
import { scopeQuery } from '../shell/scope.ts'
import { type ListSearch, queryText } from './list-search.ts'

const pageLength = 50
/** How often to look at a list without rows: its first issue is a moment that people wait for. */
const emptyPollMilliseconds = 1_000
const keptMilliseconds = 30_000

interface ListData {
  pages: readonly { items: readonly unknown[] }[]
}

/** Rows must not jump, but where there are none nothing can: true once the list was read and found empty. */
const isEmpty = (data: ListData | undefined) => data?.pages.every((page) => page.items.length === 0) ?? false

/** How long a list stays as it was read, in milliseconds: an empty one not at all. */
export const listStaleTime = (data: ListData | undefined) => (isEmpty(data) ? 0 : keptMilliseconds)

/** How often the list is read anew, in milliseconds: one with rows never, an empty one until it has some. */
export const listRefetchInterval = (data: ListData | undefined) => (isEmpty(data) ? emptyPollMilliseconds : false)

function listParameters(search: ListSearch) {
  const { query: _query, sort, ...scope } = search
  return { ...scopeQuery(scope), query: queryText(search), sort: sort ?? 'date', limit: pageLength }
}

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
    queryKey: ['issue', org, issue, environment ?? []],
    queryFn: ({ signal }) => readIssue(org, issue, environment, signal),
  })
