import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { IssueDetail } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Time } from '../../ui/time.tsx'
import { userReportsQuery } from './queries.ts'

/** What people who met the error wrote about it, newest first; nothing where nobody did. */
export function ReportsSection({ org, issue }: { org: string; issue: IssueDetail }) {
  if (issue.userReportCount === 0) return null
  return (
    <section aria-label="User reports" className="border-t border-line py-4">
      <h2 className="pb-2 text-13 font-semibold">User reports</h2>
      <Reports org={org} issue={issue.id} />
    </section>
  )
}

function Reports({ org, issue }: { org: string; issue: string }) {
  const list = useInfiniteQuery(userReportsQuery(org, issue))
  if (list.error) return <ErrorLine>{list.error.message}</ErrorLine>
  if (!list.data) return <Skeleton className="h-16" />
  return (
    <>
      <ol>
        {list.data.pages
          .flatMap((page) => page.items)
          .map((report) => (
            <li key={report.id} className="border-b border-line py-2 first:pt-0">
              <p className="text-13 whitespace-pre-wrap wrap-any">{report.comments}</p>
              <div className="flex justify-between gap-3 pt-0.5 text-12 text-text-3">
                <span className="min-w-0 truncate" title={report.email}>
                  {report.name || report.email || 'Somebody'}
                </span>
                <Link
                  to="/organizations/$org/issues/$issue/events/$event/"
                  params={{ org, issue, event: report.eventID }}
                  search={true}
                  className="shrink-0 hover:underline"
                >
                  <Time iso={report.dateCreated} words />
                </Link>
              </div>
            </li>
          ))}
      </ol>
      {list.hasNextPage && (
        <Button
          size="small"
          className="mt-2"
          disabled={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Older reports
        </Button>
      )}
    </>
  )
}
