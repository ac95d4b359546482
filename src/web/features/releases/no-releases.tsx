import { useNavigate } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { NothingYet, UnreadableList } from '../shell/no-rows.tsx'
import type { ReleaseListSearch } from './list-search.ts'
import { SessionAdvice } from './session-advice.tsx'

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
