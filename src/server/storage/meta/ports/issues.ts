import type { EventType, JsonObject, Level } from '../../../../protocol/event.ts'
import type { Condition, IssueCondition } from '../../condition.ts'
import type { RecountedIssue } from '../../recount.ts'
import type { RichEvent } from '../../richest.ts'
import type { NewAttachment } from './attachments.ts'
import type { OutcomeCount } from './outcomes.ts'

export const issueStatuses = ['unresolved', 'resolved', 'ignored'] as const

export type IssueStatus = (typeof issueStatuses)[number]

export const issueSubstatuses = [
  'new',
  'ongoing',
  'regressed',
  'escalating',
  'archived_until_escalating',
  'archived_until_condition_met',
  'archived_forever',
] as const

export type IssueSubstatus = (typeof issueSubstatuses)[number]

export interface Issue {
  id: number
  projectId: number
  /** Counts up within the project; the short id is `SLUG-` + base32 of it. */
  number: number
  type: EventType
  level: Level
  platform: string
  title: string
  culprit: string
  location: string | null
  logger: string | null
  metadata: JsonObject
  status: IssueStatus
  substatus: IssueSubstatus | null
  firstSeen: number
  lastSeen: number
  timesSeen: number
  firstRelease: string | null
  lastRelease: string | null
  resolvedAt: number | null
  /** Whether its newest event says the error was handled; null when no event said. */
  isUnhandled: boolean
  firstEventId: string
  lastEventId: string
  /** The event to show first; null when only the events view can tell: of issues older than this was kept. */
  recommendedEvent: RichEvent | null
  assigneeUserId: number | null
  assigneeTeamId: number | null
  createdAt: number
  priority: IssuePriority
  /** Whether a person set it: then the digest leaves it alone. */
  isPriorityLocked: boolean
  /** Distinct users of its whole life: exact up to 1,024, then an estimate with a standard error of 0.8 %; never more than `timesSeen`. */
  usersSeen: number
  /** Why it will count as solved, while it is resolved; null: at once, whatever the release. */
  resolution: Resolution | null
  /** When it comes back by itself, while it is ignored. */
  snooze: Snooze | null
  /** New, regressed or escalating and nobody marked it as reviewed. */
  needsReview: boolean
  /** Part of the link that shows the issue to people without an account; null = not shared. */
  shareId: string | null
  commentCount: number
  userReportCount: number
}

export const issuePriorities = ['high', 'medium', 'low'] as const

export type IssuePriority = (typeof issuePriorities)[number]

export type Resolution =
  /** Solved in this release: events of older ones, and of itself when `isNext`, are no regression. */
  | { kind: 'release'; release: string; isNext: boolean }
  /** Solved by a commit that no release has yet; it becomes `release` when one brings it. */
  | { kind: 'commit'; repositoryId: number | null; commit: string }

/**
 * The issue comes back when any of the set conditions is met: by its time as ongoing (`wakeSnoozed`), by a count as escalating, with the event
 * that is one too many. Counts are counted from the moment it was ignored; users are those it had not met, or within a window any.
 */
export interface Snooze {
  /** Milliseconds since 1970. */
  until: number | null
  /** After so many more events, within `windowMinutes` if set. */
  count: number | null
  windowMinutes: number | null
  /** After so many more users, within `userWindowMinutes` if set. */
  userCount: number | null
  userWindowMinutes: number | null
  /** What the counters stood at. */
  base: { at: number; timesSeen: number; usersSeen: number }
}

export const activityTypes = [
  'first_seen',
  'set_resolved',
  'set_resolved_in_release',
  'set_resolved_in_commit',
  'set_unresolved',
  'set_ignored',
  'set_regression',
  'set_escalating',
  'auto_set_ongoing',
  'set_priority',
  'assigned',
  'unassigned',
  'note',
  'merge',
  'unmerge_source',
  'unmerge_destination',
  'mark_reviewed',
  'set_public',
  'set_private',
  'deleted_attachment',
] as const

export type ActivityType = (typeof activityTypes)[number]

export interface Activity {
  id: number
  issueId: number
  type: ActivityType
  userId: number | null
  data: JsonObject
  createdAt: number
}

/** A change that people (or a job: `userId` null) make; what is left out stays. */
export interface IssueChange {
  userId: number | null
  at: number
  status?: {
    status: IssueStatus
    substatus: IssueSubstatus | null
    resolution?: Resolution | null
    snooze?: Omit<Snooze, 'base'> | null
  }
  /** Null unassigns. */
  assignee?: { userId: number } | { teamId: number } | null
  priority?: IssuePriority
  isReviewed?: true
  /** A new random id shares, null stops sharing. */
  shareId?: string | null
}

/** What one person keeps about an issue. */
export interface IssueMark {
  issueId: number
  userId: number
  isBookmarked: boolean
  /** Null: never said; then who takes part (assigned, commented) is subscribed. */
  isSubscribed: boolean | null
  /** When last looked at. */
  seenAt: number | null
}

export interface UserReport {
  id: number
  projectId: number
  /** Null until the event comes in. */
  issueId: number | null
  eventId: string
  name: string
  email: string
  comments: string
  createdAt: number
}

/** Work that follows a change in meta through the other stores: kept here until it is done, so that a kill does not lose it. */
export type IssueJob = { id: number; createdAt: number } & IssueJobWork

export type IssueJobWork =
  | {
      kind: 'delete'
      projectId: number
      issueIds: number[]
      /**
       * Which hashes were whose, and how far meta was then: events from before that are theirs, whoever owns the hashes by now. For the events
       * view, when it catches up while the job waits.
       */
      hashes: { hash: string; issueId: number }[]
      offsets: { spool: string; position: number }[]
    }
  /** Events of these issues now belong to `into`. */
  | { kind: 'merge'; issueIds: number[]; into: number }
  /** Events with these primary hashes leave `from` for the new issue `into`, whose figures are counted from them. */
  | { kind: 'unmerge'; from: number; into: number; hashes: string[] }
  /** What meta counts of these issues is counted anew from their events (an upgrade that brought new figures). */
  | { kind: 'recount'; issueIds: number[] }
  /** All of a deleted project. */
  | { kind: 'deleteProject'; projectId: number }

/** Events of an issue in one hour. */
export interface IssueHour {
  /** Milliseconds since 1970, a whole hour. */
  hour: number
  events: number
}

/** One digested event on its way into an issue. */
export interface Occurrence {
  projectId: number
  eventId: string
  position: number
  /** When it happened (drift-corrected), decides first and last seen. */
  timestamp: number
  receivedAt: number
  hashes: string[]
  /** `id:…`, `email:…`, `username:…` or `ip:…`: what counts as one user. */
  userKey: string | null
  type: EventType
  level: Level
  platform: string
  title: string
  culprit: string
  location: string | null
  logger: string | null
  metadata: JsonObject
  release: string | null
  environment: string | null
  isUnhandled: boolean
  /** How much it has to show (richest.ts). */
  parts: number
}

/** Sessions of a release in an environment of a project that a batch brought; '' for a release or environment that is not named. */
export interface SessionSighting {
  projectId: number
  release: string
  environment: string
  /** When the oldest of them started. */
  firstStarted: number
}

/** What one run of the digest adds to this view: applied whole, together with the offset, or not at all. */
export interface DigestBatch {
  spool: string
  /** Must equal the view's offset, else nothing is applied (`applied: false`). */
  from: number
  to: number
  /** In spool order, without duplicates. */
  occurrences: Occurrence[]
  outcomes: OutcomeCount[]
  /** One a project, release and environment. */
  sessions?: SessionSighting[]
  /** Projects that replays came of. */
  replayProjectIds?: number[]
  /** Their blobs are durable. Those of the batch's occurrences join their issues; those of deleted projects are left out. */
  attachments?: NewAttachment[]
}

export interface Assignment {
  issueId: number
  isNew: boolean
  isRegression: boolean
}

export interface IssueStore {
  /**
   * Finds or creates the issue of every occurrence (the first issue owning any of its hashes; new hashes join it), adds up
   * counts, hours, users, first and last seen, turns resolved issues that are seen again into regressions (see regression.ts), brings
   * back snoozed ones whose counts are reached and archived ones that escalate (see escalation.ts), remembers releases, environments
   * and the project's first event, keeps attachments, gives user reports and attachments that came before their event its issue, counts
   * outcomes and commits the offset: one transaction. Releases and environments that only sessions name are created too, a release dated by
   * the oldest of its events and sessions; first and last seen and new issues are those of events alone. What is of a project that is gone (deleted
   * since it was taken in) is left out; assignments are one an occurrence, in order, null for those. A new issue's priority is high (fatal,
   * error, unhandled), medium (warning) or low; one that escalates becomes high, unless a person said how urgent it is.
   */
  recordBatch(batch: DigestBatch): Promise<{ applied: boolean; assignments: (Assignment | null)[] }>
  /** Issue id for each list of hashes, null when none owns any; no writes. For rebuilding the events view. */
  resolveHashes(keys: { projectId: number; hashes: string[] }[]): Promise<(number | null)[]>

  findIssue(id: number): Promise<Issue | null>
  /** The number of a merged issue leads to the issue that it was merged into. */
  findIssueByNumber(projectId: number, number: number): Promise<Issue | null>
  /** By the id that it is shared under. */
  findSharedIssue(shareId: string): Promise<Issue | null>
  findIssues(ids: number[]): Promise<Issue[]>
  listHashes(issueId: number): Promise<string[]>

  /** One page of the issues that match, and how many do. Issues on their way out (see `deleteIssues`) are in no answer. */
  searchIssues(query: IssueSearch): Promise<IssuePage>
  /** Ids, ascending, of the issues that match; of these `ids` only, unless null; at most `limit`. */
  matchIssues(query: {
    projectIds: number[]
    where: Condition<IssueCondition>
    ids: number[] | null
    limit: number
  }): Promise<number[]>

  /**
   * Applies a change to all of these in one transaction, with an activity for each part of it that really changes an issue; gives the ids
   * of the issues that it changed. Resolving sets resolvedAt, reopening and ignoring clear it; a status change marks as reviewed and ends
   * the snooze and the resolution that were. A priority is the person's from then on, even when it stays the same.
   * The thread is busy for some 60 µs an issue: callers with many ids come with 250 at a time, and others get their turn between.
   */
  changeIssues(ids: number[], change: IssueChange): Promise<number[]>
  markIssues(
    ids: number[],
    userId: number,
    mark: Partial<Pick<IssueMark, 'isBookmarked' | 'isSubscribed' | 'seenAt'>>,
  ): Promise<void>
  /** Marks of one person on these issues; those without any are left out. */
  listMarks(issueIds: number[], userId: number): Promise<IssueMark[]>
  /** People who looked at the issue, last first; people who take part: subscribed, assigned or authors of notes, but for who unsubscribed. */
  listSeenBy(issueId: number, limit: number): Promise<{ userId: number; seenAt: number }[]>
  listParticipants(issueId: number): Promise<number[]>

  /** Newest first. */
  listActivity(issueId: number, limit: number, before?: { createdAt: number; id: number }): Promise<Activity[]>
  addNote(row: { issueId: number; userId: number | null; text: string; createdAt: number }): Promise<Activity>
  updateNote(id: number, issueId: number, text: string): Promise<Activity | null>
  deleteNote(id: number, issueId: number): Promise<boolean>

  /** A second report of the same event and address replaces the first. */
  saveUserReport(row: Omit<UserReport, 'id'>): Promise<UserReport>
  listUserReports(query: {
    projectIds: number[]
    issueId: number | null
    limit: number
    before: { createdAt: number; id: number } | null
    /** True for the reports that come just after `before`; newest first all the same. */
    backwards?: boolean
  }): Promise<UserReport[]>

  /**
   * Takes the issues out of every answer at once, frees their hashes (the next such event begins a new issue) and files the job that removes
   * their events; `finishJob` of it removes the rows. Gives the ids that were there.
   */
  deleteIssues(projectId: number, ids: number[], at: number): Promise<number[]>
  /**
   * Moves hashes, counts, cells, notes, reports and marks of these issues to `into` and leaves a forwarding id for each; files the job that
   * moves their events. All must be of one project; gives the ids merged.
   */
  mergeIssues(into: number, ids: number[], by: { userId: number | null; at: number }): Promise<number[]>
  /** Moves hashes of an issue to a new issue and files the job that moves their events. Null when none of them is the issue's, or all are. */
  unmergeHashes(
    issueId: number,
    hashes: string[],
    by: { userId: number | null; at: number },
  ): Promise<{ issueId: number } | null>
  /** Where a merged issue went; null when it was not merged. */
  findMerged(id: number): Promise<number | null>
  listJobs(limit: number): Promise<IssueJob[]>
  fileJob(work: IssueJobWork, at: number): Promise<void>
  finishJob(id: number): Promise<void>
  /**
   * After an unmerge: sets what an issue stands at, counted anew from its events. False, and nothing is changed, when it is not (any more) at
   * `expected.timesSeen`: events came meanwhile, or it is gone.
   */
  replaceFigures(figures: RecountedIssue, expected: { timesSeen: number }): Promise<boolean>

  /** Events per issue and bucket from the hourly cells (null environments = all; '' = none named); start and interval are whole hours. */
  countIssueHours(query: {
    issueIds: number[]
    environments: string[] | null
    start: number
    end: number
    interval: number
  }): Promise<{ issueId: number; counts: number[] }[]>
  /** The hours in which an issue has events, from the hour `from` on (or backwards from it), that one included, `limit` of them; null: from the end. */
  listIssueHours(query: {
    issueId: number
    environments: string[] | null
    from: number | null
    backwards: boolean
    limit: number
  }): Promise<IssueHour[]>
  /** Per issue, within environments: events, first and last seen, of its whole life. Issues without events there are left out. */
  summarizeIssueEnvironments(
    issueIds: number[],
    environments: string[],
  ): Promise<{ issueId: number; events: number; firstSeen: number; lastSeen: number }[]>
  /**
   * Housekeeping: hours that began before `before` become part of a sum per environment, so that an issue's whole life stays known while its
   * hours are not kept for ever. A step for the issues behind this id; gives the last one looked at, null when all are done.
   */
  foldIssueHours(before: number, afterIssueId: number): Promise<number | null>
  /** Snoozes whose time is over come back; how many. Called every minute. */
  wakeSnoozed(now: number): Promise<number>
  /** New, regressed and escalating issues are ongoing seven days after they became so; how many. Called every minute. */
  settleIssues(now: number): Promise<number>
}

/** `priority`: high first, last seen within one; `user`: usersSeen; `trends`: see `IssueSearch.now`. */
export const issueSorts = ['date', 'new', 'priority', 'freq', 'user', 'trends'] as const

export type IssueSort = (typeof issueSorts)[number]

/** A page of issues by their own state. Highest sort value first, the newer issue first among equals. */
export interface IssueSearch {
  projectIds: number[]
  where: Condition<IssueCondition>
  sort: IssueSort
  limit: number
  /** Position after which the page starts: the sort value and the id of the last row seen. */
  after: { value: number; id: number } | null
  /** True to walk backwards from `after`. */
  backwards: boolean
  /**
   * Now, for `trends`: events of the last 24 hours over one more than the daily mean of the 7 days before them, by whole hours. Issues
   * without events in the last 24 hours come behind all others, last seen first.
   */
  now: number
}

export interface IssuePage {
  /** In the query's order, also when walked backwards. */
  issues: Issue[]
  /** Sort value of each issue, for cursors. */
  values: number[]
  hasMore: boolean
  /** How many match in all, counted up to 1000. */
  hits: number
}

/** Every method may be called from another thread. */
export const issueMethods = {
  recordBatch: true,
  resolveHashes: true,
  findIssue: true,
  findIssueByNumber: true,
  findSharedIssue: true,
  findIssues: true,
  listHashes: true,
  searchIssues: true,
  matchIssues: true,
  changeIssues: true,
  markIssues: true,
  listMarks: true,
  listSeenBy: true,
  listParticipants: true,
  listActivity: true,
  addNote: true,
  updateNote: true,
  deleteNote: true,
  saveUserReport: true,
  listUserReports: true,
  deleteIssues: true,
  mergeIssues: true,
  unmergeHashes: true,
  findMerged: true,
  listJobs: true,
  fileJob: true,
  finishJob: true,
  replaceFigures: true,
  countIssueHours: true,
  listIssueHours: true,
  summarizeIssueEnvironments: true,
  foldIssueHours: true,
  wakeSnoozed: true,
  settleIssues: true,
} as const satisfies Record<keyof IssueStore, true>
