import type { Json, JsonObject } from '../../protocol/event.ts'

/** What the pages read of the answers of /api/0; the server may send more members. Times are ISO 8601 strings. */

export type Level = 'fatal' | 'error' | 'warning' | 'info' | 'debug' | 'sample' | 'unknown'
export type IssueStatus = 'unresolved' | 'resolved' | 'ignored'
/** `[seconds since 1970, count]`, oldest first. */
export type StatsBucket = [number, number]

export interface CurrentUser {
  id: string
  email: string
  name: string
  /** False until the person chose a password. */
  hasPasswordAuth: boolean
}

export interface Organization {
  id: string
  slug: string
  name: string
}

export interface Project {
  id: string
  slug: string
  name: string
  platform: string | null
  dateCreated: string
  /** Null while no event has come. */
  firstEvent: string | null
  environments?: string[]
}

export interface ProjectKey {
  id: string
  label: string
  name: string
  isActive: boolean
  dsn: { public: string }
  dateCreated: string | null
}

export interface Environment {
  id: string
  name: string
}

export interface Release {
  version: string
  dateCreated?: string | null
}

export interface TagValue {
  key?: string
  name: string
  value: string | null
  count: number | null
  lastSeen?: string | null
  firstSeen?: string | null
}

export interface TagSummary {
  key: string
  name: string
  totalValues?: number | null
  uniqueValues?: number | null
  topValues?: TagValue[] | null
}

export interface Activity {
  id: string
  type: string
  user: { name: string; email?: string } | null
  data: JsonObject | null
  dateCreated: string
}

export interface Issue {
  id: string
  shortId: string
  title: string
  culprit: string | null
  level: Level
  status: IssueStatus
  substatus: string | null
  platform: string | null
  project: { id: string; name: string; slug: string; platform: string | null }
  type: string
  metadata: JsonObject
  assignedTo: { type: 'user' | 'team'; id: string; name: string } | null
  isUnhandled: boolean
  count: string
  userCount: number
  firstSeen: string | null
  lastSeen: string | null
  /** By period: `24h`, `14d`, `30d`, or what `groupStatsPeriod` asked for. */
  stats?: Record<string, StatsBucket[]>
}

export interface IssueDetail extends Issue {
  firstRelease?: Release | null
  lastRelease?: Release | null
  tags?: TagSummary[]
  activity: Activity[]
}

export interface Frame {
  filename: string | null
  absPath: string | null
  module: string | null
  package?: string | null
  platform?: string | null
  function: string | null
  rawFunction?: string | null
  instructionAddr?: string | null
  /** `[line number, source]` around and with the line of the frame. */
  context: [number, string | null][]
  lineNo: number | null
  colNo: number | null
  inApp: boolean
  trust?: string | null
  vars?: JsonObject | null
}

export interface Stacktrace {
  /** Oldest call first. */
  frames: Frame[] | null
  framesOmitted?: [number, number] | null
  registers?: JsonObject | null
}

export interface Mechanism {
  type?: string | null
  description?: string | null
  help_link?: string | null
  handled?: boolean | null
  synthetic?: boolean | null
  source?: string | null
  data?: JsonObject | null
  meta?: JsonObject | null
}

export interface Exception {
  type: string | null
  value: string | null
  module: string | null
  threadId?: string | number | null
  mechanism: Mechanism | null
  stacktrace: Stacktrace | null
  rawStacktrace?: Stacktrace | null
}

export interface Thread {
  id?: string | number | null
  name?: string | null
  crashed?: boolean | null
  current?: boolean | null
  state?: string | null
  stacktrace?: Stacktrace | null
  rawStacktrace?: Stacktrace | null
}

export interface Breadcrumb {
  type: string | null
  timestamp: string | null
  level: string | null
  message: string | null
  category: string | null
  data: JsonObject | null
}

export interface RequestData {
  url: string | null
  method: string | null
  query: [string, string | null][] | null
  fragment: string | null
  data: Json
  headers: [string, string | null][] | null
  cookies: [string, string | null][] | null
  env: JsonObject | null
  inferredContentType: string | null
}

export interface TemplateData {
  filename: string | null
  absPath?: string | null
  lineNo: number | null
  context: [number, string | null][]
}

/** What each type of entry carries. */
export interface EntryData {
  exception: { values: (Exception | null)[] | null }
  stacktrace: Stacktrace
  threads: { values: (Thread | null)[] | null }
  breadcrumbs: { values: (Breadcrumb | null)[] | null }
  request: RequestData
  message: { message?: string | null; formatted: string | null; params?: Json }
  template: TemplateData
  csp: JsonObject
  hpkp: JsonObject
  expectct: JsonObject
  expectstaple: JsonObject
  nel: JsonObject
  debugmeta: JsonObject
}

/** One part of an event; the pages look entries up by type. */
export interface Entry<Type extends keyof EntryData = keyof EntryData> {
  type: Type
  data: EntryData[Type]
}

export interface EventUser {
  id?: string | null
  email?: string | null
  username?: string | null
  name?: string | null
  ip_address?: string | null
  geo?: Record<string, string | null> | null
  data?: JsonObject | null
}

export interface EventDetail {
  id: string
  eventID: string
  groupID: string | null
  projectID: string
  title: string
  message: string | null
  platform: string | null
  type: string
  location: string | null
  culprit?: string | null
  dateCreated?: string | null
  dateReceived: string | null
  size: number | null
  dist: string | null
  user: EventUser | null
  tags: { key: string; value: string }[]
  contexts: Record<string, JsonObject | null> | null
  /** The event's `extra`. */
  context: JsonObject | null
  packages: Record<string, string | null>
  sdk: { name: string | null; version: string | null } | null
  entries: Entry[]
  errors: { type: string; message: string; data: JsonObject }[]
  fingerprints?: string[]
  release: Release | null
  nextEventID: string | null
  previousEventID: string | null
}

export interface GroupingComponent {
  id: string
  name?: string | null
  contributes: boolean
  hint?: string | null
  values: (string | number | GroupingComponent)[]
}

export interface GroupingVariant {
  type: string
  description: string | null
  hash: string | null
  hint?: string | null
  contributes?: boolean
  component?: GroupingComponent | null
  values?: string[] | null
  matchedRule?: string | null
}

export type GroupingInfo = Record<string, GroupingVariant>
