import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ErrorLine } from '../../ui/notice.tsx'
import { refusedQuery } from '../issues/refused-query.ts'
import { PageHeader } from '../shell/page-header.tsx'
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
  const [currentId, setCurrentId] = useState<string | null>(null)

  const go = (patch: Partial<SessionListSearch>) => {
    setCurrentId(null)
    void navigate({ to: './', search: (before) => ({ ...before, ...patch }) })
  }
  const at = sessions.findIndex((session) => rowId(session) === currentId)
  const step = (by: number) => {
    // What was pressed last must not take the next Enter.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    const next = sessions[Math.max(0, Math.min(sessions.length - 1, at + by))]
    if (!next) return
    setCurrentId(rowId(next))
    // So that Enter opens it at once.
    void queryClient.prefetchQuery(userSessionQuery(org, next.session_id, next.project_id))
  }
  useShortcuts({
    j: () => step(1),
    k: () => step(at < 0 ? 1 : -1),
    Enter: () => {
      const session = sessions[at]
      if (session)
        void navigate({
          to: '/organizations/$org/sessions/$session/',
          params: { org, session: session.session_id },
          search: { ...search, in: session.project_id },
        })
    },
    Escape: () => setCurrentId(null),
  })

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
