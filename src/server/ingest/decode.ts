import type { IncomingHttpHeaders } from 'node:http'
import type { Readable, Transform } from 'node:stream'
import zlib from 'node:zlib'
import type { MemoryLease } from './memory-gauge.ts'
import { refuse } from './refuse.ts'
import type { IngestLimits, Result } from './types.ts'

export const contentEncodings = ['identity', 'gzip', 'deflate', 'br', 'zstd'] as const
export type ContentEncoding = (typeof contentEncodings)[number]

/**
 * Reads a request's body and undoes its `Content-Encoding`. Never holds more than the limits: reading stops at `requestBytes` (or at
 * `envelopeBytes`, when not compressed) and inflating at `envelopeBytes`, with 413; where the lease ends it is 503. An
 * encoding that is not known is 415, one that is broken 400.
 */
export async function readBody(
  stream: Readable,
  headers: IncomingHttpHeaders,
  limits: Pick<IngestLimits, 'requestBytes' | 'envelopeBytes'>,
  lease: MemoryLease,
): Promise<Result<Uint8Array>> {
  const encoding = readEncoding(headers['content-encoding'])
  if (encoding === null) {
    return refuse('unsupported_encoding', { headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } })
  }
  const ceiling = encoding === 'identity' ? limits.envelopeBytes : limits.requestBytes
  if (Number(headers['content-length'] ?? 0) > ceiling) return refuseRest('too_large')
  const body = await collect(stream, ceiling, lease)
  switch (body) {
    case 'too_large':
      return refuseRest('too_large')
    case 'no_memory':
      return refuseRest('unavailable')
    case 'broken':
      return refuse('bad_request', { detail: 'failed to read request body' })
    default:
      if (encoding === 'identity') return { ok: true, value: body }
      return inflate(encoding, body, limits.envelopeBytes, lease)
  }
}

/**
 * Inflates a whole buffer, giving up at the first chunk that goes over `ceiling`. `deflate` is zlib's format (RFC 9110, 8.4.1.2), or
 * the bare one that some clients send instead.
 */
export async function inflate(
  encoding: Exclude<ContentEncoding, 'identity'>,
  bytes: Uint8Array,
  ceiling: number,
  lease: MemoryLease,
): Promise<Result<Uint8Array>> {
  const codec = encoding === 'deflate' && !hasZlibHeader(bytes) ? codecs.deflateRaw : codecs[encoding]
  const inflated =
    bytes.length <= inlineInput ? inflateInline(codec, bytes, Math.min(ceiling, inlineOutput)) : 'too_large'
  const outcome =
    inflated === 'too_large' && ceiling > inlineOutput ? await inflateAside(codec, bytes, ceiling, lease) : inflated
  switch (outcome) {
    case 'too_large':
      return refuse('too_large')
    case 'no_memory':
      return refuse('unavailable', { headers: { 'retry-after': retrySoon } })
    case 'broken':
      return refuse('bad_request', { detail: 'invalid request body', causes: ['corrupt content encoding'] })
    default:
      return { ok: true, value: outcome }
  }
}

/** Why there are no bytes. */
type Failure = 'too_large' | 'no_memory' | 'broken'

/**
 * Small bodies are inflated on this thread: a turn through zlib's thread pool costs more than the work (a 4 kB envelope takes some
 * 20 µs). A megabyte of output takes 2 ms; whatever becomes bigger than that goes to the pool, however small it came.
 */
const inlineInput = 64 * 1024
const inlineOutput = 1024 * 1024

/** Seconds; memory is held for the time of a request. */
const retrySoon = '5'

interface Codec {
  inflateSync: (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array
  create: () => Transform
}

/** A frame may ask for a window of 2 GiB before its first byte; 8 MiB is what RFC 8878 (3.1.1.1.2) recommends to support. */
const zstdParams = { params: { [zlib.constants.ZSTD_d_windowLogMax]: 23 } }

const codecs: Record<Exclude<ContentEncoding, 'identity'> | 'deflateRaw', Codec> = {
  gzip: { inflateSync: zlib.gunzipSync, create: () => zlib.createGunzip() },
  deflate: { inflateSync: zlib.inflateSync, create: () => zlib.createInflate() },
  deflateRaw: { inflateSync: zlib.inflateRawSync, create: () => zlib.createInflateRaw() },
  br: { inflateSync: zlib.brotliDecompressSync, create: () => zlib.createBrotliDecompress() },
  zstd: {
    inflateSync: (bytes, options) => zlib.zstdDecompressSync(bytes, { ...options, ...zstdParams }),
    create: () => zlib.createZstdDecompress(zstdParams),
  },
}

function inflateInline(codec: Codec, bytes: Uint8Array, maxOutputLength: number): Uint8Array | Failure {
  try {
    return codec.inflateSync(bytes, { maxOutputLength })
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'broken'
  }
}

async function inflateAside(
  codec: Codec,
  bytes: Uint8Array,
  ceiling: number,
  lease: MemoryLease,
): Promise<Uint8Array | Failure> {
  const stream = codec.create()
  stream.end(bytes)
  const inflated = await collect(stream, ceiling, lease)
  stream.destroy()
  return inflated
}

/** Null for what is not known and for more than one encoding on top of each other, which no SDK sends. */
function readEncoding(header: string | undefined): ContentEncoding | null {
  if (header === undefined) return 'identity'
  const name = header.trim().toLowerCase()
  if (name === '') return 'identity'
  if (name === 'x-gzip') return 'gzip'
  return contentEncodings.find((encoding) => encoding === name) ?? null
}

/** The two first bytes of a zlib stream (RFC 1950): method 8, and a checksum of the two by 31. */
function hasZlibHeader(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0
}

/** The rest of the body is not read, so the connection cannot be used again. */
function refuseRest(code: 'too_large' | 'unavailable'): Result<Uint8Array> {
  const headers: Record<string, string> = { connection: 'close' }
  if (code === 'unavailable') headers['retry-after'] = retrySoon
  return refuse(code, { headers })
}

/** All bytes of a stream; one chunk, the common case, is not copied. */
function collect(stream: Readable, ceiling: number, lease: MemoryLease): Promise<Uint8Array | Failure> {
  return new Promise((resolve) => {
    /** Null once it is settled. */
    let chunks: Uint8Array[] | null = []
    let size = 0

    const fail = (failure: Failure): void => {
      if (chunks === null) return
      chunks = null
      resolve(failure)
    }
    stream.on('data', (chunk: Uint8Array) => {
      if (chunks === null) return
      size += chunk.length
      if (size > ceiling) fail('too_large')
      else if (!lease.take(chunk.length)) fail('no_memory')
      else chunks.push(chunk)
    })
    stream.on('end', () => {
      if (chunks === null) return
      const [first] = chunks
      resolve(first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, size))
      chunks = null
    })
    stream.on('error', () => fail('broken'))
    // A client that goes away in the middle; after the end this changes nothing.
    stream.on('close', () => fail('broken'))
  })
}
