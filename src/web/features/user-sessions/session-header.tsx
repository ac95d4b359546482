import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { projectsQuery } from '../../api/queries.ts'
import type { WholeUserSession } from '../../api/types.ts'
import { plural } from '../../format/number.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { FactLine } from '../../ui/fact-line.tsx'
import { PlatformIcon } from '../../ui/platform-icon.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Time } from '../../ui/time.tsx'
import { ReleaseLink } from '../releases/release-name.tsx'
import { formatPosition } from '../replays/timeline.ts'
import { Marks } from './marks.tsx'
import { deviceWords, healthColour, healthWords, iconOf, nameOf, systemWords, worstOf } from './session-words.ts'

/** Whose it was, when, on what, and how it went. */
export function SessionHeader({ org, session }: { org: string; session: WholeUserSession }) {
  const { name, also } = nameOf(session)
  const { data: projects } = useQuery(projectsQuery(org))
  const project = projects?.find(({ id }) => id === session.project_id)
  const { app_version: release } = session.device_metadata
  const worst = worstOf(session.sessions)
  const facts = [
    <Time key="when" iso={session.created_at} words />,
    formatPosition(session.session_duration_ms),
    project && (
      <Link
        key="project"
        to="/organizations/$org/sessions/"
        params={{ org }}
        search={{ project: [project.id] }}
        className="text-text-2 hover:underline"
      >
        {project.slug}
      </Link>
    ),
    deviceWords(session.device_metadata),
    systemWords(session),
    release && <ReleaseLink key="release" org={org} version={release} className="text-text-2 wrap-any" />,
    worst && (
      <span key="health">
        release health: <span className={classNames('font-medium', healthColour(worst))}>{healthWords(worst)}</span>
      </span>
    ),
    session.events.length > 0 && plural(session.events.length, 'event'),
  ]
  return (
    <header className="flex items-start gap-3 py-4">
      <Avatar name={name} className="size-9" />
      <div className="min-w-0">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-16 leading-6 font-semibold wrap-any">{name}</h1>
          {also && <span className="text-12 text-text-3 wrap-any">{also}</span>}
          <CopyButton text={session.session_id} label="Copy the session id" className="!size-6" />
          <PlatformIcon platform={iconOf[session.platform]} size={18} />
          <Marks session={session} withWords />
        </div>
        <FactLine facts={facts} />
      </div>
    </header>
  )
}

export function SessionSkeleton() {
  return (
    <div className="px-4 md:px-5" aria-hidden>
      <div className="flex items-center gap-3 py-4">
        <Skeleton className="size-9 rounded-full" />
        <div className="flex w-80 flex-col gap-2">
          <Skeleton className="h-4 w-1/2" />
          <Skeleton className="h-3" />
        </div>
      </div>
      {Array.from({ length: 8 }, (_, row) => (
        <Skeleton key={row} className="mb-3 h-8 w-full max-w-3xl" />
      ))}
    </div>
  )
}
