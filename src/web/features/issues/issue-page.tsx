import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { ApiError } from '../../api/request.ts'
import type { Issue } from '../../api/types.ts'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EventBody } from '../events/event-body.tsx'
import { EventPager } from '../events/event-pager.tsx'
import { eventQuery } from '../events/queries.ts'
import { BackLink } from '../shell/back-link.tsx'
import { PageHeader } from '../shell/page-header.tsx'
import { readScope } from '../shell/scope.ts'
import { Unreadable } from '../shell/unreadable.tsx'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { archive, bookmark, resolve, subscribe } from './actions.ts'
import { commentId } from './activity-section.tsx'
import { type Action, useIssueChanges } from './change-issues.ts'
import { DeleteIssues } from './delete-issues.tsx'
import { IssueChart } from './issue-chart.tsx'
import { IssueFacts, IssueFigures } from './issue-facts.tsx'
import { IssueHeader } from './issue-header.tsx'
import { issueQuery, issueTagsQuery } from './queries.ts'
import { useSeen } from './use-seen.ts'

/** An issue and one of its events: what, since when, whom it hits, where in the code. */
export function IssuePage() {
  const { org = '', issue: id = '', event: shown = 'recommended' } = useParams({ strict: false })
  const { environment } = readScope(useSearch({ strict: false }))
  const navigate = useNavigate()
  const { data: issue, error } = useQuery({ ...issueQuery(org, id, environment), refetchInterval: 15_000 })
  const spread = useQuery(issueTagsQuery(org, id, environment))
  const {
    data: event,
    error: eventError,
    isPlaceholderData,
  } = useQuery({
    ...eventQuery(org, id, shown, environment),
    // The event before stays until the next is there, so that paging does not flicker.
    placeholderData: (before) => (before?.groupID === issue?.id ? before : undefined),
  })
  const { apply, undo } = useIssueChanges(org)
  const act = (action: Action) => {
    if (issue) void apply([issue], action)
  }
  const [toDelete, setToDelete] = useState<Issue | null>(null)
  useSeen(org, issue)
  useShortcuts({
    e: () => issue?.status !== 'resolved' && act(resolve),
    a: () => issue?.status !== 'ignored' && act(archive),
    b: () => issue && act(bookmark(!issue.isBookmarked)),
    s: () => issue && act(subscribe(!issue.isSubscribed)),
    c: () => document.querySelector<HTMLTextAreaElement>(`#${commentId}`)?.focus(),
    u: undo,
    Escape: () => void navigate({ to: '/organizations/$org/issues/', params: { org }, search: true }),
  })
  useEffect(() => {
    if (issue) document.title = `${issue.shortId} ${issue.title} · Lapwing`
  }, [issue])

  const back = (
    <BackLink to="/organizations/$org/issues/" params={{ org }} search={true} aria-label="Back to the issues">
      Issues
    </BackLink>
  )
  if (error)
    return (
      <>
        <PageHeader title={back} />
        <Unreadable what="issue" error={error} />
      </>
    )
  return (
    <>
      <PageHeader title={back} />
      <div className="mx-auto grid max-w-[1400px] gap-x-8 px-4 md:px-6 xl:grid-cols-[minmax(0,1fr)_320px]">
        <div className="min-w-0 xl:col-span-2">
          {issue ? (
            <IssueHeader org={org} issue={issue} onAction={act} onDelete={() => setToDelete(issue)} />
          ) : (
            <HeaderSkeleton />
          )}
        </div>
        <div className="min-w-0">
          {issue && <IssueFigures org={org} issue={issue} className="grid-cols-2 sm:grid-cols-4 xl:hidden" />}
          {issue ? <IssueChart issue={issue} /> : <Skeleton className="h-[132px]" />}
          <div className="mt-3">
            <EventPager org={org} issue={id} shown={shown} event={event} />
          </div>
          {eventError && !event ? (
            <Notice
              title={
                eventError instanceof ApiError && eventError.status === 404
                  ? 'No such event'
                  : 'The event could not be read'
              }
            >
              {eventError instanceof ApiError && eventError.status === 404
                ? 'It may have been deleted, or its address is incomplete.'
                : eventError.message}
              {environment && ' It may lie in another environment than the one chosen.'}
            </Notice>
          ) : event && issue ? (
            <div aria-busy={isPlaceholderData}>
              <EventBody key={event.eventID} event={event} issue={issue} spread={spread.data ?? []} org={org} />
            </div>
          ) : (
            <BodySkeleton />
          )}
        </div>
        <aside aria-label="Facts" className="min-w-0 max-xl:border-t max-xl:border-line max-xl:pt-2">
          {issue ? (
            <>
              <IssueFigures org={org} issue={issue} className="grid-cols-2 max-xl:hidden" />
              <IssueFacts org={org} issue={issue} spread={spread} />
            </>
          ) : (
            <Skeleton className="mt-2 h-64" />
          )}
        </aside>
      </div>
      {toDelete && (
        <DeleteIssues
          org={org}
          what={{ issues: [toDelete] }}
          onClose={() => setToDelete(null)}
          onDone={() => void navigate({ to: '/organizations/$org/issues/', params: { org }, search: true })}
        />
      )}
    </>
  )
}

function HeaderSkeleton() {
  return (
    <div className="flex h-[104px] flex-col justify-center gap-3" aria-hidden>
      <Skeleton className="h-4 w-1/2" />
      <Skeleton className="h-3 w-1/3" />
    </div>
  )
}

function BodySkeleton() {
  return (
    <div className="flex flex-col gap-3 py-5" aria-hidden>
      <Skeleton className="h-4 w-32" />
      <Skeleton className="h-64" />
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-32" />
    </div>
  )
}
