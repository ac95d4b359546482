import type { TagSummary } from '../../api/types.ts'

/** What people ask first: where, which version, on what. */
const first = [
  'environment',
  'release',
  'browser',
  'os',
  'device',
  'runtime',
  'url',
  'transaction',
  'user',
  'server_name',
]
/** Repeats of what stands above them, or the same for the whole issue. */
const last = [
  'level',
  'browser.name',
  'os.name',
  'client_os',
  'client_os.name',
  'runtime.name',
  'device.family',
  'dist',
  'sentry:user',
]

/** Tags with values, the telling ones first, then by name. */
export function orderTags(tags: readonly TagSummary[]): TagSummary[] {
  const rank = ({ key }: TagSummary) => {
    const at = first.indexOf(key)
    if (at >= 0) return at
    return last.includes(key) ? 1000 : 100
  }
  return tags.filter((tag) => tag.topValues?.length).toSorted((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1))
}
