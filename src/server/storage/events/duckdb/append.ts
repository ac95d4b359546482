import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventBatch } from '../port.ts'
import { fill } from './chunks.ts'
import { createPreparedRun, number, type Run, string, transaction } from './connection.ts'
import { appendEvents, numberRows, tagsOf } from './rows.ts'
import { bigint, isHexId, sql, text } from './sql.ts'
import { appendTags, openTagDictionary, type TagDictionary } from './tags.ts'

/** What the one writer of a file knows by heart; changed after a commit only. */
export interface WriterState {
  run: Run
  offsets: Map<string, number>
  dictionary: TagDictionary
}

export async function readWriterState(connection: DuckDBConnection): Promise<WriterState> {
  const run = createPreparedRun(connection)
  const rows = await run(sql`SELECT spool, position FROM offsets`)
  return {
    run,
    offsets: new Map(rows.map((row) => [string(row.spool), number(row.position)])),
    dictionary: await openTagDictionary(run),
  }
}

/**
 * Writes rows, new dictionary entries and the offset in one transaction, or nothing (false) when the batch does not start
 * where the last one ended. One call at a time: the caller queues.
 */
export async function appendBatch(
  connection: DuckDBConnection,
  { run, offsets, dictionary }: WriterState,
  { spool, from, to, rows }: EventBatch,
): Promise<boolean> {
  if ((offsets.get(spool) ?? 0) !== from) return false
  if (to < from) throw new RangeError(`a batch cannot end (${to}) before it starts (${from})`)
  const malformed = rows.find((row) => !isHexId(row.eventId))
  if (malformed) throw new TypeError(`not an event id of 32 hex digits: ${malformed.eventId}`)

  const resolved = await dictionary.resolve(tagsOf(rows))
  await transaction(connection, async () => {
    if (resolved.added.length > 0) await fill(connection, 'tags', (appender) => appendTags(appender, resolved.added))
    if (rows.length > 0) {
      await fill(connection, 'events', (appender) => appendEvents(appender, numberRows(rows, resolved.ids)))
    }
    await (offsets.has(spool)
      ? run(sql`UPDATE offsets SET position = ${bigint(to)} WHERE spool = ${text(spool)}`)
      : run(sql`INSERT INTO offsets VALUES (${text(spool)}, ${bigint(to)})`))
  })
  offsets.set(spool, to)
  dictionary.remember(resolved)
  return true
}
