import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ErrorLine } from '../../ui/notice.tsx'
import { refusedQuery } from '../issues/refused-query.ts'
import { PageHeader } from '../shell/page-header.tsx'
import { useListWalk } from '../shell/use-list-walk.ts'
import { useRows } from '../shell/use-rows.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { FilterBar } from './filter-bar.tsx'
import type { SessionListSearch } from './list-search.ts'
import { NoSessions } from './no-sessions.tsx'
import { sessionListQuery, userSessionQuery } from './queries.ts'
import { rowId, SessionList } from './session-list.tsx'

const route = getRouteApi('/app/organizations/$org/sessions')

/** The sessions of the scope, whatever they came from: filter, sort, walk by keys. */
export function SessionListPage() {
  const { org } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const list = useInfiniteQuery(sessionListQuery(org, search))
  const { items: sessions, reading } = useRows(list)
  const { currentId, current, leave } = useListWalk(
    sessions,
    rowId,
    ({ session_id: id, project_id: project }) => void queryClient.prefetchQuery(userSessionQuery(org, id, project)),
  )
  useShortcuts({
    Enter: () => {
      if (current)
        void navigate({
          to: '/organizations/$org/sessions/$session/',
          params: { org, session: current.session_id },
          search: { ...search, in: current.project_id },
        })
    },
    Escape: leave,
  })

  const go = (patch: Partial<SessionListSearch>) => {
    leave()
    void navigate({ to: './', search: (before) => ({ ...before, ...patch }) })
  }
  const problem = refusedQuery(list.error)
  return (
    <>
      <PageHeader title="Sessions" byEnvironment={false} />
      <FilterBar search={search} sessions={sessions} onChange={go} />
      {problem !== null ? (
        <div className="px-4 pb-2 md:px-5">
          <ErrorLine>{problem}</ErrorLine>
        </div>
      ) : list.isError || (list.isSuccess && sessions.length === 0) ? (
        <NoSessions org={org} search={search} error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <SessionList org={org} sessions={sessions} currentId={currentId} reading={reading} />
      )}
    </>
  )
}
