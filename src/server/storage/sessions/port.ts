import type { SessionStatus } from '../../../protocol/session.ts'
import type { Condition } from '../condition.ts'
import type { ReleaseCondition } from '../meta/ports/releases.ts'

/**
 * The sessions view: how many sessions of each release in each environment started when, how they ended, how long they lasted and whose they
 * were, as cells of a time grid; of recent sessions also their state, so that an update that comes late, twice or out of order is counted
 * once. Times and durations are milliseconds (since 1970). Engine: SQLite (embedded); see docs/adr for the mapping to ClickHouse.
 */
export interface SessionStore {
  /** Up to where a spool has been applied; grows only with batches that hold sessions. */
  offset(spool: string): Promise<number>
  /**
   * Counts what the batch holds and moves the offset to its end, in one transaction. What stands before the offset has been counted and is
   * passed over, so that a batch may be recorded again after a kill, also cut at other places.
   */
  record(batch: SessionBatch): Promise<void>

  /** The groups that the query finds, with figures over its whole time; in no order. Without `groupBy` one group if there is anything. */
  summarize(query: SessionQuery): Promise<SessionGroup[]>
  /** The same by time: `points[i]` for sessions that started in the bucket that begins at `start + i * interval`. */
  countSeries(query: SessionQuery & { interval: number }): Promise<SessionSeries[]>

  /** What is known of these sessions of a project while their state is kept (`stateDays`); in no order. */
  listStates(query: { projectId: number; sids: string[] }): Promise<SessionState[]>

  /** When sessions of each release and environment of these projects started first and last; of these releases only, unless null. */
  listSpans(query: { projectIds: number[]; releases: string[] | null }): Promise<SessionSpan[]>

  /** All of a project; what is recorded of it afterwards is passed over. */
  deleteProject(projectId: number): Promise<void>
  /** Retention: removes what started before the UTC day of this time. */
  deleteBefore(time: number): Promise<void>
  /** Removes what no more update can need: states older than `stateDays`, cells of 10 s older than `fineDays`. In steps; how many rows. */
  sweep(now: number): Promise<number>

  checkIntegrity(): Promise<string[]>
  close(): Promise<void>
}

/** Updates of a session are taken in for so long after its start (as Sentry does); its state is kept as long. */
export const stateDays = 5
/** For so long sessions can be asked for by the 10 seconds; beyond, a bucket of less than an hour holds what the hours that begin in it hold. */
export const fineDays = 3
/** The grid of the finest cells. */
export const fineMs = 10_000

export interface SessionBatch {
  spool: string
  /** Where the batch ends. */
  to: number
  updates: SessionUpdate[]
  counts: SessionCounts[]
}

/** Where a session belongs. A release or environment that is not named is ''. */
export interface SessionPlace {
  /** Of the envelope in its spool. */
  position: number
  organizationId: number
  projectId: number
  receivedAt: number
  started: number
  release: string
  environment: string
  /** `hashUser` of its distinct id; null for nobody in particular. */
  user: number | null
}

/**
 * What an SDK tells of one session. Counted: that it began (`isInit`), that it had an error, how it ended, each once a session, whatever
 * comes twice or in another order. Of several ends the worst counts: crashed, then abnormal, then unhandled. All updates count where the first
 * that came placed the session.
 */
export interface SessionUpdate extends SessionPlace {
  /** 32 hex digits. */
  sid: string
  isInit: boolean
  /** As told, but `errored` for words of the future: only `ok` and `exited` are well. */
  status: SessionStatus
  /** Errors so far; any makes the session errored. */
  errors: number
  /** Counted for sessions that exited, the first time that one is told. */
  duration: number | null
  abnormalMechanism: string | null
}

/** Sessions that an SDK counted by itself; they cannot be told apart. */
export interface SessionCounts extends SessionPlace {
  /** Ended well. */
  exited: number
  /** Ended, had errors. */
  errored: number
  abnormal: number
  crashed: number
  unhandled: number
}

export const sessionDimensions = ['project', 'release', 'environment'] as const
export type SessionDimension = (typeof sessionDimensions)[number]

export interface SessionQuery {
  organizationId: number
  projectIds: number[]
  /** The projects are all that the organisation has: its own cells can answer. */
  isWholeOrganization: boolean
  where: Condition<SessionCondition>
  /** start ≤ started < end; multiples of 10 s. */
  start: number
  end: number
  groupBy: SessionDimension[]
  /** These groups only, unless null. */
  groups: SessionGroupKey[] | null
  /** What to find out beside the counts of sessions. */
  wants: { users: boolean; durations: boolean }
}

/** A condition on where a session belongs. */
export type SessionCondition =
  | { kind: 'projects'; projectIds: number[] }
  | { kind: 'environments'; environments: string[] }
  /** Of any of these names. */
  | { kind: 'releases'; releases: string[] }
  /** Whose name meets this. */
  | { kind: 'release'; where: Condition<ReleaseCondition> }

/** The dimensions that the query groups by; the others are null. */
export interface SessionGroupKey {
  projectId: number | null
  release: string | null
  environment: string | null
}

export interface SessionGroup {
  key: SessionGroupKey
  figures: SessionFigures
}

export interface SessionSeries {
  key: SessionGroupKey
  points: SessionFigures[]
}

export interface SessionFigures {
  /** That began. */
  sessions: number
  /** With an error of any kind: those that crashed and so on are among them. */
  errored: number
  crashed: number
  abnormal: number
  unhandled: number
  /** Null unless asked for. */
  users: SessionUsers | null
  /** Null unless asked for, and where no session ended with one. */
  durations: SessionDurations | null
}

/** Distinct users: exact up to 1,024, estimated beyond, with a standard error of 0.8 %. */
export interface SessionUsers {
  all: number
  /** Of sessions with an error of any kind. */
  errored: number
  crashed: number
  abnormal: number
  unhandled: number
  /** Of sessions that did not answer (`anr_foreground`, `anr_background`). */
  anr: number
  foregroundAnr: number
}

/** Of sessions that exited, milliseconds. Average and maximum are exact; quantiles up to 64 values, within 0.5 % beyond. */
export interface SessionDurations {
  average: number
  max: number
  p50: number
  p75: number
  p90: number
  p95: number
  p99: number
}

/** A session by itself. */
export interface SessionState {
  sid: string
  release: string
  environment: string
  /** To the 10 seconds. */
  started: number
  /** How it ended; `exited` when it said how long it lasted, `ok` as far as nothing else is known. */
  status: Exclude<SessionStatus, 'errored'>
  /** It had an error of any kind. */
  isErrored: boolean
}

export interface SessionSpan {
  projectId: number
  release: string
  environment: string
  /** To the day. */
  first: number
  last: number
}

/** Every method may be called from another thread. */
export const sessionMethods = {
  offset: true,
  record: true,
  summarize: true,
  countSeries: true,
  listStates: true,
  listSpans: true,
  deleteProject: true,
  deleteBefore: true,
  sweep: true,
  checkIntegrity: true,
} as const satisfies Record<Exclude<keyof SessionStore, 'close'>, true>
