import type { Database } from './database.ts'
import { integer, text } from './rows.ts'

/** SQLite's own checks of structure and references; [] when sound. Reads the whole file. */
export function checkDatabase(database: Database): string[] {
  const faults = database
    .all('PRAGMA integrity_check(20)')
    .map((row) => String(row.integrity_check))
    .filter((fault) => fault !== 'ok')
  const dangling = database
    .all('PRAGMA foreign_key_check')
    .map(
      (row) =>
        `row ${integer(row, 'rowid')} of ${text(row, 'table')} refers to a missing row of ${text(row, 'parent')}`,
    )
  return [...faults, ...dangling].map((fault) => `${database.path}: ${fault}`)
}
