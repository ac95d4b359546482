import type { Assignment, DigestBatch, Occurrence, SessionSighting } from '../ports/issues.ts'
import { addActivity } from './activities.ts'
import { attachWaitingFiles, recordAttachments } from './attachments.ts'
import type { Database } from '../../sqlite/database.ts'
import { addEnvironment } from './environments.ts'
import { countOccurrence, insertIssue, type OpenIssue, readOpenIssue, writeIssue } from './open-issue.ts'
import { addOutcomes } from './outcomes.ts'
import { rememberReleases } from './release-seen.ts'
import { flag, integer, integerOrNull } from '../../sqlite/rows.ts'
import { addRich } from '../../richest.ts'
import { hashUser } from '../../user-sketch.ts'
import type { Trends } from './trends.ts'
import { turnIssue } from './turn-issue.ts'
import { attachWaitingReports } from './user-reports.ts'
import { readOffset, writeOffset } from './view-offsets.ts'

interface OpenProject {
  lastIssueNumber: number
  firstEventAt: number | null
  hasSessions: boolean
  hasReplays: boolean
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
  trends: Trends,
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
    const sessions = recordSessions(open, batch.sessions ?? [])
    noticeReplays(open, batch.replayProjectIds ?? [])
    flush(open)
    attachWaitingReports(database, batch.occurrences, assignments)
    attachWaitingFiles(database, batch.occurrences, assignments)
    recordAttachments(database, batch, assignments)
    rememberReleases(database, batch.occurrences, assignments, sessions)
    addOutcomes(database, batch.outcomes)
    writeOffset(database, batch.spool, batch.to)
    // Before the commit: one touched in vain, when it fails, is only added up in vain.
    for (const issue of open.issues.values()) trends.touch(issue.projectId, [issue.id])
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
  rememberEnvironment(open, occurrence.projectId, occurrence.environment)

  const owner = findOwner(open, occurrence)
  const assignment =
    owner === null
      ? { issueId: createIssue(open, project, occurrence), isNew: true, isRegression: false }
      : { issueId: owner, isNew: false, isRegression: seeAgain(open, owner, occurrence) }
  claimHashes(open, occurrence, assignment.issueId)
  return assignment
}

/** Those of projects that are there; the others were deleted since they were taken in. */
function recordSessions(open: OpenBatch, sessions: SessionSighting[]): SessionSighting[] {
  return sessions.filter(({ projectId, environment }) => {
    const project = openProject(open, projectId)
    if (!project) return false
    if (!project.hasSessions) Object.assign(project, { hasSessions: true, isChanged: true })
    rememberEnvironment(open, projectId, environment === '' ? null : environment)
    return true
  })
}

function noticeReplays(open: OpenBatch, projectIds: number[]): void {
  for (const projectId of projectIds) {
    const project = openProject(open, projectId)
    if (project && !project.hasReplays) Object.assign(project, { hasReplays: true, isChanged: true })
  }
}

function openProject(open: OpenBatch, projectId: number): OpenProject | null {
  const known = open.projects.get(projectId)
  if (known !== undefined) return known
  const row = open.database.get(
    'SELECT last_issue_number, first_event_at, has_sessions, has_replays FROM projects WHERE id = ? AND deleted_at IS NULL',
    projectId,
  )
  const project = row
    ? {
        lastIssueNumber: integer(row, 'last_issue_number'),
        firstEventAt: integerOrNull(row, 'first_event_at'),
        hasSessions: flag(row, 'has_sessions'),
        hasReplays: flag(row, 'has_replays'),
        isChanged: false,
      }
    : null
  open.projects.set(projectId, project)
  return project
}

function rememberEnvironment(open: OpenBatch, projectId: number, environment: string | null): void {
  if (environment === null) return
  const key = `${projectId}:${environment}`
  if (open.environments.has(key)) return
  open.environments.add(key)
  addEnvironment(open.database, projectId, environment)
}

/** The earliest created issue (ids count up) that owns one of the hashes. */
function findOwner(open: OpenBatch, { projectId, hashes }: Occurrence): number | null {
  let first: number | null = null
  for (const hash of hashes) {
    const owner = ownerOf(open, projectId, hash)
    if (owner !== null && (first === null || owner < first)) first = owner
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
  const userHash = hashOf(occurrence)
  const issue = insertIssue(open.database, project.lastIssueNumber, occurrence, userHash)
  open.issues.set(issue.id, issue)
  const createdAt = occurrence.receivedAt
  addActivity(open.database, { issueId: issue.id, type: 'first_seen', userId: null, data: {}, createdAt })
  countOccurrence(issue, occurrence, userHash)
  return issue.id
}

/** Counts the occurrence in; true when it turned a resolved issue into a regression. */
function seeAgain(open: OpenBatch, issueId: number, occurrence: Occurrence): boolean {
  const issue = open.issues.get(issueId) ?? readOpenIssue(open.database, issueId, occurrence.projectId)
  open.issues.set(issueId, issue)
  const { timestamp, receivedAt, eventId, release, parts } = occurrence
  issue.isChanged = true
  issue.timesSeen += 1
  if (issue.richest) issue.richest = addRich(issue.richest, { eventId, timestamp, receivedAt, parts })
  if (timestamp < issue.firstSeen) {
    issue.firstSeen = timestamp
    issue.firstEventId = eventId
    issue.isTurned = true
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
      issue.isTurned = true
    }
    if (issue.lastReleaseAt === null || timestamp >= issue.lastReleaseAt) {
      issue.lastRelease = release
      issue.lastReleaseAt = timestamp
    }
  }
  const userHash = hashOf(occurrence)
  countOccurrence(issue, occurrence, userHash)
  return turnIssue(open.database, issue, occurrence, userHash)
}

function hashOf({ userKey }: Occurrence): number | null {
  return userKey === null ? null : hashUser(userKey)
}

function flush({ database, projects, issues }: OpenBatch): void {
  for (const [id, project] of projects) {
    if (!project?.isChanged) continue
    database.run(
      'UPDATE projects SET last_issue_number = ?, first_event_at = ?, has_sessions = ?, has_replays = ? WHERE id = ?',
      project.lastIssueNumber,
      project.firstEventAt,
      Number(project.hasSessions),
      Number(project.hasReplays),
      id,
    )
  }
  for (const issue of issues.values()) writeIssue(database, issue)
}
