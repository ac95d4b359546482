import zlib from 'node:zlib'
import { openDeflated } from './deflated.ts'

/** `corrupt_compression`: not what it says it is. `truncated`: it was cut short. `too_large`: it becomes more than the ceiling. */
export type InflateFault = 'corrupt_compression' | 'truncated' | 'too_large'

/** Up to so many bytes are inflated at once. */
const atOnceBytes = 8 * 1024 * 1024
export const sliceBytes = 1024 * 1024

/**
 * Inflates on this thread, giving up where the output goes over `ceiling`. What is small comes in one piece; what is large in slices, so that no more of it is in
 * memory than its reader keeps. Each is a view, good until the next. Gives why it ended early, null for a whole one.
 */
export function* inflate(
  encoding: 'zlib' | 'gzip',
  bytes: Uint8Array,
  ceiling: number,
): Generator<Uint8Array, InflateFault | null> {
  const small = inflateAtOnce(encoding, bytes, Math.min(ceiling, atOnceBytes))
  if (small.ok) {
    yield small.bytes
    return null
  }
  if (small.reason !== 'too_large' || ceiling <= atOnceBytes) return small.reason
  return yield* inflateSlices(encoding, bytes, ceiling)
}

type InflateResult = { ok: true; bytes: Uint8Array } | { ok: false; reason: InflateFault }

function inflateAtOnce(encoding: 'zlib' | 'gzip', bytes: Uint8Array, ceiling: number): InflateResult {
  const inflateSync = encoding === 'gzip' ? zlib.gunzipSync : zlib.inflateSync
  try {
    const options = { maxOutputLength: ceiling, chunkSize: chunkFor(bytes.length, ceiling) }
    return { ok: true, bytes: inflateSync(bytes, options) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ERR_BUFFER_TOO_LARGE') return { ok: false, reason: 'too_large' }
    return { ok: false, reason: code === 'Z_BUF_ERROR' ? 'truncated' : 'corrupt_compression' }
  }
}

/** Recordings shrink to a tenth: nearly always one piece, which need not be joined with others. What is not written to takes no memory. */
function chunkFor(length: number, ceiling: number): number {
  return Math.min(Math.max(length * 12, 16 * 1024), ceiling)
}

/** The same for zlib (RFC 1950) and gzip (RFC 1952), whose members may follow each other. */
export function* inflateSlices(
  encoding: 'zlib' | 'gzip',
  bytes: Uint8Array,
  ceiling: number,
): Generator<Uint8Array, InflateFault | null> {
  let total = 0
  for (let start = 0; ; ) {
    const body = encoding === 'gzip' ? gzipBody(bytes, start) : zlibBody(bytes)
    if (body === null) return start < bytes.length - 18 ? 'corrupt_compression' : 'truncated'
    const deflated = openDeflated(bytes, body, sliceBytes)
    let [length, checksum] = [0, encoding === 'gzip' ? 0 : 1]
    for (;;) {
      const read = deflated.read()
      if (!read.ok) return read.reason
      if (read.bytes.length === 0) break
      length += read.bytes.length
      total += read.bytes.length
      if (total > ceiling) return 'too_large'
      checksum = encoding === 'gzip' ? zlib.crc32(read.bytes, checksum) : adler32(read.bytes, checksum)
      yield read.bytes
    }
    const end = deflated.end()
    const trailer = Buffer.from(bytes.buffer, bytes.byteOffset + end, Math.min(8, bytes.length - end))
    if (trailer.length < (encoding === 'gzip' ? 8 : 4)) return 'truncated'
    if (encoding === 'zlib') return trailer.readUInt32BE(0) === checksum ? null : 'corrupt_compression'
    const isWhole = trailer.readUInt32LE(0) === checksum && trailer.readUInt32LE(4) === length % 2 ** 32
    if (!isWhole) return 'corrupt_compression'
    start = end + 8
    // Padding of zeros is passed over, as by Node; anything else is one more member.
    if (start >= bytes.length || bytes[start] === 0) return null
  }
}

/** Where the data begins; null for a header that is none, or needs a dictionary that nobody has. */
function zlibBody(bytes: Uint8Array): number | null {
  const [method = 0, flags = 0] = bytes
  const isHeader = (method & 15) === 8 && method >> 4 <= 7 && ((method << 8) | flags) % 31 === 0
  return isHeader && (flags & 0x20) === 0 ? 2 : null
}

function gzipBody(bytes: Uint8Array, start: number): number | null {
  const flags = bytes[start + 3] ?? 0
  const isHeader = bytes[start] === 0x1f && bytes[start + 1] === 0x8b && bytes[start + 2] === 8
  if (!isHeader || (flags & 0xe0) !== 0) return null
  let at = start + 10
  if (flags & 4) at += 2 + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8))
  // A name and a comment, each with a 0 behind it.
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue
    const zero = bytes.indexOf(0, at)
    if (zero < 0) return null
    at = zero + 1
  }
  if (flags & 2) at += 2
  return at < bytes.length ? at : null
}

/** RFC 1950; sums stay below 2^31 for so many bytes. */
const adlerBytes = 5552

function adler32(bytes: Uint8Array, before: number): number {
  let [low, high] = [before & 0xffff, before >>> 16]
  for (let start = 0; start < bytes.length; start += adlerBytes) {
    const end = Math.min(start + adlerBytes, bytes.length)
    for (let at = start; at < end; at++) {
      low += bytes[at] ?? 0
      high += low
    }
    low %= 65_521
    high %= 65_521
  }
  return ((high << 16) | low) >>> 0
}
