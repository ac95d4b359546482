/** Walking over the records of a segment file: in chunks, and past damaged bytes to the next whole record. */
import type { FileHandle } from 'node:fs/promises'
import type { Receipt } from '../../digest/types.ts'
import { findMagic, readRecord } from './record.ts'

export interface ScannedRecord {
  /** Within the file. */
  offset: number
  receipt: Receipt
  envelope: Buffer
}

export interface Scan {
  records: ScannedRecord[]
  /** Where the next scan goes on; `size` at the end. */
  next: number
  /** Offset behind the last whole record of this scan; `start` when there was none. */
  whole: number
  /** Bytes that belong to no whole record. */
  damaged: number
}

/** Memory for one scan after another; the records of a scan are views into it. */
export interface ScanBuffer {
  bytes: Buffer
}

export interface ScanOptions {
  buffer?: ScanBuffer
  /** Stops after so many, however few bytes they were. */
  maxRecords?: number
}

/**
 * Reads whole records from offset `start` of a file of `size` bytes, about `maxBytes` of them but at least one if there is any. With a
 * `buffer` of the caller's they are good until the next scan with it: a new megabyte for each would make V8 collect all the time.
 */
export async function scanRecords(
  handle: FileHandle,
  start: number,
  size: number,
  maxBytes: number,
  { buffer = { bytes: Buffer.alloc(0) }, maxRecords = Number.POSITIVE_INFINITY }: ScanOptions = {},
): Promise<Scan> {
  const scan: Scan = { records: [], next: start, whole: start, damaged: 0 }
  let bytes = await readAt(handle, start, Math.min(maxBytes, size - start), buffer)
  let offset = 0
  while (offset < bytes.length) {
    const result = readRecord(bytes, offset)
    if (result.kind === 'record') {
      scan.records.push({ offset: start + offset, receipt: result.receipt, envelope: result.envelope })
      offset = result.next
      scan.whole = start + offset
      if (scan.records.length >= maxRecords) break
      continue
    }
    const isChunkEnd = start + bytes.length < size
    if (result.kind === 'short' && isChunkEnd && start + offset + result.needed <= size) {
      if (offset > 0) break
      bytes = await readAt(handle, start, result.needed, buffer)
      continue
    }
    const candidate = findMagic(bytes, offset + 1)
    // The last three bytes of a chunk may be the beginning of a magic.
    const resume = candidate !== -1 ? candidate : isChunkEnd ? Math.max(offset + 1, bytes.length - 3) : bytes.length
    scan.damaged += resume - offset
    offset = resume
    if (candidate === -1) break
  }
  scan.next = start + offset
  return scan
}

/** A buffer that had to grow beyond this for one large envelope is not kept. */
const keptBytes = 8 * 1024 * 1024

async function readAt(handle: FileHandle, position: number, length: number, buffer: ScanBuffer): Promise<Buffer> {
  if (buffer.bytes.length < length || buffer.bytes.length > keptBytes) buffer.bytes = Buffer.allocUnsafe(length)
  const bytes = buffer.bytes.subarray(0, length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled)
    if (bytesRead === 0) throw new Error('a spool segment became shorter while it was read')
    filled += bytesRead
  }
  return bytes
}
