import type { Database, Row } from '../../sqlite/database.ts'
import { integer, oneOf, strings, text } from '../../sqlite/rows.ts'
import {
  type NewReplayDeletion,
  type ReplayBlob,
  type ReplayDeletion,
  type ReplayDeletionStatus,
  replayDeletionStatuses,
} from '../port.ts'

export function createDeletion(database: Database, deletion: NewReplayDeletion): ReplayDeletion {
  const { organizationId, projectId, rangeStart, rangeEnd, environments, query, createdAt } = deletion
  const { lastInsertRowid: id } = database.run(
    `INSERT INTO deletions (organization_id, project_id, range_start, range_end, environments, query, status,
       count_deleted, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?)`,
    organizationId,
    projectId,
    rangeStart,
    rangeEnd,
    JSON.stringify(environments),
    query,
    createdAt,
    createdAt,
  )
  return { ...deletion, id, status: 'pending', countDeleted: 0, updatedAt: createdAt }
}

export function listDeletions(
  database: Database,
  projectId: number,
  page: { limit: number; offset: number },
): ReplayDeletion[] {
  return database
    .all(
      'SELECT * FROM deletions WHERE project_id = ? ORDER BY id DESC LIMIT ? OFFSET ?',
      projectId,
      page.limit,
      page.offset,
    )
    .map(toDeletion)
}

export function findDeletion(database: Database, projectId: number, id: number): ReplayDeletion | null {
  const row = database.get('SELECT * FROM deletions WHERE id = ? AND project_id = ?', id, projectId)
  return row ? toDeletion(row) : null
}

export function listOpenDeletions(database: Database): ReplayDeletion[] {
  return database.all(`SELECT * FROM deletions WHERE status IN ('pending', 'in-progress') ORDER BY id`).map(toDeletion)
}

export function updateDeletion(
  database: Database,
  id: number,
  { status, deleted, at }: { status: ReplayDeletionStatus; deleted: number; at: number },
): ReplayDeletion | null {
  const row = database.get(
    'UPDATE deletions SET status = ?, count_deleted = count_deleted + ?, updated_at = ? WHERE id = ? RETURNING *',
    status,
    deleted,
    at,
    id,
  )
  return row ? toDeletion(row) : null
}

function toDeletion(row: Row): ReplayDeletion {
  return {
    id: integer(row, 'id'),
    organizationId: integer(row, 'organization_id'),
    projectId: integer(row, 'project_id'),
    rangeStart: integer(row, 'range_start'),
    rangeEnd: integer(row, 'range_end'),
    environments: strings(row, 'environments'),
    query: text(row, 'query'),
    status: oneOf(replayDeletionStatuses, row, 'status'),
    countDeleted: integer(row, 'count_deleted'),
    createdAt: integer(row, 'created_at'),
    updatedAt: integer(row, 'updated_at'),
  }
}

export function listDeadBlobs(database: Database, limit: number): ReplayBlob[] {
  const rows = database.all('SELECT * FROM dead_blobs ORDER BY project_id, blob_id LIMIT ?', limit)
  return rows.map((row) => ({
    projectId: integer(row, 'project_id'),
    at: integer(row, 'at'),
    blobId: text(row, 'blob_id'),
  }))
}

export function forgetBlobs(database: Database, blobs: ReplayBlob[]): void {
  for (const { projectId, blobId } of blobs) {
    database.run('DELETE FROM dead_blobs WHERE project_id = ? AND blob_id = ?', projectId, blobId)
  }
}
