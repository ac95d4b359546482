import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check } from 'lucide-react'
import { useEffect } from 'react'
import { listIssues } from '../../api/issues.ts'
import { readProject } from '../../api/projects.ts'
import { projectsQuery } from '../../api/queries.ts'
import type { Project } from '../../api/types.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'

/** How often to look while the page is in sight; the first event is a moment that people wait for. */
const pollMilliseconds = 1_000

/** "Waiting for the first event…", which turns into a link to the first issue by itself. */
export function FirstEvent({ org, project }: { org: string; project: Project }) {
  const queryClient = useQueryClient()
  const { data: seen } = useQuery({
    queryKey: ['first-event', org, project.slug],
    queryFn: ({ signal }) => readProject(org, project.slug, signal),
    initialData: project,
    // `false` stops the polling: it has come.
    refetchInterval: (query) => (query.state.data?.firstEvent ? false : pollMilliseconds),
  })
  const hasEvent = seen.firstEvent !== null
  const { data: issues } = useQuery({
    queryKey: ['first-issue', org, project.id],
    queryFn: ({ signal }) =>
      listIssues(org, { query: '', sort: 'new', project: [project.id], limit: 1, statsPeriod: '90d' }, signal),
    enabled: hasEvent,
    refetchInterval: (query) => (query.state.data?.items.length ? false : pollMilliseconds),
  })
  useEffect(() => {
    if (hasEvent) void queryClient.invalidateQueries({ queryKey: projectsQuery(org).queryKey })
  }, [hasEvent, org, queryClient])
  const issue = issues?.items[0]

  if (!hasEvent)
    return (
      <div role="status" className="flex min-h-11 items-center gap-3 rounded-md border border-line px-4">
        <span aria-hidden className="relative flex size-2">
          <span className="absolute inline-flex size-full animate-ping rounded-full bg-accent opacity-60" />
          <span className="relative inline-flex size-2 rounded-full bg-accent" />
        </span>
        Waiting for the first event…
        <span className="ml-auto text-12 text-text-3 max-sm:hidden">This page notices by itself</span>
      </div>
    )
  return (
    <div
      role="status"
      className="appear flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-ok px-4 py-1.5"
    >
      <Icon of={Check} className="text-ok" />
      <span className="font-medium">It works: the first event is here.</span>
      <span className="ml-auto flex gap-2">
        {issue ? (
          <Link
            to="/organizations/$org/issues/$issue/"
            params={{ org, issue: issue.id }}
            className={buttonClass('primary', 'small')}
          >
            Open the issue
          </Link>
        ) : (
          <Link
            to="/organizations/$org/issues/"
            params={{ org }}
            search={{ project: [project.id] }}
            className={buttonClass('primary', 'small')}
          >
            To the issues
          </Link>
        )}
      </span>
    </div>
  )
}
