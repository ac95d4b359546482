import { removeAttachments } from '../attachments/remove.ts'
import type { Storage } from '../storage/storage.ts'

/** Some 20 ms of the storage thread, after which others have their turn. */
const chunk = 500

/**
 * Removes all events of the issues, or of a project: attachments and payloads first, then the rows with their tags. A kill in between leaves rows,
 * which lead to the rest when it is run again. Gives how many rows went; stops between two chunks when the signal says so.
 */
export async function removeEvents(
  where: { issueIds: number[] } | { projectId: number },
  storage: Storage,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0
  for (;;) {
    signal.throwIfAborted()
    const keys = await storage.events.listEventKeys(where, chunk)
    if (keys.length === 0) return removed
    await removeAttachments(keys, storage)
    await storage.payloads.remove(keys)
    const rows = await storage.events.deleteEvents(keys)
    if (rows === 0) throw new Error('the events view lists events that it cannot delete')
    removed += rows
  }
}
