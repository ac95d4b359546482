import type { EventPoint, EventQuery, EventRow, EventStore } from '../port.ts'
import { ofIssues } from './conditions.ts'
import type { Readers } from './connection.ts'
import { eventColumns, readEvents, readHexId } from './rows.ts'
import { bigint, integers, isHexId, type Sql, sql, uuid } from './sql.ts'
import type { ReadTags } from './tags.ts'

const newestFirst = sql`timestamp DESC, event_id DESC`
const oldestFirst = sql`timestamp ASC, event_id ASC`

/** The bound on `timestamp` alone repeats half of the rest, because it alone can skip row groups by their min and max. */
const olderThan = (point: EventPoint) =>
  sql`timestamp <= ${bigint(point.timestamp)} AND (timestamp < ${bigint(point.timestamp)} OR event_id < ${uuid(point.eventId)})`
const newerThan = (point: EventPoint) =>
  sql`timestamp >= ${bigint(point.timestamp)} AND (timestamp > ${bigint(point.timestamp)} OR event_id > ${uuid(point.eventId)})`

export const listEvents =
  (readers: Readers, readTags: ReadTags): EventStore['listEvents'] =>
  async (query) => {
    const order = query.oldestFirst ? oldestFirst : newestFirst
    const past = query.oldestFirst ? newerThan : olderThan
    const rest = query.after ? past(query.after) : sql`true`
    return selectEvents(readers, readTags, sql`${ofIssues([query.issueId], query)} AND ${rest}`, order, query.limit)
  }

export const findEvent =
  (readers: Readers, readTags: ReadTags): EventStore['findEvent'] =>
  async (projectIds, eventId) => {
    if (projectIds.length === 0 || !isHexId(eventId)) return null
    const condition = sql`event_id = ${uuid(eventId)} AND project_id IN (SELECT unnest(${integers(projectIds)}))`
    const [event] = await selectEvents(readers, readTags, condition, newestFirst, 1)
    return event ?? null
  }

const week = 7 * 24 * 60 * 60 * 1000

export const edgeEvent =
  (readers: Readers, readTags: ReadTags): EventStore['edgeEvent'] =>
  async (query, edge) => {
    const condition = ofIssues([query.issueId], query)
    if (edge === 'recommended') return recommendedEvent(readers, readTags, condition)
    const [event] = await selectEvents(readers, readTags, condition, edge === 'latest' ? newestFirst : oldestFirst, 1)
    return event ?? null
  }

/** Most of replay, release, user and url; of those the newest; looking at the last 7 days up to the issue's newest event. */
async function recommendedEvent(readers: Readers, readTags: ReadTags, condition: Sql): Promise<EventRow | null> {
  const recent = sql`${condition} AND timestamp > (SELECT max(timestamp) FROM events WHERE ${condition}) - ${bigint(week)}`
  const richness = sql`(replay_id IS NOT NULL)::INT + (release IS NOT NULL)::INT + (user_key IS NOT NULL)::INT + (url IS NOT NULL)::INT`
  const [event] = await selectEvents(readers, readTags, recent, sql`${richness} DESC, ${newestFirst}`, 1)
  return event ?? null
}

export const neighbours =
  (readers: Readers): EventStore['neighbours'] =>
  async (query, of) => {
    const [previous, next] = await Promise.all([
      nearest(readers, query, olderThan(of), newestFirst),
      nearest(readers, query, newerThan(of), oldestFirst),
    ])
    return { previous, next }
  }

async function nearest(readers: Readers, query: EventQuery, beyond: Sql, order: Sql): Promise<string | null> {
  const condition = sql`${ofIssues([query.issueId], query)} AND ${beyond}`
  const [row] = await readers.query(sql`SELECT event_id FROM events WHERE ${condition} ORDER BY ${order} LIMIT 1`)
  return row ? readHexId(row.event_id) : null
}

/**
 * Finds the rows by the sorting columns first and reads the other 35 only for those: DuckDB does that by itself only for
 * small limits.
 */
async function selectEvents(
  readers: Readers,
  readTags: ReadTags,
  condition: Sql,
  order: Sql,
  limit: number,
): Promise<EventRow[]> {
  const rows = await readers.query(
    sql`SELECT ${eventColumns} FROM events WHERE rowid IN (
          SELECT rowid FROM events WHERE ${condition} ORDER BY ${order} LIMIT ${bigint(limit)}
        ) ORDER BY ${order}`,
  )
  return readEvents(readTags, rows)
}
