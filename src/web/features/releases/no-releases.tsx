import { Link, useNavigate } from '@tanstack/react-router'
import { ApiError } from '../../api/request.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Unreadable } from '../shell/unreadable.tsx'
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
  if (error instanceof ApiError && error.status === 404) return <Unreadable what="organization" error={error} />
  if (error)
    return (
      <Notice title="The releases could not be read" action={<Button onClick={onRetry}>Try again</Button>}>
        <span role="alert">{error.message}</span>
      </Notice>
    )
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
    <Notice
      title="No release yet"
      action={
        <Link to="/organizations/$org/projects/" params={{ org }} className={buttonClass()}>
          To the projects
        </Link>
      }
    >
      A release comes up by itself with the first event or session that names it: set <code>release</code> where your
      app starts the SDK, for example <code>release: 'my-app@1.0.0'</code>. This page notices.
      <SessionAdvice />
    </Notice>
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
