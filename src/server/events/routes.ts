import { Type } from '../http/type.ts'
import { LapwingError } from '../errors.ts'
import { EnvironmentsQuery, readEnvironments } from '../http/environments.ts'
import { route } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { onePath } from '../issues/paths.ts'
import { GroupingInfoSchema, serializeGroupingInfo } from './grouping-info.ts'
import { eventListRoutes } from './list-routes.ts'
import { readEdgeEvent, readEventDetail, readEventId, readStoredEvent } from './read-event.ts'
import { EventSchema } from './schema.ts'

const tags = ['Events']
const readIssueEvent = route({
  method: 'GET',
  ...onePath('events/{event_id}/'),
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
    return readEdgeEvent(project, issue, name, environments, storage)
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
  ...eventListRoutes,
  readIssueEvent,
  readProjectEvent,
  readEventJson,
  readGroupingInfo,
  resolveEventId,
]
