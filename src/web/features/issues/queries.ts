import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { listIssues, readIssue } from '../../api/issues.ts'
import { scopeQuery } from '../shell/scope.ts'
import { type ListSearch, queryText } from './list-search.ts'

const pageLength = 50

function listParameters(search: ListSearch) {
  const { query: _query, sort, ...scope } = search
  return { ...scopeQuery(scope), query: queryText(search), sort: sort ?? 'date', limit: pageLength }
}

/**
 * The list as it is shown, page after page. It never refreshes itself: rows do not jump under the reader; what has come
 * since waits behind a pill (`freshIssuesQuery`).
 */
export function issueListQuery(org: string, search: ListSearch) {
  const parameters = listParameters(search)
  return infiniteQueryOptions({
    queryKey: ['issues', org, 'list', parameters],
    queryFn: ({ pageParam, signal }) => listIssues(org, { ...parameters, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 30_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
}

/** The first page as it is now, asked every few seconds while the list is in sight. */
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
