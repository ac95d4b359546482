import type { StoredEvent } from '../../protocol/event.ts'
import { LapwingError } from '../errors.ts'
import type { EventPoint, EventRow } from '../storage/events/port.ts'
import type { Issue, Project } from '../storage/meta/port.ts'
import type { Storage } from '../storage/storage.ts'
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
  row: EventRow,
  project: Project,
  storage: Pick<Storage, 'payloads'>,
): Promise<EventJson | null> {
  const stored = await readStoredEvent(row.projectId, row.eventId, row.receivedAt, storage)
  if (!stored) return null
  const { stackTraceRules } = project.settings.grouping
  return serializeEvent(stored.event, { issueId: row.issueId, size: stored.size, stackTraceRules })
}

/**
 * An event on its own, with the ids of the events before and after it in its issue. The events view follows the others within milliseconds: an
 * event that only the payload store has is served without neighbours; `issue`, when known, is then the one that its hashes belong to.
 */
export async function readEventDetail(
  project: Project,
  eventId: string,
  environments: string[] | null,
  storage: Storage,
  issue: Issue | null = null,
): Promise<EventJson> {
  const row = await storage.events.findEvent([project.id], eventId)
  if (issue && row && row.issueId !== issue.id) throw new LapwingError('not_found')
  const stored = await readStoredEvent(project.id, eventId, row?.receivedAt, storage)
  if (!stored) throw new LapwingError('not_found', { detail: 'Event not found' })
  const issueId = row?.issueId ?? (await issueOf(project.id, stored.event, storage))
  if (issue && issueId !== issue.id) throw new LapwingError('not_found', { detail: 'Event not found' })
  const { previous, next } = row ? await neighbours(row, environments, storage) : { previous: null, next: null }
  const view = {
    issueId,
    size: stored.size,

    stackTraceRules: project.settings.grouping.stackTraceRules,
  }
  return { ...serializeEvent(stored.event, view), nextEventID: next, previousEventID: previous }
}

async function issueOf(projectId: number, event: StoredEvent, storage: Pick<Storage, 'meta'>): Promise<number | null> {
  const [issueId] = await storage.meta.resolveHashes([{ projectId, hashes: event.grouping.hashes }])
  return issueId ?? null
}

function neighbours(row: EventRow, environments: string[] | null, storage: Pick<Storage, 'events'>) {
  const point: EventPoint = { timestamp: row.timestamp, eventId: row.eventId }
  return storage.events.neighbours({ issueId: row.issueId, environments, start: null, end: null }, point)
}
