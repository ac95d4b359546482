import type { Notes } from './notes.ts'
import { boundedJson } from './bounded-json.ts'
import { isRecord, noteLength, reject, renumber } from './notes.ts'
import { fitText } from './text.ts'

/** Reads the value at the notes' current path: what fits comes back, what does not is noted and null. */
export type Reader<T> = (notes: Notes, value: unknown) => T | null

/** One reader for each member of an interface. */
export type Fields<T> = { [K in keyof T]-?: Reader<Exclude<T[K], null | undefined>> }

/**
 * Makes a reader of the members that `fields` names, in their order; absent and null ones stay absent, others are not looked at. It goes
 * by what was sent: a frame has 8 of 22 members, and asking for one that is not there takes 23 ns.
 */
export function fieldsReader<T extends object>(
  fields: Fields<T>,
): (notes: Notes, source: Record<string, unknown>) => Partial<T> {
  const named = Object.entries<Reader<unknown>>(fields)
  const absent = named.map(() => undefined)
  const places = new Map(named.map(([key], place) => [key, place]))
  return (notes, source) => {
    const out: Record<string, unknown> = {}
    const sent: unknown[] = absent.slice()
    for (const key in source) {
      const place = places.get(key)
      if (place !== undefined) sent[place] = source[key]
    }
    for (let place = 0; place < sent.length; place++) {
      const value = sent[place]
      if (value === undefined || value === null) continue
      const member = named[place]
      if (member === undefined) continue
      const [key, read] = member
      notes.path.push(key)
      out[key] = read(notes, value)
      notes.path.pop()
    }
    // Each member was made by the reader that `Fields` ties to its type; the compiler cannot follow that through a loop.
    return out as Partial<T>
  }
}

/** Reads one member of `source`; undefined when absent. */
export function readField<T>(
  notes: Notes,
  source: Record<string, unknown>,
  key: string,
  read: Reader<T>,
): T | null | undefined {
  const value = source[key]
  if (value === undefined || value === null) return undefined
  notes.path.push(key)
  const result = read(notes, value)
  notes.path.pop()
  return result
}

/** A string; anything else is rejected. */
export function text(limit: number): Reader<string> {
  return (notes, value) =>
    typeof value === 'string' ? fitText(notes, value, limit) : reject(notes, 'invalid_data', value, 'expected a string')
}

/** A string, or a number or boolean written as one: what SDKs send for ids and tag values. */
export function looseText(limit: number): Reader<string> {
  return (notes, value) => {
    const loose = scalarText(value)
    return loose === null ? reject(notes, 'invalid_data', value, 'expected a string') : fitText(notes, loose, limit)
  }
}

/** A string, or any JSON written as one: messages of errors that were thrown as objects. */
export function jsonText(limit: number): Reader<string> {
  return (notes, value) => fitText(notes, scalarText(value) ?? boundedJson(value, limit + 1), limit)
}

export function scalarText(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return String(value)
  return null
}

export const readBoolean: Reader<boolean> = (notes, value) =>
  typeof value === 'boolean' ? value : reject(notes, 'invalid_data', value, 'expected a boolean')

export const readNumber: Reader<number> = (notes, value) =>
  typeof value === 'number' && Number.isFinite(value)
    ? value
    : reject(notes, 'invalid_data', value, 'expected a number')

/** A safe integer from 0 up; digits in a string are taken too. */
export const readCount: Reader<number> = (notes, value) => {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0
    ? number
    : reject(notes, 'invalid_data', value, 'expected an unsigned integer')
}

/** Thread ids: integers stay numbers, text stays text. */
export const readThreadId: Reader<string | number> = (notes, value) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  return typeof value === 'string' ? fitText(notes, value, 128) : reject(notes, 'invalid_data', value, 'expected an id')
}

/** Native addresses: `0x…` in text, or numbers, which become such text. */
export const readAddress: Reader<string> = (notes, value) => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return `0x${value.toString(16)}`
  return typeof value === 'string'
    ? fitText(notes, value, 66)
    : reject(notes, 'invalid_data', value, 'expected an address')
}

/** How many items of a long list are kept from its start and from its end. */
export interface Keep {
  head: number
  tail: number
}

/** Reads the items of a list: null ones and those that `read` rejects are left out, too many are cut, both noted. */
export function readItems<T>(notes: Notes, sent: readonly unknown[], keep: Keep, read: Reader<T>): T[] {
  const items: T[] = []
  const indexes: number[] = []
  const skipTo = sent.length > keep.head + keep.tail ? sent.length - keep.tail : keep.head
  if (skipTo > keep.head) noteLength(notes, sent.length)
  const { path } = notes
  const last = path.push(0) - 1
  for (let index = 0; index < sent.length; index++) {
    if (index === keep.head) index = skipTo
    const item = sent[index]
    if (item === null || item === undefined) continue
    path[last] = index
    const result = read(notes, item)
    if (result === null) continue
    items.push(result)
    indexes.push(index)
  }
  path.pop()
  renumber(notes, indexes, sent.length)
  return items
}

/** A list of which the first `limit` items are read. */
export function list<T>(read: Reader<T>, limit: number): Reader<T[]> {
  const keep: Keep = { head: limit, tail: 0 }
  return (notes, value) =>
    Array.isArray(value)
      ? readItems(notes, value, keep, read)
      : reject(notes, 'invalid_data', value, 'expected an array')
}

/** The items of `[…]`, `{values: […]}` or a single object: the three ways in which lists of interfaces are sent. */
export function valuesOf(
  notes: Notes,
  value: unknown,
  isSingle: (record: Record<string, unknown>) => boolean,
): unknown[] | null {
  if (Array.isArray(value)) return value
  if (!isRecord(value)) return reject(notes, 'invalid_data', value, 'expected an object')
  const values = value.values
  if (Array.isArray(values)) return values
  if (isRecord(values)) return [values]
  if (isSingle(value)) return [value]
  if (values === undefined || values === null) return []
  notes.path.push('values')
  reject(notes, 'invalid_data', values, 'expected an array')
  notes.path.pop()
  return null
}

/** A record; PHP writes an empty one as `[]`, which counts as absent. */
export function asRecord(notes: Notes, value: unknown): Record<string, unknown> | null {
  if (isRecord(value)) return value
  return Array.isArray(value) && value.length === 0 ? null : reject(notes, 'invalid_data', value, 'expected an object')
}
