import { parseEventId } from './event-id.ts'
import { readByteMap } from './msgpack.ts'
import { readSegmentId } from './recording.ts'
import { parseTimestamp } from './timestamp.ts'

/**
 * What a `replay_event` item tells of a stretch of a replay beside what every event tells (user, contexts, tags …)
 * (https://develop.sentry.dev/sdk/telemetry/replays/).
 */
export interface ReadReplayEvent {
  /** Null where it names none: then it is the one that its envelope is about. */
  replayId: string | null
  segmentId: number
  replayType: 'session' | 'buffer'
  /** Seconds since 1970. */
  startedAt: number | null
  timestamp: number | null
  /** As sent, in order, cut to `maxUrl`; a page that was come back to is there again. */
  urls: string[]
  errorIds: string[]
  traceIds: string[]
  /** What was traced meanwhile: routes, page loads. Each once. */
  segmentNames: string[]
  /** The whole payload. */
  members: Record<string, unknown>
}

/** `invalid_json`: no JSON at all. `invalid_replay`: no replay event, or it does not say which segment it is about. */
export type ReplayFault = 'invalid_json' | 'invalid_replay'

export type ReplayEventResult = { ok: true; event: ReadReplayEvent } | { ok: false; reason: ReplayFault }

/** Of each list of a replay event more are not looked at; Relay's limit. */
export const maxListed = 100
export const maxUrl = 2048
/** As transactions are named. */
export const maxSegmentName = 200

/** Members that `readReplayEvent` reads: everything else is an event's. */
export const replayMembers = [
  'replay_id',
  'segment_id',
  'replay_type',
  'replay_start_timestamp',
  'urls',
  'error_ids',
  'trace_ids',
  'segment_names',
] as const

/** Reads the payload of a `replay_event` item. Never throws. Of lists, what is no id or text is left out, and ids that come twice. */
export function readReplayEvent(json: string): ReplayEventResult {
  const said = parseJson(json)
  if (said === undefined) return { ok: false, reason: 'invalid_json' }
  const segmentId = isRecord(said) ? readSegmentId(said.segment_id) : null
  if (!isRecord(said) || segmentId === null) return { ok: false, reason: 'invalid_replay' }
  return {
    ok: true,
    event: {
      replayId: readId(said.replay_id),
      segmentId,
      // Words of the future and of the past (`error` was `buffer`) are taken for what is recorded from the start.
      replayType: said.replay_type === 'buffer' || said.replay_type === 'error' ? 'buffer' : 'session',
      startedAt: parseTimestamp(said.replay_start_timestamp),
      timestamp: parseTimestamp(said.timestamp),
      urls: readList(said.urls, (url) => readText(url, maxUrl)),
      errorIds: [...new Set(readList(said.error_ids, readId))],
      traceIds: [...new Set(readList(said.trace_ids, readId))],
      segmentNames: [...new Set(readList(said.segment_names, (name) => readText(name, maxSegmentName)))],
      members: said,
    },
  }
}

/** A mobile SDK's segment: what would be the three items of a browser's, and the screen as a video, in one. */
export interface ReplayVideo {
  event: Uint8Array
  recording: Uint8Array
  video: Uint8Array
}

/** Reads the payload of a `replay_video` item, a MessagePack map; null when it is none or lacks one of the three. Never throws. */
export function readReplayVideo(payload: Uint8Array): ReplayVideo | null {
  const members = readByteMap(payload)
  const event = members?.get('replay_event')
  const recording = members?.get('replay_recording')
  const video = members?.get('replay_video')
  if (event === undefined || recording === undefined || video === undefined) return null
  return video.length === 0 ? null : { event, recording, video }
}

function readId(value: unknown): string | null {
  const id = parseEventId(value)
  return id === null || /^0+$/.test(id) ? null : id
}

function readText(value: unknown, most: number): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, most) : null
}

function readList(value: unknown, read: (item: unknown) => string | null): string[] {
  if (!Array.isArray(value)) return []
  const items = value.slice(0, maxListed).map(read)
  return items.filter((item) => item !== null)
}

/** Undefined when it is no JSON at all. */
function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
