import { Type } from '../http/type.ts'
import { LapwingError } from '../errors.ts'
import { EnvironmentsQuery, readEnvironments } from '../http/environments.ts'
import { pageOf, pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { nullable, ref } from '../http/schema.ts'
import { readTimeRange } from '../http/time-range.ts'
import type { EventRow } from '../storage/events/port.ts'
import { GroupingInfoSchema, serializeGroupingInfo } from './grouping-info.ts'
import { readEventDetail, readEventId, readFullEvent, readStoredEvent } from './read-event.ts'
import { EventSchema, EventSummarySchema } from './schema.ts'
import { serializeEventRow } from './serialize.ts'

const tags = ['Events']
const listIssueEvents = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/issues/{issue_id}/events/',
  aliases: ['/issues/{issue_id}/events/', '/groups/{issue_id}/events/'],
  permission: ['event:read', 'event:write', 'event:admin'],
  query: Type.Object({
    /** With the whole event, entries and all. */
    full: Type.Optional(Type.Boolean()),
    query: Type.Optional(Type.String()),
    environment: EnvironmentsQuery,
    statsPeriod: Type.Optional(Type.String()),
    start: Type.Optional(Type.String()),
    end: Type.Optional(Type.String()),
    limit: Type.Optional(Type.Integer()),
    per_page: Type.Optional(Type.Integer()),
    cursor: Type.Optional(Type.String()),
  }),
  response: Type.Array(Type.Union([ref(EventSchema), ref(EventSummarySchema)])),
  summary: 'Events of an issue, newest first',
  tags,
  async handler({ project, issue, query, page }, { storage, now }) {
    if (query.query?.trim()) {
      throw new LapwingError('invalid_query', {
        detail: `Error parsing search query: events cannot be searched; leave out '${query.query.slice(0, 200)}'.`,
      })
    }
    const cursor = readCursor(query.cursor)
    const size = readPageSize(query, 100)
    const range = readTimeRange(query, now())
    const walked = await storage.events.listEvents({
      issueId: issue.id,
      environments: readEnvironments(query.environment),
      start: range.from,
      end: range.to,
      limit: size + 1,
      oldestFirst: cursor?.backwards ?? false,
      after: cursor && { timestamp: cursor.value, eventId: cursor.id.toString(16).padStart(32, '0') },
    })
    const rows = walked.slice(0, size)
    if (cursor?.backwards) rows.reverse()
    const shown = page(pageOf(rows, walked.length > size, cursor, eventPosition), cursor)
    if (!query.full) return shown.map(serializeEventRow)
    const events = await Promise.all(shown.map((row) => readFullEvent(row, project, storage)))
    return events.filter((event) => event !== null)
  },
})

function eventPosition(row: EventRow) {
  return { value: row.timestamp, id: BigInt(`0x${row.eventId}`) }
}

const readIssueEvent = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/issues/{issue_id}/events/{event_id}/',
  aliases: ['/issues/{issue_id}/events/{event_id}/', '/groups/{issue_id}/events/{event_id}/'],
  permission: ['event:read', 'event:write', 'event:admin'],
  query: Type.Object({ environment: EnvironmentsQuery }),
  response: ref(EventSchema),
  summary: 'One event of an issue: by id, or `latest`, `oldest`, `recommended`',
  tags,
  async handler({ project, issue, params, query }, { storage }) {
    const environments = readEnvironments(query.environment)
    const { event_id: name } = params
    if (name !== 'latest' && name !== 'oldest' && name !== 'recommended') {
      return readEventDetail(project, requireEventId(name), environments, storage, issue)
    }
    const row = await storage.events.edgeEvent({ issueId: issue.id, environments, start: null, end: null }, name)
    // The events view follows the issue within milliseconds: until then the issue itself knows its first and last event.
    const known = name === 'oldest' ? issue.firstEventId : issue.lastEventId
    const eventId = row?.eventId ?? (environments === null ? known : null)
    if (eventId === null) throw new LapwingError('not_found', { detail: 'No matching event' })
    return readEventDetail(project, eventId, environments, storage, issue)
  },
})

const listHashes = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/issues/{issue_id}/hashes/',
  aliases: ['/issues/{issue_id}/hashes/', '/groups/{issue_id}/hashes/'],
  permission: ['event:read', 'event:write', 'event:admin'],
  query: Type.Object({ cursor: Type.Optional(Type.String()) }),
  response: Type.Array(
    Type.Object({
      id: Type.String(),
      /** Null where the issue has several hashes: which one its last event came by is not kept. */
      latestEvent: nullable(ref(EventSchema)),
      mergedBySeer: Type.Boolean(),
      seerMatchDistance: Type.Null(),
    }),
  ),
  summary: 'Hashes that lead events into an issue',
  tags,
  async handler({ project, issue, query, page }, { storage }) {
    const cursor = readCursor(query.cursor)
    const hashes = await storage.meta.listHashes(issue.id)
    const latest = hashes.length === 1 ? await readEventDetail(project, issue.lastEventId, null, storage) : null
    const rows = pageOfList(hashes, cursor, 100, (hash) => ({ value: 0, id: BigInt(`0x${hash}`) }))
    return page(rows, cursor).map((id) => ({ id, latestEvent: latest, mergedBySeer: false, seerMatchDistance: null }))
  },
})

const readProjectEvent = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/events/{event_id}/',
  permission: ['project:read', 'project:write', 'project:admin'],
  query: Type.Object({ environment: EnvironmentsQuery }),
  response: ref(EventSchema),
  summary: 'One event of a project',
  tags,
  async handler({ project, params, query }, { storage }) {
    return readEventDetail(project, requireEventId(params.event_id), readEnvironments(query.environment), storage)
  },
})

const readEventJson = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/events/{event_id}/json/',
  permission: ['project:read', 'project:write', 'project:admin'],
  response: Type.Unknown(),
  summary: 'One event as it is stored',
  tags,
  async handler({ project, params }, { storage }) {
    const stored = await readStoredEvent(project.id, requireEventId(params.event_id), undefined, storage)
    if (!stored) throw new LapwingError('not_found', { detail: 'Event not found' })
    return stored.event
  },
})

const readGroupingInfo = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/events/{event_id}/grouping-info/',
  permission: ['project:read', 'project:write', 'project:admin'],
  response: GroupingInfoSchema,
  summary: 'Why an event is in its issue',
  tags,
  async handler({ project, params }, { storage }) {
    const stored = await readStoredEvent(project.id, requireEventId(params.event_id), undefined, storage)
    if (!stored) throw new LapwingError('not_found', { detail: 'Event not found' })
    return serializeGroupingInfo(stored.event.grouping)
  },
})

const resolveEventId = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/eventids/{event_id}/',
  permission: ['org:read', 'org:write', 'org:admin'],
  response: Type.Object({
    organizationSlug: Type.String(),
    projectSlug: Type.String(),
    groupId: Type.String(),
    eventId: Type.String(),
    event: ref(EventSchema),
  }),
  summary: 'Where an event id belongs',
  tags,
  async handler({ organization, params }, { storage }) {
    const eventId = requireEventId(params.event_id)
    const projects = await storage.meta.listProjects(organization.id)
    const projectIds = projects.map((one) => one.id)
    const [place] = await storage.payloads.locate(projectIds, eventId)
    const project = projects.find((one) => one.id === place?.projectId)
    if (!project) throw new LapwingError('not_found', { detail: 'Event not found' })
    const event = await readEventDetail(project, eventId, null, storage)
    if (event.groupID === null) throw new LapwingError('not_found', { detail: 'Event not found' })
    return { organizationSlug: organization.slug, projectSlug: project.slug, groupId: event.groupID, eventId, event }
  },
})

function requireEventId(text: string): string {
  const eventId = readEventId(text)
  if (eventId === null) throw new LapwingError('not_found', { detail: 'Event not found' })
  return eventId
}

export const eventRoutes = [
  listIssueEvents,
  readIssueEvent,
  listHashes,
  readProjectEvent,
  readEventJson,
  readGroupingInfo,
  resolveEventId,
]
