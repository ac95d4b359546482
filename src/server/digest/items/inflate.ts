import zlib from 'node:zlib'

/** `corrupt_compression`: not what it says it is. `truncated`: it was cut short. `too_large`: it becomes more than the ceiling. */
export type InflateFault = 'corrupt_compression' | 'truncated' | 'too_large'

export type InflateResult = { ok: true; bytes: Uint8Array } | { ok: false; reason: InflateFault }

/** Inflates on this thread, giving up where the output goes over `ceiling`: 100 MiB take some 150 ms, a bomb no more than that. */
export function inflateBounded(encoding: 'zlib' | 'gzip', bytes: Uint8Array, ceiling: number): InflateResult {
  const inflate = encoding === 'gzip' ? zlib.gunzipSync : zlib.inflateSync
  try {
    return { ok: true, bytes: inflate(bytes, { maxOutputLength: ceiling, chunkSize: chunkFor(bytes.length, ceiling) }) }
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
