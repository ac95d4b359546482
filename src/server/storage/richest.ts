/**
 * Which event of an issue is shown first: the one with the most to show (replay, release, user, url), of those the newest; of the seven days up to the
 * issue's newest event. An issue keeps those of its events that can be it, now or once newer ones have come: a handful at most.
 */
export interface RichEvent {
  eventId: string
  /** Milliseconds since 1970. */
  timestamp: number
  receivedAt: number
  /** How many of the four it has. */
  parts: number
}

/** Most parts first, and so from old to new: of two events the newer one with as many parts or more is always the better. */
export type Richest = readonly RichEvent[]

const week = 7 * 24 * 60 * 60 * 1000

/** How much an event has to show: 0 to 4. */
export function countParts(event: {
  replayId: string | null
  release: string | null
  userKey: string | null
  url: string | null
}): number {
  return [event.replayId, event.release, event.userKey, event.url].filter((part) => part !== null).length
}

/** The same list when the event can never be the one. In whatever order events come, the list ends up the same. */
export function addRich<Event extends RichEvent>(richest: readonly Event[], event: Event): readonly Event[] {
  if (richest.some((known) => known.parts >= event.parts && !isBefore(known, event))) return richest
  const others = richest.filter((known) => known.parts > event.parts || isBefore(event, known))
  return [...others, event].sort((a, b) => b.parts - a.parts)
}

/** Of any events, in any order, those that can be the one. */
export function keepRichest<Event extends RichEvent>(events: readonly Event[]): readonly Event[] {
  return events.reduce<readonly Event[]>(addRich, [])
}

/** The event to show first; null of an issue without any. */
export function recommend<Event extends RichEvent>(richest: readonly Event[]): Event | null {
  const newest = richest.at(-1)
  return (newest && richest.find((event) => event.timestamp > newest.timestamp - week)) ?? null
}

/** By time, of one time by id. */
export function isBefore(
  a: { timestamp: number; eventId: string },
  b: { timestamp: number; eventId: string },
): boolean {
  return a.timestamp < b.timestamp || (a.timestamp === b.timestamp && a.eventId < b.eventId)
}
