/**
 * A blob as it is stored, with whichever engine:
 *
 *     frame …  table  end
 *
 * A frame is up to 1 MiB of content, as zstd or, where that does not help (images, archives), as it is: then its two sizes in the table are
 * equal. Frames stand alone, so that a range costs the frames it touches and blobs are joined by copying frames. The table has 12 bytes a
 * frame: bytes of content, bytes stored, CRC-32 of what is stored. The end has 20 bytes: `LWB1`, frames (4), bytes of content (8), CRC-32 of the
 * table and of these (4). Numbers are little-endian. It stands at the end because a joined blob is written before it is known how long it gets.
 */
import { promisify } from 'node:util'
import { constants, crc32, zstdCompress, zstdCompressSync, zstdDecompress } from 'node:zlib'

export const frameBytes = 1024 * 1024
export const endBytes = 20
const rowBytes = 12
const magic = 'LWB1'
/** Worth the time to inflate it again. */
const worthwhile = 0.95

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)
const options = { params: { [constants.ZSTD_c_compressionLevel]: 3 } }

export interface Frame {
  contentBytes: number
  storedBytes: number
  crc: number
}

/** A frame with its bytes as they are stored. */
export interface PackedFrame {
  frame: Frame
  stored: Uint8Array
}

/** Content that is cut into frames already: of what is large, so that it is nowhere in memory as a whole. */
export interface PackedContent {
  frames: PackedFrame[]
}

/** Makes a frame of up to `frameBytes` on this thread, in memory of its own. */
export function packFrame(plain: Uint8Array): PackedFrame {
  const packed = zstdCompressSync(plain, options)
  const stored = new Uint8Array(packed.length < plain.length * worthwhile ? packed : plain)
  return { frame: { contentBytes: plain.length, storedBytes: stored.length, crc: crc32(stored) }, stored }
}

/** Cuts content into frames. Work is done in zlib's thread pool, frame by frame. */
export async function* encodeFrames(content: Uint8Array): AsyncGenerator<PackedFrame> {
  let helps = true
  for (let start = 0; start < content.length; start += frameBytes) {
    const plain = content.subarray(start, start + frameBytes)
    const packed: Uint8Array = helps ? await compress(plain, options) : plain
    // What begins as an image or an archive goes on as one.
    helps = packed.length < plain.length * worthwhile
    const stored = helps ? packed : plain
    yield { frame: { contentBytes: plain.length, storedBytes: stored.length, crc: crc32(stored) }, stored }
  }
}

/** Throws when what was read is not what was written. */
export function checkFrame({ storedBytes, crc }: Frame, stored: Uint8Array): void {
  if (stored.length !== storedBytes || crc32(stored) !== crc) throw new Error('a frame is damaged')
}

/** The content of a frame; throws when it is damaged. */
export async function decodeFrame(frame: Frame, stored: Uint8Array): Promise<Uint8Array> {
  checkFrame(frame, stored)
  const { contentBytes, storedBytes } = frame
  if (storedBytes === contentBytes) return stored
  const content = await decompress(stored, { maxOutputLength: contentBytes })
  if (content.length !== contentBytes) throw new Error('a frame has not the size that it should have')
  return content
}

/** What follows the frames. */
export function encodeTable(frames: readonly Frame[]): Uint8Array {
  const bytes = Buffer.alloc(frames.length * rowBytes + endBytes)
  let at = 0
  for (const { contentBytes, storedBytes, crc } of frames) {
    bytes.writeUInt32LE(contentBytes, at)
    bytes.writeUInt32LE(storedBytes, at + 4)
    bytes.writeUInt32LE(crc, at + 8)
    at += rowBytes
  }
  bytes.write(magic, at, 'latin1')
  bytes.writeUInt32LE(frames.length, at + 4)
  bytes.writeBigUInt64LE(BigInt(contentBytesOf(frames)), at + 8)
  bytes.writeUInt32LE(crc32(bytes.subarray(0, at + 16)), at + 16)
  return bytes
}

export function contentBytesOf(frames: readonly Frame[]): number {
  return frames.reduce((sum, frame) => sum + frame.contentBytes, 0)
}

/** Bytes of table and end together, from the last `endBytes` of a blob; throws when they are none. */
export function tableBytes(end: Uint8Array): number {
  const bytes = Buffer.from(end.buffer, end.byteOffset, end.byteLength)
  if (bytes.length !== endBytes || bytes.toString('latin1', 0, 4) !== magic) throw new Error('its end is missing')
  return bytes.readUInt32LE(4) * rowBytes + endBytes
}

/** The frames of a blob from its table and end (`tableBytes` long); throws when they are damaged. */
export function decodeTable(table: Uint8Array): Frame[] {
  const bytes = Buffer.from(table.buffer, table.byteOffset, table.byteLength)
  const end = bytes.length - endBytes
  if (end < 0 || crc32(bytes.subarray(0, end + 16)) !== bytes.readUInt32LE(end + 16)) {
    throw new Error('its table is damaged')
  }
  const frames: Frame[] = []
  for (let at = 0; at < end; at += rowBytes) {
    frames.push({
      contentBytes: bytes.readUInt32LE(at),
      storedBytes: bytes.readUInt32LE(at + 4),
      crc: bytes.readUInt32LE(at + 8),
    })
  }
  return frames
}
