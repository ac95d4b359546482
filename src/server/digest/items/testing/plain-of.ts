import { zstdDecompressSync } from 'node:zlib'
import type { BlobContent } from '../../../storage/blobs/port.ts'

/** The bytes of content, packed or not. */
export function plainOf(content: BlobContent): Buffer {
  if (!('frames' in content)) return Buffer.from(content)
  return Buffer.concat(
    content.frames.map(({ frame, stored }) =>
      frame.storedBytes === frame.contentBytes ? stored : zstdDecompressSync(stored),
    ),
  )
}
