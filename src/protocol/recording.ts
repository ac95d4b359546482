import { decodeUtf8 } from './bytes.ts'

/** How the events of a recording are packed: SDKs compress in a worker where the page lets them, and send plain JSON where not. */
export type RecordingEncoding = 'zlib' | 'gzip' | 'json'

/** `invalid_recording_header`: no line that says which segment this is. `invalid_recording`: what follows is no list of events in any packing. */
export type RecordingFault = 'invalid_recording_header' | 'invalid_recording'

export type RecordingResult =
  | { ok: true; segmentId: number; encoding: RecordingEncoding /** A view into the payload. */; body: Uint8Array }
  | { ok: false; reason: RecordingFault }

/** Segments of a replay are numbered from 0; Sentry keeps the number in 16 bits. */
export const maxSegmentId = 65_535
/** The header has one member; SDKs of the future may add some. */
const maxHeader = 4096

/**
 * Takes the payload of a `replay_recording` item apart: a line `{"segment_id":n}`, then the events
 * (https://develop.sentry.dev/sdk/telemetry/replays/). Never throws.
 */
export function splitRecording(payload: Uint8Array): RecordingResult {
  const lineEnd = payload.subarray(0, maxHeader).indexOf(newline)
  const segmentId = lineEnd < 0 ? null : readHeader(payload.subarray(0, lineEnd))
  if (segmentId === null) return { ok: false, reason: 'invalid_recording_header' }
  const body = payload.subarray(lineEnd + 1)
  const encoding = detectEncoding(body)
  return encoding === null ? { ok: false, reason: 'invalid_recording' } : { ok: true, segmentId, encoding, body }
}

/** A whole number from 0 to `maxSegmentId`; null for anything else. */
export function readSegmentId(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maxSegmentId ? value + 0 : null
}

function readHeader(line: Uint8Array): number | null {
  try {
    const header: unknown = JSON.parse(decodeUtf8(line))
    return typeof header === 'object' && header !== null && 'segment_id' in header
      ? readSegmentId(header.segment_id)
      : null
  } catch {
    return null
  }
}

/** By the first bytes: those of gzip (RFC 1952), of zlib (RFC 1950: method 8, and a checksum of the two by 31), or of a list. */
function detectEncoding(body: Uint8Array): RecordingEncoding | null {
  const [first = 0, second = 0] = body
  if (first === 0x1f && second === 0x8b) return 'gzip'
  if ((first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0) return 'zlib'
  return body[skipSpace(body, 0)] === openBracket ? 'json' : null
}

/**
 * Finds the events in the JSON of a list without making a value of it: of 100 MiB only one event at a time is held as objects, which take
 * several times its bytes. Visits `[start, end)` of each; false when it is no list. What lies between is for the visitor to parse and to refuse.
 */
export function scanEvents(json: Uint8Array, visit: (start: number, end: number) => void): boolean {
  let at = skipSpace(json, 0)
  if (json[at] !== openBracket) return false
  at = skipSpace(json, at + 1)
  if (json[at] === closeBracket) return skipSpace(json, at + 1) === json.length
  for (;;) {
    const end = skipValue(json, at)
    if (end <= at) return false
    visit(at, end)
    at = skipSpace(json, end)
    const mark = json[at]
    if (mark === closeBracket) return skipSpace(json, at + 1) === json.length
    if (mark !== comma) return false
    at = skipSpace(json, at + 1)
  }
}

const newline = 0x0a
const quote = 0x22
const comma = 0x2c
const openBracket = 0x5b
const backslash = 0x5c
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

function skipSpace(json: Uint8Array, from: number): number {
  let at = from
  for (; at < json.length; at++) {
    const code = json[at]
    if (code !== 0x20 && code !== newline && code !== 0x0d && code !== 0x09) break
  }
  return at
}

/** The end of the value that begins at `from`; `from` itself when it does not end. */
function skipValue(json: Uint8Array, from: number): number {
  let depth = 0
  for (let at = from; at < json.length; at++) {
    const code = json[at]
    if (code === quote) {
      at = stringEnd(json, at)
      if (at < 0) return from
    } else if (code === openBrace || code === openBracket) {
      depth++
    } else if (code === closeBrace || code === closeBracket) {
      // A number or word that ends with the list itself.
      if (depth === 0) return at
      depth--
      if (depth === 0) return at + 1
    } else if (code === comma && depth === 0) {
      return at
    }
  }
  return from
}

/** Where the closing quote of a string is; -1 when it has none. */
function stringEnd(json: Uint8Array, start: number): number {
  for (let at = json.indexOf(quote, start + 1); at >= 0; at = json.indexOf(quote, at + 1)) {
    let escapes = 0
    while (json[at - 1 - escapes] === backslash) escapes++
    if (escapes % 2 === 0) return at
  }
  return -1
}
