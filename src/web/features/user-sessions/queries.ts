import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { listUserSessions, readUserSession } from '../../api/user-sessions.ts'
import { scopeQuery } from '../shell/scope.ts'
import { flagNames, type SessionListSearch, textNames } from './list-search.ts'

const pageLength = 50
/** How often to look whether the first session has come. */
const emptyPollMilliseconds = 5_000

export function sessionListQuery(org: string, search: SessionListSearch) {
  const { project, statsPeriod, start, end } = scopeQuery(search)
  const { platform, sort = '-created_at' } = search
  const filters = Object.fromEntries([...flagNames, ...textNames].map((name) => [name, search[name]]))
  const parameters = { project, statsPeriod, start, end, platform, sort, ...filters }
  return infiniteQueryOptions({
    queryKey: ['user-sessions', org, 'list', parameters],
    queryFn: ({ pageParam, signal }) =>
      listUserSessions(org, { ...parameters, cursor: pageParam, per_page: pageLength }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state }) =>
      state.data?.pages.every(({ items }) => items.length === 0) ? emptyPollMilliseconds : false,
    // Rows must not jump under the reader.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
}

export const userSessionQuery = (org: string, id: string, project: string | undefined) =>
  queryOptions({
    queryKey: ['user-session', org, id, project],
    queryFn: ({ signal }) => readUserSession(org, id, project === undefined ? [] : [project], signal),
  })
