import type { Database } from './database.ts'
import { integer } from './rows.ts'

/** Projects that are gone from a view, by its table `deleted_projects`: what is still recorded of them is passed over. */
export function readDeletedProjects(database: Database): Set<number> {
  return new Set(database.all('SELECT id FROM deleted_projects').map((row) => integer(row, 'id')))
}
