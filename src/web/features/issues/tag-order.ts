import type { TagSummary } from '../../api/types.ts'

/** On what it happens: these go first, then the app's own tags by name. */
const first = ['browser', 'os', 'device', 'client_os', 'runtime']
/** Where and to whom; releases stand above the tags already. */
const later = [
  'environment',
  'release',
  'user',
  'url',
  'transaction',
  'server_name',
  'dist',
  'handled',
  'mechanism',
  'level',
]
const ownRank = first.length

/** The family of a tag and its place in it: `browser` says all that `browser.name` does, `user` what `sentry:user` does. */
function familyOf(key: string): { family: string; isWhole: boolean } {
  const family = key.replace(/^sentry:/, '').replace(/^(browser|os|client_os|runtime|device)\.(?:name|family)$/, '$1')
  return { family, isWhole: family === key }
}

/** Tags with values, one of each family, the telling ones first. */
export function orderTags(tags: readonly TagSummary[]): TagSummary[] {
  const families = new Map<string, TagSummary>()
  for (const tag of tags) {
    if (!tag.topValues?.length) continue
    const { family, isWhole } = familyOf(tag.key)
    if (isWhole || !families.has(family)) families.set(family, tag)
  }
  const rank = (family: string) => {
    if (first.includes(family)) return first.indexOf(family)
    return later.includes(family) ? ownRank + 1 + later.indexOf(family) : ownRank
  }
  return [...families].toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)).map(([, tag]) => tag)
}
