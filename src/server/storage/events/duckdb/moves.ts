import type { DuckDBConnection } from '@duckdb/node-api'
import type { RecountedIssue } from '../../recount.ts'
import type { EventStore } from '../port.ts'
import { number, run, string, transaction } from './connection.ts'
import { listRichestOfMany, type Reading } from './events.ts'
import { readHexId } from './rows.ts'
import { bigint, isOneOf, name, sql, texts } from './sql.ts'
import { rowTables } from './statement.ts'

export async function moveEvents(
  connection: DuckDBConnection,
  query: Parameters<EventStore['moveEvents']>[0],
): Promise<number> {
  const ofHashes =
    query.hashes === null
      ? sql`true`
      : sql`primary_hash IN (SELECT id FROM terms WHERE key = 'primary_hash' AND value IN (SELECT unnest(${texts(query.hashes)})))`
  const ofIssues = isOneOf(sql`issue_id`, query.issueIds)
  return transaction(connection, async () => {
    let count = 0
    for (const table of rowTables) {
      const [moved] = await run(
        connection,
        sql`UPDATE ${name(table)} SET issue_id = ${bigint(query.into)} WHERE ${ofIssues} AND ${ofHashes}`,
      )
      count += number(moved?.Count)
    }
    return count
  })
}

const hour = 3_600_000

export const recountIssue =
  ({ readers, terms }: Reading): EventStore['recountIssue'] =>
  async (issueId): Promise<RecountedIssue | null> => {
    const ofIssue = isOneOf(sql`issue_id`, [issueId])
    const point = sql`{'at': timestamp, 'id': event_id}`
    const [figures] = await readers.query(sql`
      SELECT count(*) AS events, min(timestamp) AS first, max(timestamp) AS last,
        arg_min(event_id, ${point}) AS oldest, arg_max(event_id, ${point}) AS newest
      FROM events WHERE ${ofIssue}`)
    if (figures === undefined || number(figures.events) === 0) return null
    const cells = await readers.query(sql`
      SELECT environment, timestamp // ${bigint(hour)} AS hour, count(*) AS events, min(timestamp) AS first, max(timestamp) AS last
      FROM events WHERE ${ofIssue} GROUP BY ALL ORDER BY hour, environment`)
    const users = await readers.query(sql`
      SELECT value FROM terms WHERE id IN (SELECT DISTINCT user_key FROM events WHERE ${ofIssue} AND user_key <> 0) ORDER BY value`)
    const names = await terms.read(cells.map((cell) => number(cell.environment)))
    const environments = new Map<string | null, RecountedIssue['environments'][number]>()
    const hours = cells.map((cell) => {
      const name = names.get(number(cell.environment))?.[1] ?? null
      const [events, firstSeen, lastSeen] = [number(cell.events), number(cell.first), number(cell.last)]
      const known = environments.get(name) ?? { name, events: 0, firstSeen, lastSeen }
      environments.set(name, {
        name,
        events: known.events + events,
        firstSeen: Math.min(known.firstSeen, firstSeen),
        lastSeen: Math.max(known.lastSeen, lastSeen),
      })
      return { hour: number(cell.hour) * hour, environment: name, events }
    })
    return {
      issueId,
      firstSeen: number(figures.first),
      lastSeen: number(figures.last),
      timesSeen: number(figures.events),
      firstEventId: readHexId(figures.oldest),
      lastEventId: readHexId(figures.newest),
      richest: (await listRichestOfMany(readers, ofIssue)).map(({ eventId, timestamp, receivedAt, parts }) => ({
        eventId,
        timestamp,
        receivedAt,
        parts,
      })),
      userKeys: users.map((row) => string(row.value)),
      hours,
      environments: [...environments.values()],
    }
  }
