import type { Comparison, Condition, TextMatch } from '../condition.ts'
import type { ReplayBatch, ReplayClick, ReplayElement } from './records.ts'

/**
 * The replays view: one row a segment, and each replay folded from its segments and from the events of its organisation that name it, so that what is known of it does
 * not depend on the order in which they came. Times are milliseconds since 1970. The recordings themselves are in the blob store (kind
 * `replays`). Engine: SQLite (embedded), see docs/adr.
 */
export interface ReplayStore {
  /** Up to where a spool has been applied; grows only with batches that hold something. */
  offset(spool: string): Promise<number>
  /**
   * Folds what the batch holds and moves the offset to its end, in one transaction. What stands before the offset has been folded and is
   * passed over, so that a batch may be recorded again after a kill, also cut at other places.
   */
  record(batch: ReplayBatch): Promise<void>

  /** A page of the replays that the query finds. Those known by links alone are not listed until a segment comes. */
  search(query: ReplayQuery): Promise<Replay[]>
  /** Null when no segment of it ever came. A replay that was deleted is there as `isArchived` until it is past retention, with nothing but its id and times. */
  find(query: { projectIds: number[]; replayId: string; viewerId: number | null }): Promise<Replay | null>
  /** Which of these are there and not archived, in the order asked; of any time unless told. */
  listExisting(query: {
    projectIds: number[]
    replayIds: string[]
    start: number | null
    end: number | null
  }): Promise<string[]>

  /** Keys of the tags of replays that are not archived, those that most have first, then by code points. */
  listTagKeys(query: ReplayScope): Promise<{ key: string; replays: number; values: number }[]>
  /** Values of replays that are not archived, those that most have first, then by code points; `contains` folds case. */
  listValues(
    query: ReplayScope & { of: ReplayValueField; contains: string | null; limit: number },
  ): Promise<ReplayValue[]>

  /** By number. */
  listSegments(
    projectId: number,
    replayId: string,
    page: { limit: number; offset: number },
  ): Promise<ReplaySegmentRow[]>
  findSegment(projectId: number, replayId: string, segmentId: number): Promise<ReplaySegmentRow | null>
  /** By time, then segment and place in it. */
  listClicks(projectId: number, replayId: string, page: { limit: number; offset: number }): Promise<ReplayClick[]>
  /** Elements that were clicked in vain, each once a project. */
  listSelectors(query: SelectorQuery): Promise<ReplaySelector[]>

  /** False when there is no such replay. Seen again: the newest time counts. */
  markViewed(view: { projectId: number; replayId: string; userId: number; at: number }): Promise<boolean>
  /** In the order in which they saw it first. */
  listViewers(projectId: number, replayId: string): Promise<ReplayViewer[]>

  /**
   * Archives these: rows go at once, what comes of them later is passed over, their blobs are remembered as `listDeadBlobs` until they are gone.
   * How many there were that were not archived yet.
   */
  deleteReplays(projectId: number, replayIds: string[]): Promise<number>
  /** Blobs that no row needs any more: of deleted replays, and of segments that came twice. */
  listDeadBlobs(limit: number): Promise<ReplayBlob[]>
  /** They are gone from the blob store. */
  forgetBlobs(blobs: ReplayBlob[]): Promise<void>

  createDeletion(deletion: NewReplayDeletion): Promise<ReplayDeletion>
  /** Newest first. */
  listDeletions(projectId: number, page: { limit: number; offset: number }): Promise<ReplayDeletion[]>
  findDeletion(projectId: number, id: number): Promise<ReplayDeletion | null>
  /** Those that have not ended, oldest first: after a start. */
  listOpenDeletions(): Promise<ReplayDeletion[]>
  /** `deleted` is added to the count. Null when there is no such deletion. */
  updateDeletion(
    id: number,
    change: { status: ReplayDeletionStatus; deleted: number; at: number },
  ): Promise<ReplayDeletion | null>

  /** All of a project; what is recorded of it afterwards is passed over (blobs: `BlobStore.removeProject`). */
  deleteProject(projectId: number): Promise<void>
  /**
   * Retention: removes replays of which nothing was received since the UTC day of this time began, and links that found no replay. Their blobs
   * go by the day (`BlobStore.dropBefore`, a day later: a replay may span midnight). How many replays.
   */
  deleteBefore(time: number): Promise<number>

  checkIntegrity(): Promise<string[]>
  close(): Promise<void>
}

/** Where replays are looked for. */
export interface ReplayScope {
  projectIds: number[]
  /** Of any, unless null. */
  environments: string[] | null
  /** A replay is in the range when it started before its end and finished at its start or later. */
  start: number
  end: number
}

export interface ReplayQuery extends ReplayScope {
  where: Condition<ReplayCondition>
  /** Texts by code points. Without a value: last, whichever way. Ties: the one that started later first, then by replay id and project. */
  sort: { key: ReplaySortKey; descending: boolean }
  limit: number
  offset: number
  /** Whose views `hasViewed` tells; null for nobody's. */
  viewerId: number | null
}

/** Numbers of a replay that can be asked for and sorted by. `duration` in seconds. */
export const replayNumbers = [
  'activity',
  'duration',
  'countDeadClicks',
  'countRageClicks',
  'countErrors',
  'countWarnings',
  'countInfos',
  'countSegments',
  'countUrls',
  'countClicks',
  'countTaps',
  'countMultiClicks',
  'countInputs',
  'countConsoleMessages',
  'countRequests',
  'countWebVitals',
  'countMutations',
  'countHydrationErrors',
] as const
export type ReplayNumber = (typeof replayNumbers)[number]

/** Texts of which a replay has one at most. */
export const replayTexts = [
  'environment',
  'dist',
  'platform',
  'replayType',
  'userId',
  'userEmail',
  'userName',
  'userIp',
  'sdkName',
  'sdkVersion',
  'osName',
  'osVersion',
  'browserName',
  'browserVersion',
  'deviceName',
  'deviceBrand',
  'deviceFamily',
  'deviceModel',
  'otaChannel',
  'otaRuntimeVersion',
  'otaUpdateId',
] as const
export type ReplayText = (typeof replayTexts)[number]

/** Texts of which it may have several; one that matches is enough. */
export const replayTextLists = ['url', 'release', 'segmentName'] as const
export type ReplayTextList = (typeof replayTextLists)[number]

/** What replays have values of. */
export type ReplayValueField = { kind: 'tag'; key: string } | { kind: 'text'; field: ReplayText | ReplayTextList }

export interface ReplayValue {
  value: string
  /** How many replays have it. */
  count: number
  /** The earliest start and the latest end of one that has it. */
  firstSeen: number
  lastSeen: number
}

export const replayIdLists = ['errorIds', 'warningIds', 'infoIds', 'traceIds'] as const
export type ReplayIdList = (typeof replayIdLists)[number]

export type ReplaySortKey = 'startedAt' | 'finishedAt' | 'projectId' | ReplayNumber | ReplayText

/** What is absent fails every test; only `not` turns it into a match. Of archived replays only id, project, times and duration are there, their other numbers are 0. */
export type ReplayCondition =
  /** 32 hex digits each. */
  | { kind: 'replays'; replayIds: string[] }
  | { kind: 'projects'; projectIds: number[] }
  | { kind: 'number'; field: ReplayNumber; comparison: Comparison; value: number }
  /** Milliseconds since 1970. */
  | { kind: 'time'; field: 'startedAt' | 'finishedAt'; comparison: Comparison; value: number }
  | { kind: 'text'; field: ReplayText | ReplayTextList; match: TextMatch }
  | { kind: 'has'; field: ReplayText | ReplayTextList | ReplayIdList }
  | { kind: 'tag'; key: string; match: TextMatch }
  | { kind: 'hasTag'; key: string }
  /** One of these ids (32 hex digits) is in the list. */
  | { kind: 'ids'; field: ReplayIdList; ids: string[] }
  /** There was a click (a dead one, a rage click) on one element that meets all parts; on any element without parts. */
  | { kind: 'click'; clicks: 'all' | 'dead' | 'rage'; parts: ReplayClickPart[] }
  | { kind: 'viewedBy'; userIds: number[] }
  | { kind: 'archived' }

/** Of an element. `class`: one of its classes matches. A part that the element does not have fails every test. */
export interface ReplayClickPart {
  part: 'tag' | 'id' | 'class' | 'text' | 'role' | 'alt' | 'testId' | 'ariaLabel' | 'title' | 'componentName'
  match: TextMatch
}

/** So much of each list is kept: the first by segment number and place in it; events by time and id. Counts of events and urls are those of what is kept. */
export const mostUrls = 1000
export const mostIds = 1000
export const mostTags = 1000
export const mostReleases = 100
export const mostSegmentNames = 100
export const mostElements = 100

/** A replay as its segments and links tell it. Texts: of the newest segment (highest number) that tells one. */
export interface Replay {
  /** 32 hex digits. */
  replayId: string
  projectId: number
  /** The earliest and the latest told. */
  startedAt: number
  finishedAt: number
  /** Whole seconds. */
  duration: number
  /** `replayActivity` of it. */
  activity: number
  isArchived: boolean
  /** By the viewer of the query. */
  hasViewed: boolean
  /** How it began: of the first segment there is. */
  replayType: 'session' | 'buffer'
  /** Distinct numbers that came. */
  countSegments: number
  countErrors: number
  countWarnings: number
  countInfos: number
  countUrls: number
  countClicks: number
  countDeadClicks: number
  countRageClicks: number
  countTaps: number
  countMultiClicks: number
  countInputs: number
  countConsoleMessages: number
  countRequests: number
  countWebVitals: number
  countMutations: number
  countHydrationErrors: number
  /** In order of segments, the same one after itself once. */
  urls: string[]
  /**
   * Distinct. Where an event that names the replay came, its level says in which list it is (error and fatal, warning, all others);
   * ids that only segments tell are errors.
   */
  errorIds: string[]
  warningIds: string[]
  infoIds: string[]
  /** Distinct: those that segments tell, then those of linked events. */
  traceIds: string[]
  releases: string[]
  segmentNames: string[]
  environment: string | null
  dist: string | null
  platform: string | null
  user: { id: string | null; username: string | null; email: string | null; ip: string | null }
  geo: { city: string | null; countryCode: string | null; region: string | null; subdivision: string | null }
  sdk: { name: string | null; version: string | null }
  os: { name: string | null; version: string | null }
  browser: { name: string | null; version: string | null }
  device: { name: string | null; brand: string | null; model: string | null; family: string | null }
  otaUpdates: { channel: string | null; runtimeVersion: string | null; updateId: string | null }
  /** Sorted by key; all values that segments told, in their order. */
  tags: [key: string, values: string[]][]
  /** Distinct elements that were clicked, in their order. */
  clicks: ReplayElement[]
}

/** 1 to 10 (of an archived replay 0), as Sentry computes it (`src/sentry/replays/query.py`, `_activity_score`). */
export function replayActivity({ countErrors, countUrls }: { countErrors: number; countUrls: number }): number {
  return Math.max(1, Math.min(10, Math.floor((countErrors * 25 + countUrls * 5) / 10)))
}

export interface ReplaySegmentRow {
  projectId: number
  replayId: string
  segmentId: number
  receivedAt: number
  startedAt: number
  finishedAt: number
  /** Null when the SDK sent none (yet). Its blob: kind `replays`, this project, `at` and `blobId`. */
  recording: { blobId: string; at: number; kind: 'rrweb' | 'video'; bytes: number } | null
}

export interface SelectorQuery {
  projectIds: number[]
  /** Told by the segment of the click; of any, unless null. */
  environments: string[] | null
  /** Clicks of the hours that these fall into, and those between. */
  start: number
  end: number
  /** Ties: by project, then by the element. */
  sort: { key: 'countDeadClicks' | 'countRageClicks'; descending: boolean }
  limit: number
  offset: number
}

export interface ReplaySelector {
  projectId: number
  /** `text` and `componentName` are empty: they do not tell selectors apart. */
  element: ReplayElement
  countDeadClicks: number
  countRageClicks: number
}

export interface ReplayViewer {
  userId: number
  /** Last. */
  viewedAt: number
}

export interface ReplayBlob {
  projectId: number
  /** The time of its key. */
  at: number
  blobId: string
}

export const replayDeletionStatuses = ['pending', 'in-progress', 'completed', 'failed'] as const
export type ReplayDeletionStatus = (typeof replayDeletionStatuses)[number]

/** A wish to delete what a search finds. The search text is kept as it was asked; whoever runs it reads it. */
export interface NewReplayDeletion {
  organizationId: number
  projectId: number
  rangeStart: number
  rangeEnd: number
  environments: string[]
  query: string
  createdAt: number
}

export interface ReplayDeletion extends NewReplayDeletion {
  id: number
  status: ReplayDeletionStatus
  countDeleted: number
  updatedAt: number
}

/** Every method may be called from another thread. */
export const replayMethods = {
  offset: true,
  record: true,
  search: true,
  find: true,
  listExisting: true,
  listTagKeys: true,
  listValues: true,
  listSegments: true,
  findSegment: true,
  listClicks: true,
  listSelectors: true,
  markViewed: true,
  listViewers: true,
  deleteReplays: true,
  listDeadBlobs: true,
  forgetBlobs: true,
  createDeletion: true,
  listDeletions: true,
  findDeletion: true,
  listOpenDeletions: true,
  updateDeletion: true,
  deleteProject: true,
  deleteBefore: true,
  checkIntegrity: true,
} as const satisfies Record<Exclude<keyof ReplayStore, 'close'>, true>
