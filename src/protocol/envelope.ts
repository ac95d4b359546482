import { concatBytes, decodeUtf8, encodeUtf8 } from './bytes.ts'
import { parseEventId } from './event-id.ts'
import type { JsonObject } from './event.ts'

/**
 * The envelope format (https://develop.sentry.dev/sdk/data-model/envelopes/#serialization-format):
 *
 *     Envelope = Headers { "\n" Item } [ "\n" ]
 *     Item     = Headers "\n" Payload
 *
 * Headers are one line of JSON. A payload is as long as its item's `length` says and is followed by a newline or the end; without
 * `length` it goes up to the next newline or the end. Blank lines between items and after the last are ignored.
 */
export interface EnvelopeHeader {
  /** 32 lower-case hex digits. */
  eventId: string | null
  /** When the SDK sent it by its own clock, milliseconds since 1970; null when not said or not a date. */
  sentAt: number | null
  dsn: string | null
  /** All of the header as it was sent, unknown members included. */
  attributes: JsonObject
  /** Where the header ends in the stream: offset of the first item's header line. */
  end: number
}

export interface EnvelopeItem {
  /** As sent, known or not. */
  type: string
  /** All of the item's headers as sent. */
  header: JsonObject
  /** A view into the bytes that were read wherever they came in one piece; null when over the type's limit (it was skipped). */
  payload: Uint8Array | null
  /** Bytes of the payload, also when it was skipped. */
  size: number
  /** The item's place in the stream, from its header line to behind the newline that ends its payload. */
  start: number
  end: number
}

export const envelopeFaults = {
  missing_header: 'missing envelope header',
  invalid_header: 'invalid envelope header',
  invalid_event_id: 'invalid event id in the envelope header',
  invalid_item_header: 'invalid item header',
  header_too_long: 'header line exceeds the size limit',
  too_many_items: 'too many items',
  truncated_payload: 'unexpected end of file',
  missing_newline: 'missing newline after header or payload',
} as const satisfies Record<string, string>
export type EnvelopeFaultReason = keyof typeof envelopeFaults

/** Why reading stopped; whatever was handed out before stays good. */
export interface EnvelopeFault {
  reason: EnvelopeFaultReason
  /** The byte at which it was noticed, counted from the start of the envelope. */
  offset: number
  /** Which item, from 0; null when it was the envelope's own header. */
  item: number | null
  /** That item's type, when its header could be read. */
  type: string | null
}

export interface EnvelopeLimits {
  /** Of one header line. */
  headerBytes: number
  items: number
  /** Largest payload of an item of this type; bigger ones are skipped without being held in memory. */
  itemBytes: (type: string, header: JsonObject) => number
}

/** For bytes that went through the limits before. */
export const noEnvelopeLimits: EnvelopeLimits = { headerBytes: Infinity, items: Infinity, itemBytes: () => Infinity }

export interface EnvelopeReaderOptions {
  onHeader: (header: EnvelopeHeader) => void
  onItem: (item: EnvelopeItem) => void
  limits?: EnvelopeLimits
}

export interface EnvelopeReader {
  /** Reads on; chunks may be cut anywhere. After a fault it only repeats the fault. */
  push(chunk: Uint8Array): EnvelopeFault | null
  /** Says that nothing follows. */
  end(): EnvelopeFault | null
}

/** Reads an envelope as its bytes arrive, calling back for the header and each item in order. Never throws on input. */
export function createEnvelopeReader(options: EnvelopeReaderOptions): EnvelopeReader {
  const { onHeader, onItem, limits = noEnvelopeLimits } = options

  let expects: 'envelope header' | 'item header' | 'counted payload' | 'payload line' | 'newline' = 'envelope header'
  let fault: EnvelopeFault | null = null
  /** Bytes before the current chunk. */
  let passed = 0
  let items = 0
  /** The item whose payload is being read; its end is not known yet. */
  let item: EnvelopeItem = noItem
  let itemLimit = Infinity
  /** Payload bytes that are still to come, when counted. */
  let missing = 0
  /** Pieces, from earlier chunks, of what is being read now. */
  let held: Uint8Array[] = []
  let heldBytes = 0
  let lineStart = 0

  function fail(reason: EnvelopeFaultReason, offset: number): void {
    const inItem = expects !== 'envelope header'
    const type = inItem && expects !== 'item header' ? item.type : null
    fault = { reason, offset, item: inItem ? items : null, type }
    discard()
  }

  function hold(piece: Uint8Array): void {
    if (piece.length > 0) held.push(piece)
    heldBytes += piece.length
  }

  /** What was held and this last piece as one; not copied when it came in one piece. */
  function release(piece: Uint8Array): Uint8Array {
    const [first] = held
    let whole = piece
    if (first !== undefined) whole = held.length === 1 && piece.length === 0 ? first : concatBytes([...held, piece])
    discard()
    return whole
  }

  function discard(): void {
    held = []
    heldBytes = 0
  }

  /** One step from `at`; gives where the next one starts. */
  function step(chunk: Uint8Array, at: number): number {
    switch (expects) {
      case 'envelope header':
      case 'item header':
        return readHeaderLine(chunk, at)
      case 'counted payload':
        return readCountedPayload(chunk, at)
      case 'payload line':
        return readPayloadLine(chunk, at)
      case 'newline':
        if (chunk[at] !== newline) fail('missing_newline', passed + at)
        else endItem(passed + at + 1)
        return at + 1
    }
  }

  function readHeaderLine(chunk: Uint8Array, at: number): number {
    if (heldBytes === 0) lineStart = passed + at
    const end = chunk.indexOf(newline, at)
    const stop = end < 0 ? chunk.length : end
    if (heldBytes + stop - at > limits.headerBytes) {
      fail('header_too_long', lineStart)
      return stop
    }
    const piece = chunk.subarray(at, stop)
    if (end < 0) {
      hold(piece)
      return stop
    }
    acceptHeaderLine(release(piece), passed + end + 1)
    return end + 1
  }

  function acceptHeaderLine(line: Uint8Array, next: number): void {
    if (isBlank(line)) return
    const attributes = parseHeader(line)
    if (expects === 'envelope header') {
      const eventId = parseEventId(attributes?.event_id)
      if (attributes === null) fail('invalid_header', lineStart)
      else if (eventId === null && (attributes.event_id ?? null) !== null) fail('invalid_event_id', lineStart)
      else {
        const { dsn, sent_at: sentAt } = attributes
        expects = 'item header'
        onHeader({
          eventId,
          sentAt: typeof sentAt === 'string' ? parseTime(sentAt) : null,
          dsn: typeof dsn === 'string' ? dsn : null,
          attributes,
          end: next,
        })
      }
      return
    }

    const length = attributes?.length ?? null
    if (attributes === null || typeof attributes.type !== 'string' || !(length === null || isByteCount(length))) {
      fail('invalid_item_header', lineStart)
    } else if (items >= limits.items) {
      fail('too_many_items', lineStart)
    } else {
      item = { type: attributes.type, header: attributes, payload: null, size: 0, start: lineStart, end: 0 }
      itemLimit = limits.itemBytes(item.type, attributes)
      if (length === null) {
        expects = 'payload line'
      } else {
        expects = 'counted payload'
        missing = length
        item.size = length
      }
    }
  }

  function readCountedPayload(chunk: Uint8Array, at: number): number {
    const stop = Math.min(chunk.length, at + missing)
    missing -= stop - at
    const fits = item.size <= itemLimit
    const piece = chunk.subarray(at, stop)
    if (missing > 0) {
      if (fits) hold(piece)
      return stop
    }
    item.payload = fits ? release(piece) : null
    expects = 'newline'
    return stop
  }

  function readPayloadLine(chunk: Uint8Array, at: number): number {
    const end = chunk.indexOf(newline, at)
    const stop = end < 0 ? chunk.length : end
    item.size += stop - at
    const fits = item.size <= itemLimit
    if (!fits) discard()
    const piece = chunk.subarray(at, stop)
    if (end < 0) {
      if (fits) hold(piece)
      return stop
    }
    item.payload = fits ? release(piece) : null
    endItem(passed + end + 1)
    return end + 1
  }

  function endItem(end: number): void {
    item.end = end
    items += 1
    expects = 'item header'
    onItem(item)
  }

  return {
    push(chunk) {
      let at = 0
      while (fault === null && at < chunk.length) at = step(chunk, at)
      passed += chunk.length
      return fault
    },

    end() {
      // The end of the stream ends a line as a newline does.
      if (fault === null && (expects === 'envelope header' || expects === 'item header') && heldBytes > 0) {
        acceptHeaderLine(release(noBytes), passed)
      }
      if (fault !== null) return fault
      if (expects === 'envelope header') fail('missing_header', passed)
      else if (expects === 'counted payload' && missing > 0) fail('truncated_payload', passed)
      else if (expects !== 'item header') {
        if (expects !== 'newline') item.payload = item.size <= itemLimit ? release(noBytes) : null
        endItem(passed)
      }
      return fault
    },
  }
}

export type ParsedEnvelope =
  | { ok: true; header: EnvelopeHeader; items: EnvelopeItem[] }
  | { ok: false; header: EnvelopeHeader | null; items: EnvelopeItem[]; fault: EnvelopeFault }

/** Reads a whole envelope; payloads are views into `bytes`. When malformed, what came before the fault is given too. */
export function parseEnvelope(bytes: Uint8Array, limits: EnvelopeLimits = noEnvelopeLimits): ParsedEnvelope {
  const items: EnvelopeItem[] = []
  // An array, because a variable that only a callback assigns keeps its first type.
  const headers: EnvelopeHeader[] = []
  const reader = createEnvelopeReader({
    onHeader: (header) => headers.push(header),
    onItem: (item) => items.push(item),
    limits,
  })
  reader.push(bytes)
  const fault = reader.end()
  const header = headers[0] ?? null
  if (header === null || fault !== null) {
    return { ok: false, header, items, fault: fault ?? { reason: 'missing_header', offset: 0, item: null, type: null } }
  }
  return { ok: true, header, items }
}

/** Writes an envelope; every item gets the `length` of its payload. */
export function formatEnvelope(
  attributes: JsonObject,
  items: readonly { header: JsonObject; payload: Uint8Array }[],
): Uint8Array {
  const parts = [formatHeader(attributes)]
  for (const { header, payload } of items) {
    parts.push(formatHeader({ ...header, length: payload.length }), payload, newlineBytes)
  }
  return concatBytes(parts)
}

/**
 * The header line of an envelope with this event id in it, newline included. Put in as text at its end, where the last of a
 * repeated name wins: an arbitrarily deep header need not be walked again.
 */
export function addEventId(bytes: Uint8Array, header: EnvelopeHeader, eventId: string): Uint8Array {
  const brace = bytes.lastIndexOf(closingBrace, header.end - 1)
  const comma = Object.keys(header.attributes).length === 0 ? '' : ','
  return concatBytes([bytes.subarray(0, brace), encodeUtf8(`${comma}"event_id":"${eventId}"}\n`)])
}

/** A header line with its newline. */
function formatHeader(attributes: JsonObject): Uint8Array {
  return encodeUtf8(`${JSON.stringify(attributes)}\n`)
}

const newline = 0x0a
const closingBrace = 0x7d
const newlineBytes = Uint8Array.of(newline)
const noBytes = new Uint8Array(0)
const noItem: EnvelopeItem = { type: '', header: {}, payload: null, size: 0, start: 0, end: 0 }

function parseHeader(line: Uint8Array): JsonObject | null {
  try {
    const value: unknown = JSON.parse(decodeUtf8(line))
    return isJsonObject(value) ? value : null
  } catch {
    return null
  }
}

/** Sound for what `JSON.parse` gives. */
function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isByteCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function isBlank(line: Uint8Array): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09)
}

function parseTime(text: string): number | null {
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : time
}
