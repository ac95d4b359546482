import type { Database, Value } from '../../sqlite/database.ts'
import { fileSlice } from '../../sqlite/filing.ts'

/**
 * So many stay in the small tables: 1 MB of each in the page cache. Of a million sessions under 8,500 pages a batch of 5,000 changes a thousand pages and
 * not the 6,000 that it would have changed by itself.
 */
export const mostNew = 40_000

const ids = { from: 'new_ids', into: 'filed_ids', keys: ['id', 'no'] }
const users = { from: 'new_users', into: 'filed_users', keys: ['day', 'project_id', 'user_hash', 'start', 'no'] }

/** Files what is too many in the small tables; `progress` is where it goes on, and may be lost. */
export function fileNew(database: Database, progress: FilingProgress, most = mostNew): void {
  progress.ids = fileSlice(database, ids, progress.ids, most)
  progress.users = fileSlice(database, users, progress.users, most)
}

/** The keys filed last, of each table; null = from the first on. */
export interface FilingProgress {
  ids: Value[] | null
  users: Value[] | null
}
