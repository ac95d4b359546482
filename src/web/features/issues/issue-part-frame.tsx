import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { Skeleton } from '../../ui/skeleton.tsx'
import { BackLink } from '../shell/back-link.tsx'
import { PageHeader } from '../shell/page-header.tsx'
import { Unreadable } from '../shell/unreadable.tsx'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { issueHeading } from './heading.ts'
import { issueQuery } from './queries.ts'

/** Around a page about a part of an issue: its events, one of its tags. Says whose, and leads back. */
export function IssuePartFrame({
  org,
  issue: id,
  environment,
  title,
  children,
}: {
  org: string
  issue: string
  environment: readonly string[] | undefined
  title: string
  children: ReactNode
}) {
  const navigate = useNavigate()
  const { data: issue, error } = useQuery(issueQuery(org, id, environment))
  useShortcuts({
    Escape: () => void navigate({ to: '/organizations/$org/issues/$issue/', params: { org, issue: id }, search: true }),
  })
  useEffect(() => {
    document.title = `${title} · ${issue?.shortId ?? 'Issue'} · Lapwing`
  }, [title, issue?.shortId])
  const back = (
    <BackLink
      to="/organizations/$org/issues/$issue/"
      params={{ org, issue: id }}
      search={true}
      aria-label="Back to the issue"
    >
      {issue?.shortId ?? 'Issue'}
    </BackLink>
  )
  if (error) {
    return (
      <>
        <PageHeader title={back} />
        <Unreadable what="issue" error={error} />
      </>
    )
  }
  return (
    <>
      <PageHeader title={back} />
      <div className="mx-auto max-w-[1400px] px-4 pb-8 md:px-6">
        <header className="py-4">
          <h1 className="text-16 leading-6 font-semibold wrap-any">{title}</h1>
          {issue ? (
            <p className="truncate text-13 text-text-2">
              {[issueHeading(issue).title, issueHeading(issue).message].filter(Boolean).join(': ')}
            </p>
          ) : (
            <Skeleton className="my-1 h-3 w-1/3" />
          )}
        </header>
        {children}
      </div>
    </>
  )
}
