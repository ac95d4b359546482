import { frameBytes, packFrame, type PackedFrame } from '../../storage/blobs/frames.ts'
import type { BlobContent } from '../../storage/blobs/port.ts'

/** What is no larger stays as it is, and is packed by the blob store. */
export const plainBytes = 8 * 1024 * 1024

export interface GatheredContent {
  add(bytes: Uint8Array): void
  /** So far. */
  length(): number
  /** Own memory. */
  content(): BlobContent
}

/** Gathers content piece by piece: beyond `plainBytes` it is packed as it comes. `expected`: how much there may be, as far as is known. */
export function gatherContent(expected: number): GatheredContent {
  let plain = new Uint8Array(Math.min(expected, plainBytes))
  let filled = 0
  let packed = 0
  const frames: PackedFrame[] = []

  function makeRoom(): void {
    if (plain.length < plainBytes && frames.length === 0) {
      const grown = new Uint8Array(Math.min(plainBytes, Math.max(plain.length * 2, 4096)))
      grown.set(plain.subarray(0, filled))
      plain = grown
    } else pack()
  }

  /** From now on a frame at a time. */
  function pack(): void {
    for (let start = 0; start < filled; start += frameBytes) {
      frames.push(packFrame(plain.subarray(start, Math.min(start + frameBytes, filled))))
    }
    packed += filled
    filled = 0
    if (plain.length !== frameBytes) plain = new Uint8Array(frameBytes)
  }

  return {
    add(bytes) {
      for (let start = 0; start < bytes.length; ) {
        if (filled === plain.length) makeRoom()
        const piece = bytes.subarray(start, start + plain.length - filled)
        plain.set(piece, filled)
        filled += piece.length
        start += piece.length
      }
    },
    length: () => packed + filled,
    content() {
      if (frames.length === 0) return filled === plain.length ? plain : plain.slice(0, filled)
      if (filled > 0) pack()
      return { frames }
    },
  }
}

/** What it takes in memory. */
export function heldBytes(content: BlobContent): number {
  return 'frames' in content ? content.frames.reduce((sum, { stored }) => sum + stored.length, 0) : content.length
}
