import { queryOptions } from '@tanstack/react-query'
import { listQuery } from '../../api/list-query.ts'
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
  return listQuery(
    ['user-sessions', org, 'list', parameters],
    (cursor, signal) => listUserSessions(org, { ...parameters, cursor, per_page: pageLength }, signal),
    emptyPollMilliseconds,
  )
}

export const userSessionQuery = (org: string, id: string, project: string | undefined) =>
  queryOptions({
    queryKey: ['user-session', org, id, project],
    queryFn: ({ signal }) => readUserSession(org, id, project === undefined ? [] : [project], signal),
  })
