import type { Storage } from '../storage/storage.ts'
import { blobKeyOf } from './blob-key.ts'

/** Removes all files of these events: bytes first, so that a kill in between leaves rows that lead to the rest. */
export async function removeAttachments(
  events: { projectId: number; eventId: string }[],
  { meta, blobs }: Pick<Storage, 'meta' | 'blobs'>,
): Promise<void> {
  for (const [projectId, own] of Map.groupBy(events, (event) => event.projectId)) {
    const eventIds = own.map((event) => event.eventId)
    const attachments = await meta.listAttachments(projectId, eventIds)
    if (attachments.length === 0) continue
    await blobs.remove(attachments.map(blobKeyOf))
    await meta.deleteAttachments(attachments.map(({ id }) => id))
  }
}
