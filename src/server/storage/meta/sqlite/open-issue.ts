import type { Database } from '../../sqlite/database.ts'
import { blob, flag, integer, integerOrNull, oneOf, text, textOrNull } from '../../sqlite/rows.ts'
import {
  type IssuePriority,
  type IssueStatus,
  type IssueSubstatus,
  issueStatuses,
  issueSubstatuses,
  type Occurrence,
  type Resolution,
  type Snooze,
} from '../ports/issues.ts'
import { addRich, type Richest } from '../../richest.ts'
import { addUsers, emptySketch, type UserSketch } from '../../user-sketch.ts'
import { addCell, hourOf, type IssueCell } from './issue-cells.ts'
import { readRichest, writeRichest } from './issue-richest.ts'
import { priorityRanks, readPriority, readResolution, readSnooze } from './issue-rows.ts'
import { inlineSketch, readSketch, usersAmong, writeLargeSketch } from './issue-users.ts'

/** What an occurrence can change of an issue, in memory from its first occurrence in the batch to the end of it. */
export interface OpenIssue {
  id: number
  projectId: number
  status: IssueStatus
  substatus: IssueSubstatus | null
  resolution: Resolution | null
  snooze: Snooze | null
  archivedAt: number | null
  needsReview: boolean
  priority: IssuePriority
  isPriorityLocked: boolean
  firstSeen: number
  lastSeen: number
  timesSeen: number
  firstRelease: string | null
  firstReleaseAt: number | null
  lastRelease: string | null
  lastReleaseAt: number | null
  resolvedAt: number | null
  firstEventId: string
  lastEventId: string
  /** Null: unknown. */
  richest: Richest | null
  /** What the issue shows of itself: its newest event's. */
  shown: Shown
  /** That event, when the batch brought it. */
  newest: Occurrence | null
  /** As stored. */
  usersSeen: number
  /** Whom it has met, but for `newUsers`; null while that is in a row of its own that nobody has asked for. */
  users: UserSketch | null
  /** Users that the batch brought, whether it had met them or not. */
  newUsers: Set<number>
  /** Events that the batch brought, few an issue: looked through rather than looked up. */
  cells: IssueCell[]
  /** Stored events in an hour and in each of the 168 before it, oldest first, by that hour: read for archived issues only. */
  weeks: Map<number, number[]> | null
  isChanged: boolean
  /** Whether its state or its first event changed too, which is rare. */
  isTurned: boolean
  /** Whether the batch brought users that it had not met. */
  hasMetUsers: boolean
}

/** Columns that come from the newest event, in the order of `shownColumns`. */
type Shown = (string | number | null)[]

export const shownColumns = 'level, type, platform, title, culprit, location, logger, metadata, is_unhandled'

function shownBy(event: Occurrence): Shown {
  const { level, type, platform, title, culprit, location, logger, metadata, isUnhandled } = event
  return [level, type, platform, title, culprit, location, logger, JSON.stringify(metadata), Number(isUnhandled)]
}

/** What a new issue is worth before anybody looks at it. */
function priorityOf({ level, isUnhandled }: Occurrence): IssuePriority {
  if (isUnhandled || level === 'fatal' || level === 'error') return 'high'
  return level === 'warning' ? 'medium' : 'low'
}

/** Writes the row of a new issue, in the state that its first occurrence leaves it in but for its hour. */
export function insertIssue(
  database: Database,
  number: number,
  occurrence: Occurrence,
  userHash: number | null,
): OpenIssue {
  const { projectId, timestamp, receivedAt, eventId, release, parts } = occurrence
  const richest = addRich([], { eventId, timestamp, receivedAt, parts })
  const releaseAt = release === null ? null : timestamp
  const shown = shownBy(occurrence)
  const priority = priorityOf(occurrence)
  const users = userHash === null ? emptySketch : addUsers(emptySketch, [userHash])
  const usersSeen = userHash === null ? 0 : 1
  const { lastInsertRowid: id } = database.run(
    `INSERT INTO issues (project_id, number, status, substatus, first_seen, last_seen, times_seen, users_seen, users, search_text,
       first_release, first_release_at, last_release, last_release_at, first_event_id, last_event_id, richest, created_at, priority,
       needs_review, ${shownColumns})
     VALUES (?, ?, 'unresolved', 'new', ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    projectId,
    number,
    timestamp,
    timestamp,
    usersSeen,
    inlineSketch(users),
    searchText(occurrence),
    release,
    releaseAt,
    release,
    releaseAt,
    eventId,
    eventId,
    writeRichest(richest),
    receivedAt,
    priorityRanks[priority],
    ...shown,
  )
  return {
    id,
    projectId,
    status: 'unresolved',
    substatus: 'new',
    resolution: null,
    snooze: null,
    archivedAt: null,
    needsReview: true,
    priority,
    isPriorityLocked: false,
    firstSeen: timestamp,
    lastSeen: timestamp,
    timesSeen: 1,
    firstRelease: release,
    firstReleaseAt: releaseAt,
    lastRelease: release,
    lastReleaseAt: releaseAt,
    resolvedAt: null,
    firstEventId: eventId,
    lastEventId: eventId,
    richest,
    shown,
    newest: null,
    usersSeen,
    users,
    ...nothingYet(),
  }
}

function nothingYet() {
  return {
    cells: [],
    weeks: null,
    isChanged: false,
    isTurned: false,
    newUsers: new Set(),
    hasMetUsers: false,
  } satisfies Partial<OpenIssue>
}

export function readOpenIssue(database: Database, id: number, projectId: number): OpenIssue {
  const row = database.get(
    `SELECT status, substatus, resolution, snooze, archived_at, needs_review, priority, is_priority_locked, first_seen, last_seen,
       times_seen, users_seen, users, first_release, first_release_at, last_release, last_release_at, resolved_at, first_event_id, last_event_id,
       richest, ${shownColumns}
     FROM issues WHERE id = ?`,
    id,
  )
  if (!row) throw new Error(`issue ${id} owns a hash but does not exist`)
  const shown: Shown = [
    text(row, 'level'),
    text(row, 'type'),
    text(row, 'platform'),
    text(row, 'title'),
    text(row, 'culprit'),
    textOrNull(row, 'location'),
    textOrNull(row, 'logger'),
    text(row, 'metadata'),
    integer(row, 'is_unhandled'),
  ]
  return {
    id,
    projectId,
    status: oneOf(issueStatuses, row, 'status'),
    substatus: row.substatus === null ? null : oneOf(issueSubstatuses, row, 'substatus'),
    resolution: readResolution(row),
    snooze: readSnooze(row),
    archivedAt: integerOrNull(row, 'archived_at'),
    needsReview: flag(row, 'needs_review'),
    priority: readPriority(row),
    isPriorityLocked: flag(row, 'is_priority_locked'),
    firstSeen: integer(row, 'first_seen'),
    lastSeen: integer(row, 'last_seen'),
    timesSeen: integer(row, 'times_seen'),
    firstRelease: textOrNull(row, 'first_release'),
    firstReleaseAt: integerOrNull(row, 'first_release_at'),
    lastRelease: textOrNull(row, 'last_release'),
    lastReleaseAt: integerOrNull(row, 'last_release_at'),
    resolvedAt: integerOrNull(row, 'resolved_at'),
    firstEventId: text(row, 'first_event_id'),
    lastEventId: text(row, 'last_event_id'),
    richest: readRichest(row),
    shown,
    newest: null,
    usersSeen: integer(row, 'users_seen'),
    users: row.users === null ? null : blob(row, 'users'),
    ...nothingYet(),
  }
}

/** The users that the issue has met, those of the batch included. */
export function usersOf(database: Database, issue: OpenIssue): UserSketch {
  const before = issue.users ?? (issue.usersSeen === 0 ? emptySketch : readSketch(database, issue.id, null))
  issue.users = addUsers(before, issue.newUsers)
  if (issue.users !== before) issue.hasMetUsers = true
  issue.newUsers.clear()
  return issue.users
}

/** Adds an event to its hour and environment, and its user. */
export function countOccurrence(
  issue: OpenIssue,
  { timestamp, environment: name }: Occurrence,
  userHash: number | null,
): void {
  const environment = name ?? ''
  const hour = hourOf(timestamp)
  const cell = issue.cells.find((known) => known.hour === hour && known.environment === environment)
  if (cell) {
    cell.events += 1
    if (timestamp < cell.firstSeen) cell.firstSeen = timestamp
    if (timestamp > cell.lastSeen) cell.lastSeen = timestamp
  } else {
    issue.cells.push({ hour, environment, events: 1, firstSeen: timestamp, lastSeen: timestamp })
  }
  if (userHash !== null) issue.newUsers.add(userHash)
}

/**
 * Several statements for one row, each left out when it has nothing to say: SQLite rewrites every index that holds a column named
 * in SET, changed or not, and nearly always only the counters change.
 */
export function writeIssue(database: Database, issue: OpenIssue): void {
  for (const cell of issue.cells) addCell(database, issue.id, cell)
  if (!issue.isChanged) return
  const users = issue.newUsers.size > 0 ? usersOf(database, issue) : issue.users
  if (issue.hasMetUsers && users !== null) {
    writeLargeSketch(database, issue.id, users)
    writeCounters(database, issue, usersAmong(issue.timesSeen, users), inlineSketch(users))
  } else {
    writeCounters(database, issue, issue.usersSeen, null)
  }
  if (issue.isTurned) writeState(database, issue)
  if (issue.newest === null) return
  const shown = shownBy(issue.newest)
  if (shown.every((value, index) => value === issue.shown[index])) return
  database.run(
    `UPDATE issues SET search_text = ?, (${shownColumns}) = (?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`,
    searchText(issue.newest),
    ...shown,
    issue.id,
  )
}

function writeCounters(database: Database, issue: OpenIssue, usersSeen: number, users: UserSketch | null): void {
  const { lastSeen, timesSeen, lastRelease, lastReleaseAt, lastEventId, richest, id, hasMetUsers } = issue
  database.run(
    `UPDATE issues SET last_seen = ?, times_seen = ?, users_seen = ?, users = iif(?, ?, users), last_release = ?, last_release_at = ?,
       last_event_id = ?, richest = ?
     WHERE id = ?`,
    lastSeen,
    timesSeen,
    usersSeen,
    Number(hasMetUsers),
    users,
    lastRelease,
    lastReleaseAt,
    lastEventId,
    writeRichest(richest),
    id,
  )
}

function writeState(database: Database, issue: OpenIssue): void {
  database.run(
    `UPDATE issues SET status = ?, substatus = ?, resolution = ?, resolved_at = ?, snooze = ?, snooze_until = ?, archived_at = ?,
       needs_review = ?, priority = ?, first_seen = ?, first_event_id = ?, first_release = ?, first_release_at = ?
     WHERE id = ?`,
    issue.status,
    issue.substatus,
    issue.resolution && JSON.stringify(issue.resolution),
    issue.resolvedAt,
    issue.snooze && JSON.stringify(issue.snooze),
    issue.snooze?.until ?? null,
    issue.archivedAt,
    Number(issue.needsReview),
    priorityRanks[issue.priority],
    issue.firstSeen,
    issue.firstEventId,
    issue.firstRelease,
    issue.firstReleaseAt,
    issue.id,
  )
}

/** Lower-case text that the issue list searches in: title, culprit and the whole message (a title is cut short). */
function searchText({ title, culprit, metadata }: Occurrence): string {
  const parts = new Set([title, culprit])
  for (const part of [metadata.value, metadata.message]) if (typeof part === 'string') parts.add(part)
  return [...parts].join('\n').toLowerCase()
}
