import type { EventType, Level } from '../../../protocol/event.ts'
import type { Condition, EventCondition } from '../condition.ts'
import type { RecountedIssue } from '../recount.ts'
import type { TableCell, TableQuery } from './table.ts'

/**
 * The events view: one row an event, columns only (the payload is in the payload store). Engines: DuckDB (embedded),
 * ClickHouse (scale-out). Times are milliseconds since 1970. The events of an issue are all of one project.
 */
export interface EventStore {
  offset(spool: string): Promise<number>
  /** Rows and offset in one transaction; a batch whose `from` is not the offset is not applied (false). */
  append(batch: EventBatch): Promise<boolean>

  /** Events of an issue, newest first (or oldest first), paged by (timestamp, eventId). */
  listEvents(
    query: EventQuery & {
      limit: number
      oldestFirst?: boolean
      after: EventPoint | null
      where?: Condition<EventCondition>
    },
  ): Promise<FoundEvent[]>
  /** `receivedAt`, when known, says where to look: then it is milliseconds instead of a look at every id. */
  findEvent(projectIds: number[], eventId: string, receivedAt?: number): Promise<FoundEvent | null>
  /** `recommended`: the newest event among those with the most to show (replay, release, user, url), of the last 7 days of the issue if any. */
  edgeEvent(query: EventQuery, edge: 'latest' | 'oldest' | 'recommended'): Promise<EventPlace | null>
  /**
   * Ids of the next older (`previous`) and next newer (`next`) event within the query; of one moment, by event id. `isCrowded`: there are hundreds of them, as
   * far as one knows; only how it is looked for depends on it.
   */
  neighbours(
    query: EventQuery & { isCrowded?: boolean },
    of: EventPoint,
  ): Promise<{ previous: string | null; next: string | null }>

  /** Per issue: events, distinct users, first and last seen within the query's window and environments; issues without events are left out. */
  summarizeIssues(query: IssuesQuery): Promise<IssueFigures[]>
  /** Event counts per issue and bucket, for every issue asked for: `counts[i]` for the bucket that starts at `start + i * interval`. */
  countSeries(
    query: IssuesQuery & { start: number; end: number; interval: number },
  ): Promise<{ issueId: number; counts: number[] }[]>
  /**
   * The issues with at least one event that meets the condition, with what those events add up to; in no order. `issueIds` null = any.
   * Columns, because there may be 100,000 of them, and only those asked for: each is one more to read of every event.
   */
  matchIssues(query: EventSearch & { issueIds: number[] | null; figures: MatchedFigure[] }): Promise<MatchedIssues>
  /**
   * Events of any issues, newest first, paged by (timestamp, eventId); `backwards`: those just newer than `after` (without one the
   * oldest), newest of them first all the same. In the order of `id`: by falling event id, which SDKs draw at random, so that a page is a
   * sample, and the same one each time; `timestamp` of the point says nothing then.
   */
  searchEvents(
    query: EventSearch & { order?: 'time' | 'id'; limit: number; after: EventPoint | null; backwards: boolean },
  ): Promise<FoundEvent[]>
  /**
   * Tag distribution of one issue: every key (most used first), with its most frequent values (of equals those seen last, of those by byte order, among
   * up to 1,000).
   */
  countTags(query: EventQuery & { keys: string[] | null; topValues: number }): Promise<TagFigures[]>
  /** How many events of one issue have a tag of each key, most used first (ties in byte order): a tenth of the time of `countTags`. */
  sumTags(query: EventQuery): Promise<{ key: string; events: number }[]>

  /**
   * Tag keys of the projects' events that match, with how many of those each has, most used first (ties in byte order). `values`: how many
   * different ones these projects have ever had of what is kept, whatever the search.
   */
  listTagKeys(query: EventSearch): Promise<{ key: string; events: number; values: number }[]>
  /** Values of one tag over the projects' events, most frequent first (ties in byte order); `contains` folds case. */
  listTagValues(
    query: EventSearch & { key: string; contains: string | null; limit: number; offset: number },
  ): Promise<TagFigures['values']>
  /** A table over events: the columns and figures of each row in their order, absent texts last whichever way. */
  tabulate(query: TableQuery): Promise<TableCell[][]>
  /** Per primary hash of an issue: events and the newest one. */
  countHashes(issueId: number): Promise<{ hash: string; events: number; latestEventId: string; lastSeen: number }[]>

  /** Keys of issues' events for removing their payloads, `limit` at a time, in no order; removed rows do not come again. */
  listEventKeys(
    where: { issueIds: number[] } | { projectId: number },
    limit: number,
  ): Promise<{ projectId: number; eventId: string; receivedAt: number }[]>
  deleteEvents(keys: { projectId: number; eventId: string; receivedAt: number }[]): Promise<number>
  /** Rows, tags and dictionary entries of a project. */
  deleteProject(projectId: number): Promise<void>
  /** Merge and unmerge: gives the events of these issues (with these primary hashes only, unless null) to another issue; how many. */
  moveEvents(query: { issueIds: number[]; hashes: string[] | null; into: number }): Promise<number>
  /** Everything that meta counts of an issue, counted from its events. Null when it has none. */
  recountIssue(issueId: number): Promise<RecountedIssue | null>

  /** Retention: removes the rows of events received before this time, and what `sweep` removes; how many rows. */
  deleteBefore(time: number): Promise<number>
  /**
   * Removes the texts (tags, users, stacks …) that no event has any more, so that what was deleted is really gone; how many. To be called
   * when a deletion is done. Does nothing when nothing was deleted since.
   */
  sweep(): Promise<number>

  checkIntegrity(): Promise<string[]>
  close(): Promise<void>
}

export interface EventBatch {
  spool: string
  from: number
  to: number
  rows: EventRow[]
}

/** Promoted columns; everything else searchable is in `tags`. */
export interface EventRow {
  projectId: number
  issueId: number
  eventId: string
  position: number
  timestamp: number
  receivedAt: number
  type: EventType
  level: Level
  platform: string
  title: string
  culprit: string
  /** Message or `type: value` in full up to 1,000 characters, for text search. */
  message: string
  location: string | null
  environment: string | null
  release: string | null
  dist: string | null
  transaction: string | null
  logger: string | null
  serverName: string | null
  errorType: string | null
  errorValue: string | null
  /** Null when the SDK did not say. */
  handled: boolean | null
  url: string | null
  sdkName: string | null
  sdkVersion: string | null
  browserName: string | null
  osName: string | null
  deviceFamily: string | null
  /** `id:…`, `email:…`, `username:…` or `ip:…`: what counts as one user. */
  userKey: string | null
  userId: string | null
  userEmail: string | null
  userName: string | null
  userIp: string | null
  geoCountry: string | null
  traceId: string | null
  replayId: string | null
  /** All tags, derived ones included; one value a key, sorted by key. */
  tags: [string, string][]
  /** Searchable details that are not tags, one value a key. */
  attributes: [AttributeKey, string][]
  /**
   * Searchable details with several values a key, from the whole chain of exceptions and all frames: JSON of `{[StackKey]: string[]}`, '' for
   * none. One text, because the events of an issue mostly share it: it is looked up as a whole.
   */
  stack: string
  /** The first of the event's grouping hashes (32 hex digits). */
  primaryHash: string
}

/** What is read back: all but what is there to be searched only. */
export type FoundEvent = Omit<EventRow, 'attributes' | 'stack'>

/** Attributes with one value an event. Engines keep them in this order: add at the end only. */
export const attributeKeys = [
  'http.method',
  'http.referer',
  'http.status_code',
  'geo.city',
  'geo.region',
  'geo.subdivision',
  'device.arch',
  'device.brand',
  'device.model_id',
  'device.name',
  'device.uuid',
  'device.locale',
  'device.orientation',
  'device.online',
  'device.charging',
  'device.simulator',
  'device.battery_level',
  'device.screen_density',
  'device.screen_dpi',
  'device.screen_height_pixels',
  'device.screen_width_pixels',
  'os.version',
  'os.build',
  'os.kernel_version',
  'app.in_foreground',
  'app.version',
  'app.build',
  'app.identifier',
  'culture.locale',
  'culture.timezone',
  'error.main_thread',
] as const
export type AttributeKey = (typeof attributeKeys)[number]

/** Attributes with several. Of `error.value` the main exception's is `EventRow.errorValue`, the others are here; a search looks at both. */
export const stackKeys = [
  'stack.filename',
  'stack.function',
  'stack.module',
  'stack.abs_path',
  'stack.package',
  'stack.in_app',
  'stack.lineno',
  'stack.colno',
  'error.type',
  'error.value',
  'error.mechanism',
] as const
export type StackKey = (typeof stackKeys)[number]

/** start ≤ timestamp < end, null = open; environments as in `EventQuery`. */
export interface EventSearch {
  projectIds: number[]
  environments: string[] | null
  start: number | null
  end: number | null
  where: Condition<EventCondition>
}

export type MatchedFigure = 'events' | 'firstSeen' | 'lastSeen' | 'users'

/** One entry an issue in each column, none in those not asked for; times in milliseconds since 1970. */
export interface MatchedIssues {
  issueIds: Float64Array
  events: Float64Array
  firstSeen: Float64Array
  lastSeen: Float64Array
  users: Float64Array
}

/** start ≤ timestamp < end, null = open. The environment '' stands for events that name none; null = all. */
export interface EventQuery {
  issueId: number
  environments: string[] | null
  start: number | null
  end: number | null
}

export interface EventPoint {
  timestamp: number
  eventId: string
}

/** Where an event is: what it takes to read the rest of it. */
export interface EventPlace extends EventPoint {
  projectId: number
  issueId: number
  receivedAt: number
}

/** As `EventQuery`, for many issues at once. */
export interface IssuesQuery {
  issueIds: number[]
  environments: string[] | null
  start: number | null
  end: number | null
}

export interface IssueFigures {
  issueId: number
  events: number
  users: number
  firstSeen: number
  lastSeen: number
}

export interface TagFigures {
  key: string
  totalValues: number
  uniqueValues: number
  values: { value: string; count: number; firstSeen: number; lastSeen: number }[]
}
