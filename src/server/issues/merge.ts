import { LapwingError } from '../errors.ts'
import type { Issue } from '../storage/meta/ports/issues.ts'
import type { MetaStore } from '../storage/meta/port.ts'

/** People merge what they have looked at; each merge moves hourly counts, users and notes in one transaction. */
const maxMerged = 100

export interface Merged {
  parent: number
  children: number[]
}

/**
 * Merges issues of one project into the one with the most events (the oldest among equals), which takes over their events, notes and counts. Null
 * when there are not two of them. Throws `invalid_input` for issues of several projects, or too many.
 */
export async function mergeSelected(
  ids: number[],
  by: { userId: number | null; at: number },
  meta: Pick<MetaStore, 'findIssues' | 'mergeIssues'>,
): Promise<Merged | null> {
  if (ids.length > maxMerged) {
    throw new LapwingError('bad_request', { detail: `At most ${maxMerged} issues can be merged at once` })
  }
  const issues = (await meta.findIssues(ids)).toSorted(mostEventsFirst)
  const [parent, ...children] = issues
  if (!parent || children.length === 0) return null
  if (children.some((issue) => issue.projectId !== parent.projectId)) {
    throw new LapwingError('bad_request', { detail: 'Merging across multiple projects is not supported' })
  }
  const merged = await meta.mergeIssues(
    parent.id,
    children.map((issue) => issue.id),
    by,
  )
  return { parent: parent.id, children: merged }
}

function mostEventsFirst(a: Issue, b: Issue): number {
  return b.timesSeen - a.timesSeen || a.firstSeen - b.firstSeen || a.id - b.id
}
