import type { Database, Row } from '../../sqlite/database.ts'
import { integer, integerOrNull, text } from '../../sqlite/rows.ts'
import type { Assignment, IssueStore, Occurrence, UserReport } from '../ports/issues.ts'

/** What people who met an error said about it. */
export function userReportStore(database: Database): Pick<IssueStore, 'saveUserReport' | 'listUserReports'> {
  return {
    async saveUserReport(row) {
      return database.write(() => saveUserReport(database, row))
    },
    async listUserReports({ projectIds, issueId, limit, before, backwards = false }) {
      const [beyond, order] = backwards ? ['>', 'ASC'] : ['<', 'DESC']
      const rows = database.all(
        `SELECT * FROM user_reports
         WHERE project_id IN (SELECT value FROM json_each(?)) ${issueId === null ? 'AND ? IS NULL' : 'AND issue_id = ?'}
           AND (created_at, id) ${beyond} (?, ?)
         ORDER BY created_at ${order}, id ${order} LIMIT ?`,
        JSON.stringify(projectIds),
        issueId,
        before?.createdAt ?? Number.MAX_SAFE_INTEGER,
        before?.id ?? Number.MAX_SAFE_INTEGER,
        limit,
      )
      const reports = rows.map(readUserReport)
      return backwards ? reports.reverse() : reports
    },
  }
}

function saveUserReport(database: Database, report: Omit<UserReport, 'id'>): UserReport {
  const { projectId, issueId, eventId, name, email, comments, createdAt } = report
  const known = database.get(
    'SELECT id, issue_id FROM user_reports WHERE project_id = ? AND event_id = ? AND email = ?',
    projectId,
    eventId,
    email,
  )
  const before = known ? integerOrNull(known, 'issue_id') : null
  // One that found its issue meanwhile keeps it, when the caller does not know of it.
  const attached = issueId ?? before
  const row = database.get(
    `INSERT INTO user_reports (project_id, issue_id, event_id, name, email, comments, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET issue_id = excluded.issue_id, name = excluded.name, comments = excluded.comments,
       created_at = excluded.created_at
     RETURNING *`,
    projectId,
    attached,
    eventId,
    name,
    email,
    comments,
    createdAt,
  )
  if (!row) throw new Error('user report was not written')
  if (attached !== before) {
    if (before !== null) countReports(database, before, -1)
    if (attached !== null) countReports(database, attached, 1)
  }
  return readUserReport(row)
}

/**
 * Gives reports that came before their event to the event's issue, within the digest's transaction. Nearly always nothing waits, and one
 * look is all that it costs.
 */
export function attachWaitingReports(
  database: Database,
  occurrences: Occurrence[],
  assignments: (Assignment | null)[],
): void {
  if (!database.get('SELECT 1 FROM user_reports WHERE issue_id IS NULL LIMIT 1')) return
  const rows = database.all(
    'SELECT event_id FROM user_reports WHERE issue_id IS NULL AND event_id IN (SELECT value FROM json_each(?))',
    JSON.stringify(occurrences.map(({ eventId }) => eventId)),
  )
  const waiting = new Set(rows.map((row) => text(row, 'event_id')))
  for (const [index, { eventId, projectId }] of occurrences.entries()) {
    const issueId = assignments[index]?.issueId
    if (issueId === undefined || !waiting.has(eventId)) continue
    const { changes } = database.run(
      'UPDATE user_reports SET issue_id = ? WHERE issue_id IS NULL AND event_id = ? AND project_id = ?',
      issueId,
      eventId,
      projectId,
    )
    countReports(database, issueId, changes)
  }
}

function countReports(database: Database, issueId: number, change: number): void {
  database.run('UPDATE issues SET user_report_count = user_report_count + ? WHERE id = ?', change, issueId)
}

function readUserReport(row: Row): UserReport {
  return {
    id: integer(row, 'id'),
    projectId: integer(row, 'project_id'),
    issueId: integerOrNull(row, 'issue_id'),
    eventId: text(row, 'event_id'),
    name: text(row, 'name'),
    email: text(row, 'email'),
    comments: text(row, 'comments'),
    createdAt: integer(row, 'created_at'),
  }
}
