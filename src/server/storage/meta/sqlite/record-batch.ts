import {
  type Assignment,
  type DigestBatch,
  type IssueStatus,
  type IssueSubstatus,
  issueStatuses,
  issueSubstatuses,
  type Occurrence,
} from '../port.ts'
import { addActivity } from './activities.ts'
import type { Database } from './database.ts'
import { addOutcomes } from './outcomes.ts'
import { integer, integerOrNull, oneOf, text, textOrNull } from './rows.ts'
import { readOffset, writeOffset } from './view-offsets.ts'

/** What an occurrence can change of an issue, in memory from its first occurrence in the batch to the end of it. */
interface OpenIssue {
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
  /** The newest event, when the batch brought it: its title, culprit and so on become the issue's. */
  newest: Occurrence | null
  isChanged: boolean
}

interface OpenProject {
  lastIssueNumber: number
  firstEventAt: number | null
  isChanged: boolean
}

/** Everything that the batch has touched so far: read once, written once. */
interface OpenBatch {
  database: Database
  projects: Map<number, OpenProject | null>
  issues: Map<number, OpenIssue>
  /** Owner of each hash by `project:hash`; null: nobody's. */
  owners: Map<string, number | null>
  environments: Set<string>
}

/** See `IssueStore.recordBatch`. One write transaction; all of the batch or nothing. */
export function recordBatch(
  database: Database,
  batch: DigestBatch,
): { applied: boolean; assignments: (Assignment | null)[] } {
  return database.write(() => {
    if (readOffset(database, batch.spool) !== batch.from) return { applied: false, assignments: [] }
    const open: OpenBatch = {
      database,
      projects: new Map(),
      issues: new Map(),
      owners: new Map(),
      environments: new Set(),
    }
    const assignments = batch.occurrences.map((occurrence) => record(open, occurrence))
    flush(open)
    addOutcomes(database, batch.outcomes)
    writeOffset(database, batch.spool, batch.to)
    return { applied: true, assignments }
  })
}

function record(open: OpenBatch, occurrence: Occurrence): Assignment | null {
  const project = openProject(open, occurrence.projectId)
  // Deleted since the event was taken in: nothing to count it in, and no reason to hold up the events behind it.
  if (!project) return null
  if (project.firstEventAt === null || occurrence.receivedAt < project.firstEventAt) {
    project.firstEventAt = occurrence.receivedAt
    project.isChanged = true
  }
  rememberEnvironment(open, occurrence)

  const owner = findOwner(open, occurrence)
  const assignment =
    owner === null
      ? { issueId: createIssue(open, project, occurrence), isNew: true, isRegression: false }
      : { issueId: owner, isNew: false, isRegression: seeAgain(open, owner, occurrence) }
  claimHashes(open, occurrence, assignment.issueId)
  return assignment
}

function openProject(open: OpenBatch, projectId: number): OpenProject | null {
  const known = open.projects.get(projectId)
  if (known !== undefined) return known
  const row = open.database.get('SELECT last_issue_number, first_event_at FROM projects WHERE id = ?', projectId)
  const project = row
    ? {
        lastIssueNumber: integer(row, 'last_issue_number'),
        firstEventAt: integerOrNull(row, 'first_event_at'),
        isChanged: false,
      }
    : null
  open.projects.set(projectId, project)
  return project
}

function rememberEnvironment(open: OpenBatch, { projectId, environment }: Occurrence): void {
  if (environment === null) return
  const key = `${projectId}:${environment}`
  if (open.environments.has(key)) return
  open.environments.add(key)
  open.database.run('INSERT INTO environments VALUES (?, ?) ON CONFLICT DO NOTHING', projectId, environment)
}

/** The earliest created issue (ids count up) that owns one of the hashes. */
function findOwner(open: OpenBatch, { projectId, hashes }: Occurrence): number | null {
  let first: number | null = null
  for (const hash of hashes) {
    const owner = ownerOf(open, projectId, hash)
    if (owner !== null && (first === null || owner > first)) first = owner
  }
  return first
}

function ownerOf(open: OpenBatch, projectId: number, hash: string): number | null {
  const key = `${projectId}:${hash}`
  const known = open.owners.get(key)
  if (known !== undefined) return known
  const row = open.database.get('SELECT issue_id FROM issue_hashes WHERE project_id = ? AND hash = ?', projectId, hash)
  const owner = row ? integer(row, 'issue_id') : null
  open.owners.set(key, owner)
  return owner
}

/** Hashes that nobody owns join the issue; those of other issues stay where they are. */
function claimHashes(open: OpenBatch, { projectId, hashes }: Occurrence, issueId: number): void {
  for (const hash of hashes) {
    if (ownerOf(open, projectId, hash) !== null) continue
    open.database.run('INSERT INTO issue_hashes VALUES (?, ?, ?)', projectId, hash, issueId)
    open.owners.set(`${projectId}:${hash}`, issueId)
  }
}

function createIssue(open: OpenBatch, project: OpenProject, occurrence: Occurrence): number {
  project.lastIssueNumber += 1
  project.isChanged = true
  const { projectId, timestamp, receivedAt, eventId, release } = occurrence
  const releaseAt = release === null ? null : timestamp
  const { lastInsertRowid: id } = open.database.run(
    `INSERT INTO issues (project_id, number, status, substatus, level, first_seen, last_seen, times_seen, search_text, type,
       platform, title, culprit, location, logger, metadata, first_release, first_release_at, last_release, last_release_at,
       is_unhandled, first_event_id, last_event_id, created_at)
     VALUES (?, ?, 'unresolved', 'new', ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    projectId,
    project.lastIssueNumber,
    occurrence.level,
    timestamp,
    timestamp,
    searchText(occurrence),
    occurrence.type,
    occurrence.platform,
    occurrence.title,
    occurrence.culprit,
    occurrence.location,
    occurrence.logger,
    JSON.stringify(occurrence.metadata),
    release,
    releaseAt,
    release,
    releaseAt,
    Number(occurrence.isUnhandled),
    eventId,
    eventId,
    receivedAt,
  )
  open.issues.set(id, {
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
    newest: null,
    isChanged: false,
  })
  addActivity(open.database, { issueId: id, type: 'first_seen', userId: null, data: {}, createdAt: receivedAt })
  return id
}

/** Counts the occurrence in; true when it turned a resolved issue into a regression. */
function seeAgain(open: OpenBatch, issueId: number, occurrence: Occurrence): boolean {
  const issue = openIssue(open, issueId)
  const { timestamp, eventId, release } = occurrence
  issue.isChanged = true
  issue.timesSeen += 1
  if (timestamp < issue.firstSeen) {
    issue.firstSeen = timestamp
    issue.firstEventId = eventId
  }
  // Of two events with the same time, the one that arrived later counts as the newer.
  if (timestamp >= issue.lastSeen) {
    issue.lastSeen = timestamp
    issue.lastEventId = eventId
    issue.newest = occurrence
  }
  if (release !== null) {
    if (issue.firstReleaseAt === null || timestamp < issue.firstReleaseAt) {
      issue.firstRelease = release
      issue.firstReleaseAt = timestamp
    }
    if (issue.lastReleaseAt === null || timestamp >= issue.lastReleaseAt) {
      issue.lastRelease = release
      issue.lastReleaseAt = timestamp
    }
  }
  // An event from before the resolution, arriving late, is what was resolved: it only counts.
  if (issue.status !== 'resolved' || issue.resolvedAt === null || timestamp < issue.resolvedAt) return false
  issue.status = 'unresolved'
  issue.substatus = 'regressed'
  issue.resolvedAt = null
  addActivity(open.database, {
    issueId,
    type: 'set_regression',
    userId: null,
    data: { event_id: eventId, version: release },
    createdAt: occurrence.receivedAt,
  })
  return true
}

function openIssue(open: OpenBatch, id: number): OpenIssue {
  const known = open.issues.get(id)
  if (known) return known
  const row = open.database.get(
    `SELECT status, substatus, first_seen, last_seen, times_seen, first_release, first_release_at, last_release,
       last_release_at, resolved_at, first_event_id, last_event_id
     FROM issues WHERE id = ?`,
    id,
  )
  if (!row) throw new Error(`issue ${id} owns a hash but does not exist`)
  const issue: OpenIssue = {
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
    newest: null,
    isChanged: false,
  }
  open.issues.set(id, issue)
  return issue
}

function flush({ database, projects, issues }: OpenBatch): void {
  for (const [id, project] of projects) {
    if (!project?.isChanged) continue
    database.run(
      'UPDATE projects SET last_issue_number = ?, first_event_at = ? WHERE id = ?',
      project.lastIssueNumber,
      project.firstEventAt,
      id,
    )
  }
  for (const issue of issues.values()) {
    if (!issue.isChanged) continue
    database.run(
      `UPDATE issues SET status = ?, substatus = ?, first_seen = ?, last_seen = ?, times_seen = ?, first_release = ?,
         first_release_at = ?, last_release = ?, last_release_at = ?, resolved_at = ?, first_event_id = ?, last_event_id = ?
       WHERE id = ?`,
      issue.status,
      issue.substatus,
      issue.firstSeen,
      issue.lastSeen,
      issue.timesSeen,
      issue.firstRelease,
      issue.firstReleaseAt,
      issue.lastRelease,
      issue.lastReleaseAt,
      issue.resolvedAt,
      issue.firstEventId,
      issue.lastEventId,
      issue.id,
    )
    if (issue.newest) describeBy(database, issue.id, issue.newest)
  }
}

/** What the issue shows of itself comes from its newest event; most events say the same, and then only reading is needed. */
function describeBy(database: Database, issueId: number, event: Occurrence): void {
  database.run(
    `UPDATE issues SET level = ?1, search_text = ?2, type = ?3, platform = ?4, title = ?5, culprit = ?6, location = ?7,
       logger = ?8, metadata = ?9, is_unhandled = ?10
     WHERE id = ?11 AND (level, search_text, type, platform, title, culprit, location, logger, metadata, is_unhandled)
       IS NOT (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)`,
    event.level,
    searchText(event),
    event.type,
    event.platform,
    event.title,
    event.culprit,
    event.location,
    event.logger,
    JSON.stringify(event.metadata),
    Number(event.isUnhandled),
    issueId,
  )
}

/** Lower-case text that the issue list searches in: title, culprit and the whole message (a title is cut short). */
function searchText({ title, culprit, metadata }: Occurrence): string {
  const { value, message } = metadata
  const parts = [title, culprit, value, message].filter((part) => typeof part === 'string' && part !== '')
  return [...new Set(parts)].join('\n').toLowerCase()
}
