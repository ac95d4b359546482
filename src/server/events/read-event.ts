import type { StoredEvent } from '../../protocol/event.ts'
import { LapwingError } from '../errors.ts'
import type { EventPlace, FoundEvent } from '../storage/events/port.ts'
import type { Issue } from '../storage/meta/ports/issues.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { Storage } from '../storage/storage.ts'
import { findEdgeEvent, findNeighbours } from './near.ts'
import type { EventJson } from './schema.ts'
import { serializeEvent } from './serialize.ts'

/** The stored event with its size in bytes; null when it is not (or no longer) kept. */
export async function readStoredEvent(
  projectId: number,
  eventId: string,
  receivedAt: number | undefined,
  storage: Pick<Storage, 'payloads'>,
): Promise<{ event: StoredEvent; json: string; size: number } | null> {
  const json = await storage.payloads.read(projectId, eventId, receivedAt)
  if (json === null) return null
  const event: StoredEvent = JSON.parse(json)
  return { event, json, size: Buffer.byteLength(json) }
}

/** Dashes and capitals as people paste them; null when it is no event id. */
export function readEventId(text: string): string | null {
  const id = text.replaceAll('-', '').toLowerCase()
  return /^[0-9a-f]{32}$/.test(id) ? id : null
}

/** Writes the event of a row in full; null when its payload is gone. */
export async function readFullEvent(
  row: FoundEvent,
  project: Project,
  storage: Pick<Storage, 'payloads'>,
): Promise<EventJson | null> {
  const stored = await readStoredEvent(row.projectId, row.eventId, row.receivedAt, storage)
  if (!stored) return null
  const { stackTraceRules } = project.settings.grouping
  return serializeEvent(stored.event, { issueId: row.issueId, size: stored.size, stackTraceRules })
}

/**
 * An event on its own, with the ids of the events before and after it in its issue: from the payload store, which finds it by its id; the issue
 * that it belongs to is that of its hashes. With `issue`, only if it is one of it. `expected`: on which day to look for it first, and from what time on for
 * its neighbours, meanwhile.
 */
export async function readEventDetail(
  project: Project,
  eventId: string,
  environments: string[] | null,
  storage: Storage,
  issue: Issue | null = null,
  expected: { receivedAt: number; timestamp: number } | null = null,
): Promise<EventJson> {
  const near = (issueId: number, timestamp: number) =>
    findNeighbours(issueId, { timestamp, eventId }, environments, storage)
  const early = issue && expected ? near(issue.id, expected.timestamp) : null
  // Nobody waits for it where the event is gone.
  early?.catch(() => undefined)
  const stored =
    (expected !== null && (await readStoredEvent(project.id, eventId, expected.receivedAt, storage))) ||
    (await readStoredEvent(project.id, eventId, undefined, storage))
  const missing = () => new LapwingError('not_found', { detail: 'Event not found' })
  if (!stored) throw missing()
  const timestamp = Math.round(stored.event.timestamp * 1000)
  // Nearly always the issue asked for: looked up beside each other.
  const [issueId, around] = await Promise.all([
    issueOf(project.id, stored.event, storage),
    expected?.timestamp === timestamp ? early : issue && near(issue.id, timestamp),
  ])
  // Stored a moment before it is counted in its issue: until then it is not there.
  if (issueId === null || (issue && issueId !== issue.id)) throw missing()
  const { stackTraceRules } = project.settings.grouping
  const detail = serializeEvent(stored.event, { issueId, size: stored.size, stackTraceRules })
  const { previous, next } = around ?? (await near(issueId, timestamp))
  return { ...detail, nextEventID: next, previousEventID: previous }
}

/**
 * The newest, the oldest or the recommended event of an issue. Those of all environments the issue itself knows, before the
 * events view does; the oldest and the recommended one may be past their retention.
 */
export async function readEdgeEvent(
  project: Project,
  issue: Issue,
  edge: 'latest' | 'oldest' | 'recommended',
  environments: string[] | null,
  storage: Storage,
): Promise<EventJson> {
  const known = edgeOf(issue, edge)
  const detail = environments === null && known ? await readIfKept(project, known, storage, issue) : null
  if (detail) return detail
  const row = await findEdgeEvent(issue, edge, environments, storage)
  if (row) return readEventDetail(project, row.eventId, environments, storage, issue, row)
  const isLast = environments === null && edge === 'recommended'
  const last = isLast ? await readIfKept(project, newestOf(issue), storage, issue) : null
  if (!last) throw new LapwingError('not_found', { detail: 'No matching event' })
  return last
}

type KnownEvent = Pick<EventPlace, 'eventId' | 'timestamp' | 'receivedAt'>

function edgeOf(issue: Issue, edge: 'latest' | 'oldest' | 'recommended'): KnownEvent | null {
  if (edge === 'recommended') return issue.recommendedEvent
  if (edge === 'latest') return newestOf(issue)
  return { eventId: issue.firstEventId, timestamp: issue.firstSeen, receivedAt: issue.firstSeen }
}

/** Most events come in on the day of their own time: one file is looked into, not 90. */
function newestOf({ lastEventId, lastSeen }: Issue): KnownEvent {
  return { eventId: lastEventId, timestamp: lastSeen, receivedAt: lastSeen }
}

async function readIfKept(
  project: Project,
  known: KnownEvent,
  storage: Storage,
  issue: Issue,
): Promise<EventJson | null> {
  try {
    return await readEventDetail(project, known.eventId, null, storage, issue, known)
  } catch (error) {
    if (error instanceof LapwingError && error.code === 'not_found') return null
    throw error
  }
}

async function issueOf(projectId: number, event: StoredEvent, storage: Pick<Storage, 'meta'>): Promise<number | null> {
  const [issueId] = await storage.meta.resolveHashes([{ projectId, hashes: event.grouping.hashes }])
  return issueId ?? null
}
