import { Link } from '@tanstack/react-router'
import { CirclePlay } from 'lucide-react'
import { memo } from 'react'
import type { UserSession } from '../../api/types.ts'
import { plural } from '../../format/number.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { ListRow, ListRowSkeleton } from '../../ui/list-row.tsx'
import { PlatformIcon } from '../../ui/platform-icon.tsx'
import { Time } from '../../ui/time.tsx'
import { ReleaseName } from '../releases/release-name.tsx'
import { formatPosition } from '../replays/timeline.ts'
import { readSessionListSearch } from './list-search.ts'
import { Marks } from './marks.tsx'
import { deviceWords, iconOf, nameOf, systemWords } from './session-words.ts'

/** Columns of the list: who and when, what went wrong, device, release, screens, length, replay. Header, rows and skeletons share them. */
export const rowGrid =
  'grid grid-cols-[minmax(0,1fr)_auto] md:grid-cols-[minmax(0,1fr)_6rem_minmax(0,13rem)_4rem_3rem] xl:grid-cols-[minmax(0,1fr)_6rem_minmax(0,13rem)_minmax(0,14rem)_4rem_4rem_3rem] items-center gap-x-5 px-4 md:px-5'

/** A session in the list: two lines. */
export const SessionRow = memo(function SessionRow({
  org,
  session,
  isCurrent,
}: {
  org: string
  session: UserSession
  isCurrent: boolean
}) {
  const { session_id: id, project_id: project, platform, recording_ids: replays, device_metadata: device } = session
  const { name: who, also } = nameOf(session)
  const [name, system] = [deviceWords(device), systemWords(session)]
  return (
    <ListRow grid={rowGrid} isCurrent={isCurrent}>
      <div className="flex min-w-0 items-center gap-3">
        <Avatar name={who} />
        <div className="min-w-0">
          <Link
            to="/organizations/$org/sessions/$session/"
            params={{ org, session: id }}
            search={(before) => ({ ...readSessionListSearch(before), in: project })}
            className={classNames(
              'block truncate hover:underline',
              session.is_anonymous ? 'text-text-2' : 'font-medium text-text-1',
            )}
          >
            {who}
          </Link>
          <div className="flex min-w-0 gap-1.5 text-12 leading-4 text-text-3">
            <span className="shrink-0">
              <Time iso={session.created_at} words />
            </span>
            <span className="truncate md:hidden">{name || system}</span>
            {also && <span className="truncate max-md:hidden">{also}</span>}
          </div>
        </div>
      </div>
      <div className="max-md:hidden">
        <Marks session={session} />
      </div>
      <div className="flex min-w-0 items-center gap-2 text-12 max-md:hidden">
        <PlatformIcon platform={iconOf[platform]} />
        <span className="min-w-0">
          <span className="block truncate text-text-2">{name || system}</span>
          {name !== '' && <span className="block truncate leading-4 text-text-3">{system}</span>}
        </span>
      </div>
      <div className="truncate text-11 text-text-2 max-xl:hidden">
        {device.app_version ? <ReleaseName version={device.app_version} /> : '–'}
      </div>
      <div className="numeric text-right text-12 text-text-2 max-xl:hidden">
        {session.screen_count > 0 ? session.screen_count : '–'}
      </div>
      <div className="numeric text-right max-md:hidden">{formatPosition(session.session_duration_ms)}</div>
      <div className="flex justify-end max-md:hidden">
        <ReplayMark org={org} project={project} replays={replays} />
      </div>
      <div className="flex flex-col items-end gap-0.5 text-12 md:hidden">
        <span className="numeric">{formatPosition(session.session_duration_ms)}</span>
        <span className="flex gap-1.5">
          <Marks session={session} />
          {replays.length > 0 && <Icon of={CirclePlay} size={14} className="text-text-2" />}
        </span>
      </div>
    </ListRow>
  )
})

function ReplayMark({ org, project, replays }: { org: string; project: string; replays: string[] }) {
  const [first] = replays
  if (first === undefined) return null
  return (
    <Link
      to="/organizations/$org/replays/$project/$replay/"
      params={{ org, project, replay: first }}
      aria-label={`Watch ${plural(replays.length, 'replay')}`}
      title="Watch the replay"
      className="flex size-7 items-center justify-center rounded-md text-accent hover:bg-surface-3"
    >
      <Icon of={CirclePlay} />
    </Link>
  )
}

export function SessionRowSkeleton() {
  return <ListRowSkeleton grid={rowGrid} cells={cells} />
}

const cells = [
  'h-3 max-md:w-12',
  'h-4 max-md:hidden',
  'h-3 max-xl:hidden',
  'h-3 max-xl:hidden',
  'h-3 max-md:hidden',
  'h-3 max-md:hidden',
]
