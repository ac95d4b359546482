import { checkDatabase } from '../../sqlite/check.ts'
import { openMigrated } from '../../sqlite/migrate.ts'
import { readOffset } from '../../sqlite/offsets.ts'
import type { UserSessionStore } from '../port.ts'
import { findRow, findWholeRow } from './find-whole.ts'
import { listRows } from './list.ts'
import { recordBatch } from './record.ts'
import { forgetReplays, removeOld, removeProject } from './remove.ts'
import { userSessionSchema } from './schema.ts'

/** Opens the user sessions view in one SQLite file, creating it or bringing its schema up to date. One process writes. */
export async function openSqliteUserSessions(
  path: string,
  options: { readOnly?: boolean; mostNew?: number } = {},
): Promise<UserSessionStore> {
  const database = openMigrated(path, userSessionSchema, {
    readOnly: options.readOnly,
    // What a batch of 4,000 sessions writes fits: with half of it, pages are written twice.
    cacheKib: 16_384,
    checkpointPages: 16_000,
    secureDelete: true,
  })
  const filing = { ids: null, users: null }
  let isOpen = true

  return {
    offset: async (spool) => readOffset(database, spool),
    record: async (batch) => database.write(() => recordBatch(database, batch, filing, options.mostNew)),
    list: async (query) => database.snapshot(() => listRows(database, query)),
    find: async (query) => database.snapshot(() => findRow(database, query)),
    findWhole: async (query) => database.snapshot(() => findWholeRow(database, query)),
    forgetReplays: async (projectId, replayIds) => database.write(() => forgetReplays(database, projectId, replayIds)),
    deleteProject: async (projectId) => removeProject(database, projectId),
    deleteBefore: async (time) => removeOld(database, time),
    checkIntegrity: async () => checkDatabase(database),
    async close() {
      if (isOpen) database.close()
      isOpen = false
    },
  }
}
