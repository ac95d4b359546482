import { type Database, type DatabaseOptions, openDatabase } from './database.ts'
import { integer } from './rows.ts'

/** One step of a schema. Released steps never change (their checksums are frozen in a test); a change is a new step. */
export interface Migration {
  /** Counts up from 1 without gaps. */
  version: number
  name: string
  sql: string
}

/** Where a database keeps the version that its schema has reached. */
export interface Ledger {
  read(database: Database): number
  record(database: Database, migration: Migration): void
}

/** A table with one row a migration: says when each one ran. */
export const tableLedger: Ledger = {
  read(database) {
    const table = database.get(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_versions'`)
    if (!table) return 0
    const row = database.get('SELECT coalesce(max(version), 0) AS version FROM schema_versions')
    return row ? integer(row, 'version') : 0
  },
  record(database, migration) {
    database.exec(`CREATE TABLE IF NOT EXISTS schema_versions (
      version INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      applied_at INTEGER NOT NULL
    ) STRICT`)
    database.run('INSERT INTO schema_versions VALUES (?, ?, ?)', migration.version, migration.name, Date.now())
  },
}

/** The `user_version` field of the file's header: for the many small files of one kind. */
export const headerLedger: Ledger = {
  read(database) {
    const row = database.get('PRAGMA user_version')
    return row ? integer(row, 'user_version') : 0
  },
  record(database, migration) {
    database.exec(`PRAGMA user_version = ${migration.version}`)
  },
}

/**
 * Opens a database and brings its schema to the newest version, forward only. Refuses a file that is newer than the code, and,
 * read-only, one that is older.
 */
export function openMigrated(
  path: string,
  schema: { migrations: readonly Migration[]; ledger: Ledger },
  options: DatabaseOptions,
): Database {
  const database = openDatabase(path, options)
  try {
    const newest = schema.migrations.length
    const current = schema.ledger.read(database)
    if (current > newest) {
      throw new Error(
        `${path} has schema version ${current}, this program knows versions up to ${newest}: it was written by a newer release; run that release, or restore a backup from before the upgrade`,
      )
    }
    if (current < newest) {
      if (options.readOnly) {
        throw new Error(
          `${path} has schema version ${current}, version ${newest} is needed: run \`lapwing migrate\` first`,
        )
      }
      migrate(database, schema.migrations, schema.ledger)
    }
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Runs the missing migrations in one transaction; when one fails, the file is as it was. */
export function migrate(database: Database, migrations: readonly Migration[], ledger: Ledger): void {
  // Rebuilding a table that others refer to needs the constraints off, which has no effect inside a transaction.
  database.exec('PRAGMA foreign_keys = OFF')
  try {
    database.write(() => {
      // Read again under the lock: another process may have migrated meanwhile.
      const current = ledger.read(database)
      for (const migration of migrations) {
        if (migration.version <= current) continue
        database.exec(migration.sql)
        ledger.record(database, migration)
      }
      const dangling = database.all('PRAGMA foreign_key_check')
      if (dangling.length > 0) {
        throw new Error(
          `migration of ${database.path} would leave ${dangling.length} rows without the row they refer to`,
        )
      }
    })
  } finally {
    database.exec('PRAGMA foreign_keys = ON')
  }
}
