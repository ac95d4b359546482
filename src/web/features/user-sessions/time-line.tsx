import { Link } from '@tanstack/react-router'
import { CircleAlert, CirclePlay, Flag, type LucideIcon } from 'lucide-react'
import { memo, useEffect, useRef, useState } from 'react'
import { formatExactTime, formatLength } from '../../format/time.ts'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { isLoud, levelColour, LevelMark } from '../../ui/level-mark.tsx'
import { ValueTable } from '../../ui/value-table.tsx'
import { momentIcons } from '../replays/moment-icons.ts'
import { formatPosition } from '../replays/timeline.ts'
import { healthColour } from './session-words.ts'
import type { Step, StepKind } from './steps.ts'
import { type Recording, watchSearch } from './watch.ts'

const icons: Record<StepKind, LucideIcon> = {
  session: Flag,
  error: CircleAlert,
  replay: CirclePlay,
  ...momentIcons,
}

interface TimeLineProps {
  org: string
  steps: readonly Step[]
  /** When the session began, milliseconds since 1970. */
  start: number
  recording: Recording | null
  current: number
}

/** Everything that is known of the session, one under the other, each with its time. */
export function TimeLine({ org, steps, start, recording, current }: TimeLineProps) {
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    const row = current < 0 ? null : list.current?.children[current]
    row?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <ol ref={list} aria-label="Time line">
      {steps.map((step, index) => (
        <StepRow
          key={`${index}:${step.at}`}
          org={org}
          step={step}
          start={start}
          recording={recording}
          isCurrent={index === current}
          isLast={index === steps.length - 1}
        />
      ))}
    </ol>
  )
}

/** `0:07.4`, `−0:12.0` before the session began: steps lie close. */
function formatTenths(milliseconds: number): string {
  const tenths = Math.floor(Math.abs(milliseconds) / 100)
  return `${milliseconds <= -100 ? '−' : ''}${formatPosition(tenths * 100)}.${tenths % 10}`
}

/** Longer texts are cut until the row is opened. */
const longText = 160

const StepRow = memo(function StepRow({
  org,
  step,
  start,
  recording,
  isCurrent,
  isLast,
}: {
  org: string
  step: Step
  start: number
  recording: Recording | null
  isCurrent: boolean
  isLast: boolean
}) {
  const [open, setOpen] = useState(false)
  const data = Object.entries(step.data ?? {})
  const canOpen = data.length > 0 || step.text.length > longText
  const watch = recording && watchSearch(recording, step)
  const body = <Body step={step} isOpen={open} />
  return (
    <li
      aria-current={isCurrent || undefined}
      data-kind={step.kind}
      className={classNames(
        'relative flex scroll-my-24 items-start gap-3 rounded-md py-1.5 pr-1 [contain-intrinsic-size:auto_48px] [content-visibility:auto]',
        isCurrent ? 'bg-surface-2' : 'hover:bg-surface-1',
      )}
    >
      <time
        dateTime={new Date(step.at).toISOString()}
        title={formatExactTime(step.at)}
        className="numeric w-14 shrink-0 pt-0.5 text-right text-12 text-text-3"
      >
        {formatTenths(step.at - start)}
      </time>
      <Node step={step} isLast={isLast} />
      <div className="min-w-0 grow">
        {step.event ? (
          <Link
            to="/organizations/$org/issues/$issue/events/$event/"
            params={{ org, issue: step.event.issue, event: step.event.id }}
            className="group block"
          >
            {body}
          </Link>
        ) : canOpen ? (
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} className="block w-full text-left">
            {body}
          </button>
        ) : (
          body
        )}
        {open && data.length > 0 && (
          <div className="mt-1 rounded-md border border-line bg-surface-0 px-3 py-1">
            <ValueTable rows={data} />
          </div>
        )}
      </div>
      {recording && watch && (
        <Link
          to="/organizations/$org/replays/$project/$replay/"
          params={{ org, project: recording.project, replay: recording.id }}
          search={watch}
          aria-label={`Watch the replay at ${formatPosition(step.at - recording.start)}`}
          title="Watch this moment"
          className={classNames(
            'flex h-7 shrink-0 items-center gap-1 rounded-md px-1.5 text-12 hover:bg-surface-3',
            step.kind === 'replay' || step.kind === 'error' ? 'text-accent' : 'text-text-3 hover:text-accent',
          )}
        >
          <Icon of={CirclePlay} size={14} />
          {(step.kind === 'replay' || step.kind === 'error') && 'Watch'}
        </Link>
      )}
    </li>
  )
})

function Node({ step, isLast }: { step: Step; isLast: boolean }) {
  return (
    <span className="relative flex w-6 shrink-0 justify-center self-stretch">
      {!isLast && <span aria-hidden className="absolute top-3 -bottom-3 w-px bg-line" />}
      <span
        className={classNames(
          'relative flex size-6 items-center justify-center rounded-full border border-line bg-surface-0',
          colourOf(step),
        )}
      >
        <Icon of={icons[step.kind]} size={13} />
      </span>
    </span>
  )
}

function colourOf({ kind, level, status, health }: Step): string {
  if (health) return healthColour(health)
  if (kind === 'error') return levelColour(level)
  if (kind === 'rage' || (status !== null && status >= 400)) return 'text-error'
  if (kind === 'dead') return 'text-warning'
  if (kind === 'replay') return 'text-accent'
  return isLoud(level) ? levelColour(level) : 'text-text-2'
}

function Body({ step, isOpen }: { step: Step; isOpen: boolean }) {
  const { kind, title, text, level, status, took, event, health } = step
  const isWeighty = kind === 'error' || kind === 'session' || kind === 'replay'
  return (
    <>
      <span className="flex min-h-6 flex-wrap items-center gap-x-2 text-12 text-text-2">
        <span
          className={classNames(isWeighty && 'font-medium', health ? healthColour(health) : isWeighty && 'text-text-1')}
        >
          {title}
        </span>
        {event && <span className="text-accent group-hover:underline">{event.shortId}</span>}
        {status !== null && <span className={classNames('numeric', status >= 400 && 'text-error')}>{status}</span>}
        {took !== null && kind === 'network' && <span className="numeric text-text-3">{formatLength(took)}</span>}
        {(isLoud(level) || kind === 'error') && <LevelMark level={level} withWord />}
        {kind === 'session' && <span className="font-mono text-11 text-text-3 wrap-any">{text}</span>}
      </span>
      {kind !== 'session' && text !== '' && (
        <span
          className={classNames(
            'block wrap-any',
            kind === 'error' ? 'text-13 text-text-1' : 'font-mono text-12 leading-4 text-text-2',
            isOpen ? 'whitespace-pre-wrap' : 'line-clamp-2',
          )}
        >
          {text}
        </span>
      )}
    </>
  )
}
