import type { EventError, Json, JsonObject } from '../../../protocol/event.ts'
import type { Rules } from './rules.ts'
import { scrubText } from './scrub-text.ts'

/** Members that hold addresses; what was rejected there may hold one too. */
const addressMember = /(?:^|\.)(?:ip_address|REMOTE_ADDR|client_ip)$/
const maxDepth = 64

/**
 * Scrubs what normalisation wrote down of rejected values. Lists and objects go altogether: by which key they were
 * sensitive can no longer be told.
 */
export function scrubErrors(rules: Rules, errors: EventError[] | null | undefined): void {
  for (const error of errors ?? []) {
    const { value } = error
    if (value === undefined || isClock(error)) continue
    const clean = scrubOriginal(rules, (error.name ?? '').split('.'), value)
    if (clean === undefined) delete error.value
    else error.value = clean
  }
}

/** The times of both clocks are our own. */
function isClock(error: EventError): boolean {
  return error.name === 'timestamp' && error.type !== 'invalid_data'
}

/** The same for `val` in `_meta`. */
export function scrubMeta(rules: Rules, meta: Json | undefined, path: string[] = []): void {
  if (typeof meta !== 'object' || meta === null || Array.isArray(meta) || path.length > maxDepth) return
  for (const key of Object.keys(meta)) {
    if (key === '') scrubEntry(rules, meta[key], path)
    else scrubMeta(rules, meta[key], [...path, key])
  }
}

function scrubEntry(rules: Rules, entry: Json | undefined, path: string[]): void {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return
  const holder: JsonObject = entry
  if (holder.val === undefined) return
  const clean = scrubOriginal(rules, path, holder.val)
  if (clean === undefined) delete holder.val
  else holder.val = clean
}

/** The value as it may be shown; undefined when it may not. */
function scrubOriginal(rules: Rules, path: readonly string[], value: Json): Json | undefined {
  if (rules.ips && addressMember.test(path.join('.'))) return undefined
  if (typeof value === 'object' && value !== null) return undefined
  if (typeof value !== 'string' && typeof value !== 'number') return value
  if (path.some((key) => rules.key(key) !== null)) return undefined
  const replaced = scrubText(rules, String(value))
  return replaced ? replaced.text : value
}
