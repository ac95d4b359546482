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

/** What a scan hands out, in order; together it is what was pushed. Views, good until the next push. */
export interface ScanSink {
  /** One value of the list, for its taker to parse and to refuse. */
  event(json: Uint8Array): void
  /** Brackets, commas and spaces. */
  between(json: Uint8Array): void
}

/**
 * Finds the events in the JSON of a list that comes in pieces, without making a value of it: of 100 MiB only one event at a time is held, as bytes or as
 * objects, which take several times as much.
 */
export function openEventScan(sink: ScanSink): {
  push(piece: Uint8Array): void
  /** False when it was no list. */
  end(): boolean
} {
  let state: 'before' | 'first' | 'value' | 'behind' | 'next' | 'after' | 'broken' = 'before'
  /** Of the value that is not over: how deep it is nested, and whether it ended within a text. */
  let depth = 0
  let isInText = false
  /** Its beginning, from pieces before. */
  let held = new Uint8Array(0)
  let heldBytes = 0

  /** Looks through from `from` on. Gives where the value begins that is not over, or the end. */
  function scan(json: Uint8Array, from: number): number {
    let [at, valueStart, given] = [from, 0, 0]
    while (at < json.length && state !== 'broken') {
      if (state === 'value') {
        const end = continueValue(json, valueStart, at)
        if (end < 0) break
        if (end === valueStart) {
          state = 'broken'
          break
        }
        if (valueStart > given) sink.between(json.subarray(given, valueStart))
        sink.event(json.subarray(valueStart, end))
        ;[at, given, state] = [end, end, 'behind']
        continue
      }
      at = skipSpace(json, at)
      const mark = json[at]
      if (mark === undefined) break
      if (state === 'before' && mark === openBracket) [state, at] = ['first', at + 1]
      else if ((state === 'first' || state === 'behind') && mark === closeBracket) [state, at] = ['after', at + 1]
      else if (state === 'behind' && mark === comma) [state, at] = ['next', at + 1]
      else if (state === 'first' || state === 'next') {
        ;[state, valueStart, depth, isInText] = ['value', at, 0, false]
      } else state = 'broken'
    }
    const kept = state === 'value' ? valueStart : json.length
    if (kept > given) sink.between(json.subarray(given, kept))
    return kept
  }

  /** The end of the value, or -1 when it is not over. */
  function continueValue(json: Uint8Array, valueStart: number, from: number): number {
    for (let at = from; at < json.length; at++) {
      if (isInText) {
        at = textEnd(json, at, valueStart)
        if (at < 0) return -1
        isInText = false
        continue
      }
      const code = json[at]
      if (code === quote) isInText = true
      else if (code === openBrace || code === openBracket) depth++
      else if (code === closeBrace || code === closeBracket) {
        // A number or word that ends with the list itself.
        if (depth === 0) return at
        depth--
        if (depth === 0) return at + 1
      } else if (code === comma && depth === 0) return at
    }
    return -1
  }

  return {
    push(piece) {
      if (state === 'broken') return
      if (heldBytes === 0) {
        hold(piece.subarray(scan(piece, 0)))
        return
      }
      const before = heldBytes
      hold(piece)
      const json = held.subarray(0, heldBytes)
      const kept = scan(json, before)
      held.copyWithin(0, kept, heldBytes)
      heldBytes -= kept
    },
    end: () => state === 'after',
  }

  function hold(bytes: Uint8Array): void {
    const needed = heldBytes + bytes.length
    if (needed > held.length) {
      const grown = new Uint8Array(Math.ceil(needed * 1.5))
      grown.set(held.subarray(0, heldBytes))
      held = grown
    }
    held.set(bytes, heldBytes)
    heldBytes = needed
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

/** Where the closing quote of a text is that begins at `from` or before; -1 when it has none yet. */
function textEnd(json: Uint8Array, from: number, valueStart: number): number {
  for (let at = json.indexOf(quote, from); at >= 0; at = json.indexOf(quote, at + 1)) {
    let escapes = 0
    while (at - 1 - escapes > valueStart && json[at - 1 - escapes] === backslash) escapes++
    if (escapes % 2 === 0) return at
  }
  return -1
}
