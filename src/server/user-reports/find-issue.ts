import type { StoredEvent } from '../../protocol/event.ts'
import type { Storage } from '../storage/storage.ts'

/**
 * The issue of an event, by the event's hashes as they are owned now: exact at once, while the events view follows. Null when the event
 * did not come (yet) or its issue is gone.
 */
export async function findIssueOfEvent(
  projectId: number,
  eventId: string,
  storage: Pick<Storage, 'payloads' | 'meta'>,
): Promise<number | null> {
  const json = await storage.payloads.read(projectId, eventId)
  if (json === null) return null
  const event: StoredEvent = JSON.parse(json)
  const [issueId] = await storage.meta.resolveHashes([{ projectId, hashes: event.grouping.hashes }])
  return issueId ?? null
}
