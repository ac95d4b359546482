import type { MetaStore } from '../port.ts'
import { checkDatabase } from '../../sqlite/check.ts'
import { issueStore } from './issues.ts'
import { openMigrated } from '../../sqlite/migrate.ts'
import { outcomeStore } from './outcomes.ts'
import { peopleStore } from './people.ts'
import { projectStore } from './projects.ts'
import { metaSchema } from './schema.ts'
import { readOffset } from './view-offsets.ts'

/**
 * Opens the meta store in one SQLite file, creating it or bringing its schema up to date. Several processes may have it open
 * (the server and the CLI): writers wait for each other. `readOnly` neither creates nor migrates.
 */
export async function openSqliteMeta(path: string, options: { readOnly?: boolean } = {}): Promise<MetaStore> {
  const database = openMigrated(path, metaSchema, { readOnly: options.readOnly, cacheKib: 32_768 })
  return {
    ...peopleStore(database),
    ...projectStore(database),
    ...issueStore(database),
    ...outcomeStore(database),
    offset: async (spool) => readOffset(database, spool),
    checkIntegrity: async () => checkDatabase(database),
    close: async () => database.close(),
  }
}
