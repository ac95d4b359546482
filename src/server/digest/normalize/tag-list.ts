import type { Notes } from './notes.ts'
import { isRecord, noteLength, reject, rejectAt } from './notes.ts'
import { scalarText } from './read.ts'
import { fitText } from './text.ts'

const maxTags = 200
const maxTagKey = 200
export const maxTagValue = 200

/** Tags that the server derives from the event itself; the client cannot set them. */
const reserved = new Set(['release', 'dist', 'user', 'filename', 'function', 'device.class'])

export interface TagList {
  tags: [string, string][]
  /** Value of a tag `environment`, which old SDKs sent instead of the member. */
  environment: string | null
}

/** Tags from an object, a list of pairs or a list of `{key, value}`; the first of a key counts. */
export function readTags(notes: Notes, value: unknown): TagList {
  const list: TagList = { tags: [], environment: null }
  if (value === undefined || value === null) return list
  notes.path.push('tags')
  const pairs = tagPairs(notes, value)
  const seen = new Set<string>()
  for (const [key, sent] of pairs) {
    if (list.tags.length === maxTags) {
      noteLength(notes, pairs.length)
      break
    }
    notes.path.push(list.tags.length)
    addTag(notes, list, seen, key, sent)
    notes.path.pop()
  }
  notes.path.pop()
  return list
}

function tagPairs(notes: Notes, value: unknown): [unknown, unknown][] {
  if (isRecord(value)) return Object.entries(value)
  if (!Array.isArray(value)) {
    reject(notes, 'invalid_data', value, 'expected an object or a list')
    return []
  }
  const pairs: [unknown, unknown][] = []
  for (const [index, item] of value.entries()) {
    const pair: unknown = item
    if (Array.isArray(pair) && pair.length === 2) pairs.push([pair[0], pair[1]])
    else if (isRecord(pair) && 'key' in pair) pairs.push([pair.key, pair.value])
    else if (pair !== null) rejectAt(notes, index, 'invalid_data', pair, 'expected a pair')
  }
  return pairs
}

function addTag(notes: Notes, list: TagList, seen: Set<string>, sentKey: unknown, sent: unknown): void {
  const key = scalarText(sentKey)?.trim().replaceAll(' ', '-') ?? ''
  if (sent === null || sent === undefined || sent === '') return
  if (!isTagKey(key)) {
    rejectAt(notes, 0, key.length > maxTagKey ? 'value_too_long' : 'invalid_data', sentKey, 'invalid tag key')
    return
  }
  const value = scalarText(sent)?.trim()
  if (value === undefined || value.includes('\n')) {
    // Without the value: scrubbing goes by keys, which the note's path does not show.
    rejectAt(notes, 1, 'invalid_data', undefined, `the value of ${key} is no text without line breaks`)
    return
  }
  // Exports of stored events carry the server's own tags with this prefix.
  const name = key.startsWith('sentry:') ? key.slice(7) : key
  if (value === '' || reserved.has(name) || seen.has(key)) return
  seen.add(key)
  if (key === 'environment') {
    list.environment = value
    return
  }
  notes.path.push(1)
  list.tags.push([key, fitText(notes, value, maxTagValue)])
  notes.path.pop()
}

/** Letters, digits and `_.:-`, at most 200 of them. */
export function isTagKey(key: string): boolean {
  return key.length <= maxTagKey && /^[a-zA-Z0-9_.:-]+$/.test(key)
}
