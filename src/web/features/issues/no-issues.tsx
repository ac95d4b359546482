import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { projectsQuery } from '../../api/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { UnreadableList } from '../shell/no-rows.tsx'
import { describePeriod } from '../shell/scope.ts'
import { defaultQuery, type ListSearch, queryText } from './list-search.ts'

interface NoIssuesProps {
  org: string
  search: ListSearch
  error: Error | null
  onRetry: () => void
}

/** Why the list is empty, and the next step: make a project, send an event, widen the period, loosen the search. */
export function NoIssues({ org, search, error, onRetry }: NoIssuesProps) {
  const navigate = useNavigate()
  const { data: projects } = useQuery({ ...projectsQuery(org), refetchInterval: 5_000 })
  const inScope = projects?.filter((project) => !search.project || search.project.includes(project.id)) ?? []
  const waiting = inScope.find((project) => !project.firstEvent)

  if (error) return <UnreadableList what="issues" error={error} onRetry={onRetry} />
  if (projects?.length === 0)
    return (
      <Notice
        title="No project yet"
        action={
          <Link to="/organizations/$org/projects/new/" params={{ org }} className={buttonClass('primary')}>
            New project
          </Link>
        }
      >
        A project gives you the DSN that your app sends its errors to.
      </Notice>
    )
  if (waiting && inScope.every((project) => !project.firstEvent))
    return (
      <Notice
        title="Waiting for the first event…"
        action={
          <Link
            to="/organizations/$org/projects/$project/getting-started/"
            params={{ org, project: waiting.slug }}
            className={buttonClass('primary')}
          >
            Set up {waiting.name}
          </Link>
        }
      >
        Nothing has come from {waiting.name} so far. Its DSN goes into your app; this page notices by itself.
      </Notice>
    )
  const period = describePeriod(search)
  return (
    <Notice
      title={`Nothing here in the ${period.startsWith('Last') ? `l${period.slice(1)}` : `window ${period}`}`}
      action={
        <>
          <Button
            onClick={() =>
              void navigate({
                to: './',
                search: (before) => ({ ...before, statsPeriod: '90d', start: undefined, end: undefined }),
              })
            }
          >
            Widen the period
          </Button>
          {queryText(search) !== '' && (
            <Button
              look="quiet"
              onClick={() => void navigate({ to: './', search: (before) => ({ ...before, query: '*' }) })}
            >
              Search everything
            </Button>
          )}
        </>
      }
    >
      {queryText(search) === defaultQuery
        ? 'No unresolved issue was seen.'
        : `No issue matches “${queryText(search)}”.`}
    </Notice>
  )
}
