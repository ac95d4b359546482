import type { Json, JsonObject } from '../../../protocol/event.ts'
import { isObject, positive, readAdded } from './recorded.ts'
import { lastBy, type Span } from './timeline.ts'

/** A segment of an app's replay: its screen as a video. Times are milliseconds since 1970. */
export interface Clip {
  /** Number of the segment whose video it is. */
  segment: number
  at: number
  end: number
  width: number
  height: number
}

/** A finger on the screen, from when it came down until it was lifted, in parts of the screen (0 to 1). */
export interface Touch {
  at: number
  end: number
  points: { at: number; x: number; y: number }[]
}

/** rrweb's types and sources, as app SDKs use them. */
const incremental = 3
const interaction = 2
const move = 6
const touchStart = 7
const touchEnd = 9
const touchCancel = 10

/** How long a touch can be seen that was lifted at once, or of which nothing more is told. */
const leastTouch = 300
const longestTouch = 10_000

/** The videos that events tell of, by time; of one that reaches into the next so much as comes before it. */
export function readClips(events: readonly JsonObject[]): Clip[] {
  const bySegment = new Map<number, Clip>()
  for (const event of events) {
    const { timestamp } = event
    const { tag, payload } = readAdded(event) ?? {}
    if (tag !== 'video' || !payload || typeof timestamp !== 'number') continue
    const duration = positive(payload.duration)
    if (typeof payload.segmentId !== 'number' || duration === null) continue
    // Some SDKs count their own events in seconds.
    const at = timestamp < 100_000_000_000 ? timestamp * 1000 : timestamp
    const clip = {
      segment: payload.segmentId,
      at,
      end: at + duration,
      width: positive(payload.width) ?? 9,
      height: positive(payload.height) ?? 16,
    }
    bySegment.set(clip.segment, clip)
  }
  const clips = [...bySegment.values()].toSorted((a, b) => a.at - b.at || a.segment - b.segment)
  return clips
    .map((clip, place) => ({ ...clip, end: Math.min(clip.end, clips[place + 1]?.at ?? clip.end) }))
    .filter(({ at, end }) => end > at)
}

/** The clip whose picture is seen at a time: the one that runs or, between two, the one before. Null when there is none at all. */
export function clipAt(clips: readonly Clip[], at: number): Clip | null {
  return clips[Math.max(0, lastBy(clips, at))] ?? null
}

/** The first clip that begins later. */
export function clipAfter(clips: readonly Clip[], at: number): Clip | null {
  return clips[lastBy(clips, at) + 1] ?? null
}

/** Stretches of at least `least` milliseconds that no clip shows. */
export function findClipGaps(clips: readonly Clip[], { start, end }: Span, least: number): Span[] {
  const gaps: Span[] = []
  let before = start
  for (const clip of [...clips, { at: end, end }]) {
    if (clip.at - before >= least) gaps.push({ start: before, end: Math.min(clip.at, end) })
    before = Math.max(before, clip.end)
  }
  return gaps
}

/** Where the screen was touched, by time. The SDKs tell of places in pixels of the video. */
export function readTouches(events: readonly JsonObject[], clips: readonly Clip[]): Touch[] {
  const touches: Touch[] = []
  const down = new Map<number, Touch>()
  for (const { type, timestamp, data } of events.toSorted((a, b) => orZero(a.timestamp) - orZero(b.timestamp))) {
    if (type !== incremental || typeof timestamp !== 'number' || !isObject(data)) continue
    const clip = clipAt(clips, timestamp)
    if (!clip) continue
    const pointer = typeof data.pointerId === 'number' ? data.pointerId : 0
    const place = ({ x, y }: JsonObject, at: number) => ({
      at,
      x: orZero(x) / clip.width,
      y: orZero(y) / clip.height,
    })
    const touch = down.get(pointer)
    if (data.source === interaction && data.type === touchStart) {
      const fresh = { at: timestamp, end: timestamp + longestTouch, points: [place(data, timestamp)] }
      down.set(pointer, fresh)
      touches.push(fresh)
    } else if (data.source === interaction && (data.type === touchEnd || data.type === touchCancel) && touch) {
      touch.end = Math.max(timestamp, touch.at + leastTouch)
      down.delete(pointer)
    } else if (data.source === move && touch && Array.isArray(data.positions)) {
      for (const position of data.positions)
        if (isObject(position)) touch.points.push(place(position, timestamp + offsetOf(position.timeOffset)))
    }
  }
  return touches
}

/** The fingers on the screen at a time. */
export function touchesAt(touches: readonly Touch[], time: number): { x: number; y: number }[] {
  return touches
    .filter(({ at, end }) => at <= time && time < end)
    .map(({ points }) => points.findLast(({ at }) => at <= time) ?? points[0])
    .filter((point) => point !== undefined)
}

const offsetOf = (value: Json | undefined) => (typeof value === 'number' ? value : 0)

const orZero = (value: Json | undefined) => positive(value) ?? 0
