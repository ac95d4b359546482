import type { EventError, Json, JsonObject } from '../../../protocol/event.ts'
import { cleanText } from './clean-text.ts'

/** Sentry's codes for defects of a payload: https://docs.sentry.io/api/events/retrieve-an-event-for-a-project/ `errors`. */
export type Defect =
  | 'invalid_data'
  | 'invalid_attribute'
  | 'missing_attribute'
  | 'value_too_long'
  | 'past_timestamp'
  | 'future_timestamp'
  | 'clock_drift'

/** What normalisation writes down on its way through one event. */
export interface Notes {
  /** Where in the event we are; the readers push and pop. */
  readonly path: (string | number)[]
  readonly errors: EventError[]
  meta: JsonObject
  /** Characters that the rest of the event may still take. */
  room: number
  /** Seconds to add to each of the sender's timestamps. */
  shift: number
  /** How often `_meta` may still be written to. */
  metaLeft: number
  /** Texts need no cleaning; whoever decodes or cuts one into something else takes this back. */
  isClean: boolean
}

/** Ingest takes events up to 1 MiB; what comes out is not longer than what goes in plus this many notes. */
const eventRoom = 1 << 20
const maxErrors = 100
const maxMetaEntries = 1000
/** Rejected values are shown only when short; Relay's limit is 500 bytes too. */
const maxOriginal = 500

export function createNotes(isClean = false): Notes {
  return { path: [], errors: [], meta: {}, room: eventRoom, shift: 0, metaLeft: maxMetaEntries, isClean }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Names the value at the current path as broken: an entry in `errors`, and `err` and `val` in `_meta`. Answers null. */
export function reject(notes: Notes, type: Defect, value?: unknown, reason?: string): null {
  if (notes.errors.length >= maxErrors) return null
  const original = shortOriginal(value, 3)
  const error: EventError = { type, name: notes.path.join('.') }
  if (original !== undefined) error.value = original
  if (reason) error.reason = reason
  notes.errors.push(error)
  const entry = metaEntry(notes)
  if (entry) {
    const errors = Array.isArray(entry.err) ? entry.err : []
    errors.push(reason ? [type, { reason }] : type)
    entry.err = errors
    if (original !== undefined) entry.val = original
  }
  return null
}

/** The same for a member of the value at the current path. */
export function rejectAt(notes: Notes, key: string | number, type: Defect, value?: unknown, reason?: string): null {
  notes.path.push(key)
  reject(notes, type, value, reason)
  notes.path.pop()
  return null
}

/** Notes in `_meta` that the text at the current path lost its end: the last three of `kept` characters are dots. */
export function noteCut(notes: Notes, length: number, kept: number): void {
  noteRemark(notes, ['!limit', 's', Math.max(kept - 3, 0), kept], length)
}

/** Notes in `_meta` that the list or object at the current path had `length` members. */
export function noteLength(notes: Notes, length: number): void {
  const entry = metaEntry(notes)
  if (entry) entry.len = length
}

/** Adds a remark, `[rule, kind, start, end]`, for the value at the current path; `length` is that of the value as sent. */
export function noteRemark(notes: Notes, remark: Json[], length?: number): void {
  const entry = metaEntry(notes)
  if (entry) addRemark(entry, remark, length)
}

export function addRemark(entry: JsonObject, remark: Json[], length?: number): void {
  const remarks = Array.isArray(entry.rem) ? entry.rem : []
  remarks.push(remark)
  entry.rem = remarks
  if (length !== undefined && typeof entry.len !== 'number') entry.len = length
}

/**
 * Tells `_meta` that of the list at the current path only the items with these indexes are left, in this order, so
 * that remarks (also those that the SDK sent) stay with their items.
 */
export function renumber(notes: Notes, indexes: readonly number[], length: number): void {
  if (indexes.length === length) return
  const node = findNode(notes.meta, notes.path)
  if (!node) return
  const moved: JsonObject = {}
  for (const [to, from] of indexes.entries()) {
    const entry = Object.hasOwn(node, String(from)) ? node[String(from)] : undefined
    if (entry !== undefined) moved[String(to)] = entry
  }
  for (const key of Object.keys(node)) if (key !== '') delete node[key]
  Object.assign(node, moved)
}

function findNode(meta: JsonObject, path: readonly (string | number)[]): JsonObject | null {
  let node = meta
  for (const key of path) {
    const next = Object.hasOwn(node, String(key)) ? node[String(key)] : undefined
    if (!isJsonObject(next)) return null
    node = next
  }
  return node
}

function metaEntry(notes: Notes): JsonObject | null {
  if (notes.metaLeft <= 0) return null
  notes.metaLeft--
  return metaEntryAt(notes.meta, notes.path)
}

/** The `""` object of `_meta` that describes the value at `path`, made when missing. */
export function metaEntryAt(meta: JsonObject, path: readonly (string | number)[]): JsonObject {
  let node = meta
  for (const key of path) node = child(node, String(key))
  return child(node, '')
}

function child(node: JsonObject, key: string): JsonObject {
  const known = Object.hasOwn(node, key) ? node[key] : undefined
  if (isJsonObject(known)) return known
  const made: JsonObject = {}
  if (key !== '__proto__') node[key] = made
  return made
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A copy of a short value, undefined when it is long, deep or no JSON. */
function shortOriginal(value: unknown, depth: number): Json | undefined {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') return value.length <= maxOriginal ? cleanText(value) : undefined
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'object' || depth === 0) return undefined
  const copy = Array.isArray(value) ? shortList(value, depth) : shortRecord(value, depth)
  return copy !== undefined && JSON.stringify(copy).length <= maxOriginal ? copy : undefined
}

function shortList(list: unknown[], depth: number): Json[] | undefined {
  if (list.length > 20) return undefined
  const copy: Json[] = []
  for (const item of list) {
    const short = shortOriginal(item, depth - 1)
    if (short === undefined) return undefined
    copy.push(short)
  }
  return copy
}

function shortRecord(record: object, depth: number): JsonObject | undefined {
  const entries: [string, unknown][] = Object.entries(record)
  if (entries.length > 20) return undefined
  const copy: JsonObject = {}
  for (const [key, item] of entries) {
    const short = shortOriginal(item, depth - 1)
    if (short === undefined || key === '__proto__') return undefined
    copy[cleanText(key)] = short
  }
  return copy
}
