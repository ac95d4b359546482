import type { Json, JsonObject } from '../../../protocol/event.ts'
import { itemBudgets } from '../../../protocol/item-types.ts'
import { type RecordingFault, scanEvents, splitRecording } from '../../../protocol/recording.ts'
import type { ScrubRecorded } from '../scrub/scrub-recording.ts'
import { type InflateFault, inflateBounded } from './inflate.ts'
import { gatherFacts, type RecordingFacts } from './recording-facts.ts'

/** A recording ready to be stored. */
export interface ReadRecording {
  segmentId: number
  /** The list of events as JSON; the very bytes that were sent, inflated, where nothing was scrubbed. Own memory. */
  json: Uint8Array
  facts: RecordingFacts
}

export type ReadRecordingFault = RecordingFault | InflateFault | 'invalid_json'

export type ReadRecordingResult = { ok: true; recording: ReadRecording } | { ok: false; reason: ReadRecordingFault }

/** What Sentry takes: 10 MiB as sent (the budget of the item), 100 MiB inflated. The browser SDK stops recording at 20 MB of JSON itself. */
const inflatedBytes = 10 * itemBudgets.replay.itemBytes

/**
 * Reads, scrubs and looks through the payload of a `replay_recording` item. Never throws. Events are made objects of one at a time, so that this
 * takes the inflated bytes (twice while they are inflated, and where something is scrubbed), the largest event and no more.
 */
export function readRecording(payload: Uint8Array, scrub: ScrubRecorded | null): ReadRecordingResult {
  const split = splitRecording(payload)
  if (!split.ok) return split
  const { segmentId, encoding, body } = split
  // A copy: the payload lies in a buffer that will hold other records by the time that this is stored.
  const inflated =
    encoding === 'json'
      ? ({ ok: true, bytes: new Uint8Array(body) } as const)
      : inflateBounded(encoding, body, inflatedBytes)
  if (!inflated.ok) return inflated
  const read = readEvents(inflated.bytes, scrub)
  return read.ok ? { ok: true, recording: { segmentId, json: read.json, facts: read.facts } } : read
}

function readEvents(
  json: Uint8Array,
  scrub: ScrubRecorded | null,
): { ok: true; json: Uint8Array; facts: RecordingFacts } | { ok: false; reason: ReadRecordingFault } {
  const text = Buffer.from(json.buffer, json.byteOffset, json.byteLength)
  const gathered = gatherFacts()
  /** What is written anew, and the bytes between. */
  const pieces: Uint8Array[] = []
  let copied = 0
  let fault: ReadRecordingFault | null = null
  const isList = scanEvents(json, (start, end) => {
    if (fault !== null) return
    const event = parseJson(text.toString('utf8', start, end))
    if (!isObject(event)) {
      fault = event === undefined ? 'invalid_json' : 'invalid_recording'
      return
    }
    if (scrub?.(event) === true) {
      const clean = writeJson(event)
      if (clean === null) fault = 'invalid_recording'
      else pieces.push(json.subarray(copied, start), clean)
      copied = end
    }
    gathered.see(event)
  })
  if (fault !== null) return { ok: false, reason: fault }
  if (!isList) return { ok: false, reason: 'invalid_json' }
  if (copied > 0) pieces.push(json.subarray(copied))
  return { ok: true, json: copied > 0 ? Buffer.concat(pieces) : json, facts: gathered.facts() }
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
