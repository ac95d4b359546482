import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import type { Issue } from '../../api/types.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Count } from '../../ui/count.tsx'
import { LevelMark } from '../../ui/level-mark.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Sparkline } from '../../ui/sparkline.tsx'
import { Time } from '../../ui/time.tsx'
import { assigneeWords } from './assignee-words.ts'
import { rowHeading } from './heading.ts'
import { issueMarks } from './marks.ts'
import { PriorityMark } from './priority-mark.tsx'
import { describeCounts, rowCounts } from './series.ts'

/** Columns of the list: select, issue, graph, events, users, last / first seen, priority, assignee. Header, rows and skeletons share them. */
export const rowGrid =
  'grid grid-cols-[2.25rem_minmax(0,1fr)_auto] md:grid-cols-[2.25rem_minmax(0,1fr)_7rem_4rem_4rem_6rem_0.75rem_1.5rem] items-center gap-x-3 pr-4 md:pr-5'

/** Every row is as high, in pixels: the list places them by it. */
export const rowHeight = 46

const tones = { accent: 'text-accent', warning: 'text-warning', plain: '' }

interface IssueRowProps {
  org: string
  issue: Issue
  isCurrent: boolean
  isChosen: boolean
  onToggle: (id: string, extend: boolean) => void
}

/** An issue in the list: two lines on wide screens, three on phones. */
export const IssueRow = memo(function IssueRow({ org, issue, isCurrent, isChosen, onToggle }: IssueRowProps) {
  const counts = rowCounts(issue.stats)
  const { title, message } = rowHeading(issue)
  return (
    <div
      aria-current={isCurrent || undefined}
      className={classNames(
        rowGrid,
        'relative h-[46px] border-b border-line',
        isChosen ? 'bg-accent-soft' : isCurrent ? 'bg-surface-2' : 'hover:bg-surface-1',
        issue.status !== 'unresolved' && 'text-text-2',
      )}
    >
      {isCurrent && <span aria-hidden className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
      <label className="flex h-full items-center justify-center self-stretch pl-2">
        <input
          type="checkbox"
          className="size-4 accent-(--accent)"
          aria-label={`Select ${issue.shortId}`}
          checked={isChosen}
          onChange={(event) =>
            onToggle(issue.id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
          }
        />
      </label>
      <div className="min-w-0">
        <div className="flex min-w-0 items-center gap-2">
          <LevelMark level={issue.level} />
          <Link
            to="/organizations/$org/issues/$issue/"
            params={{ org, issue: issue.id }}
            search={true}
            className={classNames('relative truncate text-text-1 hover:underline', !issue.hasSeen && 'font-semibold')}
            title={title}
          >
            {title}
            {!issue.hasSeen && <span className="sr-only"> (not seen yet)</span>}
          </Link>
          {message && (
            <span className="min-w-16 shrink-[1000] truncate text-text-2" title={message}>
              {message}
            </span>
          )}
        </div>
        <div className="flex min-w-0 gap-1.5 pl-4.5 text-12 leading-4 text-text-3">
          {issue.culprit && <span className="truncate text-text-2">{issue.culprit}</span>}
          <span className="shrink-0 before:mr-1.5 before:content-['·'] first:before:content-none">{issue.shortId}</span>
          {issueMarks(issue).map((mark) => (
            <span
              key={mark.word}
              className={classNames('shrink-0 before:mr-1.5 before:text-text-3 before:content-["·"]', tones[mark.tone])}
            >
              {mark.word}
            </span>
          ))}
          {issue.assignedTo && (
            <span className="truncate before:mr-1.5 before:content-['·'] md:hidden">
              {assigneeWords(issue.assignedTo)}
            </span>
          )}
        </div>
      </div>
      <div className="max-md:hidden">
        <Sparkline counts={counts} label={describeCounts(counts)} />
      </div>
      <div className="numeric text-right max-md:hidden">
        <Count value={Number(issue.count)} />
      </div>
      <div className="numeric text-right max-md:hidden">
        <Count value={issue.userCount} />
      </div>
      <div className="numeric text-right text-12 text-text-2">
        <span className="md:hidden">
          <Count value={Number(issue.count)} />
          <br />
        </span>
        <Time iso={issue.lastSeen} />
        <span className="max-md:hidden">
          <span className="text-text-3"> / </span>
          <Time iso={issue.firstSeen} />
        </span>
      </div>
      <div className="flex max-md:hidden">
        <PriorityMark priority={issue.priority} />
      </div>
      <div className="max-md:hidden">
        {issue.assignedTo && (
          <Avatar
            name={issue.assignedTo.name}
            shape={issue.assignedTo.type === 'team' ? 'team' : 'person'}
            label={`Assigned to ${assigneeWords(issue.assignedTo)}`}
          />
        )}
      </div>
    </div>
  )
})

export function IssueRowSkeleton() {
  return (
    <div className={classNames(rowGrid, 'h-[46px] border-b border-line')} aria-hidden>
      <span />
      <div className="flex flex-col gap-2">
        <Skeleton className="h-3 w-3/5" />
        <Skeleton className="h-2.5 w-2/5" />
      </div>
      <Skeleton className="h-5 max-md:hidden" />
      <Skeleton className="h-3 max-md:hidden" />
      <Skeleton className="h-3 max-md:hidden" />
      <Skeleton className="h-3 max-md:w-8" />
    </div>
  )
}
