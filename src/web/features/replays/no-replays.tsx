import { useNavigate } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Notice } from '../../ui/notice.tsx'
import { NothingYet, UnreadableList } from '../shell/no-rows.tsx'
import { describePeriod } from '../shell/scope.ts'
import type { ReplayListSearch } from './list-search.ts'

/** Why the list is empty, and the next step: switch replays on, loosen the search, widen the period. */
export function NoReplays({
  org,
  search,
  error,
  onRetry,
}: {
  org: string
  search: ReplayListSearch
  error: Error | null
  onRetry: () => void
}) {
  const navigate = useNavigate()
  if (error) return <UnreadableList what="replays" error={error} onRetry={onRetry} />
  const isNarrow = search.query || search.project || search.environment
  const show = (patch: Partial<ReplayListSearch>) =>
    void navigate({ to: './', search: (before) => ({ ...before, ...patch }) })
  if (isNarrow || search.start || search.statsPeriod)
    return (
      <Notice
        title="No replay here"
        action={
          isNarrow ? (
            <Button onClick={() => show({ query: undefined, project: undefined, environment: undefined })}>
              All replays
            </Button>
          ) : (
            <Button onClick={() => show({ statsPeriod: '90d', start: undefined, end: undefined })}>
              Look at 90 days
            </Button>
          )
        }
      >
        {search.query ? (
          <>
            None matches <code className="wrap-any">{search.query}</code> in this scope: {describePeriod(search)}.
          </>
        ) : (
          <>None in this scope: {describePeriod(search)}.</>
        )}
      </Notice>
    )
  return (
    <NothingYet org={org} what="replay">
      A replay shows what somebody saw and did. SDKs for browsers record with the replay integration and these two
      rates:
      <div className="mt-4 text-left">
        <CodeBlock code={snippet} language="javascript" copyLabel="Copy the options" />
      </div>
      <p className="mt-3">
        Texts and inputs are masked and media are left out unless you tell the integration otherwise. This page notices.
      </p>
    </NothingYet>
  )
}

const snippet = `Sentry.init({
  dsn: '…',
  integrations: [Sentry.replayIntegration()],
  // A tenth of all visits,
  replaysSessionSampleRate: 0.1,
  // and all in which an error comes up.
  replaysOnErrorSampleRate: 1.0,
})`
