import type { Storage } from '../storage/storage.ts'

/** Events that come in meanwhile make the figures stale; an issue that is never quiet keeps those it has, which only lack the past. */
const attempts = 10

/**
 * Counts an issue anew from its events and sets what meta says of it. `settle` waits until the events view has what meta has recorded. An issue
 * without events (any more) stays as it is.
 */
export async function recountIssue(
  issueId: number,
  storage: Pick<Storage, 'meta' | 'events'>,
  settle: () => Promise<void>,
): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const issue = await storage.meta.findIssue(issueId)
    if (!issue) return
    await settle()
    const figures = await storage.events.recountIssue(issueId)
    if (!figures) return
    if (await storage.meta.replaceFigures(figures, { timesSeen: issue.timesSeen })) return
  }
}
