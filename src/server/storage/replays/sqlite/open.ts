import type { ReplayStore } from '../port.ts'
import { checkDatabase } from '../../sqlite/check.ts'
import { openMigrated } from '../../sqlite/migrate.ts'
import { readOffset } from '../../sqlite/offsets.ts'
import { listSelectors } from './dead-clicks.ts'
import {
  createDeletion,
  findDeletion,
  forgetBlobs,
  listDeadBlobs,
  listDeletions,
  listOpenDeletions,
  updateDeletion,
} from './deletions.ts'
import { toReplay } from './facts.ts'
import { recordBatch } from './record.ts'
import { archiveReplays, removeOld, removeProject } from './remove.ts'
import { replaySchema } from './schema.ts'
import { isViewed, search } from './search.ts'
import { listTagKeys, listValues } from './tally.ts'
import { findSegment, listClicks, listSegments, listViewers, markViewed } from './segments.ts'
import { elementReader, findRows, openView, type View } from './view.ts'

/** Opens the replays view in one SQLite file, creating it or bringing its schema up to date. One process writes. */
export async function openSqliteReplays(path: string, options: { readOnly?: boolean } = {}): Promise<ReplayStore> {
  const database = openMigrated(path, replaySchema, {
    readOnly: options.readOnly,
    cacheKib: 16_384,
    secureDelete: true,
  })
  const view: View = openView(database)
  let isOpen = true

  /** One transaction; what is held in memory of it is read again when it fails. */
  function change<Result>(body: () => Result): Result {
    try {
      return database.write(body)
    } catch (error) {
      Object.assign(view, openView(database))
      throw error
    } finally {
      view.terms.forget()
    }
  }

  function read<Result>(body: () => Result): Result {
    return database.snapshot(body)
  }

  return {
    offset: async (spool) => readOffset(database, spool),
    record: async (batch) => change(() => recordBatch(view, batch)),
    search: async (query) => read(() => search(view, query)),
    find: async ({ projectIds, replayId, viewerId }) =>
      read(() => {
        const [row] = findRows(database, projectIds, replayId)
        return row ? toReplay(row, elementReader(view), isViewed(view, row.no, viewerId)) : null
      }),
    listExisting: async ({ projectIds, replayIds, start, end }) =>
      read(() =>
        replayIds.filter((replayId) =>
          findRows(database, projectIds, replayId).some(({ isArchived, state }) => {
            if (isArchived) return false
            const { startedAt, finishedAt } = state
            return (end === null || startedAt < end) && (start === null || finishedAt >= start)
          }),
        ),
      ),
    listTagKeys: async (scope) => read(() => listTagKeys(view, scope)),
    listValues: async (query) => read(() => listValues(view, query)),
    listSegments: async (projectId, replayId, page) => read(() => listSegments(database, projectId, replayId, page)),
    findSegment: async (projectId, replayId, id) => read(() => findSegment(database, projectId, replayId, id)),
    listClicks: async (projectId, replayId, page) => read(() => listClicks(view, projectId, replayId, page)),
    listSelectors: async (query) => read(() => listSelectors(view, query)),
    markViewed: async (seen) => change(() => markViewed(database, seen)),
    listViewers: async (projectId, replayId) => read(() => listViewers(database, projectId, replayId)),
    deleteReplays: async (projectId, replayIds) => change(() => archiveReplays(view, projectId, replayIds)),
    listDeadBlobs: async (limit) => listDeadBlobs(database, limit),
    forgetBlobs: async (blobs) => change(() => forgetBlobs(database, blobs)),
    createDeletion: async (deletion) => change(() => createDeletion(database, deletion)),
    listDeletions: async (projectId, page) => listDeletions(database, projectId, page),
    findDeletion: async (projectId, id) => findDeletion(database, projectId, id),
    listOpenDeletions: async () => listOpenDeletions(database),
    updateDeletion: async (id, update) => change(() => updateDeletion(database, id, update)),
    deleteProject: async (projectId) => removeProject(view, projectId, change),
    deleteBefore: async (time) => removeOld(view, time, change),
    checkIntegrity: async () => checkDatabase(database),
    async close() {
      if (isOpen) database.close()
      isOpen = false
    },
  }
}
