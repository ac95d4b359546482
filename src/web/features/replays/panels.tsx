import { Link } from '@tanstack/react-router'
import { CircleAlert, type LucideIcon, MemoryStick } from 'lucide-react'
import { memo, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { ReplayError } from '../../api/replays.ts'
import { formatBytes } from '../../format/number.ts'
import { formatLength } from '../../format/time.ts'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { isLoud, levelColour, LevelMark } from '../../ui/level-mark.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { MemoryChart } from './memory-chart.tsx'
import type { MemoryReading } from './memory.ts'
import { momentIcons } from './moment-icons.ts'
import type { Moment, MomentKind } from './moments.ts'
import { formatPosition, lastBy, type Span } from './timeline.ts'

const tabs = [
  { value: 'steps', label: 'Steps', kinds: ['click', 'dead', 'rage', 'input', 'navigation', 'note'] },
  { value: 'console', label: 'Console', kinds: ['console'] },
  { value: 'network', label: 'Network', kinds: ['network'] },
  { value: 'errors', label: 'Errors', kinds: [] },
  { value: 'clicks', label: 'Clicks', kinds: ['click', 'dead', 'rage'] },
  { value: 'memory', label: 'Memory', kinds: [] },
] satisfies { value: string; label: string; kinds: MomentKind[] }[]
type Tab = (typeof tabs)[number]['value']

interface PanelsProps {
  org: string
  moments: readonly Moment[]
  errors: readonly ReplayError[]
  memory: readonly MemoryReading[]
  span: Span
  at: number
  isComplete: boolean
  onSeek: (at: number) => void
}

/** What happened, by kind; a row leads to its time, and the one of now is marked. */
export function Panels({ org, moments, errors, memory, span, at, isComplete, onSeek }: PanelsProps) {
  const [tab, setTab] = useState<Tab>('steps')
  const told = useMemo(() => ({ moments, errors, memory }), [moments, errors, memory])
  const rows = useMemo(() => listRows(tab, told), [tab, told])
  const counts = useMemo(() => new Map(tabs.map(({ value }) => [value, listRows(value, told).length])), [told])
  const current = lastBy(rows, at)
  return (
    <section aria-label="What happened" className="flex min-h-0 min-w-0 flex-col rounded-md border border-line">
      <div className="overflow-x-auto border-b border-line p-2">
        <Segmented
          label="Kind"
          value={tab}
          options={tabs.map(({ value, label }) => ({ value, label: `${label} ${counts.get(value) ?? 0}` }))}
          onChange={setTab}
        />
      </div>
      {rows.length === 0 ? (
        <p className="p-6 text-center text-text-3">
          {isComplete ? 'Nothing of this kind was recorded.' : 'Reading the recording…'}
        </p>
      ) : (
        <>
          {tab === 'memory' && <MemoryChart readings={memory} span={span} at={at} />}
          <Rows key={tab} org={org} rows={rows} start={span.start} current={current} onSeek={onSeek} />
        </>
      )}
    </section>
  )
}

type Row = { at: number; moment: Moment } | { at: number; error: ReplayError } | { at: number; memory: MemoryReading }

/** Errors stand among the steps as well: they are what one looks for there. */
function listRows(tab: Tab, { moments, errors, memory }: Pick<PanelsProps, 'moments' | 'errors' | 'memory'>): Row[] {
  if (tab === 'memory') return memory.map((reading): Row => ({ at: reading.at, memory: reading }))
  const kinds: readonly MomentKind[] = tabs.find(({ value }) => value === tab)?.kinds ?? []
  const ofMoments = moments.filter(({ kind }) => kinds.includes(kind)).map((moment): Row => ({ at: moment.at, moment }))
  const ofErrors = errors.map((error): Row => ({ at: Date.parse(error.timestamp), error }))
  if (tab === 'errors') return ofErrors
  return tab === 'steps' ? [...ofMoments, ...ofErrors].toSorted((a, b) => a.at - b.at) : ofMoments
}

function Rows({
  org,
  rows,
  start,
  current,
  onSeek,
}: {
  org: string
  rows: Row[]
  start: number
  current: number
  onSeek: (at: number) => void
}) {
  const list = useRef<HTMLOListElement>(null)
  // Follows within itself: the page does not move under the reader.
  useEffect(() => {
    const holder = list.current
    const row = holder?.children[Math.max(0, current)]
    if (!holder || !(row instanceof HTMLElement)) return
    const top = row.offsetTop - holder.offsetTop
    const isInSight = top >= holder.scrollTop && top + row.offsetHeight <= holder.scrollTop + holder.clientHeight
    if (!isInSight) holder.scrollTop = Math.max(0, top - holder.clientHeight / 2)
  }, [current])
  return (
    <ol ref={list} className="min-h-0 grow overflow-y-auto overscroll-contain max-xl:max-h-96">
      {rows.map((row, index) => (
        <RowView
          key={`${index}:${row.at}`}
          org={org}
          row={row}
          start={start}
          isCurrent={index === current}
          onSeek={onSeek}
        />
      ))}
    </ol>
  )
}

const RowView = memo(function RowView({
  org,
  row,
  start,
  isCurrent,
  onSeek,
}: {
  org: string
  row: Row
  start: number
  isCurrent: boolean
  onSeek: (at: number) => void
}) {
  return (
    <li
      aria-current={isCurrent || undefined}
      className={classNames(
        'relative flex items-start border-b border-line [contain-intrinsic-size:auto_44px] [content-visibility:auto] last:border-b-0',
        isCurrent ? 'bg-surface-2' : 'hover:bg-surface-1',
      )}
    >
      {isCurrent && <span aria-hidden className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
      <button
        type="button"
        onClick={() => onSeek(row.at)}
        className="flex min-h-11 min-w-0 grow items-start gap-2.5 px-3 py-2 text-left"
      >
        {'error' in row ? (
          <Body icon={CircleAlert} colour={levelColour(row.error.level)} title="Error" text={row.error.title} />
        ) : 'memory' in row ? (
          <Body
            icon={MemoryStick}
            colour="text-text-3"
            title="Memory"
            text={`${formatBytes(row.memory.used)} of ${formatBytes(row.memory.total)}`}
          />
        ) : (
          <MomentBody moment={row.moment} />
        )}
        <span className="numeric ml-auto shrink-0 text-12 text-text-3">{formatPosition(row.at - start)}</span>
      </button>
      {'error' in row && (
        <Link
          to="/organizations/$org/issues/$issue/events/$event/"
          params={{ org, issue: row.error.issueId, event: row.error.id }}
          className="shrink-0 py-2 pr-3 text-12 text-accent hover:underline"
        >
          {row.error.shortId}
        </Link>
      )}
    </li>
  )
})

function MomentBody({ moment }: { moment: Moment }) {
  const { kind, title, text, level, status, took } = moment
  const isBad = kind === 'rage' || kind === 'dead' || (status !== null && status >= 400)
  const colour = kind === 'rage' || (status !== null && status >= 400) ? 'text-error' : 'text-warning'
  return (
    <Body
      icon={momentIcons[kind]}
      colour={isBad ? colour : isLoud(level) ? levelColour(level) : 'text-text-3'}
      title={
        <>
          {title}
          {status !== null && <span className={classNames('numeric', isBad && 'text-error')}>{status}</span>}
          {took !== null && kind === 'network' && <span className="numeric">{formatLength(took)}</span>}
          {isLoud(level) && <LevelMark level={level} withWord />}
        </>
      }
      text={text}
    />
  )
}

function Body({ icon, colour, title, text }: { icon: LucideIcon; colour: string; title: ReactNode; text: string }) {
  return (
    <>
      <span className={classNames('flex h-5 shrink-0 items-center', colour)}>
        <Icon of={icon} size={14} />
      </span>
      <span className="min-w-0">
        <span className="flex flex-wrap items-baseline gap-x-2 text-12 text-text-2">{title}</span>
        <span className="line-clamp-3 font-mono text-12 leading-4 wrap-any">{text}</span>
      </span>
    </>
  )
}
