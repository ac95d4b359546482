import type { EnvelopeItem } from '../../../protocol/envelope.ts'
import { readReplayEvent, readReplayVideo, type ReplayFault } from '../../../protocol/replay.ts'
import type { SpoolRecord } from '../../storage/spool/port.ts'
import type { RecordingScrubber } from '../scrub/scrub-recording.ts'
import type { FilterReason, ProjectSettings } from '../types.ts'
import { readRecording, type ReadRecordingFault } from './recording.ts'
import { type ReplayEventSteps, tellReplay } from './replay-event.ts'
import { type PreparedSegment, type SaidOfReplay, type ShownOfReplay, toSegments } from './replay-segment.ts'

/** Where the items of a replay came from. */
export interface ReplayOrigin {
  record: SpoolRecord
  settings: ProjectSettings
  /** That the envelope is about: SDKs put the replay's there. */
  eventId: string | null
  steps: ReplayEventSteps & { scrubRecording: RecordingScrubber }
}

/** An item of a replay, and which of its envelope. */
export interface ReplayItem {
  as: 'event' | 'recording' | 'video'
  item: EnvelopeItem
  index: number
}

/** `too_many_items`: beside a video, or a second of its kind. `missing_event_id`: nothing says which replay it is of. */
export type ReplayRefusal =
  | {
      outcome: 'invalid'
      reason: ReplayFault | ReadRecordingFault | 'invalid_replay_video' | 'missing_event_id' | 'too_many_items'
    }
  | { outcome: 'filtered'; reason: FilterReason }

export interface TrackedReplay {
  segments: PreparedSegment[]
  /** For each item, in order, why it was not kept; null when it was. */
  refusals: (ReplayRefusal | null)[]
}

type Part<T> = ({ ok: true } & T) | { ok: false; refusal: ReplayRefusal }

/**
 * From the items of a replay in one envelope to segments. An event and a recording about the same stretch are one segment, in whichever order they
 * come; either is kept without the other, unless the event was filtered.
 */
export function trackReplay(items: readonly ReplayItem[], origin: ReplayOrigin): TrackedReplay {
  const refusals = new Map<ReplayItem, ReplayRefusal | null>()
  const video = items.find(({ as }) => as === 'video')
  const segments = video === undefined ? trackWeb(items, origin, refusals) : trackVideo(video, origin, refusals)
  return { segments, refusals: items.map((item) => refusals.get(item) ?? (refusals.has(item) ? null : tooMany)) }
}

function trackWeb(
  items: readonly ReplayItem[],
  origin: ReplayOrigin,
  refusals: Map<ReplayItem, ReplayRefusal | null>,
): PreparedSegment[] {
  const event = items.find(({ as }) => as === 'event')
  const recording = items.find(({ as }) => as === 'recording')
  const said = event && readEvent(event.item.payload, origin)
  if (event) refusals.set(event, said?.ok === false ? said.refusal : null)
  if (said?.ok === false && said.refusal.outcome === 'filtered') {
    if (recording) refusals.set(recording, said.refusal)
    return []
  }
  const shown = recording && readShown(recording.item.payload, recording.index, null, origin)
  if (recording) refusals.set(recording, shown?.ok === false ? shown.refusal : null)
  const segments = join(said?.ok === true ? said : null, shown?.ok === true ? shown : null, origin)
  if (segments !== null) return segments
  for (const [item, refusal] of refusals) refusals.set(item, refusal ?? missingId)
  return []
}

/** A video holds everything, and without its event or recording it is worth nothing. */
function trackVideo(
  video: ReplayItem,
  origin: ReplayOrigin,
  refusals: Map<ReplayItem, ReplayRefusal | null>,
): PreparedSegment[] {
  const parts = video.item.payload === null ? null : readReplayVideo(video.item.payload)
  const said: Part<SaidOfReplay> = parts === null ? refuse('invalid_replay_video') : readEvent(parts.event, origin)
  const shown: Part<ShownOfReplay> =
    said.ok && parts !== null ? readShown(parts.recording, video.index, parts.video, origin) : refuse('invalid_replay')
  const segments = said.ok && shown.ok ? join(said, shown, origin) : []
  refusals.set(video, !said.ok ? said.refusal : !shown.ok ? shown.refusal : segments === null ? missingId : null)
  return segments ?? []
}

function readEvent(payload: Uint8Array | null, { steps, record, settings }: ReplayOrigin): Part<SaidOfReplay> {
  const read = readReplayEvent(payload === null ? '' : toBuffer(payload).toString('utf8'))
  if (!read.ok) return refuse(read.reason)
  const { event } = read
  const told = tellReplay(event, steps, record.receipt, settings)
  if (!told.kept) return { ok: false, refusal: { outcome: 'filtered', reason: told.reason } }
  return { ok: true, event, told: told.told }
}

function readShown(
  payload: Uint8Array | null,
  item: number,
  video: Uint8Array | null,
  { steps, settings }: ReplayOrigin,
): Part<ShownOfReplay> {
  const read = readRecording(payload ?? new Uint8Array(0), steps.scrubRecording(settings.scrub), video)
  return read.ok ? { ok: true, recording: read.recording, item, video } : refuse(read.reason)
}

/** Null when there is something, but nothing says which replay it is of. */
function join(said: SaidOfReplay | null, shown: ShownOfReplay | null, origin: ReplayOrigin): PreparedSegment[] | null {
  if (said === null && shown === null) return []
  const replayId = said?.event.replayId ?? origin.eventId
  return replayId === null ? null : toSegments(said, shown, { ...origin, replayId })
}

const tooMany: ReplayRefusal = { outcome: 'invalid', reason: 'too_many_items' }
const missingId: ReplayRefusal = { outcome: 'invalid', reason: 'missing_event_id' }

function refuse(reason: Extract<ReplayRefusal, { outcome: 'invalid' }>['reason']): {
  ok: false
  refusal: ReplayRefusal
} {
  return { ok: false, refusal: { outcome: 'invalid', reason } }
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
