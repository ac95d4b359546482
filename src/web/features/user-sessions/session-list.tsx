import type { UserSession } from '../../api/types.ts'
import { classNames } from '../../ui/class-names.ts'
import { rowHeight } from '../../ui/list-row.tsx'
import { type ListReading, RowList } from '../../ui/row-list.tsx'
import { rowGrid, SessionRow, SessionRowSkeleton } from './session-row.tsx'

interface SessionListProps {
  org: string
  sessions: UserSession[]
  currentId: string | null
  reading: ListReading
}

/** Tells rows apart: two projects may have a session of the same id. */
export const rowId = ({ project_id: project, session_id: id }: UserSession): string => `${project}/${id}`

/** The sessions, under the names of what is told of each. */
export function SessionList({ org, sessions, currentId, reading }: SessionListProps) {
  return (
    <RowList
      label="Sessions"
      items={sessions}
      idOf={rowId}
      currentId={currentId}
      reading={reading}
      rowHeight={rowHeight}
      head={head}
      skeleton={<SessionRowSkeleton />}
    >
      {(session, isCurrent) => <SessionRow org={org} session={session} isCurrent={isCurrent} />}
    </RowList>
  )
}

const head = (
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
)
