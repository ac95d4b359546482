import { useEffect } from 'react'
import type { UserSession } from '../../api/types.ts'
import { classNames } from '../../ui/class-names.ts'
import { useVisibleRows } from '../../ui/use-visible-rows.ts'
import { rowGrid, rowHeight, SessionRow, SessionRowSkeleton } from './session-row.tsx'

/** What covers the viewport's edges: the page's header with the list's, and on phones the bottom bar. */
const covered = { top: 96, bottom: 72 }

interface SessionListProps {
  org: string
  sessions: UserSession[]
  isLoading: boolean
  currentId: string | null
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => void
}

/** Tells rows apart: two projects may have a session of the same id. */
export const rowId = ({ project_id: project, session_id: id }: UserSession): string => `${project}/${id}`

/** The rows, of which only those in sight exist, under a header that stays. */
export function SessionList({ org, sessions, isLoading, currentId, hasMore, isLoadingMore, onMore }: SessionListProps) {
  const current = sessions.findIndex((session) => rowId(session) === currentId)
  const { holder, first, end } = useVisibleRows(sessions.length, rowHeight, current, covered)

  useEffect(() => {
    if (hasMore && !isLoadingMore && end >= sessions.length - 10) onMore()
  }, [end, hasMore, isLoadingMore, sessions.length, onMore])

  return (
    <div aria-busy={isLoading}>
      <div className="sticky top-12 z-10 border-b border-line bg-surface-0">
        <div className={classNames(rowGrid, 'h-9 text-12 whitespace-nowrap text-text-3')}>
          <span>Who, when</span>
          <span className="max-md:hidden">Trouble</span>
          <span className="max-md:hidden">Device</span>
          <span className="max-xl:hidden">Release</span>
          <span className="text-right max-xl:hidden" title="Screens or pages that are known">
            Screens
          </span>
          <span className="text-right">Length</span>
          <span className="text-right max-md:hidden">Replay</span>
        </div>
      </div>
      {isLoading && Array.from({ length: 10 }, (_, row) => <SessionRowSkeleton key={row} />)}
      <div
        ref={holder}
        className="relative"
        style={{ height: sessions.length * rowHeight }}
        role="list"
        aria-label="Sessions"
      >
        {sessions.slice(first, end).map((session, index) => (
          <div
            key={rowId(session)}
            role="listitem"
            aria-setsize={hasMore ? -1 : sessions.length}
            aria-posinset={first + index + 1}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${(first + index) * rowHeight}px)` }}
          >
            <SessionRow org={org} session={session} isCurrent={rowId(session) === currentId} />
          </div>
        ))}
      </div>
      {isLoadingMore && <SessionRowSkeleton />}
    </div>
  )
}
