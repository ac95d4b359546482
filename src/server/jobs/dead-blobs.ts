import { recordingKey } from '../replays/recording.ts'
import type { Storage } from '../storage/storage.ts'

/** Files that go at once: some 20 ms of the storage thread. */
const blobsAtOnce = 500

/**
 * Removes the recordings that no replay needs any more: of deleted ones, and of segments that came twice. The view remembers them until they are
 * gone, so that a kill in between leaves nothing behind. Gives how many; stops between two steps when the signal says so.
 */
export async function removeDeadBlobs(
  storage: Pick<Storage, 'replays' | 'blobs'>,
  signal: AbortSignal | null = null,
): Promise<number> {
  for (let removed = 0; ; ) {
    signal?.throwIfAborted()
    const dead = await storage.replays.listDeadBlobs(blobsAtOnce)
    if (dead.length === 0) return removed
    await storage.blobs.remove(dead.map(recordingKey))
    await storage.replays.forgetBlobs(dead)
    removed += dead.length
  }
}
