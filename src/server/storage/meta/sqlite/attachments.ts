import type { Database, Row } from '../../sqlite/database.ts'
import { integer, integerOrNull, text } from '../../sqlite/rows.ts'
import type { Attachment, AttachmentStore, NewAttachment } from '../ports/attachments.ts'
import type { Assignment, DigestBatch, Occurrence } from '../ports/issues.ts'
import { addActivity } from './activities.ts'

/** Files that came with events: what is known of them. */
export function attachmentStore(database: Database): AttachmentStore {
  return {
    async listAttachments(projectId, eventIds) {
      const rows = database.all(
        `SELECT * FROM attachments WHERE project_id = ? AND event_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
        projectId,
        JSON.stringify(eventIds),
      )
      return rows.map(readAttachment)
    },
    async findAttachment(projectId, id) {
      const row = database.get('SELECT * FROM attachments WHERE id = ? AND project_id = ?', id, projectId)
      return row ? readAttachment(row) : null
    },
    async listIssueAttachments({ issueId, types, contentTypes, eventIds, limit, before, backwards = false }) {
      const [beyond, order] = backwards ? ['>', 'ASC'] : ['<', 'DESC']
      const within = (column: string) => `(? IS NULL OR ${column} IN (SELECT value FROM json_each(?)))`
      const lists = [types, contentTypes, eventIds].flatMap((values) => {
        const list = values === null ? null : JSON.stringify(values)
        return [list, list]
      })
      const rows = database.all(
        `SELECT * FROM attachments
         WHERE issue_id = ? AND ${within('type')} AND ${within('content_type')} AND ${within('event_id')}
           AND (created_at, id) ${beyond} (?, ?)
         ORDER BY created_at ${order}, id ${order} LIMIT ?`,
        issueId,
        ...lists,
        before?.createdAt ?? Number.MAX_SAFE_INTEGER,
        before?.id ?? Number.MAX_SAFE_INTEGER,
        limit,
      )
      const attachments = rows.map(readAttachment)
      return backwards ? attachments.reverse() : attachments
    },
    async haveAttachments(events) {
      return events.map(({ projectId, eventId }) =>
        Boolean(database.get('SELECT 1 FROM attachments WHERE project_id = ? AND event_id = ?', projectId, eventId)),
      )
    },
    async deleteAttachments(ids, by) {
      database.write(() => {
        const rows = database.all(
          'DELETE FROM attachments WHERE id IN (SELECT value FROM json_each(?)) RETURNING issue_id',
          JSON.stringify(ids),
        )
        if (!by) return
        for (const row of rows) {
          const issueId = integerOrNull(row, 'issue_id')
          if (issueId === null) continue
          const { userId, at: createdAt } = by
          addActivity(database, { issueId, type: 'deleted_attachment', userId, data: {}, createdAt })
        }
      })
    },
    async moveAttachments(ids, issueId) {
      database.run(
        `UPDATE attachments SET issue_id = ?1
         WHERE id IN (SELECT value FROM json_each(?2)) AND EXISTS (SELECT 1 FROM issues WHERE id = ?1)`,
        issueId,
        JSON.stringify(ids),
      )
    },
    async deleteAttachmentsBefore(time, limit) {
      const { changes } = database.run(
        'DELETE FROM attachments WHERE id IN (SELECT id FROM attachments WHERE created_at < ? ORDER BY created_at LIMIT ?)',
        time,
        limit,
      )
      return changes
    },
  }
}

/** Keeps the batch's attachments, within the digest's transaction. */
export function recordAttachments(
  database: Database,
  { attachments = [], occurrences }: DigestBatch,
  assignments: (Assignment | null)[],
): void {
  if (attachments.length === 0) return
  const issues = new Map<string, number>()
  for (const [index, { projectId, eventId }] of occurrences.entries()) {
    const issueId = assignments[index]?.issueId
    if (issueId !== undefined) issues.set(`${projectId}:${eventId}`, issueId)
  }
  for (const attachment of attachments) {
    if (!database.get('SELECT 1 FROM projects WHERE id = ? AND deleted_at IS NULL', attachment.projectId)) continue
    const issueId = issues.get(`${attachment.projectId}:${attachment.eventId}`) ?? findIssue(database, attachment)
    insertAttachment(database, { ...attachment, issueId })
  }
}

/** The issue that the caller found, unless it went meanwhile. */
function findIssue(database: Database, { projectId, issueId }: NewAttachment): number | null {
  if (issueId === null) return null
  const row = database.get('SELECT id FROM issues WHERE id = ? AND project_id = ?', issueId, projectId)
  return row ? integer(row, 'id') : null
}

function insertAttachment(database: Database, attachment: NewAttachment): void {
  const { projectId, eventId, issueId, blobId, type, name, contentType, size, sha1, createdAt } = attachment
  database.run(
    `INSERT INTO attachments (project_id, event_id, issue_id, blob_id, type, name, content_type, size, sha1, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    projectId,
    eventId,
    issueId,
    blobId,
    type,
    name,
    contentType,
    size,
    sha1,
    createdAt,
  )
}

/**
 * Gives files that came before their event to the event's issue, within the digest's transaction. Some wait for good (the SDK dropped the event),
 * so the events are looked for among them by their index: 280 looks take some 0.3 ms.
 */
export function attachWaitingFiles(
  database: Database,
  occurrences: Occurrence[],
  assignments: (Assignment | null)[],
): void {
  if (!database.get('SELECT 1 FROM attachments WHERE issue_id IS NULL LIMIT 1')) return
  const rows = database.all(
    'SELECT event_id FROM attachments WHERE issue_id IS NULL AND event_id IN (SELECT value FROM json_each(?))',
    JSON.stringify(occurrences.map(({ eventId }) => eventId)),
  )
  const waiting = new Set(rows.map((row) => text(row, 'event_id')))
  for (const [index, { eventId, projectId }] of occurrences.entries()) {
    const issueId = assignments[index]?.issueId
    if (issueId === undefined || !waiting.has(eventId)) continue
    database.run(
      'UPDATE attachments SET issue_id = ? WHERE issue_id IS NULL AND event_id = ? AND project_id = ?',
      issueId,
      eventId,
      projectId,
    )
  }
}

function readAttachment(row: Row): Attachment {
  return {
    id: integer(row, 'id'),
    projectId: integer(row, 'project_id'),
    eventId: text(row, 'event_id'),
    issueId: integerOrNull(row, 'issue_id'),
    blobId: text(row, 'blob_id'),
    type: text(row, 'type'),
    name: text(row, 'name'),
    contentType: text(row, 'content_type'),
    size: integer(row, 'size'),
    sha1: text(row, 'sha1'),
    createdAt: integer(row, 'created_at'),
  }
}
