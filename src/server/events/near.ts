import type { EventPlace, EventPoint, FoundEvent } from '../storage/events/port.ts'
import type { Issue } from '../storage/meta/ports/issues.ts'
import type { Storage } from '../storage/storage.ts'

/**
 * Events of an issue that are next to a place in time. The events view has no index by issue; the hours in which an issue has events are known to
 * the meta store, and one hour of the view is found by time in a few milliseconds, whatever there is in all. Where the view finds nothing in an
 * hour (it follows within milliseconds), it is asked without one.
 */
type Stores = Pick<Storage, 'events' | 'meta'>

const hour = 3_600_000
const week = 7 * 24 * hour

export interface Neighbours {
  previous: string | null
  next: string | null
}

/** Up to so many events of the issue, and so much time of others between them, are looked through at once. */
const fewEvents = 500
const shortGap = 72 * hour

/** Ids of the events just before and after one in its issue. */
export async function findNeighbours(
  issueId: number,
  point: EventPoint,
  environments: string[] | null,
  { events, meta }: Stores,
): Promise<Neighbours> {
  const start = Math.floor(point.timestamp / hour) * hour
  const [earlier, [after]] = await Promise.all([
    meta.listIssueHours({ issueId, environments, from: start, backwards: true, limit: 2 }),
    meta.listIssueHours({ issueId, environments, from: start + hour, backwards: false, limit: 1 }),
  ])
  const own = earlier.find((cell) => cell.hour === start)
  const before = earlier.find((cell) => cell.hour < start)
  const within = (from: number, to: number, count: number) =>
    events.neighbours({ issueId, environments, start: from, end: to + hour, isCrowded: count > fewEvents }, point)

  const [first, last] = [before?.hour ?? start, after?.hour ?? start]
  const count = (before?.events ?? 0) + (own?.events ?? 0) + (after?.events ?? 0)
  const isNear = count <= fewEvents && last - first <= shortGap
  // Alone in its hour: there is nothing to be found. (In some environments, the one that is counted may be another.)
  const isAlone = !isNear && environments === null && own?.events === 1
  const found = isAlone ? nobody : await (isNear ? within(first, last, count) : within(start, start, own?.events ?? 0))
  const beside = async (
    side: keyof Neighbours,
    cell: { hour: number; events: number } | undefined,
  ): Promise<string | null> => {
    if (found[side] !== null || !cell) return found[side]
    const further = isNear ? nobody : await within(cell.hour, cell.hour, cell.events)
    if (further[side] !== null) return further[side]
    return (await events.neighbours({ issueId, environments, start: null, end: null }, point))[side]
  }
  const [previous, next] = await Promise.all([beside('previous', before), beside('next', after)])
  return { previous, next }
}

const nobody: Neighbours = { previous: null, next: null }

/** The newest or the oldest event of an issue in these environments, or of those of the last 7 days the newest with the most to show. */
export async function findEdgeEvent(
  issue: Pick<Issue, 'id'>,
  edge: 'latest' | 'oldest' | 'recommended',
  environments: string[] | null,
  { events, meta }: Stores,
): Promise<EventPlace | null> {
  const query = { issueId: issue.id, environments }
  const [cell] = await meta.listIssueHours({ ...query, from: null, backwards: edge !== 'oldest', limit: 1 })
  if (cell) {
    const start = edge === 'recommended' ? cell.hour - week : cell.hour
    const found = await events.edgeEvent({ ...query, start, end: cell.hour + hour }, edge)
    if (found) return found
  }
  return events.edgeEvent({ ...query, start: null, end: null }, edge)
}

/** A page of an issue's events: `limit` of them past a point, newest first or oldest first. */
export async function listNearEvents(
  query: Parameters<Storage['events']['listEvents']>[0],
  stores: Stores,
): Promise<FoundEvent[]> {
  const narrowed = query.where ? narrowToWeek(query) : await narrowToHours(query, stores)
  const found = await stores.events.listEvents(narrowed)
  if (found.length === query.limit || narrowed === query) return found
  return stores.events.listEvents(query)
}

type PageQuery = Parameters<Storage['events']['listEvents']>[0]

/** Every hour that is listed has an event, so as many hours as events are wanted are enough, beside the one that the page begins in. */
async function narrowToHours(query: PageQuery, { meta }: Stores): Promise<PageQuery> {
  const { issueId, environments, oldestFirst = false, limit } = query
  const edge = query.after?.timestamp ?? (oldestFirst ? query.start : query.end)
  const from = edge === null || edge === undefined ? null : Math.floor(edge / hour) * hour
  const cells = await meta.listIssueHours({
    issueId,
    environments,
    from,
    backwards: !oldestFirst,
    limit: limit + 1,
  })
  let events = 0
  for (const cell of cells.slice(1)) {
    events += cell.events
    if (events >= limit) return bounded(query, cell.hour)
  }
  return query
}

/** What a search finds nobody knows beforehand: the last days first. */
function narrowToWeek(query: PageQuery): PageQuery {
  const edge = query.after?.timestamp ?? (query.oldestFirst ? query.start : query.end)
  return edge === null || edge === undefined ? query : bounded(query, query.oldestFirst ? edge + week : edge - week)
}

/** Ends the walk with the hour that begins at `end`. */
function bounded(query: PageQuery, end: number): PageQuery {
  if (query.oldestFirst) {
    const last = end + hour
    return { ...query, end: query.end === null ? last : Math.min(query.end, last) }
  }
  return { ...query, start: query.start === null ? end : Math.max(query.start, end) }
}
