import { ArrowUp } from 'lucide-react'
import { useEffect } from 'react'
import type { Issue } from '../../api/types.ts'
import { formatExact } from '../../format/number.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { useVisibleRows } from '../../ui/use-visible-rows.ts'
import { type BulkActions, BulkBar } from './bulk-bar.tsx'
import { IssueRow, IssueRowSkeleton, rowGrid, rowHeight } from './issue-row.tsx'

/** What covers the viewport's edges: the page's header with the list's, and on phones the bottom bar. */
const covered = { top: 96, bottom: 72 }

interface IssueListProps extends BulkActions {
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
}

/** The rows, of which only those in sight exist, under a header that stays. */
export function IssueList(props: IssueListProps) {
  const { issues, hasMore, isLoadingMore, onMore, currentId } = props
  const current = issues.findIndex((issue) => issue.id === currentId)
  const { holder, first, end } = useVisibleRows(issues.length, rowHeight, current, covered)

  useEffect(() => {
    if (hasMore && !isLoadingMore && end >= issues.length - 10) onMore()
  }, [end, hasMore, isLoadingMore, issues.length, onMore])

  return (
    <div aria-busy={props.isLoading}>
      <ListHead {...props} />
      {props.isLoading && Array.from({ length: 12 }, (_, row) => <IssueRowSkeleton key={row} />)}
      <div
        ref={holder}
        className="relative"
        style={{ height: issues.length * rowHeight }}
        role="list"
        aria-label="Issues"
      >
        {issues.slice(first, end).map((issue, index) => (
          <div
            key={issue.id}
            role="listitem"
            aria-setsize={hasMore ? -1 : issues.length}
            aria-posinset={first + index + 1}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${(first + index) * rowHeight}px)` }}
          >
            <IssueRow
              org={props.org}
              issue={issue}
              isCurrent={issue.id === currentId}
              isChosen={props.isWhole || props.chosen.has(issue.id)}
              onToggle={props.onToggle}
            />
          </div>
        ))}
      </div>
      {isLoadingMore && <IssueRowSkeleton />}
    </div>
  )
}

function ListHead(props: IssueListProps) {
  const isAll = props.isWhole || (props.issues.length > 0 && props.issues.every((issue) => props.chosen.has(issue.id)))
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
        <span className="max-md:hidden">
          <span className="sr-only">Priority</span>
        </span>
        <span className="max-md:hidden">
          <span className="sr-only">Assignee</span>
        </span>
        {props.chosen.size > 0 && (
          <BulkBar
            org={props.org}
            count={props.chosen.size}
            isWhole={props.isWhole}
            wholeCount={props.wholeCount}
            onChooseWhole={props.onChooseWhole}
            onAction={props.onAction}
            onMerge={props.onMerge}
            onDelete={props.onDelete}
            onClear={props.onClear}
          />
        )}
      </div>
      {props.freshCount > 0 && (
        <div className="pointer-events-none absolute inset-x-0 top-full flex justify-center pt-2">
          <Button
            size="small"
            look="primary"
            className="appear pointer-events-auto !rounded-full shadow-float"
            onClick={props.onShowFresh}
          >
            <Icon of={ArrowUp} size={14} /> {formatExact(props.freshCount)} new
          </Button>
        </div>
      )}
    </div>
  )
}
