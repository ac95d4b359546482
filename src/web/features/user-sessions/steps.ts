import type { JsonObject } from '../../../protocol/event.ts'
import type { Breadcrumb, WholeUserSession } from '../../api/types.ts'
import { breadcrumbKind, breadcrumbLine } from '../events/breadcrumb-kind.ts'
import type { Moment, MomentKind } from '../replays/moments.ts'
import { formatPosition, type Span } from '../replays/timeline.ts'
import { healthWords } from './session-words.ts'

export type StepKind = 'session' | 'error' | 'replay' | MomentKind

/** Something on the time line of a session, whatever told it. */
export interface Step {
  /** Milliseconds since 1970. */
  at: number
  kind: StepKind
  /** What it is in a word or two. */
  title: string
  /** What it was about. */
  text: string
  level: string | null
  /** Of requests: the status that was answered, and how long it took in milliseconds. */
  status: number | null
  took: number | null
  data: JsonObject | null
  /** Of an error: where it is told in full. */
  event: { issue: string; id: string; shortId: string } | null
  /** Of a session of release health. */
  health: WholeUserSession['sessions'][number] | null
}

/** What can be looked at by itself. */
export const stepFilters = [
  { value: 'all', label: 'All', kinds: null },
  { value: 'errors', label: 'Errors', kinds: ['error'] },
  { value: 'clicks', label: 'Clicks', kinds: ['click', 'dead', 'rage', 'input'] },
  { value: 'pages', label: 'Pages', kinds: ['navigation'] },
  { value: 'console', label: 'Console', kinds: ['console'] },
  { value: 'network', label: 'Network', kinds: ['network'] },
  { value: 'other', label: 'Other', kinds: ['note'] },
] as const satisfies { value: string; label: string; kinds: readonly StepKind[] | null }[]
export type StepFilter = (typeof stepFilters)[number]['value']

export function filterSteps(steps: readonly Step[], filter: StepFilter): readonly Step[] {
  const kinds: readonly StepKind[] | null = stepFilters.find(({ value }) => value === filter)?.kinds ?? null
  return kinds === null ? steps : steps.filter(({ kind }) => kinds.includes(kind))
}

const nothing = { level: null, status: null, took: null, data: null, event: null, health: null }

/** At one moment: what begins before what happens, and how it ended last. */
const order = (step: Step) =>
  step.kind === 'session' ? (step.title === begun ? 0 : 3) : step.kind === 'replay' ? 1 : 2
const begun = 'Session began'

/**
 * All that is known of a session by time: how its sessions of release health went, its errors, where its replay begins, what that recorded, and of the errors'
 * breadcrumbs what the recording has not.
 */
export function listSteps(session: WholeUserSession, replay: Span | null, moments: readonly Moment[]): Step[] {
  const recorded = moments.map((moment): Step => ({ ...nothing, ...moment }))
  const told = session.breadcrumbs.flatMap((crumb) => stepOfCrumb(crumb) ?? [])
  const ids = new Set(session.events.map(({ event_id: id }) => id))
  const isKnown = knownBy(recorded)
  return [
    ...session.sessions.flatMap((one) => stepsOfHealth(one, session)),
    ...session.events.map(stepOfEvent),
    ...(replay === null ? [] : [stepOfReplay(replay)]),
    ...recorded,
    ...told.filter(({ crumb }) => !ids.has(crumb.event_id ?? '')).flatMap(({ step }) => (isKnown(step) ? [] : [step])),
  ].toSorted((a, b) => a.at - b.at || order(a) - order(b))
}

function stepsOfHealth(health: WholeUserSession['sessions'][number], session: WholeUserSession): Step[] {
  const start = Date.parse(health.started)
  const where = [health.release, health.environment]
  const isOpen = health.status === 'ok'
  const begin: Step = {
    ...nothing,
    at: start,
    kind: 'session',
    title: begun,
    text: [...where, isOpen && 'no end was told'].filter(Boolean).join(' · '),
    health: isOpen ? health : null,
  }
  if (isOpen) return [begin]
  const length = health.duration
  const end: Step = {
    ...nothing,
    at: length === null ? Date.parse(session.created_at) + session.session_duration_ms : start + length,
    kind: 'session',
    title: `Session ${healthWords(health)}`,
    text: length === null ? 'when was not told' : `after ${formatPosition(length)}`,
    health,
  }
  return [begin, end]
}

function stepOfEvent(event: WholeUserSession['events'][number]): Step {
  const isError = event.level === 'error' || event.level === 'fatal'
  return {
    ...nothing,
    at: Date.parse(event.timestamp),
    kind: 'error',
    title:
      event.type === 'error' ? (event.handled === false ? 'Unhandled error' : 'Error') : isError ? 'Error' : 'Event',
    text: event.title,
    level: event.level,
    event: { issue: event.issue_id, id: event.event_id, shortId: event.short_id },
  }
}

function stepOfReplay({ start, end }: Span): Step {
  return {
    ...nothing,
    at: start,
    kind: 'replay',
    title: 'Replay began',
    text: `${formatPosition(end - start)} recorded`,
  }
}

function stepOfCrumb(crumb: WholeUserSession['breadcrumbs'][number]): { crumb: typeof crumb; step: Step } | null {
  const at = Date.parse(crumb.timestamp ?? '')
  if (Number.isNaN(at)) return null
  const text = breadcrumbLine(crumb) || dataWords(crumb.data)
  const step = { ...nothing, at, text, level: crumb.level, data: crumb.data }
  return { crumb, step: { ...step, ...kindOfCrumb(crumb) } }
}

function kindOfCrumb(crumb: Breadcrumb): Pick<Step, 'kind' | 'title'> & Partial<Step> {
  const category = crumb.category ?? ''
  const read = (key: string) => {
    const value = crumb.data?.[key]
    return typeof value === 'string' ? value : ''
  }
  switch (breadcrumbKind(crumb)) {
    case 'ui':
      if (category === 'ui.input') return { kind: 'input', title: 'Input' }
      if (category === 'ui.click') return { kind: 'click', title: 'Click' }
      return { kind: 'click', title: /tap|touch/.test(category) ? 'Tap' : category || 'Interaction' }
    case 'navigation':
      if (read('to') === '') return { kind: 'navigation', title: category || 'Navigation' }
      return { kind: 'navigation', title: 'Navigation', text: read('to') }
    case 'console':
      return { kind: 'console', title: 'Console' }
    case 'http': {
      const status = crumb.data?.status_code
      return {
        kind: 'network',
        title: read('method') || 'Request',
        ...(read('url') !== '' && { text: read('url') }),
        status: typeof status === 'number' ? status : null,
      }
    }
    case 'query':
    case 'error':
    case 'system':
    case 'note':
      return { kind: 'note', title: category || crumb.type || 'Breadcrumb' }
  }
}

/** `state: foreground, level: 3`, of what has no message. */
function dataWords(data: JsonObject | null): string {
  return Object.entries(data ?? {})
    .flatMap(([key, value]) => (typeof value === 'object' ? [] : `${key}: ${value}`))
    .join(', ')
}

/** The clocks of both are one, but a request is told when it ends by one and when it begins by the other. */
const slack = 1_000

/** Whether a recording tells of a step as well. */
function knownBy(recorded: readonly Step[]): (step: Step) => boolean {
  const byKey = Map.groupBy(recorded, keyOf)
  return (step) =>
    byKey.get(keyOf(step))?.some(({ at, took }) => step.at >= at - slack && step.at <= at + (took ?? 0) + slack) ??
    false
}

const clicks: readonly StepKind[] = ['click', 'dead', 'rage']

/** Addresses without their host, which one of both leaves out. */
function keyOf({ kind, text }: Step): string {
  const isAddress = kind === 'network' || kind === 'navigation'
  const shown = isAddress ? text.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]+/i, '') : text
  return `${clicks.includes(kind) ? 'click' : kind} ${shown}`
}
