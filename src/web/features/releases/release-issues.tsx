import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Issue } from '../../api/types.ts'
import { formatExact } from '../../format/number.ts'
import { Count } from '../../ui/count.tsx'
import { LevelMark } from '../../ui/level-mark.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Time } from '../../ui/time.tsx'
import { rowHeading } from '../issues/heading.ts'
import type { Scope } from '../shell/scope.ts'
import { topIssuesQuery } from './queries.ts'
import { searchOf } from './searches.ts'

const grid = 'grid grid-cols-[minmax(0,1fr)_3rem_3rem] items-center gap-x-3 sm:grid-cols-[minmax(0,1fr)_4rem_4rem_4rem]'

/** The worst of the issues that began in the release, that came back in it, and that were seen in it. */
export function ReleaseIssues({ org, version, scope }: { org: string; version: string; scope: Scope }) {
  return (
    <>
      <TopIssues
        org={org}
        scope={scope}
        version={version}
        title="New issues"
        none="No issue began in this release in this period."
        query={searchOf.newIssues(version)}
      />
      <TopIssues
        org={org}
        scope={scope}
        version={version}
        title="Regressed issues"
        none={null}
        query={searchOf.regressed(version)}
      />
      <TopIssues
        org={org}
        scope={scope}
        version={version}
        title="Most frequent issues"
        none="No issue was seen in this release in this period."
        query={searchOf.issues(version)}
      />
    </>
  )
}

function TopIssues({
  org,
  scope,
  version,
  title,
  none,
  query,
}: {
  org: string
  scope: Scope
  version: string
  title: string
  /** What stands in place of the list; null: nothing, not even the title. */
  none: string | null
  query: string
}) {
  const { data, error } = useQuery(topIssuesQuery(org, scope, version, query))
  if (none === null && !data?.items.length) return null
  const { hits = null, hitsAtMost = null } = data ?? {}
  return (
    <section aria-label={title} className="border-t border-line py-4">
      <div className="flex min-h-7 items-center gap-3">
        <h2 className="text-14 font-semibold">{title}</h2>
        {hits !== null && hits > 0 && (
          <span className="text-12 text-text-3">
            {formatExact(hits)}
            {hits === hitsAtMost && '+'}
          </span>
        )}
        <Link
          to="/organizations/$org/issues/"
          params={{ org }}
          search={{ query }}
          className="ml-auto text-12 text-accent hover:underline"
        >
          Search for them
        </Link>
      </div>
      {error && <ErrorLine>{error.message}</ErrorLine>}
      {!data && !error && <Skeleton className="h-24" />}
      {data?.items.length === 0 && <p className="text-12 text-text-3">{none}</p>}
      {data && data.items.length > 0 && <IssueTable org={org} issues={data.items} />}
    </section>
  )
}

interface CountedIssue {
  issue: Issue
  /** In the release. */
  events: number
  users: number
}

function IssueTable({ org, issues }: { org: string; issues: CountedIssue[] }) {
  return (
    <>
      <div className={`${grid} h-7 border-b border-line text-12 text-text-3`} aria-hidden>
        <span>Issue</span>
        <span className="text-right" title="In this release">
          Events
        </span>
        <span className="text-right" title="In this release">
          Users
        </span>
        <span className="text-right max-sm:hidden">Last seen</span>
      </div>
      <ul>
        {issues.map(({ issue, events, users }) => {
          const { title, message } = rowHeading(issue)
          return (
            <li key={issue.id} className={`${grid} min-h-9 border-b border-line last:border-b-0 hover:bg-surface-1`}>
              <div className="flex min-w-0 items-center gap-2">
                <LevelMark level={issue.level} />
                <Link
                  to="/organizations/$org/issues/$issue/"
                  params={{ org, issue: issue.id }}
                  search={{}}
                  className="truncate hover:underline"
                  title={title}
                >
                  {title}
                </Link>
                {message && <span className="min-w-16 shrink-[1000] truncate text-text-2">{message}</span>}
                <span className="shrink-0 text-12 text-text-3 max-sm:hidden">{issue.shortId}</span>
              </div>
              <span className="numeric text-right">
                <Count value={events} />
              </span>
              <span className="numeric text-right">
                <Count value={users} />
              </span>
              <span className="numeric text-right text-12 text-text-2 max-sm:hidden">
                <Time iso={issue.lastSeen} />
              </span>
            </li>
          )
        })}
      </ul>
    </>
  )
}
