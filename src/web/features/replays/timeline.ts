import type { JsonObject } from '../../../protocol/event.ts'
import { custom } from './recorded.ts'

/** From when to when something goes, in milliseconds since 1970. */
export interface Span {
  start: number
  end: number
}

/** Where a time lies on the line, from 0 to 1. */
export function placeOf({ start, end }: Span, at: number): number {
  return end > start ? Math.min(1, Math.max(0, (at - start) / (end - start))) : 0
}

/** Stretches of at least `least` milliseconds in which nothing was recorded. */
export function findGaps({ start, end }: Span, times: readonly number[], least: number): Span[] {
  const gaps: Span[] = []
  let before = start
  for (const time of [...times.toSorted((a, b) => a - b), end]) {
    if (time < before) continue
    const until = Math.min(time, end)
    if (until - before >= least) gaps.push({ start: before, end: until })
    before = time
  }
  return gaps
}

/** Times of what rrweb recorded; what SDKs add goes by seconds and is told of elsewhere. */
export function readTimes(events: readonly JsonObject[]): number[] {
  return events.flatMap(({ type, timestamp }) => (type !== custom && typeof timestamp === 'number' ? [timestamp] : []))
}

/** What plays has gone on from where it was sent by the time somebody wants to go further back. */
const runOn = 500

/** The nearest of these times before or after; null when there is none. */
export function nextTime(
  times: readonly number[],
  { at, isPlaying }: { at: number; isPlaying: boolean },
  direction: 1 | -1,
): number | null {
  const back = isPlaying ? at - runOn : at
  const beyond = times.filter((time) => (direction === 1 ? time > at : time < back))
  if (beyond.length === 0) return null
  return direction === 1 ? Math.min(...beyond) : Math.max(...beyond)
}

/** Number of the last that began by then, −1 before the first; they are sorted by time. */
export function lastBy(items: readonly { at: number }[], at: number): number {
  let [low, high] = [0, items.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((items[middle]?.at ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** `0:07`, `12:40`, `1:02:03`. */
export function formatPosition(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const pad = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`
}

/** How long before what one came to see a replay begins. */
const runUp = 8_000

/** Where it opens: as the link says (`t` in seconds, or some seconds before a time), otherwise at its start. */
export function openingTime({ start, end }: Span, { t, before }: { t?: string; before?: string }): number {
  const wanted = t !== undefined ? start + Number(t) * 1000 : before !== undefined ? Date.parse(before) - runUp : start
  return Math.min(Math.max(wanted, start), end)
}

/** Something to mark on the line; what weighs more hides what lies at the same place. */
export interface Mark {
  at: number
  weight: number
}

/** At most one of these for each of so many places on the line: the weightiest, the first of equals. By time. */
export function thin<M extends Mark>(span: Span, marks: readonly M[], places: number): M[] {
  const kept = new Map<number, M>()
  for (const mark of marks) {
    const place = Math.min(places - 1, Math.floor(placeOf(span, mark.at) * places))
    const there = kept.get(place)
    if (!there || there.weight < mark.weight) kept.set(place, mark)
  }
  return [...kept.values()].toSorted((a, b) => a.at - b.at)
}
