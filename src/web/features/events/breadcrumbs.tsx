import { Bug, Database, Dot, Globe, type LucideIcon, MousePointer2, Route, Smartphone, Terminal } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Breadcrumb, EventDetail } from '../../api/types.ts'
import { formatBefore, formatClock, formatExactTime, readTime } from '../../format/time.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { isLoud, LevelMark, levelColour } from '../../ui/level-mark.tsx'
import { Section } from '../../ui/section.tsx'
import { ValueTable } from '../../ui/value-table.tsx'
import { type BreadcrumbKind, breadcrumbKind, breadcrumbLine } from './breadcrumb-kind.ts'
import { findEntry } from './entries.ts'

const icons: Record<BreadcrumbKind, LucideIcon> = {
  http: Globe,
  navigation: Route,
  ui: MousePointer2,
  console: Terminal,
  query: Database,
  error: Bug,
  system: Smartphone,
  note: Dot,
}

/** How many of the last steps stand open: what happened just before. */
const openSteps = 12

/** What happened before, on a time line that ends with the event. */
export function Breadcrumbs({ event }: { event: EventDetail }) {
  const crumbs = useMemo(
    () => (findEntry(event, 'breadcrumbs')?.values ?? []).filter((crumb) => crumb !== null),
    [event],
  )
  const [all, setAll] = useState(false)
  if (crumbs.length === 0) return null
  const shown = all ? crumbs : crumbs.slice(-openSteps)
  const hidden = crumbs.length - shown.length
  const at = readTime(event.dateCreated)
  return (
    <Section title="What happened before" note={`${crumbs.length} ${crumbs.length === 1 ? 'step' : 'steps'}`}>
      {hidden > 0 && (
        <Button size="small" look="quiet" className="mb-1 -ml-2" onClick={() => setAll(true)}>
          Show {hidden} earlier
        </Button>
      )}
      <ol className="relative">
        {shown.map((crumb, index) => (
          <Step key={`${hidden + index}`} crumb={crumb} eventTime={at} />
        ))}
        <li className="flex items-center gap-3 py-1.5">
          <Node kind="error" colour={levelColour('error')} isLast />
          <span className="min-w-0 grow truncate text-13 font-medium">{event.title}</span>
          <span className="numeric shrink-0 text-12 text-text-3">{at === null ? '' : formatClock(at)}</span>
        </li>
      </ol>
    </Section>
  )
}

function Node({ kind, colour, isLast }: { kind: BreadcrumbKind; colour: string; isLast: boolean }) {
  return (
    <span className="relative flex w-6 shrink-0 justify-center self-stretch">
      {!isLast && <span aria-hidden className="absolute top-3 -bottom-3 w-px bg-line" />}
      {isLast && <span aria-hidden className="absolute -top-3 h-5 w-px bg-line" />}
      <span
        className={classNames(
          'relative flex size-6 items-center justify-center rounded-full border border-line bg-surface-0',
          colour,
        )}
      >
        <Icon of={icons[kind]} size={13} />
      </span>
    </span>
  )
}

function Step({ crumb, eventTime }: { crumb: Breadcrumb; eventTime: number | null }) {
  const [open, setOpen] = useState(false)
  const kind = breadcrumbKind(crumb)
  const data = Object.entries(crumb.data ?? {})
  const time = readTime(crumb.timestamp)
  const body = (
    <>
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-12 text-text-3">{crumb.category ?? crumb.type ?? 'default'}</span>
        {isLoud(crumb.level) && <LevelMark level={crumb.level} withWord className="text-12" />}
      </span>
      <span className={classNames('block font-mono text-12 whitespace-pre-wrap wrap-any', open ? '' : 'line-clamp-2')}>
        {breadcrumbLine(crumb) || (data.length === 0 ? <span className="text-text-3">(no message)</span> : '')}
      </span>
    </>
  )
  return (
    <li className="flex gap-3 py-1.5">
      <Node kind={kind} colour={isLoud(crumb.level) ? levelColour(crumb.level) : 'text-text-2'} isLast={false} />
      <div className="min-w-0 grow">
        {data.length > 0 || (breadcrumbLine(crumb).length > 120 && !open) ? (
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="block w-full rounded-sm text-left hover:bg-surface-1"
          >
            {body}
          </button>
        ) : (
          <div>{body}</div>
        )}
        {open && data.length > 0 && (
          <div className="mt-1 rounded-md border border-line px-3 py-1">
            <ValueTable rows={data} />
          </div>
        )}
      </div>
      {time !== null && (
        <time
          dateTime={crumb.timestamp ?? undefined}
          title={formatExactTime(time)}
          className="numeric shrink-0 text-12 text-text-3"
        >
          {eventTime === null ? formatClock(time) : formatBefore(time - eventTime)}
        </time>
      )}
    </li>
  )
}
