import type { EventPoint, EventStore, FoundEvent } from '../port.ts'
import type { Readers } from './connection.ts'
import { number } from './connection.ts'
import type { Plan } from './plan.ts'
import { eventColumns, readEvents, readHexId } from './rows.ts'
import { bigint, isHexId, isOneOf, type Sql, sql, uuid } from './sql.ts'
import type { TermReader } from './term-reader.ts'

/** What the reading methods share. */
export interface Reading {
  readers: Readers
  terms: TermReader
  plan: Plan
}

const newestFirst = sql`timestamp DESC, event_id DESC`
const oldestFirst = sql`timestamp ASC, event_id ASC`

/** The bound on `timestamp` alone repeats half of the rest, because it alone can skip row groups by their min and max. */
const olderThan = (point: EventPoint) =>
  sql`timestamp <= ${bigint(point.timestamp)} AND (timestamp < ${bigint(point.timestamp)} OR event_id < ${uuid(point.eventId)})`
const newerThan = (point: EventPoint) =>
  sql`timestamp >= ${bigint(point.timestamp)} AND (timestamp > ${bigint(point.timestamp)} OR event_id > ${uuid(point.eventId)})`

export const listEvents =
  (reading: Reading): EventStore['listEvents'] =>
  async ({ issueId, ...query }) => {
    const order = query.oldestFirst ? oldestFirst : newestFirst
    const past = query.oldestFirst ? newerThan : olderThan
    const rest = query.after ? past(query.after) : sql`true`
    const scope = await reading.plan({ issueIds: [issueId], ...query })
    return selectEvents(reading, sql`${scope} AND ${rest}`, order, query.limit)
  }

const day = 24 * 60 * 60 * 1000

/** How far the first looks go: a sort by time begins at the oldest row, so that the newest few of 10M would take 100 ms. */
const spans = [day, 10 * day, Number.POSITIVE_INFINITY]

export const searchEvents =
  (reading: Reading): EventStore['searchEvents'] =>
  async ({ backwards, after, ...query }) => {
    if (query.projectIds.length === 0) return []
    if (query.order === 'id') return listById(reading, { backwards, after, ...query })
    const order = backwards ? oldestFirst : newestFirst
    const past = backwards ? newerThan : olderThan
    const rest = after ? past(after) : sql`true`
    const scope = sql`${await reading.plan(query)} AND ${rest}`
    const edge = after?.timestamp ?? (backwards ? query.start : query.end) ?? (await edgeOf(reading, backwards))
    for (const span of edge === null ? [] : spans) {
      const near = sql`${scope} AND ${edge === null ? sql`true` : within(edge, span, backwards)}`
      const found = await selectEvents(reading, near, order, query.limit)
      if (found.length === query.limit || !Number.isFinite(span)) return backwards ? found.toReversed() : found
    }
    return []
  }

async function listById(reading: Reading, query: Parameters<EventStore['searchEvents']>[0]): Promise<FoundEvent[]> {
  const { after, backwards } = query
  const past = backwards ? sql`>` : sql`<`
  const rest = after ? sql`event_id ${past} ${uuid(after.eventId)}` : sql`true`
  const order = backwards ? sql`event_id ASC` : sql`event_id DESC`
  const found = await selectEvents(reading, sql`${await reading.plan(query)} AND ${rest}`, order, query.limit)
  return backwards ? found.toReversed() : found
}

function within(edge: number, span: number, forwards: boolean): Sql {
  if (!Number.isFinite(span)) return sql`true`
  return forwards ? sql`timestamp <= ${bigint(edge + span)}` : sql`timestamp >= ${bigint(edge - span)}`
}

/** The time of the newest or the oldest event there is. */
async function edgeOf({ readers }: Reading, isOldest: boolean): Promise<number | null> {
  const edge = isOldest ? sql`min(timestamp)` : sql`max(timestamp)`
  const [row] = await readers.query(sql`SELECT ${edge} AS edge FROM events`)
  return row?.edge === null || row === undefined ? null : number(row.edge)
}

export const findEvent =
  (reading: Reading): EventStore['findEvent'] =>
  async (projectIds, eventId, receivedAt) => {
    if (projectIds.length === 0 || !isHexId(eventId)) return null
    const received = receivedAt === undefined ? sql`true` : sql`received_at = ${bigint(receivedAt)}`
    const condition = sql`event_id = ${uuid(eventId)} AND ${isOneOf(sql`project_id`, projectIds)} AND ${received}`
    const [event] = await selectEvents(reading, condition, newestFirst, 1)
    return event ?? null
  }

const week = 7 * day

export const edgeEvent =
  (reading: Reading): EventStore['edgeEvent'] =>
  async ({ issueId, ...query }, edge) => {
    const condition = await reading.plan({ issueIds: [issueId], ...query })
    if (edge === 'recommended') return recommendedEvent(reading, condition)
    const [event] = await selectEvents(reading, condition, edge === 'latest' ? newestFirst : oldestFirst, 1)
    return event ?? null
  }

/** Most of replay, release, user and url; of those the newest; looking at the last 7 days up to the issue's newest event. */
async function recommendedEvent(reading: Reading, condition: Sql): Promise<FoundEvent | null> {
  const recent = sql`${condition} AND timestamp > (SELECT max(timestamp) FROM events WHERE ${condition}) - ${bigint(week)}`
  const richness = sql`(replay_id IS NOT NULL)::INT + (release <> 0)::INT + (user_key <> 0)::INT + (url <> 0)::INT`
  const [event] = await selectEvents(reading, recent, sql`${richness} DESC, ${newestFirst}`, 1)
  return event ?? null
}

export const neighbours =
  (reading: Reading): EventStore['neighbours'] =>
  async ({ issueId, ...query }, of) => {
    const scope = await reading.plan({ issueIds: [issueId], ...query })
    const [previous, next] = await Promise.all([
      nearest(reading, sql`${scope} AND ${olderThan(of)}`, newestFirst),
      nearest(reading, sql`${scope} AND ${newerThan(of)}`, oldestFirst),
    ])
    return { previous, next }
  }

async function nearest({ readers }: Reading, condition: Sql, order: Sql): Promise<string | null> {
  const [row] = await readers.query(sql`SELECT event_id FROM events WHERE ${condition} ORDER BY ${order} LIMIT 1`)
  return row ? readHexId(row.event_id) : null
}

/**
 * Finds the rows by the sorting columns first and reads the other 100 only for those: DuckDB does that by itself only for
 * small limits.
 */
async function selectEvents({ readers, terms }: Reading, condition: Sql, order: Sql, limit: number) {
  const rows = await readers.query(
    sql`SELECT ${eventColumns} FROM events WHERE rowid IN (
          SELECT rowid FROM events WHERE ${condition} ORDER BY ${order} LIMIT ${bigint(limit)}
        ) ORDER BY ${order}`,
  )
  return readEvents(terms, rows)
}
