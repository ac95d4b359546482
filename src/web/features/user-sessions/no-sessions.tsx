import { useNavigate } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Notice } from '../../ui/notice.tsx'
import { NothingYet, UnreadableList } from '../shell/no-rows.tsx'
import { describePeriod } from '../shell/scope.ts'
import { hasFilters, type SessionListSearch, withoutFilters } from './list-search.ts'

/** Why the list is empty, and the next step: send sessions, loosen the filters, widen the period. */
export function NoSessions({
  org,
  search,
  error,
  onRetry,
}: {
  org: string
  search: SessionListSearch
  error: Error | null
  onRetry: () => void
}) {
  const navigate = useNavigate()
  if (error) return <UnreadableList what="sessions" error={error} onRetry={onRetry} />
  const isNarrow = hasFilters(search) || search.project !== undefined
  const show = (patch: Partial<SessionListSearch>) =>
    void navigate({ to: './', search: (before) => ({ ...before, ...patch }) })
  if (isNarrow || search.start || search.statsPeriod)
    return (
      <Notice
        title="No session here"
        action={
          isNarrow ? (
            <Button onClick={() => show({ ...withoutFilters(), project: undefined })}>All sessions</Button>
          ) : (
            <Button onClick={() => show({ statsPeriod: '90d', start: undefined, end: undefined })}>
              Look at 90 days
            </Button>
          )
        }
      >
        {hasFilters(search) ? 'None that the filters let through' : 'None in this scope'}: {describePeriod(search)}.
      </Notice>
    )
  return (
    <NothingYet org={org} what="session">
      A session is what one person did in an app or on a web site: put together from sessions of release health, replays
      and errors. SDKs for browsers and phones send sessions by themselves once they know the release; the user joins
      what belongs together:
      <div className="mt-4 text-left">
        <CodeBlock code={snippet} language="javascript" copyLabel="Copy the options" />
      </div>
      <p className="mt-3">What servers and desktops send is not listed here. This page notices.</p>
    </NothingYet>
  )
}

const snippet = `Sentry.init({
  dsn: '…',
  release: 'shop@1.2.0',
  // What was seen and done as well.
  integrations: [Sentry.replayIntegration()],
  replaysSessionSampleRate: 0.1,
})
Sentry.setUser({ id: '7' })`
