import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { EventSummary } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Time } from '../../ui/time.tsx'
import { ReleaseLink } from '../releases/release-name.tsx'
import { describePeriod } from '../shell/scope.ts'
import { tagOf, userWords } from './event-words.ts'
import { IssuePartFrame } from './issue-part-frame.tsx'
import { issueEventsQuery } from './queries.ts'
import { refusedQuery } from './refused-query.ts'
import { SearchBox } from './search-box.tsx'

const route = getRouteApi('/app/organizations/$org/issues/$issue/events')

/** Every event of an issue within the period, newest first, and those that match a search. */
export function IssueEventsPage() {
  const { org, issue } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const list = useInfiniteQuery(issueEventsQuery(org, issue, search))
  const events = list.data?.pages.flatMap((page) => page.items) ?? []
  const query = search.eventQuery ?? ''
  const problem = refusedQuery(list.error)
  const find = (text: string) =>
    void navigate({ to: './', search: (before) => ({ ...before, eventQuery: text.trim() || undefined }) })
  return (
    <IssuePartFrame org={org} issue={issue} environment={search.environment} title="Events">
      <div className="flex pb-3">
        <SearchBox
          key={query}
          org={org}
          about="events"
          project={undefined}
          query={query}
          problem={problem}
          onSearch={find}
        />
      </div>
      {list.error && problem === null ? (
        <Notice
          title="The events could not be read"
          action={<Button onClick={() => void list.refetch()}>Try again</Button>}
        >
          <span role="alert">{list.error.message}</span>
        </Notice>
      ) : list.isSuccess && events.length === 0 ? (
        <Notice
          title="No event here"
          action={
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
          }
        >
          {query ? 'None matches ' : 'None came in '}
          {query && <code className="wrap-any">{query}</code>} ({describePeriod(search).toLowerCase()}).
        </Notice>
      ) : (
        <EventTable org={org} issue={issue} events={events} isLoading={list.isPending} />
      )}
      {list.hasNextPage && (
        <div className="flex justify-center pt-4">
          <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Older events
          </Button>
        </div>
      )}
    </IssuePartFrame>
  )
}

const cell = 'border-b border-line px-2 py-1.5 align-top first:pl-0 last:pr-0'

function EventTable({
  org,
  issue,
  events,
  isLoading,
}: {
  org: string
  issue: string
  events: EventSummary[]
  isLoading: boolean
}) {
  return (
    <table className="w-full table-fixed text-left text-13" aria-busy={isLoading}>
      <thead className="text-12 text-text-3">
        <tr>
          <th className={`${cell} w-32 font-normal max-sm:w-24`}>Time</th>
          <th className={`${cell} font-normal`}>Message</th>
          <th className={`${cell} w-44 font-normal max-lg:hidden`}>Release</th>
          <th className={`${cell} w-32 font-normal max-md:hidden`}>Environment</th>
          <th className={`${cell} w-52 font-normal max-md:hidden`}>User</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.eventID} className="hover:bg-surface-1">
            <td className={`${cell} whitespace-nowrap text-text-2`}>
              <Link
                to="/organizations/$org/issues/$issue/events/$event/"
                params={{ org, issue, event: event.eventID }}
                search={true}
                className="hover:underline"
              >
                <Time iso={event.dateCreated} words />
              </Link>
            </td>
            <td className={cell}>
              <Link
                to="/organizations/$org/issues/$issue/events/$event/"
                params={{ org, issue, event: event.eventID }}
                search={true}
                tabIndex={-1}
                className="line-clamp-2 wrap-any hover:underline"
              >
                {event.message || event.title}
              </Link>
              <span className="block truncate text-12 text-text-3 md:hidden">
                {[userWords(event.user), tagOf(event, 'environment'), tagOf(event, 'release')]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </td>
            <td className={`${cell} truncate text-12 max-lg:hidden`}>
              {tagOf(event, 'release') ? <ReleaseLink org={org} version={tagOf(event, 'release')} /> : <None />}
            </td>
            <td className={`${cell} truncate max-md:hidden`}>{tagOf(event, 'environment') || <None />}</td>
            <td className={`${cell} truncate max-md:hidden`} title={userWords(event.user)}>
              {userWords(event.user) || <None />}
            </td>
          </tr>
        ))}
        {isLoading &&
          Array.from({ length: 8 }, (_, row) => (
            <tr key={row} aria-hidden>
              <td colSpan={5} className={cell}>
                <Skeleton className="my-1 h-3 w-full" />
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}

const None = () => <span className="text-text-3">–</span>
