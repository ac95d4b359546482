import type { Database, Row } from '../../sqlite/database.ts'
import { integer, oneOf, text, textOrNull } from '../../sqlite/rows.ts'
import type { ReplaySegmentRow, ReplayViewer } from '../port.ts'
import type { ReplayClick } from '../records.ts'
import { deadClick, rageClick, type WrittenClick } from './dead-clicks.ts'
import { elementReader, findRow, type View } from './view.ts'

interface Page {
  limit: number
  offset: number
}

/** See `ReplayStore.listSegments`. */
export function listSegments(database: Database, projectId: number, replayId: string, page: Page): ReplaySegmentRow[] {
  const replay = findRow(database, projectId, replayId)
  if (replay === null) return []
  const rows = database.all(
    'SELECT * FROM segments WHERE no = ? ORDER BY segment_id LIMIT ? OFFSET ?',
    replay.no,
    page.limit,
    page.offset,
  )
  return rows.map((row) => toSegment(row, projectId, replayId))
}

export function findSegment(
  database: Database,
  projectId: number,
  replayId: string,
  segmentId: number,
): ReplaySegmentRow | null {
  const replay = findRow(database, projectId, replayId)
  if (replay === null) return null
  const row = database.get('SELECT * FROM segments WHERE no = ? AND segment_id = ?', replay.no, segmentId)
  return row ? toSegment(row, projectId, replayId) : null
}

const kinds = ['rrweb', 'video'] as const

function toSegment(row: Row, projectId: number, replayId: string): ReplaySegmentRow {
  const blobId = textOrNull(row, 'blob_id')
  return {
    projectId,
    replayId,
    segmentId: integer(row, 'segment_id'),
    receivedAt: integer(row, 'received_at'),
    startedAt: integer(row, 'started_at'),
    finishedAt: integer(row, 'finished_at'),
    recording:
      blobId === null
        ? null
        : { blobId, at: integer(row, 'blob_at'), kind: oneOf(kinds, row, 'kind'), bytes: integer(row, 'bytes') },
  }
}

/** See `ReplayStore.listClicks`. */
export function listClicks(view: View, projectId: number, replayId: string, page: Page): ReplayClick[] {
  const replay = findRow(view.database, projectId, replayId)
  if (replay === null) return []
  const elementOf = elementReader(view)
  const clicks = view.database
    .all('SELECT clicks FROM segments WHERE no = ? AND clicks IS NOT NULL ORDER BY segment_id', replay.no)
    .flatMap((row) => readClicks(text(row, 'clicks')))
    .toSorted(([at], [otherAt]) => at - otherAt)
  return clicks.slice(page.offset, page.offset + page.limit).map(([at, nodeId, kind, element]) => ({
    at,
    nodeId,
    isDead: kind >= deadClick,
    isRage: kind === rageClick,
    element: elementOf(element),
  }))
}

export function readClicks(written: string): WrittenClick[] {
  const clicks: WrittenClick[] = JSON.parse(written)
  return clicks
}

/** See `ReplayStore.markViewed`. */
export function markViewed(
  database: Database,
  view: { projectId: number; replayId: string; userId: number; at: number },
): boolean {
  const replay = findRow(database, view.projectId, view.replayId)
  if (replay === null || replay.isArchived) return false
  database.run(
    `INSERT INTO views VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`,
    replay.no,
    view.userId,
    view.at,
    view.at,
  )
  return true
}

export function listViewers(database: Database, projectId: number, replayId: string): ReplayViewer[] {
  const replay = findRow(database, projectId, replayId)
  if (replay === null) return []
  const rows = database.all('SELECT user_id, last_at FROM views WHERE no = ? ORDER BY first_at, user_id', replay.no)
  return rows.map((row) => ({ userId: integer(row, 'user_id'), viewedAt: integer(row, 'last_at') }))
}
