import type { EventType, Level } from '../../../protocol/event.ts'

/**
 * The events view: one row an event, columns only (the payload is in the payload store). Engines: DuckDB (embedded),
 * ClickHouse (scale-out). Times are milliseconds since 1970.
 */
export interface EventStore {
  offset(spool: string): Promise<number>
  /** Rows and offset in one transaction; a batch whose `from` is not the offset is not applied (false). */
  append(batch: EventBatch): Promise<boolean>

  /** Events of an issue, newest first (or oldest first), paged by (timestamp, eventId). */
  listEvents(
    query: EventQuery & { limit: number; oldestFirst?: boolean; after: EventPoint | null },
  ): Promise<EventRow[]>
  findEvent(projectIds: number[], eventId: string): Promise<EventRow | null>
  /** `recommended`: the newest event among those with the most to show (replay, release, user, url), of the last 7 days of the issue if any. */
  edgeEvent(query: EventQuery, edge: 'latest' | 'oldest' | 'recommended'): Promise<EventRow | null>
  /** Ids of the next older (`previous`) and next newer (`next`) event within the query; of one moment, by event id. */
  neighbours(query: EventQuery, of: EventPoint): Promise<{ previous: string | null; next: string | null }>

  /** Per issue: events, distinct users, first and last seen within the query's window and environments; issues without events are left out. */
  summarizeIssues(query: IssuesQuery): Promise<IssueFigures[]>
  /** Event counts per issue and bucket, for every issue asked for: `counts[i]` for the bucket that starts at `start + i * interval`. */
  countSeries(
    query: IssuesQuery & { start: number; end: number; interval: number },
  ): Promise<{ issueId: number; counts: number[] }[]>
  /** Ids of the issues with an event in these environments within the window, last seen first, for environment filters. */
  issuesSeenIn(query: {
    projectIds: number[]
    environments: string[]
    start: number | null
    end: number | null
    limit: number
  }): Promise<number[]>
  /** Tag distribution of one issue: every key (most used first), with its most frequent values (ties in byte order). */
  countTags(query: EventQuery & { keys: string[] | null; topValues: number }): Promise<TagFigures[]>

  /** Retention: removes the rows of events received before this time; how many. */
  deleteBefore(time: number): Promise<number>

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
  /** All tags, derived ones included. */
  tags: [string, string][]
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
