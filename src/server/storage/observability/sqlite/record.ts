import type { Database } from '../../sqlite/database.ts'
import { readDeletedProjects } from '../../sqlite/deleted-projects.ts'
import { readOffset, writeOffset } from '../../sqlite/offsets.ts'
import { joinParts, type Part, partOf } from '../part.ts'
import type { AnySource, UserSessionBatch } from '../port.ts'
import { fileNew, type FilingProgress } from './filing.ts'
import { type Change, settle } from './homes.ts'
import { findParts, hexBytes, keyOf, nextNo } from './parts.ts'

/** See `UserSessionStore.record`; within a transaction. */
export function recordBatch(
  database: Database,
  batch: UserSessionBatch,
  filing: FilingProgress,
  mostNew?: number,
): void {
  const offset = readOffset(database, batch.spool)
  if (batch.to <= offset) return
  const deleted = readDeletedProjects(database)
  const told = new Map<string, Part>()
  for (const source of batch.sources) {
    if (source.position < offset || deleted.has(source.projectId) || isForgotten(database, source)) continue
    const key = keyOf(source)
    const known = told.get(key)
    told.set(key, known ? joinParts(known, partOf(source)) : partOf(source))
  }
  settle(database, readChanges(database, told))
  fileNew(database, filing, mostNew)
  writeOffset(database, batch.spool, batch.to)
}

function isForgotten(database: Database, { kind, projectId, id }: AnySource): boolean {
  if (kind !== 'replay') return false
  const known = 'SELECT 1 FROM forgotten_replays WHERE project_id = ? AND id = ?'
  return database.get(known, projectId, hexBytes(id)) !== undefined
}

/** What is told, with what was known of it. */
function readChanges(database: Database, told: Map<string, Part>): Change[] {
  const kept = findParts(
    database,
    [...told.values()].map(({ id }) => id),
  )
  let no = nextNo(database)
  return [...told].map(([key, part]) => {
    const before = kept.get(key) ?? null
    return before
      ? { no: before.no, before, after: joinParts(before.part, part) }
      : { no: no++, before: null, after: part }
  })
}
