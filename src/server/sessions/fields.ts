import type { SessionDurations, SessionFigures } from '../storage/sessions/port.ts'

/** How sessions are told apart: each that began is of one of these. In Sentry's order. */
export const statusGroups = ['abnormal', 'crashed', 'errored', 'healthy', 'unhandled'] as const

export type StatusGroup = (typeof statusGroups)[number]

/** What a field is made of. A group that has none of what its fields are made of is not there. */
export type FieldSource = 'sessions' | 'users' | 'durations'

/** `count` can be told apart by status, `duration` is of healthy sessions only, `rate` is of all sessions. */
export type FieldKind = 'count' | 'duration' | 'rate'

export interface SessionField {
  name: string
  source: FieldSource
  kind: FieldKind
  /** Of sessions of these statuses only, unless null. Null where there is nothing to tell. */
  valueOf: (figures: SessionFigures, statuses: readonly StatusGroup[] | null) => number | null
}

/** Of a bucket or group in which nothing was counted. */
export const noFigures: SessionFigures = {
  sessions: 0,
  errored: 0,
  crashed: 0,
  abnormal: 0,
  unhandled: 0,
  users: null,
  durations: null,
}

/** Whether anything was counted that fields of this source are made of. */
export function hasAny(source: FieldSource, figures: SessionFigures): boolean {
  if (source === 'users') return figures.users !== null && figures.users.all > 0
  if (source === 'durations') return figures.durations !== null
  const { sessions, errored, crashed, abnormal, unhandled } = figures
  return sessions + errored + crashed + abnormal + unhandled > 0
}

/** Sessions or users: how many there are, and of how many something went wrong. */
interface Counts {
  all: number
  errored: number
  crashed: number
  abnormal: number
  unhandled: number
}

const noCounts: Counts = { all: 0, errored: 0, crashed: 0, abnormal: 0, unhandled: 0 }

const countsOf = {
  session: (figures: SessionFigures): Counts => ({ ...figures, all: figures.sessions }),
  user: ({ users }: SessionFigures): Counts => users ?? noCounts,
}

type Counted = keyof typeof countsOf

const sourceOf = { session: 'sessions', user: 'users' } as const satisfies Record<Counted, FieldSource>

/**
 * A partition. Errors come from sets that are counted apart (a session's beginning may be in another bucket or still on its way, one user has
 * many sessions), so that a difference can be below zero: there it is zero.
 */
function countOfStatus({ all, errored, crashed, abnormal, unhandled }: Counts, status: StatusGroup): number {
  switch (status) {
    case 'abnormal':
      return abnormal
    case 'crashed':
      return crashed
    case 'unhandled':
      return unhandled
    case 'errored':
      return Math.max(0, errored - crashed - abnormal - unhandled)
    case 'healthy':
      return Math.max(0, all - errored)
  }
}

function count(name: string, counted: Counted): SessionField {
  return {
    name,
    source: sourceOf[counted],
    kind: 'count',
    valueOf(figures, statuses) {
      const counts = countsOf[counted](figures)
      return statuses === null ? counts.all : statuses.reduce((sum, status) => sum + countOfStatus(counts, status), 0)
    },
  }
}

/** Of all that began; null where none did. */
function shareOf(part: number, all: number): number | null {
  return all > 0 ? Math.min(1, part / all) : null
}

const rates: Record<string, (counts: Counts) => number | null> = {
  crash_rate: ({ crashed, all }) => shareOf(crashed, all),
  crash_free_rate({ crashed, all }) {
    const rate = shareOf(crashed, all)
    return rate === null ? null : 1 - rate
  },
  abnormal_rate: ({ abnormal, all }) => shareOf(abnormal, all),
  unhandled_rate: ({ unhandled, all }) => shareOf(unhandled, all),
  errored_rate: (counts) => shareOf(countOfStatus(counts, 'errored'), counts.all),
}

function rate(name: string, counted: Counted, rateOf: (counts: Counts) => number | null): SessionField {
  const valueOf = (figures: SessionFigures) => rateOf(countsOf[counted](figures))
  return { name, source: sourceOf[counted], kind: 'rate', valueOf }
}

/** Of users whose application did not answer. */
function anrRate(name: string, member: 'anr' | 'foregroundAnr'): SessionField {
  const valueOf = ({ users }: SessionFigures) => users && shareOf(users[member], users.all)
  return { name, source: 'users', kind: 'rate', valueOf }
}

function duration(name: string, member: keyof SessionDurations): SessionField {
  return {
    name: `${name}(session.duration)`,
    source: 'durations',
    kind: 'duration',
    valueOf: ({ durations }, statuses) =>
      durations !== null && (statuses === null || statuses.includes('healthy')) ? durations[member] : null,
  }
}

const fields: SessionField[] = [
  count('sum(session)', 'session'),
  count('count_unique(user)', 'user'),
  duration('avg', 'average'),
  ...(['p50', 'p75', 'p90', 'p95', 'p99', 'max'] as const).map((name) => duration(name, name)),
  ...(['session', 'user'] as const).flatMap((counted) =>
    Object.entries(rates).map(([name, rateOf]) => rate(`${name}(${counted})`, counted, rateOf)),
  ),
  rate('unhealthy_rate(session)', 'session', ({ errored, all }) => shareOf(errored, all)),
  anrRate('anr_rate()', 'anr'),
  anrRate('foreground_anr_rate()', 'foregroundAnr'),
]

/** By name, all that can be asked of sessions. */
export const sessionFields: ReadonlyMap<string, SessionField> = new Map(fields.map((field) => [field.name, field]))
