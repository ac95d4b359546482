import { LapwingError } from '../errors.ts'
import { readEventId } from '../events/read-event.ts'
import { linkHeaderTo, maxPageSize, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { readScopeProjects } from '../issues/scope-projects.ts'
import { writeCursor } from '../observability/cursor.ts'
import { maySeeReplays } from '../replays/access.ts'
import { listBreadcrumbs } from './breadcrumbs.ts'
import { listSessionEvents, reachOf } from './events.ts'
import { ProjectsQuery, readUserSessionsQuery, UserSessionsQuery } from './read-query.ts'
import { UserSessionSchema, WholeUserSessionSchema } from './schema.ts'
import { serializeUserSession, serializeWholeSession } from './serialize.ts'

const tags = ['User sessions']
const permission = ['org:read', 'org:write', 'org:admin', 'event:read', 'event:write', 'event:admin'] as const
/** Of each kind of part, and of events; those that came last. */
const mostParts = 100

const listUserSessions = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/user-sessions/',
  permission,
  query: UserSessionsQuery,
  response: Type.Array(ref(UserSessionSchema)),
  summary: 'Sessions of people in apps and on web sites, those that began last first',
  tags,
  async handler({ organization, caller, query, request, reply }, { storage, now, baseUrl }) {
    const { meta, userSessions } = storage
    const size = readPageSize(query, 50)
    const { platform, filter, sort, from, mode } = readUserSessionsQuery(query, now())
    const projects = await readScopeProjects(organization.id, query.project, meta)
    const isOthers = query.rev_org?.every((name) => name !== organization.slug && name !== String(organization.id))
    const projectIds = isOthers ? [] : projects.map(({ id }) => id)
    const found = await userSessions.list({ projectIds, platform, filter, sort, from, mode, limit: size + 1 })
    const isMore = found.length > size
    const rows = mode === 'after' ? found.slice(0, size) : found.slice(-size)
    const [first, last] = [rows.at(0), rows.at(-1)]
    const cursorOf = (row: typeof first, direction: 0 | 1) => (row ? `${writeCursor(row, sort)}:${direction}` : '')
    const link = linkHeaderTo(new URL(baseUrl + request.url), {
      previous: {
        cursor: cursorOf(first, 1),
        results: first !== undefined && (mode === 'before' ? isMore : from !== null),
      },
      next: { cursor: cursorOf(last, 0), results: last !== undefined && (mode === 'before' || isMore) },
    })
    reply.header('link', link)
    const visible = await maySeeReplays(organization, caller, meta)
    return rows.map((session) => serializeUserSession(session, organization, visible))
  },
})

const readUserSession = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/user-sessions/{session_id}/',
  permission,
  query: Type.Object({ project: ProjectsQuery }),
  response: ref(WholeUserSessionSchema),
  summary: 'One session of a person: its errors, replay and sessions of release health',
  tags,
  async handler({ organization, caller, params, query }, { storage }) {
    const { meta, userSessions, sessions } = storage
    const projects = await readScopeProjects(organization.id, query.project, meta)
    const id = readEventId(params.session_id)
    const projectIds = projects.map((project) => project.id)
    const whole = id === null ? null : await userSessions.findWhole({ projectIds, id, mostParts })
    const project = projects.find((one) => one.id === whole?.session.projectId)
    if (!whole || !project) throw new LapwingError('not_found', { detail: 'Session not found' })
    const sids = whole.parts.filter(({ kind }) => kind === 'session').map((part) => part.id)
    const [states, events, visible] = await Promise.all([
      sessions.listStates({ projectId: project.id, sids }),
      listSessionEvents(whole, project, maxPageSize, storage),
      maySeeReplays(organization, caller, meta),
    ])
    const rows = events.events.map(({ row }) => row)
    const breadcrumbs = await listBreadcrumbs(rows, reachOf(whole.session), storage)
    return serializeWholeSession(whole, { states, breadcrumbs, ...events }, organization, visible)
  },
})

export const userSessionRoutes = [listUserSessions, readUserSession]
