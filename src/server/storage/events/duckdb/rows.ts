import { BIGINT, BOOLEAN, type DuckDBAppender, LIST, listValue, UINTEGER, UUID, VARCHAR } from '@duckdb/node-api'
import { eventTypes, levels } from '../../../../protocol/event.ts'
import type { EventRow } from '../port.ts'
import { appendChunks, type Column } from './chunks.ts'
import { number, numbers, type Row, string, stringOrNull } from './connection.ts'
import { hexToUuid, isHexId, sql } from './sql.ts'
import type { ReadTags, Tag } from './tags.ts'

/** The key under which `userKey` stands in the dictionary; where the event has a tag `user` they share the entry. */
const userTagKey = 'user'

/** A row with its tags and its user as numbers of the dictionary. */
export interface NumberedRow {
  row: EventRow
  tagIds: number[]
  userTagId: number | null
}

/** What the dictionary has to number for these rows: the tags of each, then its user if it has one. */
export function tagsOf(rows: EventRow[]): Tag[] {
  const tags: Tag[] = []
  for (const { projectId, tags: pairs, userKey } of rows) {
    for (const [key, value] of pairs) tags.push(toTag(projectId, key, value))
    if (userKey !== null) tags.push(toTag(projectId, userTagKey, userKey))
  }
  return tags
}

/** Well-formed as the file will hold it: it is compared with what comes back. */
function toTag(projectId: number, key: string, value: string): Tag {
  return { projectId, key: key.toWellFormed(), value: value.toWellFormed() }
}

/** Deals out the ids that `tagsOf` asked for. */
export function numberRows(rows: EventRow[], ids: number[]): NumberedRow[] {
  let next = 0
  return rows.map((row) => {
    const tagIds = ids.slice(next, next + row.tags.length)
    next += row.tags.length
    const userTagId = row.userKey === null ? null : (ids[next++] ?? null)
    return { row, tagIds, userTagId }
  })
}

type EventColumn = Column<NumberedRow>

const whole = (of: (row: EventRow) => number): EventColumn => ({
  type: BIGINT,
  value: ({ row }) => BigInt(Math.round(of(row))),
})
/** Lone surrogates become U+FFFD on the way to UTF-8. */
const words = (of: (row: EventRow) => string | null): EventColumn => ({ type: VARCHAR, value: ({ row }) => of(row) })
/** The protocol's trace and replay ids are 32 hex digits; anything else links to nothing and is not kept. */
const hexId = (of: (row: EventRow) => string | null): EventColumn => ({
  type: UUID,
  value: ({ row }) => {
    const id = of(row)
    return id !== null && isHexId(id) ? hexToUuid(id) : null
  },
})

/** In the order of the table `events`. */
const columns: EventColumn[] = [
  whole((row) => row.projectId),
  whole((row) => row.issueId),
  hexId((row) => row.eventId),
  whole((row) => row.position),
  whole((row) => row.timestamp),
  whole((row) => row.receivedAt),
  words((row) => row.type),
  words((row) => row.level),
  words((row) => row.platform),
  words((row) => row.title),
  words((row) => row.culprit),
  words((row) => row.message),
  words((row) => row.location),
  words((row) => row.environment),
  words((row) => row.release),
  words((row) => row.dist),
  words((row) => row.transaction),
  words((row) => row.logger),
  words((row) => row.serverName),
  words((row) => row.errorType),
  words((row) => row.errorValue),
  { type: BOOLEAN, value: ({ row }) => row.handled },
  words((row) => row.url),
  words((row) => row.sdkName),
  words((row) => row.sdkVersion),
  words((row) => row.browserName),
  words((row) => row.osName),
  words((row) => row.deviceFamily),
  { type: UINTEGER, value: ({ userTagId }) => userTagId },
  words((row) => row.userId),
  words((row) => row.userEmail),
  words((row) => row.userName),
  words((row) => row.userIp),
  words((row) => row.geoCountry),
  hexId((row) => row.traceId),
  hexId((row) => row.replayId),
  { type: LIST(UINTEGER), value: ({ tagIds }) => listValue(tagIds) },
]

export function appendEvents(appender: DuckDBAppender, rows: NumberedRow[]) {
  appendChunks(appender, columns, rows)
}

export const eventColumns = sql`project_id, issue_id, event_id, position, timestamp, received_at, type, level, platform,
  title, culprit, message, location, environment, release, dist, transaction, logger, server_name, error_type, error_value,
  handled, url, sdk_name, sdk_version, browser_name, os_name, device_family, user_key, user_id, user_email, user_name,
  user_ip, geo_country, trace_id, replay_id, tags`

/** Turns rows of `eventColumns` back into what was appended, tags and users in words. */
export async function readEvents(readTags: ReadTags, rows: Row[]): Promise<EventRow[]> {
  const ids = new Set<number>()
  for (const row of rows) {
    for (const id of numbers(row.tags)) ids.add(id)
    if (row.user_key !== null) ids.add(number(row.user_key))
  }
  const tags = await readTags(ids)
  return rows.map((row) => readEvent(row, tags))
}

function readEvent(row: Row, tags: Map<number, [string, string]>): EventRow {
  return {
    projectId: number(row.project_id),
    issueId: number(row.issue_id),
    eventId: readHexId(row.event_id),
    position: number(row.position),
    timestamp: number(row.timestamp),
    receivedAt: number(row.received_at),
    type: eventTypes.find((type) => type === row.type) ?? 'default',
    level: levels.find((level) => level === row.level) ?? 'error',
    platform: string(row.platform),
    title: string(row.title),
    culprit: string(row.culprit),
    message: string(row.message),
    location: stringOrNull(row.location),
    environment: stringOrNull(row.environment),
    release: stringOrNull(row.release),
    dist: stringOrNull(row.dist),
    transaction: stringOrNull(row.transaction),
    logger: stringOrNull(row.logger),
    serverName: stringOrNull(row.server_name),
    errorType: stringOrNull(row.error_type),
    errorValue: stringOrNull(row.error_value),
    handled: typeof row.handled === 'boolean' ? row.handled : null,
    url: stringOrNull(row.url),
    sdkName: stringOrNull(row.sdk_name),
    sdkVersion: stringOrNull(row.sdk_version),
    browserName: stringOrNull(row.browser_name),
    osName: stringOrNull(row.os_name),
    deviceFamily: stringOrNull(row.device_family),
    userKey: row.user_key === null ? null : (tags.get(number(row.user_key))?.[1] ?? null),
    userId: stringOrNull(row.user_id),
    userEmail: stringOrNull(row.user_email),
    userName: stringOrNull(row.user_name),
    userIp: stringOrNull(row.user_ip),
    geoCountry: stringOrNull(row.geo_country),
    traceId: row.trace_id === null ? null : readHexId(row.trace_id),
    replayId: row.replay_id === null ? null : readHexId(row.replay_id),
    tags: numbers(row.tags).flatMap((id) => {
      const tag = tags.get(id)
      return tag ? [tag] : []
    }),
  }
}

export function readHexId(value: Row[string] | undefined): string {
  return string(value).replaceAll('-', '')
}
