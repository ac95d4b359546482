import { type IssueStatus, type IssueSubstatus, issueStatuses, issueSubstatuses, type Occurrence } from '../port.ts'
import type { Database } from '../../sqlite/database.ts'
import { integer, integerOrNull, oneOf, text, textOrNull } from '../../sqlite/rows.ts'

/** What an occurrence can change of an issue, in memory from its first occurrence in the batch to the end of it. */
export interface OpenIssue {
  id: number
  status: IssueStatus
  substatus: IssueSubstatus | null
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
  /** What the issue shows of itself: its newest event's. */
  shown: Shown
  /** That event, when the batch brought it. */
  newest: Occurrence | null
  isChanged: boolean
  /** Whether its state or its first event changed too, which is rare. */
  isTurned: boolean
}

/** Columns that come from the newest event, in the order of `shownColumns`. */
type Shown = (string | number | null)[]

const shownColumns = 'level, type, platform, title, culprit, location, logger, metadata, is_unhandled'

function shownBy(event: Occurrence): Shown {
  const { level, type, platform, title, culprit, location, logger, metadata, isUnhandled } = event
  return [level, type, platform, title, culprit, location, logger, JSON.stringify(metadata), Number(isUnhandled)]
}

/** Writes the row of a new issue, in the state that its first occurrence leaves it in. */
export function insertIssue(database: Database, number: number, occurrence: Occurrence): OpenIssue {
  const { projectId, timestamp, receivedAt, eventId, release } = occurrence
  const releaseAt = release === null ? null : timestamp
  const shown = shownBy(occurrence)
  const { lastInsertRowid: id } = database.run(
    `INSERT INTO issues (project_id, number, status, substatus, first_seen, last_seen, times_seen, search_text,
       first_release, first_release_at, last_release, last_release_at, first_event_id, last_event_id, created_at,
       ${shownColumns})
     VALUES (?, ?, 'unresolved', 'new', ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    projectId,
    number,
    timestamp,
    timestamp,
    searchText(occurrence),
    release,
    releaseAt,
    release,
    releaseAt,
    eventId,
    eventId,
    receivedAt,
    ...shown,
  )
  return {
    id,
    status: 'unresolved',
    substatus: 'new',
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
    shown,
    newest: null,
    isChanged: false,
    isTurned: false,
  }
}

export function readOpenIssue(database: Database, id: number): OpenIssue {
  const row = database.get(
    `SELECT status, substatus, first_seen, last_seen, times_seen, first_release, first_release_at, last_release,
       last_release_at, resolved_at, first_event_id, last_event_id, ${shownColumns}
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
    status: oneOf(issueStatuses, row, 'status'),
    substatus: row.substatus === null ? null : oneOf(issueSubstatuses, row, 'substatus'),
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
    shown,
    newest: null,
    isChanged: false,
    isTurned: false,
  }
}

/**
 * Three statements for one row, each left out when it has nothing to say: SQLite rewrites every index that holds a column named
 * in SET, changed or not, and nearly always only the counters change.
 */
export function writeIssue(database: Database, issue: OpenIssue): void {
  database.run(
    `UPDATE issues SET last_seen = ?, times_seen = ?, last_release = ?, last_release_at = ?, last_event_id = ? WHERE id = ?`,
    issue.lastSeen,
    issue.timesSeen,
    issue.lastRelease,
    issue.lastReleaseAt,
    issue.lastEventId,
    issue.id,
  )
  if (issue.isTurned) {
    database.run(
      `UPDATE issues SET status = ?, substatus = ?, resolved_at = ?, first_seen = ?, first_event_id = ?, first_release = ?,
         first_release_at = ?
       WHERE id = ?`,
      issue.status,
      issue.substatus,
      issue.resolvedAt,
      issue.firstSeen,
      issue.firstEventId,
      issue.firstRelease,
      issue.firstReleaseAt,
      issue.id,
    )
  }
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

/** Lower-case text that the issue list searches in: title, culprit and the whole message (a title is cut short). */
function searchText({ title, culprit, metadata }: Occurrence): string {
  const parts = new Set([title, culprit])
  for (const part of [metadata.value, metadata.message]) if (typeof part === 'string') parts.add(part)
  return [...parts].join('\n').toLowerCase()
}
