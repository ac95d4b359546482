import type { StoredEvent, User } from '../../protocol/event.ts'
import { isoTime } from '../http/schema.ts'
import { describeRelease } from '../../protocol/release-info.ts'
import type { FoundEvent } from '../storage/events/port.ts'
import { serializeEntries } from './entries.ts'
import { serializeEventError } from './event-errors.ts'
import { serializeMeta } from './meta.ts'
import type { EventJson, EventSummaryJson, EventUserJson } from './schema.ts'

/** What the stored event does not say about itself. */
export interface EventView {
  issueId: number | null
  /** Bytes of the stored event. */
  size: number
  /** The project's stack-trace rules. */
  stackTraceRules: string
}

/** An event in full. */
export function serializeEvent(event: StoredEvent, view: EventView): EventJson {
  const entries = serializeEntries(event)
  const tags = serializeTags(event.tags)
  const { summary, grouping } = event
  const issueId = view.issueId === null ? null : String(view.issueId)
  return {
    id: event.event_id,
    eventID: event.event_id,
    groupID: issueId,
    eventId: event.event_id,
    groupId: issueId,
    projectID: String(event.project),
    type: event.type,
    level: event.level,
    title: summary.title,
    message: event.logentry?.formatted ?? event.logentry?.message ?? '',
    location: summary.location,
    culprit: summary.culprit,
    metadata: summary.metadata,
    platform: event.platform,
    dateCreated: isoTime(Math.round(event.timestamp * 1000)),
    dateReceived: isoTime(Math.round(event.received * 1000)),
    size: view.size,
    dist: event.dist ?? null,
    user: serializeUser(event.user),
    tags,
    contexts: event.contexts ?? {},
    context: event.extra ?? {},
    packages: event.modules ?? {},
    sdk: event.sdk ? { name: event.sdk.name ?? null, version: event.sdk.version ?? null } : null,
    entries: entries.map(({ type, data }) => ({ type, data })),
    errors: (event.errors ?? []).map(serializeEventError),
    _meta: serializeMeta(event, entries, tags),
    fingerprints: grouping.hashes,
    groupingConfig: { id: grouping.config, enhancements: view.stackTraceRules },
    crashFile: null,
    occurrence: null,
    measurements: event.measurements ?? null,
    release: event.release ? serializeRelease(event.release) : null,
    userReport: null,
    sdkUpdates: [],
    resolvedWith: [],
  }
}

function serializeRelease(release: string) {
  return {
    version: release,
    versionInfo: { ...describeRelease(release) },
    data: {},
    commitCount: 0,
    deployCount: 0,
    lastCommit: null,
    lastDeploy: null,
  }
}

function serializeUser(user: User | null | undefined): EventUserJson | null {
  if (!user) return null
  const geo = Object.entries(user.geo ?? {}).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  return {
    id: user.id ?? null,
    email: user.email ?? null,
    username: user.username ?? null,
    ip_address: user.ip_address ?? null,
    ipAddress: user.ip_address ?? null,
    name: user.name ?? null,
    geo: geo.length > 0 ? Object.fromEntries(geo) : null,
    data: user.data ?? null,
  }
}

/** Sorted by key, as Sentry does. A user is searched for by what the tag holds: `id:7` → `user.id:"7"`. */
function serializeTags(tags: [string, string][]) {
  return tags
    .map(([key, value]) => ({ key, value, ...(key === 'user' && { query: userQuery(value) }) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
}

function userQuery(value: string): string {
  const colon = value.indexOf(':')
  return `user.${value.slice(0, colon)}:"${value.slice(colon + 1)}"`
}

/** An event in a list, from its columns alone. */
export function serializeEventRow(row: FoundEvent): EventSummaryJson {
  const hasUser = row.userKey !== null
  return {
    id: row.eventId,
    eventID: row.eventId,
    eventId: row.eventId,
    'event.type': row.type,
    type: row.type,
    level: row.level,
    groupID: String(row.issueId),
    groupId: String(row.issueId),
    projectID: String(row.projectId),
    title: row.title,
    message: row.message,
    location: row.location,
    culprit: row.culprit,
    user: hasUser
      ? {
          id: row.userId,
          email: row.userEmail,
          username: row.userName,
          ip_address: row.userIp,
          ipAddress: row.userIp,
          name: null,
          geo: row.geoCountry === null ? null : { country_code: row.geoCountry },
          data: null,
        }
      : null,
    tags: serializeTags(row.tags),
    platform: row.platform,
    dateCreated: isoTime(row.timestamp),
    dateReceived: isoTime(row.receivedAt),
    crashFile: null,
    metadata: row.errorType === null ? { title: row.title } : { type: row.errorType, value: row.errorValue ?? '' },
  }
}
