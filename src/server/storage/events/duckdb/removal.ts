import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventStore } from '../port.ts'
import { number, type Readers, run, transaction } from './connection.ts'
import { readHexId } from './rows.ts'
import { bigint, integers, isHexId, isOneOf, name, type Sql, sql, text } from './sql.ts'
import { rowTables } from './statement.ts'

type EventKey = Awaited<ReturnType<EventStore['listEventKeys']>>[number]

export const listEventKeys =
  (readers: Readers): EventStore['listEventKeys'] =>
  async (where, limit) => {
    const condition =
      'projectId' in where ? isOneOf(sql`project_id`, [where.projectId]) : isOneOf(sql`issue_id`, where.issueIds)
    const rows = await readers.query(
      sql`SELECT project_id, event_id, received_at FROM events WHERE ${condition} LIMIT ${bigint(limit)}`,
    )
    return rows.map((row) => ({
      projectId: number(row.project_id),
      eventId: readHexId(row.event_id),
      receivedAt: number(row.received_at),
    }))
  }

/** The span of receipt says which row groups to look at; keys that are listed together came in together. */
export async function deleteEvents(connection: DuckDBConnection, keys: EventKey[]): Promise<number> {
  const known = keys.filter((key) => isHexId(key.eventId))
  if (known.length === 0) return 0
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { receivedAt } of known) {
    first = Math.min(first, receivedAt)
    last = Math.max(last, receivedAt)
  }
  const ids = sql`CAST(${text(`[${known.map((key) => key.eventId).join()}]`)} AS UUID[])`
  const projects = integers(known.map((key) => key.projectId))
  return transaction(connection, async () => {
    const count = await deleteRows(
      connection,
      sql`received_at BETWEEN ${bigint(first)} AND ${bigint(last)}
        AND (event_id, project_id) IN (SELECT unnest(${ids}), unnest(${projects}))`,
    )
    if (count > 0) await markUnswept(connection)
    return count
  })
}

/** Its texts go at once: they are of no other project. */
export async function deleteProject(connection: DuckDBConnection, projectId: number): Promise<void> {
  await transaction(connection, async () => {
    for (const table of [...rowTables, 'terms', 'sets', 'slots']) {
      await run(connection, sql`DELETE FROM ${name(table)} WHERE project_id = ${bigint(projectId)}`)
    }
  })
}

/**
 * Deletes events received before a time. DuckDB gives the space of whole row groups back at the next checkpoint; rows came in by time, so
 * most of them are whole.
 */
export async function deleteBefore(connection: DuckDBConnection, time: number): Promise<number> {
  return transaction(connection, async () => {
    const count = await deleteRows(connection, sql`received_at < ${bigint(time)}`)
    if (count > 0) await markUnswept(connection)
    return count
  })
}

async function deleteRows(connection: DuckDBConnection, condition: Sql): Promise<number> {
  let count = 0
  for (const table of rowTables) {
    const [deleted] = await run(connection, sql`DELETE FROM ${name(table)} WHERE ${condition}`)
    count += number(deleted?.Count)
  }
  return count
}

async function markUnswept(connection: DuckDBConnection): Promise<void> {
  await run(connection, sql`INSERT INTO unswept SELECT 1 WHERE NOT EXISTS (FROM unswept)`)
}
