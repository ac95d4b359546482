import type { ReadReplayEvent } from '../../../protocol/replay.ts'
import type { ReplayRecording, ReplaySegment, ReplayTold } from '../../storage/replays/records.ts'
import type { BlobContent } from '../../storage/blobs/port.ts'
import type { SpoolRecord } from '../../storage/spool/port.ts'
import type { ProjectSettings } from '../types.ts'
import type { ReadRecording } from './recording.ts'

/** Its blob is named after where it stood in the spool. */
export interface PreparedReplayRecording extends Omit<ReplayRecording, 'blobId'> {
  /** Which item of its envelope. */
  item: number
  /** For user sessions; the replays view keeps none of it. */
  responseTimes: number[]
  mostClicks: number
  /** What goes into the blob store, own memory: the events as JSON; of a video its `bytes`, then the events. */
  content: BlobContent
}

export interface PreparedSegment extends Omit<ReplaySegment, 'recording'> {
  recording: PreparedReplayRecording | null
}

/** What an envelope says of a replay. */
export interface SaidOfReplay {
  event: ReadReplayEvent
  told: ReplayTold
}

/** What an envelope shows of one; `video` for what mobile SDKs record, which stands before the events. */
export interface ShownOfReplay {
  recording: ReadRecording
  item: number
  video: Uint8Array | null
}

interface Place {
  record: SpoolRecord
  settings: ProjectSettings
  replayId: string
}

/** One segment of both where they are about the same stretch, else one of each. */
export function toSegments(said: SaidOfReplay | null, shown: ShownOfReplay | null, place: Place): PreparedSegment[] {
  if (said === null) return shown === null ? [] : [toSegment(shown.recording.segmentId, null, shown, place)]
  const { segmentId } = said.event
  if (shown === null || shown.recording.segmentId === segmentId) return [toSegment(segmentId, said, shown, place)]
  return [toSegment(segmentId, said, null, place), toSegment(shown.recording.segmentId, null, shown, place)]
}

function toSegment(
  segmentId: number,
  said: SaidOfReplay | null,
  shown: ShownOfReplay | null,
  { record, settings, replayId }: Place,
): PreparedSegment {
  const { receivedAt } = record.receipt
  const facts = shown?.recording.facts
  const ended = firstCredible(receivedAt, [toMs(said?.event.timestamp), facts?.finishedAt])
  const began = firstCredible(receivedAt, [toMs(said?.event.startedAt), facts?.startedAt, ended])
  return {
    position: record.position,
    organizationId: settings.organizationId,
    projectId: settings.id,
    receivedAt,
    replayId,
    segmentId,
    replayType: said?.event.replayType ?? 'session',
    startedAt: Math.min(began, ended),
    finishedAt: ended,
    told: said?.told ?? null,
    recording: shown === null ? null : toRecording(shown, said?.told.urls ?? []),
  }
}

function toRecording({ recording, item, video }: ShownOfReplay, urls: string[]): PreparedReplayRecording {
  const { content, bytes, facts } = recording
  const { clicks, counts, navigations, responseTimes, mostClicks } = facts
  return {
    item,
    responseTimes,
    mostClicks,
    content,
    kind: video === null ? 'rrweb' : 'video',
    bytes: video === null ? bytes : video.length,
    clicks,
    counts,
    navigations: navigations.filter((place) => !urls.includes(place)),
  }
}

/** As with events; by the receipt, never by the clock: same bytes, same result. */
const maxPastMs = 30 * 86_400_000
/** Time zones that are set wrong. A replay's times are not moved: those in its recording are of the same clock. */
const maxFutureMs = 86_400_000

/** Passes over times of broken clocks, from long before the receipt or after. */
function firstCredible(receivedAt: number, times: (number | null | undefined)[]): number {
  const credible = times.find(
    (at) => typeof at === 'number' && at >= receivedAt - maxPastMs && at <= receivedAt + maxFutureMs,
  )
  return credible ?? receivedAt
}

/** Milliseconds of seconds, less the dust that floats have. */
function toMs(seconds: number | null | undefined): number | null {
  return seconds === null || seconds === undefined ? null : Math.floor(seconds * 1000 + 0.0005)
}
