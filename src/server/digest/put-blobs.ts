import { createHash } from 'node:crypto'
import type { BlobContent, BlobKey, BlobStore } from '../storage/blobs/port.ts'
import { putBlob } from '../storage/blobs/transfer.ts'

/** Each waits for its bytes to be on disk. */
const putsAtOnce = 8

/** Puts what a run brings into the blob store. Throws when the disk is full: the run is tried again when there is room; meanwhile it is in the spool. */
export async function putBlobs(
  blobs: Pick<BlobStore, 'put' | 'join' | 'measure'>,
  contents: { key: BlobKey; content: BlobContent }[],
): Promise<void> {
  const queue = [...contents]
  const puts = Array.from({ length: putsAtOnce }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const result = await putBlob(blobs, next.key, next.content)
      if (!result.ok) throw new Error(`the disk is full: ${next.key.kind} wait in the spool`)
    }
  })
  for (const result of await Promise.allSettled(puts)) if (result.status === 'rejected') throw result.reason
}

/** The same place gives the same blob: what is put again after a kill is there already. `item`: which of its envelope. */
export function blobIdOf(spool: string, { position, item }: { position: number; item: number }): string {
  return createHash('sha256')
    .update(JSON.stringify([spool, position, item]))
    .digest('hex')
    .slice(0, 32)
}
