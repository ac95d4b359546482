import type {
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBPreparedStatement,
  DuckDBType,
  DuckDBValue,
  JS,
} from '@duckdb/node-api'
import type { Engine } from './engine.ts'
import type { Sql } from './sql.ts'
import { toPlan } from './statement.ts'

export type Row = Record<string, JS>

/** Runs one statement and reads its whole result. */
export async function run(connection: DuckDBConnection, statement: Sql): Promise<Row[]> {
  const reader = await connection.runAndReadAll(statement.text, ...boundOf(statement))
  return reader.getRowObjectsJS()
}

/** Nothing at all where there is nothing bound: a statement without values is not prepared first. */
function boundOf({ values }: Sql): [DuckDBValue[]?, DuckDBType[]?] {
  if (values.length === 0) return []
  return [values.map((bound) => bound.value), values.map((bound) => bound.type)]
}

/** Chunk by chunk into arrays of numbers: objects for rows of 100,000 take longer than most queries. */
function columnsOf(count: number, chunks: readonly DuckDBDataChunk[]): Float64Array[] {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0)
  return Array.from({ length: count }, (_, column) => {
    const values = new Float64Array(rows)
    let place = 0
    for (const chunk of chunks) {
      const vector = chunk.getColumnVector(column)
      // Once a chunk: each look at the count is a call into the engine, a third of the time for 120,000 rows.
      const { rowCount } = chunk
      for (let row = 0; row < rowCount; row++) values[place++] = number(vector.getItem(row))
    }
    return values
  })
}

export type Run = (statement: Sql) => Promise<Row[]>

/**
 * Runs statements that are parsed once and kept: for the few that every append needs (saves 0.5 ms each). Not for
 * queries: a plan made without knowing the values does not know a LIMIT either. Those without values are not kept: DuckDB (1.5) runs them by the plan that
 * it made for the rows of then, whatever came since.
 */
export function createPreparedRun(connection: DuckDBConnection): Run {
  const prepared = new Map<string, DuckDBPreparedStatement>()
  return async (statement) => {
    const { text, values } = statement
    if (values.length === 0) return run(connection, statement)
    const kept = prepared.get(text) ?? (await connection.prepare(text))
    prepared.set(text, kept)
    kept.bind(
      values.map((bound) => bound.value),
      values.map((bound) => bound.type),
    )
    return (await kept.runAndReadAll()).getRowObjectsJS()
  }
}

/** All of the statements or none. */
export async function transaction<Result>(connection: DuckDBConnection, work: () => Promise<Result>): Promise<Result> {
  await connection.run('BEGIN')
  try {
    const result = await work()
    await connection.run('COMMIT')
    return result
  } catch (error) {
    // After a failed COMMIT (disk full) there is no transaction left to roll back; the first error is the one that tells.
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** Read connections, one query at a time on each. */
export interface Readers {
  query(statement: Sql): Promise<Row[]>
  /** The columns of a result that holds numbers only. */
  queryNumbers(statement: Sql): Promise<Float64Array[]>
  /** Gives a result away as it comes; what is not read yet is not held. */
  queryChunks(statement: Sql, use: (chunk: DuckDBDataChunk) => void): Promise<void>
  /** Waits for running queries, refuses new ones. */
  close(): Promise<void>
}

/**
 * A connection runs one statement at a time and a second one would block a thread of libuv's pool (4 in all, shared with
 * file and DNS work) until the first is done, so queries queue here instead.
 */
export async function openReaders(engine: Engine, count: number): Promise<Readers> {
  const idle: DuckDBConnection[] = []
  for (let i = 0; i < count; i++) idle.push(await engine.connect())
  const waiting: ((connection: DuckDBConnection) => void)[] = []
  const running = new Set<Promise<unknown>>()
  let closed = false

  async function take(): Promise<DuckDBConnection> {
    return idle.pop() ?? new Promise((resolve) => waiting.push(resolve))
  }

  function giveBack(connection: DuckDBConnection) {
    const next = waiting.shift()
    if (next) next(connection)
    else idle.push(connection)
  }

  async function runOnIdle<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    const connection = await take()
    try {
      return await work(connection)
    } finally {
      giveBack(connection)
    }
  }

  async function track<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    if (closed) throw new Error('The events store is closed')
    const result = runOnIdle(work)
    running.add(result)
    try {
      return await result
    } finally {
      running.delete(result)
    }
  }

  return {
    query: (statement) => track((connection) => run(connection, toPlan(statement))),
    queryNumbers: (statement) =>
      track(async (connection) => {
        const planned = toPlan(statement)
        const result = await connection.run(planned.text, ...boundOf(planned))
        return columnsOf(result.columnCount, await result.fetchAllChunks())
      }),
    queryChunks: (statement, use) =>
      track((connection) =>
        // A stream is prepared first, and DuckDB (1.5) plans by the statistics of that moment: branches that hold nothing sought are left out, filters that all
        // rows pass are dropped. Rows that are put in order until it runs would be missing or read twice; one transaction keeps both to one state.
        transaction(connection, async () => {
          const planned = toPlan(statement)
          const result = await connection.stream(planned.text, ...boundOf(planned))
          for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
            use(chunk)
          }
        }),
      ),
    async close() {
      closed = true
      await Promise.allSettled(running)
      for (const connection of idle) connection.disconnectSync()
    },
  }
}

/** Readers of result values: what the column's type promises, checked. */
export function number(value: unknown): number {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number') return value
  throw new TypeError(`expected a number, got ${typeof value}`)
}

export function bigintOf(value: JS | undefined): bigint {
  if (typeof value === 'bigint') return value
  throw new TypeError(`expected a bigint, got ${typeof value}`)
}

export function string(value: JS | undefined): string {
  if (typeof value === 'string') return value
  throw new TypeError(`expected a string, got ${typeof value}`)
}

export function stringOrNull(value: JS | undefined): string | null {
  return value === null ? null : string(value)
}

export function numbers(value: JS | undefined): number[] {
  if (!Array.isArray(value)) throw new TypeError(`expected a list, got ${typeof value}`)
  return value.map(number)
}
