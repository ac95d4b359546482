import { Link } from '@tanstack/react-router'
import { Angry, CircleAlert, MousePointerBan } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { memo } from 'react'
import type { Replay } from '../../api/types.ts'
import { plural } from '../../format/number.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Count } from '../../ui/count.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ListRow, ListRowSkeleton } from '../../ui/list-row.tsx'
import { Time } from '../../ui/time.tsx'
import { browserWords, pageWords, whoOf } from './replay-words.ts'
import { formatPosition } from './timeline.ts'

/** Columns of the list: who and where, browser, environment, duration, errors, dead clicks, rage clicks, activity. Header, rows and skeletons share them. */
export const rowGrid =
  'grid grid-cols-[minmax(0,1fr)_auto] md:grid-cols-[minmax(0,1fr)_4rem_3.5rem_3.5rem_3.5rem_5rem] lg:grid-cols-[minmax(0,1fr)_11rem_4rem_3.5rem_3.5rem_3.5rem_5rem] xl:grid-cols-[minmax(0,1fr)_11rem_7rem_4rem_3.5rem_3.5rem_3.5rem_5rem] items-center gap-x-5 px-4 md:px-5'

/** A replay in the list: two lines. */
export const ReplayRow = memo(function ReplayRow({
  org,
  replay,
  isCurrent,
}: {
  org: string
  replay: Replay
  isCurrent: boolean
}) {
  const { id, project_id: project, urls, is_archived: isArchived } = replay
  const who = whoOf(replay)
  const first = urls?.[0]
  return (
    <ListRow grid={rowGrid} isCurrent={isCurrent}>
      <div className="flex min-w-0 items-center gap-3">
        <Avatar name={who} />
        <div className="min-w-0">
          <div className="flex min-w-0 items-baseline gap-2">
            {isArchived ? (
              <span className="truncate text-text-3">Deleted replay</span>
            ) : (
              <Link
                to="/organizations/$org/replays/$project/$replay/"
                params={{ org, project, replay: id }}
                search={true}
                className={classNames(
                  'truncate text-text-1 hover:underline',
                  replay.has_viewed ? 'font-normal' : 'font-medium',
                )}
              >
                {who}
              </Link>
            )}
            {replay.has_viewed && <span className="shrink-0 text-12 text-text-3">seen</span>}
          </div>
          <div className="flex min-w-0 gap-1.5 text-12 leading-4 text-text-3">
            <span className="shrink-0">
              <Time iso={replay.started_at} words />
            </span>
            {first && (
              <span className="truncate font-mono text-11 text-text-2" title={first}>
                {pageWords(first)}
              </span>
            )}
          </div>
        </div>
      </div>
      <div className="truncate text-12 text-text-2 max-lg:hidden">{browserWords(replay) || '–'}</div>
      <div className="truncate text-12 text-text-2 max-xl:hidden">{replay.environment ?? '–'}</div>
      <div className="numeric text-right max-md:hidden">{length(replay)}</div>
      <Trouble of={CircleAlert} count={replay.count_errors} words="error" className="max-md:hidden" />
      <Trouble of={MousePointerBan} count={replay.count_dead_clicks} words="dead click" className="max-md:hidden" />
      <Trouble of={Angry} count={replay.count_rage_clicks} words="rage click" className="max-md:hidden" />
      <div className="flex justify-end max-md:hidden">
        <Activity value={replay.activity ?? 0} />
      </div>
      <div className="text-right text-12 md:hidden">
        <span className="numeric">{length(replay)}</span>
        <Trouble of={CircleAlert} count={replay.count_errors} words="error" />
      </div>
    </ListRow>
  )
})

const length = ({ duration }: Replay) => (duration === null ? '–' : formatPosition(duration * 1000))

/** A number with a sign where it is one to look at, grey where it is none. */
function Trouble({
  of,
  count,
  words,
  className,
}: {
  of: LucideIcon
  count: number | null
  words: string
  className?: string
}) {
  if (!count)
    return (
      <span className={classNames('numeric block text-right text-text-3', className)} title={plural(0, words)}>
        0
      </span>
    )
  return (
    <span
      className={classNames('numeric flex items-center justify-end gap-1 text-error', className)}
      aria-label={plural(count, words)}
    >
      <Icon of={of} size={13} /> <Count value={count} />
    </span>
  )
}

const bars = Array.from({ length: 10 }, (_, bar) => bar)

/** How busy it was, from 0 to 10. */
function Activity({ value }: { value: number }) {
  return (
    <span
      role="img"
      aria-label={`Activity ${value} of 10`}
      title={`Activity ${value} of 10`}
      className="flex h-4 gap-0.5"
    >
      {bars.map((bar) => (
        <span key={bar} className={classNames('w-1 rounded-[1px]', bar < value ? 'bg-accent' : 'bg-surface-3')} />
      ))}
    </span>
  )
}

export function ReplayRowSkeleton() {
  return <ListRowSkeleton grid={rowGrid} cells={cells} />
}

const cells = [
  'h-3 max-lg:hidden',
  'h-3 max-xl:hidden',
  'h-3 max-md:w-12',
  'h-3 max-md:hidden',
  'h-3 max-md:hidden',
  'h-3 max-md:hidden',
  'h-4 max-md:hidden',
]
