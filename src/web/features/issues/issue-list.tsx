import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { ArrowUp } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Issue, IssueStatus } from '../../api/types.ts'
import { formatExact } from '../../format/number.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { IssueRow, IssueRowSkeleton, rowGrid } from './issue-row.tsx'

/** Height of a row in its final layout; the virtualizer measures each one that it shows. */
const rowHeight = 45
/** Header of the page and of the list: what stands over the rows while they scroll. */
const headHeight = 84

interface IssueListProps {
  org: string
  issues: Issue[]
  isLoading: boolean
  currentId: string | null
  chosen: ReadonlySet<string>
  freshCount: number
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => void
  onShowFresh: () => void
  onToggle: (id: string, extend: boolean) => void
  onToggleAll: () => void
  onClear: () => void
  onStatus: (status: IssueStatus) => void
}

/** The rows, of which only those in sight exist, under a header that stays. */
export function IssueList(props: IssueListProps) {
  const { issues, hasMore, isLoadingMore, onMore, currentId } = props
  const holder = useRef<HTMLDivElement>(null)
  const [offset, setOffset] = useState(0)
  useLayoutEffect(() => setOffset(holder.current?.offsetTop ?? 0), [])
  const rows = useWindowVirtualizer({
    count: issues.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: offset,
    scrollPaddingStart: headHeight,
    scrollPaddingEnd: rowHeight,
    getItemKey: (index) => issues[index]?.id ?? index,
  })
  const items = rows.getVirtualItems()
  const last = items.at(-1)?.index ?? -1

  useEffect(() => {
    if (hasMore && !isLoadingMore && last >= issues.length - 10) onMore()
  }, [last, hasMore, isLoadingMore, issues.length, onMore])

  useEffect(() => {
    const index = issues.findIndex((issue) => issue.id === currentId)
    if (index >= 0) rows.scrollToIndex(index)
    // Only when the reader moves: a list that grows must not scroll.
  }, [currentId])

  return (
    <div aria-busy={props.isLoading}>
      <ListHead {...props} />
      {props.isLoading && Array.from({ length: 12 }, (_, row) => <IssueRowSkeleton key={row} />)}
      <div ref={holder} className="relative" style={{ height: rows.getTotalSize() }} role="list" aria-label="Issues">
        {items.map((item) => {
          const issue = issues[item.index]
          if (!issue) return null
          return (
            <div
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              role="listitem"
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start - offset}px)` }}
            >
              <IssueRow
                org={props.org}
                issue={issue}
                isCurrent={issue.id === currentId}
                isChosen={props.chosen.has(issue.id)}
                onToggle={props.onToggle}
              />
            </div>
          )
        })}
      </div>
      {isLoadingMore && <IssueRowSkeleton />}
    </div>
  )
}

function ListHead(props: IssueListProps) {
  const isAll = props.issues.length > 0 && props.issues.every((issue) => props.chosen.has(issue.id))
  return (
    <div className="sticky top-12 z-10 border-b border-line bg-surface-0">
      <div className={classNames(rowGrid, 'relative h-9 text-12 text-text-3')}>
        <label className="flex h-full items-center justify-center pl-2">
          <input
            type="checkbox"
            className="size-4 accent-(--accent)"
            aria-label="Select all issues that are loaded"
            disabled={props.issues.length === 0}
            checked={isAll}
            onChange={props.onToggleAll}
          />
        </label>
        <span>Issue</span>
        <span className="max-md:hidden">Events over time</span>
        <span className="text-right max-md:hidden">Events</span>
        <span className="text-right max-md:hidden">Users</span>
        <span className="text-right">
          <span className="md:hidden">Events, last</span>
          <span className="max-md:hidden">Last / first</span>
        </span>
        {props.chosen.size > 0 && (
          <BulkBar count={props.chosen.size} onChange={props.onStatus} onClear={props.onClear} />
        )}
      </div>
      {props.freshCount > 0 && (
        <div className="pointer-events-none absolute inset-x-0 top-full flex justify-center pt-2">
          <Button
            size="small"
            look="primary"
            className="appear pointer-events-auto rounded-full shadow-float"
            onClick={props.onShowFresh}
          >
            <Icon of={ArrowUp} size={14} /> {formatExact(props.freshCount)} new
          </Button>
        </div>
      )}
    </div>
  )
}
