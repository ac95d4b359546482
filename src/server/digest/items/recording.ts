import type { Json, JsonObject } from '../../../protocol/event.ts'
import { itemBudgets } from '../../../protocol/item-types.ts'
import { openEventScan, type RecordingFault, splitRecording } from '../../../protocol/recording.ts'
import type { BlobContent } from '../../storage/blobs/port.ts'
import type { ScrubRecorded } from '../scrub/scrub-recording.ts'
import { gatherContent } from './gather-content.ts'
import { inflate, type InflateFault } from './inflate.ts'
import { gatherFacts, type RecordingFacts } from './recording-facts.ts'

/** A recording ready to be stored. */
export interface ReadRecording {
  segmentId: number
  /**
   * What was to stand before it, then the list of events as JSON: the very bytes that were sent, inflated, where nothing was scrubbed. Own memory.
   */
  content: BlobContent
  /** Of the JSON. */
  bytes: number
  facts: RecordingFacts
}

export type ReadRecordingFault = RecordingFault | InflateFault | 'invalid_json'

export type ReadRecordingResult = { ok: true; recording: ReadRecording } | { ok: false; reason: ReadRecordingFault }

/** What Sentry takes: 10 MiB as sent (the budget of the item), 100 MiB inflated. The browser SDK stops recording at 20 MB of JSON itself. */
const inflatedBytes = 10 * itemBudgets.replay.itemBytes

/**
 * Reads, scrubs and looks through the payload of a `replay_recording` item. Never throws. It is inflated, looked through and packed slice by slice, events are
 * made objects of one at a time: this takes 8 MiB, what it is packed, the largest event and little more.
 */
export function readRecording(
  payload: Uint8Array,
  scrub: ScrubRecorded | null,
  before: Uint8Array | null = null,
): ReadRecordingResult {
  const split = splitRecording(payload)
  if (!split.ok) return split
  const { segmentId, encoding, body } = split
  const slices = encoding === 'json' ? wholeOf(body) : inflate(encoding, body, inflatedBytes)
  let reader: EventReader | null = null
  for (;;) {
    const next = slices.next()
    reader ??= openReader(scrub, before, next.done ? 0 : next.value.length)
    // What is wrong with the whole goes before what is wrong with an event.
    if (next.done && next.value !== null) return { ok: false, reason: next.value }
    if (next.done) break
    reader.push(next.value)
  }
  const fault = reader.fault()
  if (fault !== null) return { ok: false, reason: fault }
  return { ok: true, recording: { segmentId, ...reader.result() } }
}

function* wholeOf(body: Uint8Array): Generator<Uint8Array, null> {
  yield body
  return null
}

interface EventReader {
  push(json: Uint8Array): void
  fault(): ReadRecordingFault | null
  result(): Omit<ReadRecording, 'segmentId'>
}

function openReader(scrub: ScrubRecorded | null, before: Uint8Array | null, expected: number): EventReader {
  const gathered = gatherFacts()
  const content = gatherContent((before?.length ?? 0) + expected)
  if (before !== null) content.add(before)
  let fault: ReadRecordingFault | null = null

  function readEvent(json: Uint8Array): void {
    if (fault !== null) return
    const event = parseJson(toBuffer(json).toString('utf8'))
    if (!isObject(event)) {
      fault = event === undefined ? 'invalid_json' : 'invalid_recording'
      return
    }
    const clean = scrub?.(event) === true ? writeJson(event) : json
    if (clean === null) fault = 'invalid_recording'
    else content.add(clean)
    gathered.see(event)
  }

  const scan = openEventScan({ event: readEvent, between: (json) => content.add(json) })
  return {
    push: (json) => scan.push(json),
    fault: () => fault ?? (scan.end() ? null : 'invalid_json'),
    result: () => ({
      content: content.content(),
      bytes: content.length() - (before?.length ?? 0),
      facts: gathered.facts(),
    }),
  }
}

/** Null for what is nested deeper than the stack can write: some thousand levels, of which no browser makes a page. */
function writeJson(event: JsonObject): Uint8Array | null {
  try {
    return Buffer.from(JSON.stringify(event))
  } catch {
    return null
  }
}

/** Undefined when it is no JSON. */
function parseJson(text: string): Json | undefined {
  try {
    const parsed: Json = JSON.parse(text)
    return parsed
  } catch {
    return undefined
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
