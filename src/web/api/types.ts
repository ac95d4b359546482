import type { Json, JsonObject } from '../../protocol/event.ts'
import type * as schema from './schema.ts'

/**
 * What the pages read of the answers of /api/0, picked out of the generated types, and made narrower where the
 * description is wide (entries, contexts, buckets). Times are ISO 8601 strings.
 */

export type { Organization, Tag as TagSummary } from './schema.ts'

export type CurrentUser = Pick<schema.User, 'id' | 'name' | 'email' | 'hasPasswordAuth'>

/** `firstEvent` is null while no event has come. */
export type Project = Pick<schema.Project, 'id' | 'slug' | 'name' | 'platform' | 'firstEvent'>

export type ProjectKey = Pick<schema.ProjectKey, 'id' | 'label' | 'isActive' | 'dateCreated'> & {
  dsn: Pick<schema.ProjectKey['dsn'], 'public'>
}

export type Environment = schema.Answers['GET /api/0/organizations/{organization_id_or_slug}/environments/'][number]

export type IssueStatus = schema.Issue['status']
export type IssueSubstatus = schema.Issue['substatus']
export type IssuePriority = NonNullable<schema.Issue['priority']>

/** `[seconds since 1970, count]`, oldest first. */
export type StatsBucket = [number, number]

export type Issue = Pick<
  schema.Issue,
  | 'id'
  | 'shortId'
  | 'title'
  | 'culprit'
  | 'level'
  | 'status'
  | 'substatus'
  | 'project'
  | 'metadata'
  | 'assignedTo'
  | 'priority'
  | 'statusDetails'
  | 'numComments'
  | 'isBookmarked'
  | 'isSubscribed'
  | 'hasSeen'
  | 'isUnhandled'
  | 'count'
  | 'userCount'
  | 'firstSeen'
  | 'lastSeen'
> & {
  /** By period: `24h`, `30d`, or what `groupStatsPeriod` asked for. */
  stats?: Record<string, StatsBucket[]>
}

export interface Activity {
  id: string
  type: string
  user: { id: string; name: string } | null
  data: JsonObject
  dateCreated: string
}

/** A release as an issue names it. */
export type ReleaseMention = Pick<NonNullable<schema.IssueDetail['firstRelease']>, 'version'>

export type AdoptionStage = NonNullable<schema.Release['adoptionStages']>[string]['stage']

export type Release = Pick<
  schema.Release,
  | 'version'
  | 'url'
  | 'dateCreated'
  | 'dateReleased'
  | 'firstEvent'
  | 'lastEvent'
  | 'newGroups'
  | 'commitCount'
  | 'deployCount'
  | 'authors'
  | 'adoptionStages'
> & {
  projects: (Pick<schema.Release['projects'][number], 'id' | 'slug' | 'name' | 'newGroups' | 'hasHealthData'> & {
    healthData?: Pick<schema.ReleaseHealth, 'totalSessions24h' | 'totalProjectSessions24h'>
  })[]
}

export type Commit = Pick<schema.ReleaseCommit, 'id' | 'message' | 'dateCreated' | 'repository'> & {
  /** Empty where nobody is named. */
  author: { name?: string | null; email?: string }
}

export type Deploy = schema.Deploy

/** Where the server deleted one, `is_archived` is true and hardly anything is there. */
export type Replay = Required<
  Pick<
    schema.Replay,
    | 'id'
    | 'project_id'
    | 'user'
    | 'os'
    | 'browser'
    | 'device'
    | 'sdk'
    | 'environment'
    | 'error_ids'
    | 'urls'
    | 'count_dead_clicks'
    | 'count_rage_clicks'
    | 'count_errors'
    | 'count_segments'
    | 'duration'
    | 'started_at'
    | 'finished_at'
    | 'activity'
    | 'releases'
    | 'replay_type'
    | 'has_viewed'
    | 'is_archived'
  >
>

export type UserSession = schema.UserSession

export type WholeUserSession = Omit<schema.WholeUserSession, 'breadcrumbs'> & {
  /** What the events' breadcrumbs tell. */
  breadcrumbs: (Breadcrumb & { event_id: string | null })[]
}

export type IssueDetail = Issue &
  Pick<schema.IssueDetail, 'userReportCount'> & {
    firstRelease: ReleaseMention | null
    lastRelease: ReleaseMention | null
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

export type EventUser = Partial<NonNullable<schema.Event['user']>>

export type EventDetail = Pick<
  schema.Event,
  | 'eventID'
  | 'groupID'
  | 'title'
  | 'platform'
  | 'dateCreated'
  | 'dateReceived'
  | 'user'
  | 'tags'
  | 'sdk'
  | 'errors'
  | 'fingerprints'
  | 'nextEventID'
  | 'previousEventID'
> & {
  contexts: Record<string, JsonObject | null> | null
  /** The event's `extra`. */
  context: JsonObject | null
  packages: Record<string, string | null>
  entries: Entry[]
}

/** An event in a list. */
export interface EventSummary {
  eventID: string
  title: string
  message: string
  dateCreated: string
  platform: string | null
  user: EventUser | null
  tags: { key: string; value: string }[]
}

export interface GroupingComponent {
  id: string
  name?: string | null
  contributes: boolean
  hint?: string | null
  values: (string | number | GroupingComponent)[]
}

type PlainVariant =
  schema.Answers['GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/events/{event_id}/grouping-info/'][string]

export type GroupingVariant = Omit<PlainVariant, 'component'> & { component: GroupingComponent | null }

export type GroupingInfo = Record<string, GroupingVariant>
