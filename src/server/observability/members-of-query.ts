import { flagFilters, textFilters } from './read-filter.ts'
import type { Members } from './read-members.ts'

const lists: readonly string[] = ['sort_by', ...textFilters]
const flags: readonly string[] = flagFilters
const counts = ['limit', 'created_at.days']

/**
 * A query as the members that a body would have: lists by repeating a parameter (or, of `sort_by`, by commas), `created_at.type=range` for what is within
 * `created_at`. What cannot be read stays text, and is refused as that.
 */
export function membersOfQuery(query: string): Members {
  const members: Members = {}
  const nested: Members = {}
  const parameters = new URLSearchParams(query)
  for (const name of new Set(parameters.keys())) {
    const texts = parameters.getAll(name)
    const value = valueOf(name, texts)
    const [parent, child] = name.split('.', 2)
    if (parent === 'created_at' && child) nested[child] = value
    else members[name] = value
  }
  return Object.keys(nested).length > 0 ? { ...members, created_at: nested } : members
}

function valueOf(name: string, texts: string[]): unknown {
  if (name === 'sort_by') return texts.flatMap((text) => text.split(',')).filter((text) => text !== '')
  if (lists.includes(name)) return texts
  if (texts.length > 1) return texts
  const [text = ''] = texts
  if (flags.includes(name) && (text === 'true' || text === 'false')) return text === 'true'
  return counts.includes(name) && /^-?\d{1,10}$/.test(text) ? Number(text) : text
}
