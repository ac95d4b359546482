import type { Json, JsonObject, NormalizedEvent, Pairs } from '../../../protocol/event.ts'
import { addRemark, isRecord, metaEntryAt } from '../normalize/notes.ts'
import type { Replaced } from './replace.ts'
import { filtered, replaceWhole } from './replace.ts'
import type { Rules } from './rules.ts'

/** One event being scrubbed: what goes is decided by `rules`, where it went is written to the event's `_meta`. */
export interface Walk {
  rules: Rules
  event: NormalizedEvent
  path: (string | number)[]
}

/** How a text that is not sensitive by its key is scrubbed; null leaves it. */
export type TextScrub = (rules: Rules, text: string) => Replaced | null

/** Normalised events are less deep; others are emptied below. */
const maxDepth = 100

/** Scrubs the member `key` of `holder`, whatever it is, in place. */
export function scrubMember(walk: Walk, holder: object, key: string, scrub: TextScrub): void {
  scrubFound(walk, holder, key, Reflect.get(holder, key), scrub)
}

function scrubFound(walk: Walk, holder: object, key: string, value: unknown, scrub: TextScrub): void {
  if (value === null || value === undefined || typeof value === 'boolean') return
  walk.path.push(key)
  if (!isSafe(walk, key)) {
    const clean = scrubValue(walk, key, value, scrub)
    if (clean !== undefined) Reflect.set(holder, key, clean)
  }
  walk.path.pop()
}

/** Scrubs all members of free data in place. */
function scrubMembers(walk: Walk, record: Record<string, unknown>, scrub: TextScrub): void {
  for (const key in record) scrubFound(walk, record, key, record[key], scrub)
}

/** Scrubs the values of pairs by their names, in place; `ruleOf` says which names are sensitive. */
export function scrubPairs(
  walk: Walk,
  pairs: Pairs | [string, string][] | null | undefined,
  ruleOf: (name: string) => string | null,
  scrub: TextScrub,
  isExempt: (name: string) => boolean = () => false,
): void {
  if (!pairs) return
  for (const [index, pair] of pairs.entries()) {
    const [name, value] = pair
    if (value === null || value === '' || isExempt(name)) continue
    walk.path.push(index, 1)
    if (!walk.rules.isSafeKey(name) && !isSafePath(walk, name)) {
      const rule = value === filtered ? null : ruleOf(name)
      const replaced = rule === null ? scrub(walk.rules, value) : replaceWhole(rule)
      if (replaced) {
        note(walk, replaced.remarks, value.length)
        pair[1] = replaced.text
      }
    }
    walk.path.length -= 2
  }
}

/** Takes the member out, with a note that it was there. */
export function removeMember(walk: Walk, holder: object, key: string): void {
  const value: unknown = Reflect.get(holder, key)
  if (value === null || value === undefined) return
  walk.path.push(key)
  Reflect.set(holder, key, null)
  note(walk, [['@anything:remove', 'x']])
  walk.path.pop()
}

/** Replaces the member as a whole, with a note by which rule. */
export function replaceMember(walk: Walk, holder: object, key: string, rule: string): void {
  const value: unknown = Reflect.get(holder, key)
  if (value === null || value === undefined || value === '' || value === filtered) return
  walk.path.push(key)
  Reflect.set(holder, key, filtered)
  note(walk, replaceWhole(rule).remarks, typeof value === 'string' ? value.length : undefined)
  walk.path.pop()
}

/** The new value, or undefined where it stays or was changed in place. */
function scrubValue(walk: Walk, key: string | null, value: unknown, scrub: TextScrub): Json | undefined {
  if (typeof value === 'string' || typeof value === 'number') return scrubLeaf(walk, key, value, scrub)
  if (typeof value !== 'object' || value === null) return undefined
  if (walk.path.length > maxDepth) return null
  if (isRecord(value)) {
    scrubMembers(walk, value, scrub)
    return undefined
  }
  if (!Array.isArray(value)) return undefined
  const rule = key === null || value.length === 0 ? null : walk.rules.key(key)
  if (rule !== null) {
    note(walk, replaceWhole(rule).remarks, value.length)
    return filtered
  }
  scrubItems(walk, value, scrub)
  return undefined
}

function scrubItems(walk: Walk, items: unknown[], scrub: TextScrub): void {
  const [name, second] = items
  // A pair in a list of pairs: the first one is the key of the second.
  const isPair = items.length === 2 && typeof name === 'string' && typeof walk.path.at(-1) === 'number'
  if (isPair && (walk.rules.isSafeKey(name) || isSafePath(walk, name))) return
  for (const [index, item] of items.entries()) {
    if (isPair && index === 0) continue
    walk.path.push(index)
    const clean = scrubValue(walk, isPair && item === second ? name : null, item, scrub)
    if (clean !== undefined) items[index] = clean
    walk.path.pop()
  }
}

function scrubLeaf(walk: Walk, key: string | null, value: string | number, scrub: TextScrub): string | undefined {
  if (value === '' || value === filtered) return undefined
  const text = typeof value === 'number' ? String(value) : value
  const rule = key === null ? null : walk.rules.key(key)
  const replaced = rule === null ? scrub(walk.rules, text) : replaceWhole(rule)
  if (replaced === null) return undefined
  note(walk, replaced.remarks, text.length)
  return replaced.text
}

function isSafe(walk: Walk, key: string): boolean {
  return walk.rules.isSafeKey(key) || isSafePath(walk, null)
}

function isSafePath(walk: Walk, pairName: string | null): boolean {
  const { isSafePath: matches } = walk.rules
  if (matches === null) return false
  return matches((pairName === null ? walk.path : [...walk.path.slice(0, -2), pairName]).join('.'))
}

/** Writes remarks to `_meta` at the walk's path. */
export function note(walk: Walk, remarks: readonly Json[][], length?: number): void {
  walk.event._meta ??= {}
  const meta: JsonObject = walk.event._meta
  const entry = metaEntryAt(meta, walk.path)
  for (const remark of remarks) addRemark(entry, remark, length)
}
