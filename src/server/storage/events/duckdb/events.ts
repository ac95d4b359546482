import type { EventPoint, EventStore, FoundEvent } from '../port.ts'
import type { Readers } from './connection.ts'
import { number } from './connection.ts'
import type { Plan } from './plan.ts'
import { eventColumns, readEvents, readHexId } from './rows.ts'
import { bigint, isHexId, isOneOf, type Sql, sql, text, uuid } from './sql.ts'
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
      nearest(reading, sql`${scope} AND ${olderThan(of)}`, 'max'),
      nearest(reading, sql`${scope} AND ${newerThan(of)}`, 'min'),
    ])
    return { previous, next }
  }

/** A maximum, not the first of a sort: that would take 15 ms more, whatever it sorts. */
async function nearest({ readers }: Reading, condition: Sql, side: 'max' | 'min'): Promise<string | null> {
  const edge = side === 'max' ? sql`max` : sql`min`
  const [row] = await readers.query(
    sql`SELECT ${edge}({'at': timestamp, 'id': event_id}).id AS id FROM events WHERE ${condition}`,
  )
  return row === undefined || row.id === null ? null : readHexId(row.id)
}

/**
 * Finds the rows by the sorting columns first and reads the other 70 only for those, by the times at which they came in: those are in order, so all
 * but their row groups are skipped. (Row ids are no way to find rows: DuckDB looks through all of them, 40 ms for 10M.)
 */
async function selectEvents({ readers, terms }: Reading, condition: Sql, order: Sql, limit: number) {
  const found = await readers.query(
    sql`SELECT project_id, event_id, received_at FROM events WHERE ${condition} ORDER BY ${order} LIMIT ${bigint(limit)}`,
  )
  if (found.length === 0) return []
  const eventIds = found.map((row) => readHexId(row.event_id))
  const received = [...new Set(found.map((row) => number(row.received_at)))]
  const rows = await readers.query(
    sql`SELECT ${eventColumns} FROM events WHERE ${isOneOf(sql`received_at`, received)}
      AND event_id IN (SELECT unnest(CAST(${text(`[${eventIds.join()}]`)} AS UUID[])))`,
  )
  const events = new Map((await readEvents(terms, rows)).map((event) => [`${event.projectId}/${event.eventId}`, event]))
  return found.flatMap((row, place) => events.get(`${number(row.project_id)}/${eventIds[place]}`) ?? [])
}
