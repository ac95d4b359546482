import type { Json, JsonObject } from '../../../protocol/event.ts'

export interface JsonScrub {
  /** What a text or number below a key becomes; null when it stays. */
  leaf: (key: string | null, leaf: string | number) => string | null
  /** What a list below a key becomes; null when its items decide. */
  list: (key: string) => string | null
  /** Keys that stay with all that is below them. */
  isSafe: (key: string) => boolean
}

/** Parsed JSON may be as deep as it likes; what lies below this is emptied. */
const maxDepth = 64

/** Scrubs parsed JSON in place, texts and numbers by their nearest key; true when anything changed. */
export function scrubJson(value: Json, scrub: JsonScrub, key: string | null = null, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return scrubList(value, scrub, key, depth)
  return scrubRecord(value, scrub, depth)
}

function scrubList(list: Json[], scrub: JsonScrub, key: string | null, depth: number): boolean {
  let changed = false
  // A pair in a list of pairs: the first one is the key of the second.
  const [name, second] = list
  const pairKey = list.length === 2 && typeof name === 'string' && typeof second === 'string' ? name : null
  for (const [index, item] of list.entries()) {
    const clean = scrubItem(item, scrub, index === 1 && pairKey !== null && key === null ? pairKey : key, depth)
    if (clean === undefined) continue
    list[index] = clean
    changed = true
  }
  return changed
}

function scrubRecord(record: JsonObject, scrub: JsonScrub, depth: number): boolean {
  let changed = false
  for (const key of Object.keys(record)) {
    const item = record[key]
    if (item === undefined || scrub.isSafe(key)) continue
    const whole = Array.isArray(item) && item.length > 0 ? scrub.list(key) : null
    const clean = whole ?? scrubItem(item, scrub, key, depth)
    if (clean === undefined) continue
    // Assigned to, a member named `__proto__`, which JSON may have, would set the prototype.
    Object.defineProperty(record, key, { value: clean, writable: true, enumerable: true, configurable: true })
    changed = true
  }
  return changed
}

/** The new value; the value itself when something below it changed; undefined when nothing did. */
function scrubItem(item: Json, scrub: JsonScrub, key: string | null, depth: number): Json | undefined {
  if (typeof item === 'string' || typeof item === 'number') return scrub.leaf(key, item) ?? undefined
  if (typeof item !== 'object' || item === null) return undefined
  if (depth >= maxDepth) return null
  return scrubJson(item, scrub, key, depth + 1) ? item : undefined
}
