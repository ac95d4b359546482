import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { projectsQuery } from '../../api/queries.ts'
import type { Replay } from '../../api/types.ts'
import { plural } from '../../format/number.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { FactLine } from '../../ui/fact-line.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Time } from '../../ui/time.tsx'
import { alsoKnownAs, browserWords, pageWords, whoOf } from './replay-words.ts'

/** Whom it shows, when, where and with what. */
export function ReplayHeader({ org, replay }: { org: string; replay: Replay }) {
  const who = whoOf(replay)
  const { data: projects } = useQuery(projectsQuery(org))
  const project = projects?.find(({ id }) => id === replay.project_id)
  const also = alsoKnownAs(replay)
  const [release] = replay.releases
  const first = replay.urls?.[0]
  const facts = [
    <Time key="when" iso={replay.started_at} words />,
    project && (
      <Link
        key="project"
        to="/organizations/$org/replays/"
        params={{ org }}
        search={{ project: [project.id] }}
        className="text-text-2 hover:underline"
      >
        {project.slug}
      </Link>
    ),
    browserWords(replay),
    replay.environment,
    release && (
      <Link
        key="release"
        to="/organizations/$org/releases/$version/"
        params={{ org, version: release }}
        className="font-mono text-text-2 hover:underline"
      >
        {release}
      </Link>
    ),
    plural(replay.count_errors ?? 0, 'error'),
    replay.count_dead_clicks ? plural(replay.count_dead_clicks, 'dead click') : null,
    replay.count_rage_clicks ? plural(replay.count_rage_clicks, 'rage click') : null,
  ]
  return (
    <header className="flex items-center gap-3 pt-4">
      <Avatar name={who} className="size-9" />
      <div className="min-w-0">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2">
          <h1 className="text-16 leading-6 font-semibold wrap-any">{who}</h1>
          {also && <span className="text-12 text-text-3">{also}</span>}
          <CopyButton text={replay.id} label="Copy the replay id" className="!size-6" />
          {first && (
            <span className="min-w-0 truncate font-mono text-12 text-text-2" title={first}>
              {pageWords(first)}
            </span>
          )}
        </div>
        <FactLine facts={facts} />
      </div>
    </header>
  )
}

export function ReplaySkeleton() {
  return (
    <div className="mx-auto grid max-w-[1800px] gap-4 px-4 pb-6 md:px-5 xl:grid-cols-[minmax(0,1fr)_400px]" aria-hidden>
      <div className="flex items-center gap-3 pt-4 xl:col-span-2">
        <Skeleton className="size-9 rounded-full" />
        <div className="flex w-80 flex-col gap-2">
          <Skeleton className="h-4 w-1/2" />
          <Skeleton className="h-3" />
        </div>
      </div>
      <Skeleton className="aspect-[16/11] w-full" />
      <Skeleton className="h-full min-h-60 w-full" />
    </div>
  )
}
