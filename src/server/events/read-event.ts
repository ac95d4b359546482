import type { StoredEvent } from '../../protocol/event.ts'
import { LapwingError } from '../errors.ts'
import type { FoundEvent } from '../storage/events/port.ts'
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
 * The newest, the oldest or the recommended event of an issue. The newest and the oldest of all environments the issue itself knows, before the
 * events view does; the oldest may be past its retention.
 */
export async function readEdgeEvent(
  project: Project,
  issue: Issue,
  edge: 'latest' | 'oldest' | 'recommended',
  environments: string[] | null,
  storage: Storage,
): Promise<EventJson> {
  const [known, seen] = edge === 'oldest' ? [issue.firstEventId, issue.firstSeen] : [issue.lastEventId, issue.lastSeen]
  if (environments === null && edge !== 'recommended') {
    const detail = await readIfKept(project, known, storage, issue, seen)
    if (detail) return detail
  }
  const row = await findEdgeEvent(issue, edge, environments, storage)
  if (row) return readEventDetail(project, row.eventId, environments, storage, issue, row)
  const detail = environments === null ? await readIfKept(project, known, storage, issue, seen) : null
  if (!detail) throw new LapwingError('not_found', { detail: 'No matching event' })
  return detail
}

async function readIfKept(
  project: Project,
  eventId: string,
  storage: Storage,
  issue: Issue,
  seen: number,
): Promise<EventJson | null> {
  try {
    // Most events come in on the day of their own time: one file is looked into, not 90.
    return await readEventDetail(project, eventId, null, storage, issue, { receivedAt: seen, timestamp: seen })
  } catch (error) {
    if (error instanceof LapwingError && error.code === 'not_found') return null
    throw error
  }
}

async function issueOf(projectId: number, event: StoredEvent, storage: Pick<Storage, 'meta'>): Promise<number | null> {
  const [issueId] = await storage.meta.resolveHashes([{ projectId, hashes: event.grouping.hashes }])
  return issueId ?? null
}
