import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite'

export type Row = Record<string, SQLOutputValue>
export type Value = SQLInputValue

/**
 * A SQLite connection with its prepared statements kept by their text, and transactions that cannot deadlock. Everything is
 * synchronous: callers live in a thread that may wait.
 */
export interface Database {
  readonly path: string
  /** Several statements, no parameters: DDL and pragmas. */
  exec(sql: string): void
  /** Rows changed, and the row id of the last insert. */
  run(sql: string, ...values: Value[]): { changes: number; lastInsertRowid: number }
  get(sql: string, ...values: Value[]): Row | undefined
  all(sql: string, ...values: Value[]): Row[]
  /** Makes a function callable from SQL: any number of arguments, the same answer for the same ones within a statement. */
  define(name: string, body: (...values: SQLOutputValue[]) => Value): void
  /** Runs the body in one write transaction (BEGIN IMMEDIATE); an exception rolls all of it back. */
  write<T>(body: () => T): T
  /** Runs the body on one snapshot. */
  snapshot<T>(body: () => T): T
  close(): void
}

export interface DatabaseOptions {
  readOnly?: boolean
  /** Page cache in KiB. */
  cacheKib?: number
  /** Pages in the log at which they are moved into the file; more for tables that are written to all over. */
  checkpointPages?: number
  /** Overwrite deleted content with zeros (needed where people delete data, costs writes). */
  secureDelete?: boolean
}

/** How long a statement waits for another process's write (the CLI beside the server), in ms; a digest batch takes ~30. */
const busyTimeout = 15_000
/** Statement texts are a closed set but for the issue list (filters present or not): a bound, not a working size. */
const maxStatements = 500

/** Opens (creates, unless read-only) a database in WAL mode with `synchronous=FULL`: a commit is on disk when it returns. */
export function openDatabase(path: string, options: DatabaseOptions = {}): Database {
  const readOnly = options.readOnly ?? false
  const connection = new DatabaseSync(path, { readOnly, timeout: busyTimeout, enableForeignKeyConstraints: true })
  try {
    if (!readOnly) enterWal(connection)
    // A checkpoint copies each changed page once, however often it was written: 4,000 pages (16 MB of log) between two of them
    // made batches over 50,000 issues over a third faster than the default of 1,000.
    connection.exec(`
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = ${options.checkpointPages ?? 4000};
      PRAGMA journal_size_limit = 67108864;
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -${options.cacheKib ?? 16_384};
      PRAGMA secure_delete = ${options.secureDelete ? 'ON' : 'OFF'};
    `)
  } catch (error) {
    connection.close()
    throw new Error(`cannot open ${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
  return wrap(connection, path)
}

/** Two processes that create the same file meet here: turning WAL on does not wait for locks by itself, so it is tried again. */
function enterWal(connection: DatabaseSync): void {
  const deadline = Date.now() + busyTimeout
  for (;;) {
    try {
      const mode = connection.prepare('PRAGMA journal_mode').get()?.journal_mode
      if (mode !== 'wal') connection.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      const locked = error instanceof Error && /\b(locked|busy)\b/.test(error.message)
      if (!locked || Date.now() > deadline) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}

function wrap(connection: DatabaseSync, path: string): Database {
  const statements = new Map<string, StatementSync>()

  function prepare(sql: string): StatementSync {
    const known = statements.get(sql)
    if (known) return known
    if (statements.size >= maxStatements) statements.clear()
    const statement = connection.prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  function transaction<T>(begin: string, body: () => T): T {
    connection.exec(begin)
    try {
      const result = body()
      connection.exec('COMMIT')
      return result
    } catch (error) {
      // SQLite has rolled back by itself after errors such as a full disk.
      if (connection.isTransaction) connection.exec('ROLLBACK')
      throw error
    }
  }

  return {
    path,
    exec: (sql) => connection.exec(sql),
    run(sql, ...values) {
      const { changes, lastInsertRowid } = prepare(sql).run(...values)
      return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) }
    },
    get: (sql, ...values) => prepare(sql).get(...values),
    all: (sql, ...values) => prepare(sql).all(...values),
    define: (name, body) => connection.function(name, { deterministic: true, varargs: true }, body),
    // IMMEDIATE: takes the write lock at the start, where waiting is possible. A read that turns into a write fails at once
    // when another process has written in between (SQLITE_BUSY_SNAPSHOT), whatever the timeout.
    write: (body) => transaction('BEGIN IMMEDIATE', body),
    snapshot: (body) => transaction('BEGIN', body),
    close() {
      statements.clear()
      connection.close()
    },
  }
}
