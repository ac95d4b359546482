import type { Database, Row, Value } from './database.ts'

/** Rows that come in no order stand in a small table first, and go into the large one, which has the same columns, in slices of neighbours. */
export interface Filing {
  from: string
  into: string
  /** The primary key. */
  keys: readonly string[]
}

/**
 * Files what is more than `most` in the small table, from the key after `after` on, round and round: neighbours go into the same pages, of which a batch then changes
 * a part only. Gives the key filed last, null at the end of a round; it may be lost.
 */
export function fileSlice(
  database: Database,
  { from, into, keys }: Filing,
  after: Value[] | null,
  most: number,
): Value[] | null {
  const count = database.get(`SELECT count(*) AS count FROM ${from}`)?.['count']
  const excess = Number(count) - most
  if (excess <= 0) return after
  const key = keys.join(', ')
  const marks = keys.map(() => '?').join(', ')
  const beyond = after === null ? '' : `WHERE (${key}) > (${marks})`
  const last = database.get(
    `SELECT ${key} FROM ${from} ${beyond} ORDER BY ${key} LIMIT 1 OFFSET ?`,
    ...(after ?? []),
    excess - 1,
  )
  const until = last === undefined ? null : keys.map((column) => valueOf(last, column))
  const bounds = [beyond, until === null ? '' : `${after === null ? 'WHERE' : 'AND'} (${key}) <= (${marks})`].join(' ')
  const values = [...(after ?? []), ...(until ?? [])]
  database.run(`INSERT INTO ${into} SELECT * FROM ${from} ${bounds} ORDER BY ${key}`, ...values)
  database.run(`DELETE FROM ${from} ${bounds}`, ...values)
  return until
}

function valueOf(row: Row, column: string): Value {
  return row[column] ?? null
}
