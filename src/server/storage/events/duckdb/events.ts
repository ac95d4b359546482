import type { EventPlace, EventPoint, EventStore, FoundEvent } from '../port.ts'
import { addRich, isBefore, keepRichest, recommend } from '../../richest.ts'
import type { Readers } from './connection.ts'
import { number, type Row } from './connection.ts'
import type { Plan } from './plan.ts'
import { eventColumns, readEvents, readHexId } from './rows.ts'
import { bigint, isHexId, isOneOf, type Sql, sql, text, uuid } from './sql.ts'
import type { TermReader } from './term-reader.ts'

/** What the reading methods share. */
export interface Reading {
  readers: Readers
  terms: TermReader
  plan: Plan
  /** From so many events on their tags are counted by the engine (distribution.ts). */
  manyEvents: number
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
      const last = backwards ? query.end : query.start
      // A further look would find the same where this one reached the end of what is asked for.
      const isAll = !Number.isFinite(span) || (edge !== null && last !== null && Math.abs(edge - last) <= span)
      if (found.length === query.limit || isAll) return backwards ? found.toReversed() : found
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
    if (edge === 'recommended') return placeOf(await recommendedEvent(reading, condition, query.end))
    return firstPlace(reading, condition, edge === 'latest' ? newestFirst : oldestFirst)
  }

async function firstPlace({ readers }: Reading, condition: Sql, order: Sql): Promise<EventPlace | null> {
  const [row] = await readers.query(
    sql`SELECT project_id, issue_id, event_id, timestamp, received_at FROM events WHERE ${condition} ORDER BY ${order} LIMIT 1`,
  )
  return row === undefined ? null : readPlace(row)
}

function readPlace(row: Row): EventPlace {
  return {
    projectId: number(row.project_id),
    issueId: number(row.issue_id),
    eventId: readHexId(row.event_id),
    timestamp: number(row.timestamp),
    receivedAt: number(row.received_at),
  }
}

/** So many are compared here: half of what the engine's maxima of several values take to plan and run (0.9 ms instead of 1.7). */
const fewRows = 500

/** How much there is to show, and all there can be. */
const parts = sql`(replay_id IS NOT NULL)::INT + (release <> 0)::INT + (user_key <> 0)::INT + (url <> 0)::INT`
const hasAll = sql`replay_id IS NOT NULL AND release <> 0 AND user_key <> 0 AND url <> 0`
const allParts = 4

/** All that a place takes, so that a maximum of it is the newest event's. */
const newestPlace = sql`max({'at': timestamp, 'id': event_id, 'received': received_at, 'project': project_id, 'issue': issue_id})`
const placeColumns = sql`best.at AS timestamp, best.id AS event_id, best.received AS received_at, best.project AS project_id, best.issue AS issue_id`

/**
 * Most of replay, release, user and url; of those the newest; of the last 7 days up to the newest. Where the last hour has one that lacks a part, only
 * one with all is better, and most row groups have none with a replay: that is asked beside it, in 2 ms, instead of looking at a week.
 */
async function recommendedEvent(reading: Reading, condition: Sql, end: number | null): Promise<RichPlace | null> {
  const chosen = end === null ? null : await chooseFromLastHour(reading, condition, end)
  return chosen ?? recommend(await listRichest(reading, condition))
}

type RichPlace = EventPlace & { parts: number }

function placeOf(rich: RichPlace | null): EventPlace | null {
  if (rich === null) return null
  const { parts: _, ...place } = rich
  return place
}

/** Of those the ones that can be recommended, and in any case the newest. */
async function listRichest({ readers }: Reading, condition: Sql): Promise<readonly RichPlace[]> {
  const rows = await readers.query(
    sql`SELECT ${parts} AS parts, project_id, issue_id, event_id, timestamp, received_at FROM events WHERE ${condition} LIMIT ${bigint(fewRows)}`,
  )
  return rows.length === fewRows ? listRichestOfMany(readers, condition) : readRichest(rows)
}

/** The same, where there may be any number. */
export async function listRichestOfMany(readers: Readers, condition: Sql): Promise<readonly RichPlace[]> {
  const rows = await readers.query(
    sql`SELECT parts, ${placeColumns} FROM (
      SELECT ${parts} AS parts, ${newestPlace} AS best FROM events WHERE ${condition} GROUP BY ${parts}
    )`,
  )
  return readRichest(rows)
}

function readRichest(rows: Row[]): readonly RichPlace[] {
  return keepRichest(rows.map((row) => ({ ...readPlace(row), parts: number(row.parts) })))
}

async function chooseFromLastHour(reading: Reading, condition: Sql, end: number): Promise<RichPlace | null> {
  const ofWeek = sql`${condition} AND timestamp > ${bigint(end - hour - week)} AND ${hasAll}`
  const [here, complete] = await Promise.all([
    listRichest(reading, sql`${condition} AND timestamp >= ${bigint(end - hour)}`),
    newestOf(reading, ofWeek),
  ])
  const [richest] = here
  if (richest === undefined || richest.parts < allParts - 1) return null
  return recommend(complete ? addRich(here, { ...complete, parts: allParts }) : here)
}

/** Of any number: a week may have thousands. */
async function newestOf({ readers }: Reading, condition: Sql): Promise<EventPlace | null> {
  const [row] = await readers.query(
    sql`SELECT ${placeColumns} FROM (SELECT ${newestPlace} AS best FROM events WHERE ${condition}) WHERE best IS NOT NULL`,
  )
  return row === undefined ? null : readPlace(row)
}

const hour = 60 * 60 * 1000

export const neighbours =
  ({ readers, plan }: Reading): EventStore['neighbours'] =>
  async ({ issueId, isCrowded = false, ...query }, of) => {
    const scope = await plan({ issueIds: [issueId], ...query })
    const rows = isCrowded
      ? null
      : await readers.query(sql`SELECT timestamp, event_id FROM events WHERE ${scope} LIMIT ${bigint(fewRows)}`)
    if (rows && rows.length < fewRows) return nearest(rows.map(readPoint), of)
    // Both sides in one look: maxima, not the first of a sort, which would take 15 ms more, whatever it sorts.
    const point = sql`{'at': timestamp, 'id': event_id}`
    const [row] = await readers.query(
      sql`SELECT (max(${point}) FILTER (WHERE ${olderThan(of)})).id AS previous, (min(${point}) FILTER (WHERE ${newerThan(of)})).id AS next
        FROM events WHERE ${scope}`,
    )
    const idOf = (value: unknown) => (typeof value === 'string' ? readHexId(value) : null)
    return { previous: idOf(row?.previous), next: idOf(row?.next) }
  }

function readPoint(row: Row): EventPoint {
  return { timestamp: number(row.timestamp), eventId: readHexId(row.event_id) }
}

function nearest(points: EventPoint[], of: EventPoint): { previous: string | null; next: string | null } {
  let previous: EventPoint | null = null
  let next: EventPoint | null = null
  for (const point of points) {
    if (isBefore(point, of) && (previous === null || isBefore(previous, point))) previous = point
    if (isBefore(of, point) && (next === null || isBefore(point, next))) next = point
  }
  return { previous: previous?.eventId ?? null, next: next?.eventId ?? null }
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
