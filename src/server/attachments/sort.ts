import type { Storage } from '../storage/storage.ts'
import { findIssueOfEvent } from '../user-reports/find-issue.ts'

const chunk = 200

/** After an unmerge: the files that were this issue's go to the issues that their events are in now. May be run again. */
export async function sortAttachments(issueId: number, storage: Pick<Storage, 'payloads' | 'meta'>): Promise<void> {
  let before: { createdAt: number; id: number } | null = null
  for (;;) {
    const query = { issueId, types: null, contentTypes: null, eventIds: null, limit: chunk, before }
    const attachments = await storage.meta.listIssueAttachments(query)
    const byEvent = Map.groupBy(attachments, ({ projectId, eventId }) => `${projectId}:${eventId}`)
    for (const own of byEvent.values()) {
      const [first] = own
      const owner = first ? await findIssueOfEvent(first.projectId, first.eventId, storage) : null
      const ids = own.map(({ id }) => id)
      if (owner !== null && owner !== issueId) await storage.meta.moveAttachments(ids, owner)
    }
    const last = attachments.at(-1)
    if (last === undefined || attachments.length < chunk) return
    before = { createdAt: last.createdAt, id: last.id }
  }
}
