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
  /** Times of the oldest and the newest event there ever was; null without any. */
  times(): { oldest: number | null; newest: number | null }
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
    const edge =
      after?.timestamp ?? (backwards ? query.start : query.end) ?? reading.times()[backwards ? 'oldest' : 'newest']
    for (const span of edge === null ? [] : spans) {
      const near = sql`${scope} AND ${edge === null ? sql`true` : within(edge, span, backwards)}`
      const found = await selectEvents(reading, near, order, query.limit)
      if (found.length === query.limit || !Number.isFinite(span)) return backwards ? found.toReversed() : found
    }
    return []
  }

/** Of ids drawn at random every 256th is in the first look, every 16th in the second. */
const idSpans = [2n ** 120n, 2n ** 124n, 2n ** 128n]
const lastId = 2n ** 128n - 1n

async function listById(reading: Reading, query: Parameters<EventStore['searchEvents']>[0]): Promise<FoundEvent[]> {
  const { after, backwards, limit } = query
  const scope = await reading.plan(query)
  const order = backwards ? sql`event_id ASC` : sql`event_id DESC`
  const start = after ? BigInt(`0x${after.eventId}`) : backwards ? -1n : lastId + 1n
  for (const span of idSpans) {
    const [from, to] = backwards ? [start + 1n, start + span] : [start - span, start - 1n]
    const ids = sql`event_id BETWEEN ${uuid(hexOf(from))} AND ${uuid(hexOf(to))}`
    const found = from > lastId || to < 0n ? [] : await selectEvents(reading, sql`${scope} AND ${ids}`, order, limit)
    if (found.length === limit || span > lastId) return backwards ? found.toReversed() : found
  }
  return []
}

function hexOf(id: bigint): string {
  const bounded = id < 0n ? 0n : id > lastId ? lastId : id
  return bounded.toString(16).padStart(32, '0')
}

function within(edge: number, span: number, forwards: boolean): Sql {
  if (!Number.isFinite(span)) return sql`true`
  return forwards ? sql`timestamp <= ${bigint(edge + span)}` : sql`timestamp >= ${bigint(edge - span)}`
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

const hour = 60 * 60 * 1000

/**
 * Most of replay, release, user and url; of those the newest; looking at the last 7 days up to the issue's newest event: an hour first, since
 * nothing older is better than one there that has all that any has.
 */
async function recommendedEvent(reading: Reading, condition: Sql): Promise<FoundEvent | null> {
  const [edge] = await reading.readers.query(sql`SELECT max(timestamp) AS newest FROM events WHERE ${condition}`)
  if (edge === undefined || edge.newest === null) return null
  const newest = number(edge.newest)
  const within = (span: number) => sql`${condition} AND timestamp > ${bigint(newest - span)}`
  const [most] = await reading.readers.query(sql`
    SELECT max((replay_id IS NOT NULL)::INT) + max((release <> 0)::INT) + max((user_key <> 0)::INT) + max((url <> 0)::INT) AS parts
    FROM events WHERE ${within(week)}`)
  const richness = sql`(replay_id IS NOT NULL)::INT + (release <> 0)::INT + (user_key <> 0)::INT + (url <> 0)::INT`
  const isRich = sql`${richness} = ${bigint(number(most?.parts))}`
  for (const span of [hour, day]) {
    const [event] = await selectEvents(reading, sql`${within(span)} AND ${isRich}`, newestFirst, 1)
    if (event) return event
  }
  const [event] = await selectEvents(reading, within(week), sql`${richness} DESC, ${newestFirst}`, 1)
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
    sql`SELECT ${eventColumns} FROM events
      WHERE received_at BETWEEN ${bigint(Math.min(...received))} AND ${bigint(Math.max(...received))}
      AND ${isOneOf(sql`received_at`, received)} AND event_id IN (SELECT unnest(CAST(${text(`[${eventIds.join()}]`)} AS UUID[])))`,
  )
  const events = new Map((await readEvents(terms, rows)).map((event) => [`${event.projectId}/${event.eventId}`, event]))
  return found.flatMap((row, place) => events.get(`${number(row.project_id)}/${eventIds[place]}`) ?? [])
}
