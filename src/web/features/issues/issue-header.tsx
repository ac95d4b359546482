import { Link } from '@tanstack/react-router'
import { Archive, Bookmark, Check, Ellipsis, RotateCcw } from 'lucide-react'
import type { IssueDetail } from '../../api/types.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { LevelMark } from '../../ui/level-mark.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { ArchiveMenu, AssignMenu, PriorityMenu, ResolveMenu } from './action-menus.tsx'
import { bookmark, reopen, subscribe } from './actions.ts'
import type { Action } from './change-issues.ts'
import { issueHeading } from './heading.ts'
import { issueMarks } from './marks.ts'
import { stateWords } from './state-words.ts'

const tones = { accent: 'text-accent', warning: 'text-warning', plain: '' }

/** Title, level, short id and state, and the buttons that change the state. */
export function IssueHeader({
  org,
  issue,
  onAction,
  onDelete,
}: {
  org: string
  issue: IssueDetail
  onAction: (action: Action) => void
  onDelete: () => void
}) {
  const { title, message } = issueHeading(issue)
  return (
    <header className="flex flex-wrap items-start gap-x-6 gap-y-3 py-4">
      <div className="min-w-0 grow basis-96">
        <h1 className="text-16 leading-6 font-semibold wrap-any">{title}</h1>
        {message && (
          <p className="line-clamp-3 text-14 leading-5 text-text-1 wrap-any" title={message}>
            {message}
          </p>
        )}
        <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5 pt-1.5 text-12 text-text-3">
          <LevelMark level={issue.level} withWord />
          <span aria-hidden>·</span>
          <span className="flex items-center text-text-2">
            {issue.shortId}
            <CopyButton text={issue.shortId} label="Copy the short id" className="!size-5" />
          </span>
          <span aria-hidden>·</span>
          <Link
            to="/organizations/$org/issues/"
            params={{ org }}
            search={{ project: [issue.project.id] }}
            className="hover:underline"
          >
            {issue.project.name}
          </Link>
          {issue.culprit && (
            <>
              <span aria-hidden>·</span>
              <span className="wrap-any text-text-2">{issue.culprit}</span>
            </>
          )}
          {issueMarks(issue).map((mark) => (
            <span
              key={mark.word}
              className={classNames('before:mr-2 before:text-text-3 before:content-["·"]', tones[mark.tone])}
            >
              {mark.word}
            </span>
          ))}
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <StateButtons issue={issue} onAction={onAction} />
        <AssignMenu org={org} assignee={issue.assignedTo} onAction={onAction} />
        <PriorityMenu priority={issue.priority} onAction={onAction} />
        <IconButton
          label={issue.isBookmarked ? 'Remove the bookmark' : 'Bookmark'}
          aria-pressed={issue.isBookmarked}
          onClick={() => onAction(bookmark(!issue.isBookmarked))}
        >
          <Icon of={Bookmark} className={issue.isBookmarked ? 'fill-current text-accent' : undefined} />
        </IconButton>
        <Menu
          align="end"
          trigger={
            <IconButton label="More">
              <Icon of={Ellipsis} />
            </IconButton>
          }
        >
          <MenuItem onSelect={() => onAction(subscribe(!issue.isSubscribed))}>
            {issue.isSubscribed ? 'Unsubscribe' : 'Subscribe'}
          </MenuItem>
          <MenuItem onSelect={onDelete}>Delete…</MenuItem>
        </Menu>
      </div>
    </header>
  )
}

function StateButtons({ issue, onAction }: { issue: IssueDetail; onAction: (action: Action) => void }) {
  if (issue.status === 'unresolved') {
    return (
      <>
        <ResolveMenu look="primary" onAction={onAction} />
        <ArchiveMenu onAction={onAction} />
      </>
    )
  }
  const isResolved = issue.status === 'resolved'
  return (
    <>
      <span className={classNames('flex items-center gap-1.5 text-13', isResolved ? 'text-ok' : 'text-text-2')}>
        <Icon of={isResolved ? Check : Archive} size={14} />
        {stateWords(issue)}
      </span>
      <Button onClick={() => onAction(reopen)}>
        <Icon of={RotateCcw} size={14} /> Reopen
      </Button>
    </>
  )
}
