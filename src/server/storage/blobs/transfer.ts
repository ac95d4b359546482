/** Blobs of any size, a piece at a time. */
import { createHash } from 'node:crypto'
import type { BlobContent, BlobKey, BlobResult, BlobStore } from './port.ts'

/** Copied between threads twice at most, so this is what a big blob adds to the memory in use. */
const partBytes = 8 * 1024 * 1024
const rangeBytes = 1024 * 1024

/** Puts content of any size: in one piece where it is small, else as parts that are joined. `content` may be a view; it is copied. */
export async function putBlob(
  blobs: Pick<BlobStore, 'put' | 'join' | 'measure'>,
  key: BlobKey,
  content: BlobContent,
): Promise<BlobResult> {
  // It is as small as it gets.
  if ('frames' in content) return blobs.put([{ key, content }])
  // A clone of a view would take all that it looks into along; a slice of a Buffer is one.
  if (content.length <= partBytes) return blobs.put([{ key, content: new Uint8Array(content) }])
  if ((await blobs.measure(key)) !== null) return { ok: true }
  const parts: BlobKey[] = []
  // One buffer for all parts: each new one would be garbage of 8 MiB before the collector notices.
  const shared = new Uint8Array(partBytes)
  for (let start = 0; start < content.length; start += partBytes) {
    const piece = content.subarray(start, start + partBytes)
    const isLast = piece.length < partBytes
    if (!isLast) shared.set(piece)
    const part = { ...key, id: partId(key.id, parts.length) }
    const result = await blobs.put([{ key: part, content: isLast ? new Uint8Array(piece) : shared }])
    if (!result.ok) return result
    parts.push(part)
  }
  return blobs.join(key, parts)
}

function partId(id: string, index: number): string {
  return createHash('sha256').update(`${id}:${index}`).digest('hex')
}

/** The content in order, a megabyte at a time. Ends early when the blob is removed meanwhile. */
export async function* readBlob(blobs: Pick<BlobStore, 'read'>, key: BlobKey, from = 0): AsyncGenerator<Uint8Array> {
  for (let start = from; ; start += rangeBytes) {
    const piece = await blobs.read(key, { from: start, to: start + rangeBytes })
    if (piece === null || piece.length === 0) return
    yield piece
    if (piece.length < rangeBytes) return
  }
}
