import { useEffect } from 'react'
import type { Replay } from '../../api/types.ts'
import { classNames } from '../../ui/class-names.ts'
import { useVisibleRows } from '../../ui/use-visible-rows.ts'
import { ReplayRow, ReplayRowSkeleton, rowGrid, rowHeight } from './replay-row.tsx'

/** What covers the viewport's edges: the page's header with the list's, and on phones the bottom bar. */
const covered = { top: 96, bottom: 72 }

interface ReplayListProps {
  org: string
  replays: Replay[]
  isLoading: boolean
  currentId: string | null
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => void
}

/** The rows, of which only those in sight exist, under a header that stays. */
export function ReplayList({ org, replays, isLoading, currentId, hasMore, isLoadingMore, onMore }: ReplayListProps) {
  const current = replays.findIndex(({ id }) => id === currentId)
  const { holder, first, end } = useVisibleRows(replays.length, rowHeight, current, covered)

  useEffect(() => {
    if (hasMore && !isLoadingMore && end >= replays.length - 10) onMore()
  }, [end, hasMore, isLoadingMore, replays.length, onMore])

  return (
    <div aria-busy={isLoading}>
      <div className="sticky top-12 z-10 border-b border-line bg-surface-0">
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
      </div>
      {isLoading && Array.from({ length: 10 }, (_, row) => <ReplayRowSkeleton key={row} />)}
      <div
        ref={holder}
        className="relative"
        style={{ height: replays.length * rowHeight }}
        role="list"
        aria-label="Replays"
      >
        {replays.slice(first, end).map((replay, index) => (
          <div
            key={replay.id}
            role="listitem"
            aria-setsize={hasMore ? -1 : replays.length}
            aria-posinset={first + index + 1}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${(first + index) * rowHeight}px)` }}
          >
            <ReplayRow org={org} replay={replay} isCurrent={replay.id === currentId} />
          </div>
        ))}
      </div>
      {isLoadingMore && <ReplayRowSkeleton />}
    </div>
  )
}
