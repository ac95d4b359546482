import type { MetaStore } from '../port.ts'
import { adoptionStore } from './adoptions.ts'
import { alertStore } from './alerts.ts'
import { attachmentStore } from './attachments.ts'
import { checkDatabase } from '../../sqlite/check.ts'
import { environmentStore } from './environments.ts'
import { issueStore } from './issues.ts'
import { openMigrated } from '../../sqlite/migrate.ts'
import { organizationSettingsStore } from './organization-settings.ts'
import { outcomeStore } from './outcomes.ts'
import { peopleStore } from './people.ts'
import { projectStore } from './projects.ts'
import { releaseStore } from './releases.ts'
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
    ...organizationSettingsStore(database),
    ...projectStore(database),
    ...issueStore(database),
    ...outcomeStore(database),
    ...alertStore(database),
    ...releaseStore(database),
    ...adoptionStore(database),
    ...environmentStore(database),
    ...attachmentStore(database),
    offset: async (spool) => readOffset(database, spool),
    checkIntegrity: async () => checkDatabase(database),
    close: async () => database.close(),
  }
}
