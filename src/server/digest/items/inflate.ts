import zlib from 'node:zlib'
import {
  Z_BUF_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
  ZStream,
} from 'pako'

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

/**
 * The same for zlib (RFC 1950) and gzip (RFC 1952), whose members may follow each other. By pako: Node's own zlib gives on one thread all of the output or none.
 * It takes four times as long, and only for what is large.
 */
export function* inflateSlices(
  encoding: 'zlib' | 'gzip',
  bytes: Uint8Array,
  ceiling: number,
): Generator<Uint8Array, InflateFault | null> {
  const stream = new ZStream()
  zlibInflateInit2(stream, encoding === 'gzip' ? largestWindow + gzipWrapper : largestWindow)
  stream.input = bytes
  stream.avail_in = bytes.length
  stream.output = new Uint8Array(sliceBytes)
  for (let total = 0; ; ) {
    stream.next_out = 0
    stream.avail_out = sliceBytes
    const status = zlibInflate(stream, Z_NO_FLUSH)
    const length = stream.next_out
    total += length
    if (total > ceiling) return 'too_large'
    if (length > 0) yield stream.output.subarray(0, length)
    if (status === Z_STREAM_END) {
      // Padding of zeros is passed over, as by Node; anything else is one more member.
      if (encoding === 'zlib' || stream.avail_in === 0 || bytes[stream.next_in] === 0) return null
      zlibInflateReset(stream)
    } else if (status !== Z_OK && status !== Z_BUF_ERROR) {
      return 'corrupt_compression'
    } else if (length < sliceBytes) {
      return 'truncated'
    }
  }
}

/** zlib.h, inflateInit2: a window of 2^15 bytes; 16 more for gzip alone. */
const largestWindow = 15
const gzipWrapper = 16
