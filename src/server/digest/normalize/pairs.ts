import type { Pairs } from '../../../protocol/event.ts'
import { boundedJson } from './bounded-json.ts'
import type { Notes } from './notes.ts'
import { isRecord, noteLength, reject, rejectAt } from './notes.ts'
import type { Reader } from './read.ts'
import { scalarText } from './read.ts'
import { fitText } from './text.ts'

const maxPairs = 200
const maxName = 200
const maxValue = 8192
/** Text is parsed up to here: far more than the pairs that are kept. */
const maxText = 65_536

/** Pairs of a list of two-item lists or of an object; text goes through `parse`. */
export function pairs(
  parse: (text: string) => Pairs,
  rename: (name: string) => string = (name) => name,
): Reader<Pairs> {
  return (notes, value) => {
    const sent = sentPairs(notes, value, parse)
    if (sent === null) return null
    const out: Pairs = []
    for (const [name, item] of sent) {
      if (out.length === maxPairs) {
        noteLength(notes, sent.length)
        break
      }
      notes.path.push(out.length)
      const pair = readPair(notes, name, item, rename)
      notes.path.pop()
      if (pair) out.push(pair)
    }
    return out.length > 0 ? out : null
  }
}

function sentPairs(notes: Notes, value: unknown, parse: (text: string) => Pairs): [unknown, unknown][] | null {
  if (typeof value === 'string') {
    if (value.includes('%00') || value.length > maxText) notes.isClean = false
    return parse(value.slice(0, maxText))
  }
  if (isRecord(value)) return Object.entries(value)
  if (!Array.isArray(value)) return reject(notes, 'invalid_data', value, 'expected a list or an object')
  const list: [unknown, unknown][] = []
  for (const [index, item] of value.entries()) {
    const pair: unknown = item
    if (Array.isArray(pair) && pair.length === 2) list.push([pair[0], pair[1]])
    else rejectAt(notes, index, 'invalid_data', pair, 'expected a pair')
  }
  return list
}

function readPair(
  notes: Notes,
  name: unknown,
  value: unknown,
  rename: (name: string) => string,
): [string, string | null] | null {
  const key = scalarText(name)
  if (key === null) return rejectAt(notes, 0, 'invalid_data', name, 'expected a string')
  notes.path.push(0)
  const shown = fitText(notes, rename(key), maxName)
  notes.path.pop()
  if (value === null || value === undefined) return [shown, null]
  notes.path.push(1)
  const text = fitText(notes, pairText(value), maxValue)
  notes.path.pop()
  return [shown, text]
}

/** Values sent as lists are the header's repeats. */
function pairText(value: unknown): string {
  const scalar = scalarText(value)
  if (scalar !== null) return scalar
  if (Array.isArray(value) && value.every((item) => scalarText(item) !== null))
    return value.map((item) => scalarText(item)).join(', ')
  return boundedJson(value, maxValue)
}

/** `a=1&b=2`, with or without a question mark, percent-decoded. */
export function parseQuery(query: string): Pairs {
  const text = query.startsWith('?') ? query.slice(1) : query
  return text === '' ? [] : [...new URLSearchParams(text)]
}

/** `a=1; b=2`; names and values are trimmed and stay encoded. */
export function parseCookies(header: string): Pairs {
  const out: Pairs = []
  for (const part of header.split(';')) {
    const equals = part.indexOf('=')
    const name = (equals < 0 ? part : part.slice(0, equals)).trim()
    if (name !== '') out.push([name, equals < 0 ? '' : part.slice(equals + 1).trim()])
  }
  return out
}

/** `content-type` -> `Content-Type`: header names as people read them. Most are sent so, and the replacing takes 0.4 µs. */
export function headerName(name: string): string {
  if (/^(?:[A-Z][a-z\d]*(?:-|$))+$/.test(name)) return name
  return name
    .trim()
    .toLowerCase()
    .replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase())
}
