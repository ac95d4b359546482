import type { Database, Row, Value } from '../../sqlite/database.ts'

/**
 * So many stay in the small tables: 1 MB of each in the page cache. Of a million sessions under 8,500 pages a batch of 5,000 changes a thousand pages and
 * not the 6,000 that it would have changed by itself.
 */
export const mostNew = 40_000

/** Files what is too many in the small tables; `progress` is where it goes on, and may be lost. */
export function fileNew(database: Database, progress: FilingProgress, most = mostNew): void {
  progress.ids = fileSlice(database, 'ids', ['id', 'no'], progress.ids, most)
  progress.users = fileSlice(database, 'users', ['day', 'project_id', 'user_hash', 'start', 'no'], progress.users, most)
}

/** The keys filed last, of each table; null = from the first on. */
export interface FilingProgress {
  ids: Value[] | null
  users: Value[] | null
}

/** From key to key, round and round: neighbours go together, and so into the same pages. */
function fileSlice(
  database: Database,
  name: string,
  keys: string[],
  after: Value[] | null,
  most: number,
): Value[] | null {
  const count = database.get(`SELECT count(*) AS count FROM new_${name}`)?.['count']
  const excess = Number(count) - most
  if (excess <= 0) return after
  const key = keys.join(', ')
  const marks = keys.map(() => '?').join(', ')
  const beyond = after === null ? '' : `WHERE (${key}) > (${marks})`
  const last = database.get(
    `SELECT ${key} FROM new_${name} ${beyond} ORDER BY ${key} LIMIT 1 OFFSET ?`,
    ...(after ?? []),
    excess - 1,
  )
  const until = last === undefined ? null : keys.map((column) => valueOf(last, column))
  const bounds = [beyond, until === null ? '' : `${after === null ? 'WHERE' : 'AND'} (${key}) <= (${marks})`].join(' ')
  const values = [...(after ?? []), ...(until ?? [])]
  database.run(`INSERT INTO filed_${name} SELECT * FROM new_${name} ${bounds} ORDER BY ${key}`, ...values)
  database.run(`DELETE FROM new_${name} ${bounds}`, ...values)
  return until
}

function valueOf(row: Row, column: string): Value {
  return row[column] ?? null
}
