import { useNavigate } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { NothingYet, UnreadableList } from '../shell/no-rows.tsx'
import type { ReleaseListSearch } from './list-search.ts'

/** Why the list is empty, and the next step: name a release in the app, loosen the search. */
export function NoReleases({
  org,
  search,
  error,
  onRetry,
}: {
  org: string
  search: ReleaseListSearch
  error: Error | null
  onRetry: () => void
}) {
  const navigate = useNavigate()
  if (error) return <UnreadableList what="releases" error={error} onRetry={onRetry} />
  if (search.query || search.project || search.environment)
    return (
      <Notice
        title="No release here"
        action={
          <Button
            onClick={() =>
              void navigate({
                to: './',
                search: (before) => ({ ...before, query: undefined, project: undefined, environment: undefined }),
              })
            }
          >
            All releases
          </Button>
        }
      >
        {search.query ? (
          <>
            None matches <code className="wrap-any">{search.query}</code> in the chosen projects and environments.
          </>
        ) : (
          'None was seen in the chosen projects and environments.'
        )}
      </Notice>
    )
  return (
    <NothingYet org={org} what="release">
      A release comes up by itself with the first event or session that names it: set <code>release</code> where your
      app starts the SDK, for example <code>release: 'my-app@1.0.0'</code>. This page notices.
      <SessionAdvice />
    </NothingYet>
  )
}

/** Which option of an SDK makes it send sessions. */
export function SessionAdvice() {
  return (
    <dl className="mt-4 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-left text-12">
      <dt className="text-text-3">Browser, React, Vue …</dt>
      <dd>
        on by itself; <code>browserSessionIntegration()</code> where integrations are listed by hand
      </dd>
      <dt className="text-text-3">Node.js</dt>
      <dd>
        on by itself; <code>httpIntegration(&#123; trackIncomingRequestsAsSessions: true &#125;)</code>
      </dd>
      <dt className="text-text-3">Python</dt>
      <dd>
        <code>auto_session_tracking=True</code>, the default
      </dd>
      <dt className="text-text-3">Android, iOS, Flutter</dt>
      <dd>
        <code>enableAutoSessionTracking</code>, on by itself
      </dd>
      <dt className="text-text-3">.NET, Rust</dt>
      <dd>
        <code>AutoSessionTracking</code>, <code>auto_session_tracking</code>: to be switched on
      </dd>
    </dl>
  )
}
