import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../database.ts'
import { type Ledger, type Migration, migrate, openMigrated } from '../migrate.ts'
import { integer, text } from '../rows.ts'

/** What stands beside a migration for good: proof that a database of its version is still understood. */
export interface MigrationFixture<Store> {
  version: number
  /** sha256 of the migration's SQL, frozen when it is released. */
  sha256: string
  /** SQL that fills every table of this version with rows, in the columns of this version. */
  fill: string
  /** Looks at the same rows through the port, after migration to the newest version. */
  check(store: Store): Promise<void>
}

export interface MigrationSuite<Store> {
  name: string
  schema: { migrations: readonly Migration[]; ledger: Ledger }
  fixtures: readonly MigrationFixture<Store>[]
  /** Folder of the recorded schemas, `0001.schema.sql` …: the whole schema as each version leaves it. */
  schemas: string
  /** File name that the store looks for. */
  fileName: string
  open(path: string): Promise<Store>
}

interface Closable {
  checkIntegrity(): Promise<string[]>
  close(): Promise<void>
}

/** Every earlier version migrates to the newest, released migrations stay as they were, and newer files are refused. */
export function describeMigrations<Store extends Closable>(suite: MigrationSuite<Store>): void {
  const { schema, fixtures } = suite
  const newest = schema.migrations.length
  let directory: string
  let path: string

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'lapwing-migrations-'))
    path = join(directory, suite.fileName)
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  function recordedSchema(version: number): string {
    return readFileSync(join(suite.schemas, `${String(version).padStart(4, '0')}.schema.sql`), 'utf8')
  }

  describe(`migrations of ${suite.name}`, () => {
    it('count up without gaps, and each has a fixture', () => {
      const versions = schema.migrations.map(({ version }) => version)
      expect(versions).toEqual(versions.map((_, index) => index + 1))
      expect(fixtures.map(({ version }) => version)).toEqual(versions)
    })

    it.each(fixtures)(
      'version $version: is what was released, and migrates to the newest with its data',
      async (fixture) => {
        const migrations = schema.migrations.slice(0, fixture.version)
        expect(sha256(migrations.at(-1)?.sql ?? '')).toBe(fixture.sha256)
        const old = openMigrated(path, { ...schema, migrations }, {})
        old.exec(fixture.fill)
        const empty = tableNames(path).filter((table) => countRows(path, table) === 0)
        old.close()
        expect(empty).toEqual([])
        expect(dumpSchema(path)).toBe(recordedSchema(fixture.version))

        const store = await suite.open(path)
        await fixture.check(store)
        expect(await store.checkIntegrity()).toEqual([])
        await store.close()
        expect(dumpSchema(path)).toBe(recordedSchema(newest))
      },
    )

    it('give a new file the newest schema', async () => {
      openMigrated(path, schema, {}).close()
      expect(dumpSchema(path)).toBe(recordedSchema(newest))
    })

    it('refuse a file that a newer release wrote', async () => {
      const database = openMigrated(path, schema, {})
      schema.ledger.record(database, { version: newest + 1, name: 'future', sql: '' })
      database.close()
      expect(() => openMigrated(path, schema, {})).toThrow(
        `has schema version ${newest + 1}, this program knows versions up to`,
      )
    })

    it('do not run read-only', () => {
      openDatabase(path).close()
      expect(() => openMigrated(path, schema, { readOnly: true })).toThrow('run `lapwing migrate` first')
      openMigrated(path, schema, {}).close()
      openMigrated(path, schema, { readOnly: true }).close()
    })

    it('leave the file as it was when one fails', () => {
      const database = openMigrated(path, schema, {})
      const before = dumpSchema(path)
      const good = { version: newest + 1, name: 'good', sql: 'CREATE TABLE extra (id INTEGER) STRICT' }
      const bad = { version: newest + 2, name: 'bad', sql: 'CREATE TABLE more (id INTEGER) STRICT; SELECT nonsense' }
      expect(() => migrate(database, [...schema.migrations, good, bad], schema.ledger)).toThrow('nonsense')
      expect(schema.ledger.read(database)).toBe(newest)
      migrate(database, [...schema.migrations, good], schema.ledger)
      expect(schema.ledger.read(database)).toBe(newest + 1)
      database.close()
      expect(dumpSchema(path)).not.toBe(before)
    })
  })
}

function sha256(sql: string): string {
  return createHash('sha256').update(sql).digest('hex')
}

function tableNames(path: string): string[] {
  return query(path, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).map((row) =>
    text(row, 'name'),
  )
}

function countRows(path: string, table: string): number {
  const [row] = query(path, `SELECT count(*) AS count FROM ${table}`)
  return row ? integer(row, 'count') : 0
}

/** All tables and indexes as SQLite remembers them, by name. */
function dumpSchema(path: string): string {
  const rows = query(path, 'SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name')
  return rows
    .map((row) => text(row, 'sql'))
    .filter((sql) => !sql.startsWith('CREATE TABLE sqlite_'))
    .map((sql) => `${sql};\n`)
    .join('\n')
}

function query(path: string, sql: string) {
  const database = openDatabase(path, { readOnly: true })
  const rows = database.all(sql)
  database.close()
  return rows
}
