import { ArrowUp } from 'lucide-react'
import type { Issue } from '../../api/types.ts'
import { formatExact } from '../../format/number.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { type ListReading, RowList } from '../../ui/row-list.tsx'
import { type BulkActions, BulkBar } from './bulk-bar.tsx'
import { IssueRow, IssueRowSkeleton, rowGrid, rowHeight } from './issue-row.tsx'

interface IssueListProps extends BulkActions {
  org: string
  issues: Issue[]
  currentId: string | null
  chosen: ReadonlySet<string>
  freshCount: number
  reading: ListReading
  onShowFresh: () => void
  onToggle: (id: string, extend: boolean) => void
  onToggleAll: () => void
}

export const rowId = ({ id }: Issue): string => id

/** The issues, under the names of what is told of each, or what can be done with those that are chosen. */
export function IssueList(props: IssueListProps) {
  return (
    <RowList
      label="Issues"
      items={props.issues}
      idOf={rowId}
      currentId={props.currentId}
      reading={props.reading}
      rowHeight={rowHeight}
      head={<ListHead {...props} />}
      skeleton={<IssueRowSkeleton />}
    >
      {(issue, isCurrent) => (
        <IssueRow
          org={props.org}
          issue={issue}
          isCurrent={isCurrent}
          isChosen={props.isWhole || props.chosen.has(issue.id)}
          onToggle={props.onToggle}
        />
      )}
    </RowList>
  )
}

function ListHead(props: IssueListProps) {
  const isAll = props.isWhole || (props.issues.length > 0 && props.issues.every((issue) => props.chosen.has(issue.id)))
  return (
    <>
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
    </>
  )
}
