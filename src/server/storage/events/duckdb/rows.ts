import {
  BIGINT,
  BOOLEAN,
  type DuckDBAppender,
  DuckDBDataChunk,
  DuckDBUIntegerVector,
  LIST,
  listValue,
  UINTEGER,
  UUID,
  VARCHAR,
} from '@duckdb/node-api'
import { eventTypes, levels } from '../../../../protocol/event.ts'
import type { AttributeKey, EventRow, FoundEvent } from '../port.ts'
import { chunkRows, type Column, setColumns } from './chunks.ts'
import { number, numbers, type Row, string, stringOrNull } from './connection.ts'
import type { BatchKey, Numbering } from './dictionary.ts'
import { attributeFields, fieldColumns, idColumns, slotColumns, slotCount } from './id-columns.ts'
import type { Slots } from './slots.ts'
import { hexToUuid, isHexId, listOf, sql } from './sql.ts'
import type { TermReader } from './term-reader.ts'

/** Rows with their texts as numbers of the dictionary. */
export interface NumberedRows {
  rows: EventRow[]
  /** One an id column for each row, row by row; 0 for none. */
  ids: Int32Array
  /** Per row: tags that no column is left for. */
  listed: number[][]
}

const width = idColumns.length
const attributesAt = fieldColumns.length
const stackAt = attributesAt + attributeFields.length
const contextAt = stackAt + 1
const slotsAt = contextAt + 1
const none: number[] = []

/** Numbers what the dictionary is to hold of the rows; holds placeholders until `settleRows`. */
export function numberRows(rows: EventRow[], numbering: Numbering, slots: Slots): NumberedRows {
  const ids = new Int32Array(rows.length * width)
  const listed: number[][] = []
  const projects = new Map<number, ProjectKeys>()
  for (const [index, row] of rows.entries()) {
    const keys = projects.get(row.projectId) ?? keysOf(row.projectId, numbering)
    projects.set(row.projectId, keys)
    const at = index * width
    for (const [place, field] of fieldColumns.entries()) {
      const value = field.of(row)
      const key = keys.fields[place]
      if (value !== null && key !== undefined) ids[at + place] = numbering.term(key, value)
    }
    const context: EventRow['attributes'] = []
    for (const attribute of row.attributes) {
      const place = attributePlaces.get(attribute[0]) ?? -1
      const key = keys.attributes[place]
      if (key === undefined) context.push(attribute)
      else ids[at + attributesAt + place] = numbering.term(key, attribute[1])
    }
    if (context.length > 0) ids[at + contextAt] = numbering.set(keys.context, JSON.stringify(context), readContext)
    if (row.stack !== '') ids[at + stackAt] = numbering.set(keys.stack, row.stack, readStack)
    listed.push(numberTags(row, keys, numbering, slots, ids, at))
  }
  return { rows, ids, listed }
}

const attributePlaces = new Map<AttributeKey, number>(attributeFields.map(({ key }, place) => [key, place]))

/** The pairs of `EventRow.stack`. */
function readStack(stack: string): [string, string][] {
  const parsed: unknown = JSON.parse(stack)
  if (typeof parsed !== 'object' || parsed === null) return []
  return Object.entries(parsed).flatMap(([key, values]) =>
    Array.isArray(values) ? values.map((value): [string, string] => [key, String(value)]) : [],
  )
}

function readContext(context: string): [string, string][] {
  const pairs: [string, string][] = JSON.parse(context)
  return pairs
}

/** The keys of a project as the batch meets them. */
interface ProjectKeys {
  fields: BatchKey[]
  attributes: BatchKey[]
  stack: BatchKey
  context: BatchKey
  /** `field`: the place of the column of the same meaning; -1 for none. */
  tags: Map<string, { slot: number | null; key: BatchKey; field: number }>
}

function keysOf(projectId: number, numbering: Numbering): ProjectKeys {
  return {
    fields: fieldColumns.map((field) => numbering.key(projectId, field.key)),
    attributes: attributeFields.map((field) => numbering.key(projectId, field.key)),
    // Keys that no tag has.
    stack: numbering.key(projectId, '\0stack'),
    context: numbering.key(projectId, '\0context'),
    tags: new Map(),
  }
}

/** Puts tags into their columns and gives the ids of those that have none; the first of a key counts. */
function numberTags(
  row: EventRow,
  keys: ProjectKeys,
  numbering: Numbering,
  slots: Slots,
  ids: Int32Array,
  rowAt: number,
): number[] {
  const at = rowAt + slotsAt
  const listed: number[] = []
  const listedKeys: BatchKey[] = []
  for (const [name, value] of row.tags) {
    let place = keys.tags.get(name)
    if (place === undefined) {
      const key = name.toWellFormed()
      const field = fieldColumns.findIndex((one) => one.key === key)
      place = { slot: slots.take(row.projectId, key), key: numbering.key(row.projectId, key), field }
      keys.tags.set(name, place)
    }
    if (place.slot === null) {
      if (!listedKeys.includes(place.key)) listed.push(numbering.term(place.key, value))
      listedKeys.push(place.key)
    } else if (ids[at + place.slot] === 0) {
      // Most tags say again what a column holds: comparing is a fifth of looking up.
      const isSame = place.field >= 0 && fieldColumns[place.field]?.of(row) === value
      ids[at + place.slot] = isSame ? (ids[rowAt + place.field] ?? 0) : numbering.term(place.key, value)
    }
  }
  return listed.length === 0 ? none : listed
}

/** Puts ids for the placeholders, once they are known. */
export function settleRows({ ids, listed }: NumberedRows, numbering: Numbering): void {
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] ?? 0
    if (id < 0) ids[index] = numbering.idOf(id)
  }
  for (const list of listed) for (const [place, id] of list.entries()) list[place] = numbering.idOf(id)
}

/** The ids of a row's tags by slot, 0 for none. */
export function slotIdsOf({ ids }: NumberedRows, row: number): Int32Array {
  return ids.subarray(row * width + slotsAt, row * width + slotsAt + slotCount)
}

/** The ids of a row's sets, 0 for none. */
export function setIdsOf({ ids }: NumberedRows, row: number): Int32Array {
  return ids.subarray(row * width + stackAt, row * width + slotsAt)
}

type EventColumn = Column<EventRow>

const whole = (of: (row: EventRow) => number): EventColumn => ({
  type: BIGINT,
  value: (row) => BigInt(Math.round(of(row))),
})
/** Lone surrogates become U+FFFD on the way to UTF-8. */
const words = (of: (row: EventRow) => string | null): EventColumn => ({ type: VARCHAR, value: of })
/** The protocol's trace and replay ids are 32 hex digits; anything else links to nothing and is not kept. */
const hexId = (of: (row: EventRow) => string | null): EventColumn => ({
  type: UUID,
  value: (row) => {
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
  words((row) => row.title),
  words((row) => row.culprit),
  words((row) => (row.message === row.title ? null : row.message)),
  words((row) => row.location),
  words((row) => row.errorValue),
  { type: BOOLEAN, value: (row) => row.handled },
  hexId((row) => row.traceId),
  hexId((row) => row.replayId),
]

const types = [...columns.map((column) => column.type), ...idColumns.map(() => UINTEGER), LIST(UINTEGER)]

/** Rows of a batch by their places. Column by column, see chunks.ts; ids straight from their array. */
export function appendEvents(appender: DuckDBAppender, { rows, ids, listed }: NumberedRows, places: number[]) {
  for (let start = 0; start < places.length; start += chunkRows) {
    const part = places.slice(start, start + chunkRows)
    const chunk = DuckDBDataChunk.create(types, part.length)
    setColumns(
      chunk,
      columns,
      part.flatMap((place) => rows[place] ?? []),
    )
    for (let column = 0; column < width; column++) {
      const vector = chunk.getColumnVector(columns.length + column)
      if (!(vector instanceof DuckDBUIntegerVector)) throw new Error('a column of ids is no UINTEGER')
      for (let row = 0; row < part.length; row++) vector.setItem(row, ids[(part[row] ?? 0) * width + column] ?? 0)
      vector.flush()
    }
    const lists = part.map((place) => listValue(listed[place] ?? none))
    chunk.setColumnValues(columns.length + width, lists)
    appender.appendDataChunk(chunk)
  }
}

/**
 * Whether an event came in long after it happened (an hour: a device that was offline) or before. Such rows have a table of their own: one of
 * them is enough to make the times of 122,880 rows around it useless for skipping those.
 */
export function isLate({ timestamp, receivedAt }: EventRow): boolean {
  return Math.abs(receivedAt - timestamp) > 3_600_000
}

const readColumns = fieldColumns.map((field) => field.column)

/** What `readEvents` reads. Tags in one list: a result of 48 more columns takes longer to hand over than their rows to find. */
export const eventColumns = sql`project_id, issue_id, event_id, position, timestamp, received_at, title, culprit, coalesce(message, title) AS message, location,
  error_value, handled, trace_id, replay_id, ${listOf(readColumns)} AS fields, list_concat(${listOf(slotColumns)}, tags) AS tag_ids`

/** Turns rows of `eventColumns` back into what was appended. */
export async function readEvents(reader: TermReader, rows: Row[]): Promise<FoundEvent[]> {
  const ids = new Set<number>()
  for (const row of rows) {
    for (const id of numbers(row.fields)) ids.add(id)
    for (const id of numbers(row.tag_ids)) ids.add(id)
  }
  const terms = await reader.read(ids)
  return rows.map((row) => readEvent(row, terms))
}

function readEvent(row: Row, terms: Map<number, [string, string]>): FoundEvent {
  const fields = new Map(numbers(row.fields).map((id, index) => [readColumns[index], terms.get(id)?.[1] ?? null]))
  const field = (column: string): string | null => fields.get(column) ?? null
  return {
    projectId: number(row.project_id),
    issueId: number(row.issue_id),
    eventId: readHexId(row.event_id),
    position: number(row.position),
    timestamp: number(row.timestamp),
    receivedAt: number(row.received_at),
    type: eventTypes.find((type) => type === field('type')) ?? 'default',
    level: levels.find((level) => level === field('level')) ?? 'error',
    platform: field('platform') ?? 'other',
    title: string(row.title),
    culprit: string(row.culprit),
    message: string(row.message),
    location: stringOrNull(row.location),
    environment: field('environment'),
    release: field('release'),
    dist: field('dist'),
    transaction: field('transaction'),
    logger: field('logger'),
    serverName: field('server_name'),
    errorType: field('error_type'),
    errorValue: stringOrNull(row.error_value),
    handled: typeof row.handled === 'boolean' ? row.handled : null,
    url: field('url'),
    sdkName: field('sdk_name'),
    sdkVersion: field('sdk_version'),
    browserName: field('browser_name'),
    osName: field('os_name'),
    deviceFamily: field('device_family'),
    userKey: field('user_key'),
    userId: field('user_id'),
    userEmail: field('user_email'),
    userName: field('user_name'),
    userIp: field('user_ip'),
    geoCountry: field('geo_country'),
    traceId: row.trace_id === null ? null : readHexId(row.trace_id),
    replayId: row.replay_id === null ? null : readHexId(row.replay_id),
    tags: numbers(row.tag_ids)
      .flatMap((id) => {
        const term = terms.get(id)
        return term ? [term] : []
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    primaryHash: field('primary_hash') ?? '',
  }
}

export function readHexId(value: Row[string] | undefined): string {
  return string(value).replaceAll('-', '')
}
