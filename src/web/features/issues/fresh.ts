import type { Issue } from '../../api/types.ts'

/**
 * How many issues of the first page, as it is now, the shown list does not tell of: new ones, and those that were seen
 * again since. The list keeps still meanwhile.
 */
export function countFresh(shown: readonly Issue[], now: readonly Issue[]): number {
  const before = new Map(shown.map((issue) => [issue.id, issue]))
  return now.filter((issue) => {
    const known = before.get(issue.id)
    return (
      !known ||
      Number(issue.count) > Number(known.count) ||
      Date.parse(issue.lastSeen ?? '') > Date.parse(known.lastSeen ?? '')
    )
  }).length
}
