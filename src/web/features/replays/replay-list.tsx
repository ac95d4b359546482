import type { Replay } from '../../api/types.ts'
import { classNames } from '../../ui/class-names.ts'
import { rowHeight } from '../../ui/list-row.tsx'
import { type ListReading, RowList } from '../../ui/row-list.tsx'
import { ReplayRow, ReplayRowSkeleton, rowGrid } from './replay-row.tsx'

interface ReplayListProps {
  org: string
  replays: Replay[]
  currentId: string | null
  reading: ListReading
}

export const rowId = ({ id }: Replay): string => id

/** The replays, under the names of what is told of each. */
export function ReplayList({ org, replays, currentId, reading }: ReplayListProps) {
  return (
    <RowList
      label="Replays"
      items={replays}
      idOf={rowId}
      currentId={currentId}
      reading={reading}
      rowHeight={rowHeight}
      head={head}
      skeleton={<ReplayRowSkeleton />}
    >
      {(replay, isCurrent) => <ReplayRow org={org} replay={replay} isCurrent={isCurrent} />}
    </RowList>
  )
}

const head = (
  <div className={classNames(rowGrid, 'h-9 text-12 whitespace-nowrap text-text-3')}>
    <span>Who, when, where</span>
    <span className="max-lg:hidden">Browser</span>
    <span className="max-xl:hidden">Environment</span>
    <span className="text-right">Length</span>
    <span className="text-right max-md:hidden">Errors</span>
    <span className="text-right max-md:hidden" title="Clicks on buttons and links that had no effect">
      Dead
    </span>
    <span className="text-right max-md:hidden" title="Dead clicks that were repeated five times or more">
      Rage
    </span>
    <span className="text-right max-md:hidden">Activity</span>
  </div>
)
