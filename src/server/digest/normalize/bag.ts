import type { Json, JsonObject } from '../../../protocol/event.ts'
import { boundedJson } from './bounded-json.ts'
import type { Notes } from './notes.ts'
import { isRecord, noteCut, noteLength, noteRemark, rejectAt } from './notes.ts'
import { asRecord } from './read.ts'
import { cleanText, cutText } from './clean-text.ts'

/** How deep and how large (in characters of its JSON, about) free data may be. */
export interface BagLimits {
  depth: number
  size: number
}

/** Relay's limits for `extra`, for contexts and request data, and for frame variables and breadcrumb data. */
export const extraBag: BagLimits = { depth: 7, size: 262_144 }
export const largeBag: BagLimits = { depth: 7, size: 8192 }
export const smallBag: BagLimits = { depth: 5, size: 2048 }

interface Budget {
  left: number
  /** Containers at this depth of the path are written as text. */
  floor: number
}

/**
 * Copies free data within limits. Below the depth limit lists and objects become JSON text; past the size limit
 * texts are cut and members dropped, with the original length in `_meta`.
 */
export function copyBag(notes: Notes, value: unknown, limits: BagLimits): Json {
  const size = Math.min(limits.size, Math.max(notes.room, 0))
  const budget: Budget = { left: size, floor: notes.path.length + limits.depth - 1 }
  const copy = copyValue(notes, value, budget)
  notes.room -= size - Math.max(budget.left, 0)
  return copy
}

/** Free data that has to be an object. */
export function bag(limits: BagLimits): (notes: Notes, value: unknown) => JsonObject | null {
  return (notes, value) => {
    const record = asRecord(notes, value)
    if (record === null) return null
    const copy = copyBag(notes, record, limits)
    return typeof copy === 'object' && copy !== null && !Array.isArray(copy) ? copy : null
  }
}

function copyValue(notes: Notes, value: unknown, budget: Budget): Json {
  if (typeof value === 'string') return copyText(notes, notes.isClean ? value : cleanText(value), budget)
  if (typeof value === 'object' && value !== null) {
    if (notes.path.length >= budget.floor) return flatten(notes, value, budget)
    if (Array.isArray(value)) return copyList(notes, value, budget)
    if (isRecord(value)) return copyRecord(notes, value, budget)
  }
  budget.left -= 6
  if (typeof value === 'boolean') return value
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function copyText(notes: Notes, text: string, budget: Budget): string {
  const limit = Math.max(budget.left, 0)
  budget.left -= text.length + 1
  if (text.length <= limit) return text
  const cut = cutText(text, limit)
  noteCut(notes, text.length, cut.length)
  return cut
}

function copyList(notes: Notes, list: unknown[], budget: Budget): Json[] {
  budget.left -= 2
  const copy: Json[] = []
  const { path } = notes
  const last = path.push(0) - 1
  for (let index = 0; index < list.length && budget.left > 0; index++) {
    path[last] = index
    copy.push(copyValue(notes, list[index], budget))
  }
  path.pop()
  if (copy.length < list.length) noteLength(notes, list.length)
  return copy
}

function copyRecord(notes: Notes, source: Record<string, unknown>, budget: Budget): JsonObject {
  budget.left -= 2
  const copy: JsonObject = {}
  const { path } = notes
  const last = path.push('') - 1
  let cut = false
  for (const key in source) {
    budget.left -= key.length + 1
    cut = budget.left <= 0
    if (cut) break
    if (key === '__proto__') continue
    const name = notes.isClean ? key : cleanText(key)
    path[last] = name
    copy[name] = copyValue(notes, source[key], budget)
  }
  path.pop()
  // An own `__proto__` turns into a prototype wherever it is copied carelessly: it goes.
  if (Object.hasOwn(source, '__proto__')) rejectAt(notes, '__proto__', 'invalid_attribute')
  if (cut) noteLength(notes, Object.keys(source).length)
  return copy
}

function flatten(notes: Notes, value: object, budget: Budget): Json {
  const empty = Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0
  if (empty) return Array.isArray(value) ? [] : {}
  const text = boundedJson(value, Math.max(budget.left, 16))
  budget.left -= text.length + 1
  noteRemark(notes, ['!limit', 's', 0, text.length])
  return text
}
