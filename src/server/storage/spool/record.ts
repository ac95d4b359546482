/**
 * One spooled request on disk, little-endian:
 *
 *     u32 magic · u32 body length · u32 CRC-32 of the body · u32 receipt length · receipt (JSON) · envelope
 *     └──────────────── 16 bytes ───────────────────────┘ └──────────── body ────────────┘
 *
 * The checksum finds torn and rotten records; the magic lets a scan go on behind one.
 */
import { crc32 } from 'node:zlib'
import type { Receipt } from '../../digest/types.ts'

export const recordHeaderBytes = 16
const magic = 0x3157504c // "LPW1"
/** No envelope is larger than 100 MiB by default; a length beyond this is garbage, not a record. */
const maxBodyBytes = 1024 * 1024 * 1024

/** Bytes that the record takes on disk. */
export function recordLength(receipt: Uint8Array, envelope: Uint8Array): number {
  return recordHeaderBytes + receipt.length + envelope.length
}

/** Writes the record into `target` at `offset`; `receipt` is the receipt's JSON. Returns the offset behind it. */
export function writeRecord(target: Buffer, offset: number, receipt: Uint8Array, envelope: Uint8Array): number {
  target.writeUInt32LE(magic, offset)
  target.writeUInt32LE(receipt.length + envelope.length, offset + 4)
  target.writeUInt32LE(crc32(envelope, crc32(receipt)), offset + 8)
  target.writeUInt32LE(receipt.length, offset + 12)
  target.set(receipt, offset + recordHeaderBytes)
  target.set(envelope, offset + recordHeaderBytes + receipt.length)
  return offset + recordHeaderBytes + receipt.length + envelope.length
}

export type ReadResult =
  | { kind: 'record'; receipt: Receipt; envelope: Buffer; next: number }
  /** The bytes given end within the record; it takes `needed` bytes from `offset` on. */
  | { kind: 'short'; needed: number }
  | { kind: 'bad' }

/** Reads the record at `offset` of `bytes`. The envelope is a view into `bytes`. */
export function readRecord(bytes: Buffer, offset: number): ReadResult {
  const available = bytes.length - offset
  if (available < recordHeaderBytes) return { kind: 'short', needed: recordHeaderBytes }
  const bodyLength = bytes.readUInt32LE(offset + 4)
  const receiptLength = bytes.readUInt32LE(offset + 12)
  if (bytes.readUInt32LE(offset) !== magic || bodyLength > maxBodyBytes || receiptLength > bodyLength)
    return { kind: 'bad' }
  const needed = recordHeaderBytes + bodyLength
  if (available < needed) return { kind: 'short', needed }
  const body = bytes.subarray(offset + recordHeaderBytes, offset + needed)
  if (crc32(body) !== bytes.readUInt32LE(offset + 8)) return { kind: 'bad' }
  const receipt = parseReceipt(body.subarray(0, receiptLength))
  if (receipt === null) return { kind: 'bad' }
  return { kind: 'record', receipt, envelope: body.subarray(receiptLength), next: offset + needed }
}

/** Where the next magic stands at or behind `offset`; -1 when there is none. A candidate only: check it by reading. */
export function findMagic(bytes: Buffer, offset: number): number {
  return bytes.indexOf('LPW1', offset, 'latin1')
}

function parseReceipt(json: Buffer): Receipt | null {
  try {
    // Written by this process and covered by the checksum: its shape is known.
    return JSON.parse(json.toString('utf8')) as Receipt
  } catch {
    return null
  }
}
