import type { Json } from '../../../protocol/event.ts'
import type { Finder, Match } from './patterns.ts'

/** A text without its secrets, and what `_meta` says about them: `[rule, 's', start, end]` in the new text. */
export interface Replaced {
  text: string
  remarks: Json[][]
}

export const filtered = '[Filtered]'

/** Cuts out what the finders find and puts in what `shownAs` gives for the rule; null when there is nothing. */
export function replaceMatches(
  text: string,
  finders: readonly Finder[],
  shownAs: (rule: string) => [id: string, text: string],
): Replaced | null {
  const found: Match[] = []
  for (const find of finders) find(text, found)
  if (found.length === 0) return null
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  const remarks: Json[][] = []
  let out = ''
  let from = 0
  for (const { rule, start, end } of found) {
    if (start < from) continue
    const [id, shown] = shownAs(rule)
    // What an earlier scrubber put there stays.
    if (text.slice(start, end) === shown) continue
    out += text.slice(from, start)
    remarks.push([id, 's', out.length, out.length + shown.length])
    out += shown
    from = end
  }
  return remarks.length > 0 ? { text: out + text.slice(from), remarks } : null
}

/** The whole text replaced, because of its key or because of what it speaks of. */
export function replaceWhole(rule: string): Replaced {
  return { text: filtered, remarks: [[rule, 's', 0, filtered.length]] }
}
