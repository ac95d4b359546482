import type { DuckDBConnection } from '@duckdb/node-api'
import type { WriterState } from './append.ts'
import { number, run, transaction } from './connection.ts'
import { bigint, sql } from './sql.ts'

/**
 * Deletes events received before a time and the dictionary entries that no event uses any more. DuckDB gives the space of
 * whole row groups back at the next checkpoint; rows came in by time, so most of them are whole.
 */
export async function deleteBefore(connection: DuckDBConnection, state: WriterState, time: number): Promise<number> {
  const deleted = await transaction(connection, async () => {
    const [events] = await run(connection, sql`DELETE FROM events WHERE received_at < ${bigint(time)}`)
    const count = number(events?.Count)
    if (count > 0) {
      await run(
        connection,
        sql`DELETE FROM tags WHERE id NOT IN (SELECT unnest(tags) FROM events)
              AND id NOT IN (SELECT user_key FROM events WHERE user_key IS NOT NULL)`,
      )
    }
    return count
  })
  // It may hold ids that are gone now.
  if (deleted > 0) state.dictionary.forget()
  return deleted
}
