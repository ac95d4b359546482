import type { EventTextField } from '../../condition.ts'
import { type AttributeKey, attributeKeys, type EventRow, stackKeys } from '../port.ts'
import { name, type Sql, sql, text } from './sql.ts'

/**
 * Columns that hold texts as ids of the dictionary (0 = none), because they are compared, counted and grouped: a test of a 4-byte
 * column takes 15 ms over 10M rows, of a text column 130, of a list of all tags 200.
 */
export interface FieldColumn {
  column: string
  /** Under which the texts stand in the dictionary; as the tag of the same meaning, where there is one, so that they share entries. */
  key: string
  of(row: EventRow): string | null
}

export const fieldColumns: FieldColumn[] = [
  { column: 'type', key: 'event.type', of: (row) => row.type },
  { column: 'level', key: 'level', of: (row) => row.level },
  { column: 'platform', key: 'platform', of: (row) => row.platform },
  { column: 'environment', key: 'environment', of: (row) => row.environment },
  { column: 'release', key: 'release', of: (row) => row.release },
  { column: 'dist', key: 'dist', of: (row) => row.dist },
  { column: 'transaction', key: 'transaction', of: (row) => row.transaction },
  { column: 'logger', key: 'logger', of: (row) => row.logger },
  { column: 'server_name', key: 'server_name', of: (row) => row.serverName },
  { column: 'error_type', key: 'error.type', of: (row) => row.errorType },
  { column: 'url', key: 'url', of: (row) => row.url },
  { column: 'sdk_name', key: 'sdk.name', of: (row) => row.sdkName },
  { column: 'sdk_version', key: 'sdk.version', of: (row) => row.sdkVersion },
  { column: 'browser_name', key: 'browser.name', of: (row) => row.browserName },
  { column: 'os_name', key: 'os.name', of: (row) => row.osName },
  { column: 'device_family', key: 'device.family', of: (row) => row.deviceFamily },
  { column: 'user_key', key: 'user', of: (row) => row.userKey },
  { column: 'user_id', key: 'user.id', of: (row) => row.userId },
  { column: 'user_email', key: 'user.email', of: (row) => row.userEmail },
  { column: 'user_name', key: 'user.username', of: (row) => row.userName },
  { column: 'user_ip', key: 'user.ip', of: (row) => row.userIp },
  { column: 'geo_country', key: 'geo.country_code', of: (row) => row.geoCountry },
  { column: 'primary_hash', key: 'primary_hash', of: (row) => row.primaryHash },
]

/** Fields kept as text: they differ from event to event, or are read more often than compared. */
export const textColumns = {
  title: 'title',
  culprit: 'culprit',
  message: 'message',
  location: 'location',
  errorValue: 'error_value',
} as const satisfies Partial<Record<EventTextField, string>>

/** The text of such a field, as SQL over `events`. A message that is the title is not kept again. */
export function textColumn(field: keyof typeof textColumns): Sql {
  return field === 'message' ? sql`coalesce(message, title)` : name(textColumns[field])
}

export const uuidColumns = {
  eventId: 'event_id',
  traceId: 'trace_id',
  replayId: 'replay_id',
} as const satisfies Partial<Record<EventTextField, string>>

/** The remaining fields that can be searched, by their column. */
export const idColumnOf = {
  type: 'type',
  level: 'level',
  platform: 'platform',
  environment: 'environment',
  release: 'release',
  dist: 'dist',
  transaction: 'transaction',
  logger: 'logger',
  serverName: 'server_name',
  errorType: 'error_type',
  url: 'url',
  sdkName: 'sdk_name',
  sdkVersion: 'sdk_version',
  browserName: 'browser_name',
  osName: 'os_name',
  deviceFamily: 'device_family',
  userId: 'user_id',
  userEmail: 'user_email',
  userName: 'user_name',
  userIp: 'user_ip',
  geoCountry: 'geo_country',
} as const satisfies Record<Exclude<EventTextField, keyof typeof textColumns | keyof typeof uuidColumns>, string>

/** The dictionary key of a field column. */
export function keyOfColumn(column: string): string {
  const found = fieldColumns.find((one) => one.column === column)
  if (found === undefined) throw new Error(`no such column: ${column}`)
  return found.key
}

/** Attributes with a column of their own: each event may have others. */
export const attributeFields: { column: string; key: AttributeKey }[] = [
  { column: 'http_method', key: 'http.method' },
  { column: 'http_referer', key: 'http.referer' },
  { column: 'http_status', key: 'http.status_code' },
  { column: 'geo_city', key: 'geo.city' },
  { column: 'geo_region', key: 'geo.region' },
  { column: 'geo_subdivision', key: 'geo.subdivision' },
]

/**
 * Columns that hold the id of a set of terms (table `sets`), because what they hold comes together again and again: the stack that the
 * events of an issue share, the attributes of a device or an app (all that have no column).
 */
export const setColumns = ['stack', 'context'] as const
export type SetColumn = (typeof setColumns)[number]

export function attributeColumn(key: string): string | null {
  return attributeFields.find((one) => one.key === key)?.column ?? null
}

/** The set that an attribute is in when it has no column; null for keys that are no attributes. */
export function setOf(key: string): SetColumn | null {
  if (stackKeys.some((one) => one === key)) return 'stack'
  return attributeKeys.some((one) => one === key) && attributeColumn(key) === null ? 'context' : null
}

/** The term of an attribute with one value, as SQL over `events`; 0 for none. */
export function attributeId(key: AttributeKey): Sql {
  const column = attributeColumn(key)
  if (column !== null) return name(column)
  return sql`coalesce((
    SELECT min(pair.term) FROM (SELECT id, unnest(terms) AS term FROM sets) AS pair
    WHERE pair.id = events.context AND pair.term IN (SELECT id FROM terms WHERE key = ${text(key)})
  ), 0)`
}

/**
 * Tags have columns too, `t0` …: each key of a project has one of its own (slots.ts). For those that the digest derives it is the same in most
 * projects: the one of their place here, if it is free.
 */
export const commonTagKeys = [
  'environment',
  'level',
  'release',
  'user',
  'transaction',
  'url',
  'browser',
  'browser.name',
  'os',
  'os.name',
  'handled',
  'mechanism',
  'server_name',
  'logger',
  'runtime',
  'runtime.name',
  'device',
  'device.family',
  'dist',
]

/**
 * Every column is 0.5 MB that a checkpoint holds, and 5 µs an event of which nobody wants most: 32 is what web and server projects use. Tags of
 * further keys are in the list `tags`.
 */
export const slotCount = 32
export const slotColumns: string[] = Array.from({ length: slotCount }, (_, slot) => `t${slot}`)

/** All columns of ids in the order of the table, after the others and before the list of remaining tags. */
export const idColumns: string[] = [
  ...fieldColumns.map((field) => field.column),
  ...attributeFields.map((field) => field.column),
  ...setColumns,
  ...slotColumns,
]

/** Of the tables of rows, in their order: what is not an id first. */
export const allColumns: string[] = [
  'project_id',
  'issue_id',
  'event_id',
  'position',
  'timestamp',
  'received_at',
  'title',
  'culprit',
  'message',
  'location',
  'error_value',
  'handled',
  'trace_id',
  'replay_id',
  ...idColumns,
  'tags',
]
