import type { Exception, NormalizedEvent, StoredEvent } from '../../protocol/event.ts'
import { parseEventId } from '../../protocol/event-id.ts'
import type { EventRow } from '../storage/events/port.ts'
import type { Occurrence } from '../storage/meta/ports/issues.ts'
import { countParts } from '../storage/richest.ts'
import { readAttributes, readStack } from './attributes.ts'

const messageLength = 1000

/**
 * The columns of an event. A pure function of what the payload store keeps, so that the events view can be rebuilt from there at any time.
 */
export function toEventRow(
  event: StoredEvent,
  place: { position: number; receivedAt: number; issueId: number },
): EventRow {
  return { ...toColumns(event, place), issueId: place.issueId }
}

/** All columns but the issue, which is found when the event is recorded. */
export function toColumns(
  event: StoredEvent,
  place: { position: number; receivedAt: number },
): Omit<EventRow, 'issueId'> {
  const tags = new Map(event.tags)
  const exception = mainException(event)
  const trace = event.contexts?.trace
  return {
    projectId: event.project,
    eventId: event.event_id,
    position: place.position,
    timestamp: Math.round(event.timestamp * 1000),
    receivedAt: place.receivedAt,
    type: event.type,
    level: event.level,
    platform: event.platform,
    title: event.summary.title,
    culprit: event.summary.culprit,
    message: searchableText(event, exception),
    location: event.summary.location,
    environment: event.environment ?? null,
    release: event.release ?? null,
    dist: event.dist ?? null,
    transaction: event.transaction ?? tags.get('transaction') ?? null,
    logger: event.logger ?? tags.get('logger') ?? null,
    serverName: event.server_name ?? tags.get('server_name') ?? null,
    errorType: exception?.type ?? null,
    errorValue: exception?.value?.slice(0, messageLength) ?? null,
    handled: readHandled(event),
    url: event.request?.url ?? tags.get('url') ?? null,
    sdkName: event.sdk?.name ?? null,
    sdkVersion: event.sdk?.version ?? null,
    browserName: tags.get('browser.name') ?? null,
    osName: tags.get('os.name') ?? null,
    deviceFamily: tags.get('device.family') ?? textOf(event.contexts?.device?.family),
    userKey: userKeyOf(event),
    userId: event.user?.id ?? null,
    userEmail: event.user?.email ?? null,
    userName: event.user?.username ?? null,
    userIp: event.user?.ip_address ?? null,
    geoCountry: event.user?.geo?.country_code ?? null,
    traceId: textOf(trace?.trace_id),
    // Older SDKs said it in a tag.
    replayId: textOf(event.contexts?.replay?.replay_id) ?? parseEventId(tags.get('replayId')),
    tags: event.tags,
    attributes: readAttributes(event),
    stack: readStack(event),
    primaryHash: event.grouping.hashes[0] ?? '',
  }
}

/** What the meta view needs to know of an event, beside its columns. */
export function toOccurrence(event: StoredEvent, row: Omit<EventRow, 'issueId'>): Occurrence {
  return {
    projectId: row.projectId,
    eventId: row.eventId,
    position: row.position,
    timestamp: row.timestamp,
    receivedAt: row.receivedAt,
    hashes: event.grouping.hashes,
    userKey: row.userKey,
    type: row.type,
    level: row.level,
    platform: row.platform,
    title: row.title,
    culprit: row.culprit,
    location: row.location,
    // Not the tag of that name, as in the row.
    logger: event.logger ?? null,
    metadata: event.summary.metadata,
    release: row.release,
    environment: row.environment,
    isUnhandled: row.handled === false,
    parts: countParts(row),
  }
}

/** `id:…`, `email:…`, `username:…` or `ip:…`, in this order of preference, as Sentry's `user` tag. */
export function userKeyOf(event: NormalizedEvent): string | null {
  const { user } = event
  if (user?.id) return `id:${user.id}`
  if (user?.email) return `email:${user.email}`
  if (user?.username) return `username:${user.username}`
  if (user?.ip_address) return `ip:${user.ip_address}`
  return null
}

/** False when any exception of the chain was not handled, true when all that say so were, null when none says. */
export function readHandled(event: NormalizedEvent): boolean | null {
  let handled: boolean | null = null
  for (const exception of event.exception?.values ?? []) {
    const said = exception.mechanism?.handled
    if (said === false) return false
    if (said === true) handled = true
  }
  return handled
}

/** The last value of the chain is the one that was caught: the outermost. */
function mainException(event: NormalizedEvent): Exception | null {
  return event.exception?.values.at(-1) ?? null
}

function searchableText(event: NormalizedEvent, exception: Exception | null): string {
  const message = event.logentry?.formatted ?? event.logentry?.message
  const error = exception === null ? '' : [exception.type, exception.value].filter(Boolean).join(': ')
  return [error, message].filter(Boolean).join('\n').slice(0, messageLength)
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
