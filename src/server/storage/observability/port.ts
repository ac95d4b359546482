import type { FactFlag, Facts } from './facts.ts'

/**
 * The user sessions view: one row a session of a person in an app or on a web site, put together from what SDKs tell of it. Times and durations
 * are milliseconds (since 1970). Engine: SQLite (embedded).
 *
 * What joins, within a project:
 * - A replay, with the events that name it, is a user session; its id is the replay's.
 * - A session of release health (`sid`) belongs to the replay of the same user whose span touches its own (of several the one that began first, then by
 *   id); without one it is a user session itself, and its id is the sid.
 * - An event that names no replay belongs to the session of the same user whose span holds it (of several the one that began last, then by id)
 *   and goes where that goes; else to the replay of the same user whose span holds it (likewise); else it waits for one.
 *
 * A span is what `spanOf` says. All of it is decided by what is known in the end, never by the order in which it came: late data amends the row, or joins
 * two to one.
 */
export interface UserSessionStore {
  /** Up to where a spool has been applied; grows only with batches that hold something. */
  offset(spool: string): Promise<number>
  /**
   * Takes in what the batch tells and moves the offset to its end, in one transaction. What stands before the offset is passed over, so that a
   * batch may be recorded again after a kill, also cut at other places.
   */
  record(batch: UserSessionBatch): Promise<void>

  /** A page of the sessions that the query finds, in the order asked whichever way it is walked. */
  list(query: UserSessionQuery): Promise<UserSession[]>
  /** By its id, or by the id of a replay or `sid` that is part of it. */
  find(query: { projectId: number; platform: UserPlatform; id: string }): Promise<UserSession | null>
  /** The same with all that is known of it, whatever its platform, in the first of the projects that has it. */
  findWhole(query: { projectIds: number[]; id: string; mostParts: number }): Promise<WholeUserSession | null>

  /** Forgets what these replays told; what comes of them later is passed over. */
  forgetReplays(projectId: number, replayIds: string[]): Promise<void>
  /** All of a project; what is recorded of it afterwards is passed over. */
  deleteProject(projectId: number): Promise<void>
  /** Retention: removes what was received last before the UTC day of this time. */
  deleteBefore(time: number): Promise<void>

  checkIntegrity(): Promise<string[]>
  close(): Promise<void>
}

export const userPlatforms = ['android', 'ios', 'web'] as const
export type UserPlatform = (typeof userPlatforms)[number]

export interface UserSessionBatch {
  spool: string
  /** Where the batch ends. */
  to: number
  sources: AnySource[]
}

/** Replays before sessions before events: each may belong to what stands before it. */
export const sourceKinds = ['replay', 'session', 'event'] as const
export type SourceKind = (typeof sourceKinds)[number]

/** One thing that tells of a user session; those of the same kind and id are joined. */
export interface SessionSource {
  /** Of the envelope in its spool. */
  position: number
  projectId: number
  receivedAt: number
  kind: SourceKind
  /** 32 hex digits. Of an event that names a replay: the replay's, and it tells of that. */
  id: string
  /** `hashUser` of the distinct id, or of the user's id, email or name: what SDKs send as the distinct id. Null for nobody in particular. */
  user: number | null
  startedAt: number
  /** As far as it is known. */
  endedAt: number
  /** Of a session: that it has ended and lasted until `endedAt`. */
  isOver: boolean
  facts: Facts
}

/**
 * What an update of a session of release health tells, in short: these come by the thousand, and a clone for another thread takes a microsecond of
 * one and nine of one with `Facts`.
 */
export interface BriefSource extends Omit<SessionSource, 'kind' | 'facts'> {
  kind: 'session'
  platform: UserPlatform
  /** These two are '' where nobody told. */
  appVersion: string
  sdkVersion: string
  flags: FactFlag[]
}

export type AnySource = SessionSource | BriefSource

/** A session that has not said how long it lasted reaches so far: browser SDKs end a session after 30 minutes without activity. */
export const openMs = 30 * 60_000
/** Nothing joins beyond so long after a start, whatever a broken clock says. */
export const mostSpanMs = 86_400_000

export const userSessionOrders = [
  'createdAt',
  'duration',
  'appVersion',
  'manufacturer',
  'model',
  'networkType',
  'osVersion',
  'user',
] as const
/** What is not known sorts as the empty text. */
export type UserSessionOrder = (typeof userSessionOrders)[number]

export interface UserSessionQuery {
  projectIds: number[]
  /** Null = all. */
  platform: UserPlatform | null
  filter: UserSessionFilter
  /** Ties: by id, then by project, ascending. */
  sort: { by: UserSessionOrder; isDescending: boolean }[]
  /** The session to go on from, by what it is sorted by; null = from the beginning, or from the end. */
  from: UserSessionPlace | null
  /** `before`: those just before `from`. */
  mode: 'after' | 'before'
  limit: number
}

export interface UserSessionPlace {
  /** One a part of `sort`. */
  values: (string | number)[]
  id: string
  projectId: number
}

/** All must hold; null = whatever. Of lists one is enough. */
export interface UserSessionFilter {
  /** Both inclusive. */
  createdAfter: number | null
  createdBefore: number | null
  appVersion: string[] | null
  manufacturer: string[] | null
  model: string[] | null
  networkType: string[] | null
  osVersion: string[] | null
  hasException: boolean | null
  isAnr: boolean | null
  isCrash: boolean | null
  isAnonymous: boolean | null
  rageTap: boolean | null
  /** By id, email or name. */
  users: string[] | null
  screens: string[] | null
  /** Names of events. */
  events: string[] | null
  /** For every key one of its values. */
  attributes: { key: string; values: string[] }[]
  /** A request took a time in one of these ranges; milliseconds, both inclusive. */
  responseTimes: { min: number; max: number }[] | null
}

export const anySession: UserSessionFilter = {
  createdAfter: null,
  createdBefore: null,
  appVersion: null,
  manufacturer: null,
  model: null,
  networkType: null,
  osVersion: null,
  hasException: null,
  isAnr: null,
  isCrash: null,
  isAnonymous: null,
  rageTap: null,
  users: null,
  screens: null,
  events: null,
  attributes: [],
  responseTimes: null,
}

/** Texts are '' and numbers null where nobody told. */
export interface UserSession {
  id: string
  projectId: number
  platform: UserPlatform
  createdAt: number
  duration: number
  appVersion: string
  manufacturer: string
  model: string
  networkType: string
  osVersion: string
  sdkVersion: string
  screenHeight: number | null
  screenWidth: number | null
  hasException: boolean
  isAnr: boolean
  isCrash: boolean
  rageTap: boolean
  /** Id, else email, else name. */
  user: string
  userId: string
  userEmail: string
  userName: string
  /** Nobody told an id, email or name. */
  isAnonymous: boolean
  /** Sorted. */
  recordingIds: string[]
  /** How many screens (or pages) are known, `mostListed` at most. */
  screenCount: number
}

export interface WholeUserSession {
  session: UserSession
  screens: string[]
  /** Names of events that tell no error. */
  events: string[]
  attributes: [key: string, value: string][]
  /** Milliseconds, ascending. */
  responseTimes: number[]
  /** What it is put together from, by start and id; of each kind the last so many that were asked for. */
  parts: UserSessionPart[]
}

/** A replay, a session of release health or an event that names no replay. */
export interface UserSessionPart {
  kind: SourceKind
  /** 32 hex digits. */
  id: string
  startedAt: number
  endedAt: number
  /** Of a session: that it has ended and lasted until `endedAt`. */
  isOver: boolean
  flags: FactFlag[]
  appVersion: string
}

/** Every method may be called from another thread. */
export const userSessionMethods = {
  offset: true,
  record: true,
  list: true,
  find: true,
  findWhole: true,
  forgetReplays: true,
  deleteProject: true,
  deleteBefore: true,
  checkIntegrity: true,
} as const satisfies Record<Exclude<keyof UserSessionStore, 'close'>, true>
