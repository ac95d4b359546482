import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Commit, Release } from '../../api/types.ts'
import { plural } from '../../format/number.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Time } from '../../ui/time.tsx'
import { commitsQuery, deploysQuery } from './queries.ts'

/** Where it was brought to, and when. */
export function Deploys({ org, release }: { org: string; release: Release }) {
  const { data: deploys, error } = useQuery(deploysQuery(org, release.version))
  return (
    <section aria-label="Deploys" className="border-t border-line py-4">
      <h2 className="pb-2 text-13 font-semibold">Deploys</h2>
      {error && <ErrorLine>{error.message}</ErrorLine>}
      {!deploys && !error && <Skeleton className="h-8" />}
      {deploys?.length === 0 && (
        <p className="text-12 text-text-3">
          None was told: <code>sentry-cli deploys new</code>
        </p>
      )}
      <ul>
        {deploys?.map((deploy) => (
          <li
            key={deploy.id}
            className="flex justify-between gap-3 border-b border-line py-1.5 text-12 last:border-b-0"
          >
            <span className="min-w-0 truncate">
              {isWebAddress(deploy.url) ? (
                <a href={deploy.url} target="_blank" rel="noreferrer noopener" className="hover:underline">
                  {deploy.environment}
                </a>
              ) : (
                deploy.environment
              )}
              {deploy.name && <span className="text-text-3"> {deploy.name}</span>}
            </span>
            <span className="shrink-0 text-text-2">
              <Time iso={deploy.dateFinished} words />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What was changed, newest first. */
export function Commits({ org, release }: { org: string; release: Release }) {
  const list = useInfiniteQuery(commitsQuery(org, release.version))
  const commits = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section aria-label="Commits" className="border-t border-line py-4">
      <h2 className="pb-2 text-13 font-semibold">
        Commits
        {release.commitCount > 0 && (
          <span className="pl-2 text-12 font-normal text-text-3">{plural(release.commitCount, 'commit')}</span>
        )}
      </h2>
      {list.error && <ErrorLine>{list.error.message}</ErrorLine>}
      {list.isPending && <Skeleton className="h-8" />}
      {list.isSuccess && commits.length === 0 && (
        <p className="text-12 text-text-3">
          None was told: <code>sentry-cli releases set-commits</code>
        </p>
      )}
      <ul>
        {commits.map((commit) => (
          <CommitRow key={commit.id} commit={commit} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          size="small"
          className="mt-2"
          disabled={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Older commits
        </Button>
      )}
    </section>
  )
}

function CommitRow({ commit }: { commit: Commit }) {
  const author = commit.author.name || commit.author.email || ''
  const [subject = ''] = (commit.message ?? '').split('\n', 1)
  return (
    <li className="flex items-start gap-2 border-b border-line py-1.5 text-12 last:border-b-0">
      {author && <Avatar name={author} label={author} />}
      <div className="min-w-0 grow">
        <div className="line-clamp-2 wrap-any" title={commit.message ?? undefined}>
          {subject || '(no message)'}
        </div>
        <div className="flex gap-1.5 text-text-3">
          <code title={commit.id}>{commit.id.slice(0, 7)}</code>
          <span className="truncate">{author}</span>
          <span className="ml-auto shrink-0">
            <Time iso={commit.dateCreated} words />
          </span>
        </div>
      </div>
    </li>
  )
}

/** What people send as an address is theirs to choose: only these lead anywhere. */
export const isWebAddress = (url: string | null): url is string => url !== null && /^https?:\/\//i.test(url)
