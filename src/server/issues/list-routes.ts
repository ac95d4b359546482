import { type Static, Type } from '../http/type.ts'
import type { Caller } from '../http/authenticate.ts'
import { EnvironmentsQuery, readEnvironments } from '../http/environments.ts'
import { pageOf, readCursor, readPageSize } from '../http/paging.ts'
import { route, type RouteInput } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import type { ApiServices } from '../http/context.ts'
import { readTimeRange } from '../http/time-range.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Issue } from '../storage/meta/ports/issues.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { findDirectHit, findIssuePage } from './list.ts'
import { readListItems } from './list-item.ts'
import { IssueListItemSchema } from './schema.ts'
import { readScopeProjects } from './scope-projects.ts'
import type { StatsPeriod } from './stats.ts'

const tags = ['Issues']

const issueListQuery = {
  /** `is:unresolved` unless given; the empty text is all issues. */
  query: Type.Optional(Type.String({ maxLength: 4096 })),
  project: Type.Optional(Type.Array(Type.String(), { maxItems: 1000 })),
  environment: EnvironmentsQuery,
  statsPeriod: Type.Optional(Type.String()),
  start: Type.Optional(Type.String()),
  end: Type.Optional(Type.String()),
  groupStatsPeriod: Type.Optional(Type.Enum(['', '24h', '14d', 'auto'])),
  sort: Type.Optional(Type.String()),
  shortIdLookup: Type.Optional(Type.String()),
  limit: Type.Optional(Type.Integer()),
  per_page: Type.Optional(Type.Integer()),
  cursor: Type.Optional(Type.String()),
  /** `stats` leaves out the series; what else Sentry can leave out costs nothing here. */
  collapse: Type.Optional(Type.Array(Type.String())),
  /** `sessions` counts those of the issue's project; everything else that can be asked for is always there. */
  expand: Type.Optional(Type.Array(Type.String())),
  viewId: Type.Optional(Type.String()),
}
const IssueListQuerySchema = Type.Object(issueListQuery)

const listIssues = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/issues/',
  permission: ['event:read', 'event:write', 'event:admin'],
  query: IssueListQuerySchema,
  response: Type.Array(ref(IssueListItemSchema)),
  summary: 'Issues of an organization',
  tags,
  async handler(input, services) {
    const projects = await readScopeProjects(input.organization.id, input.query.project, services.storage.meta)
    return list(projects, input, services)
  },
})

const listProjectIssues = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/issues/',
  permission: ['event:read', 'event:write', 'event:admin'],
  query: Type.Object({ ...issueListQuery, hashes: Type.Optional(Type.Array(Type.String(), { maxItems: 100 })) }),
  response: Type.Array(ref(IssueListItemSchema)),
  summary: 'Issues of a project',
  tags,
  async handler(input, services) {
    const { project, query } = input
    if (query.hashes === undefined) return list([project], input, services)
    const found = await findIssuesByHashes(project, query.hashes, services.storage.meta)
    // All on one page: no more hashes are taken than a page holds.
    const issues = input.page(
      pageOf(found, false, null, ({ id }) => ({ value: id, id: BigInt(id) })),
      null,
    )
    return readListItems(issues, { ...viewOf([project], input, services), matchingEventId: null }, services.storage)
  },
})

async function list(projects: Project[], input: ListInput, services: ApiServices) {
  const { organization, query, page, reply } = input
  const { storage } = services
  const paging = { cursor: readCursor(query.cursor), size: readPageSize(query, 25) }
  const view = viewOf(projects, input, services)
  const hit = await findDirectHit(projects, query, storage)
  if (hit) {
    reply.header('x-sentry-direct-hit', '1').header('x-hits', '1')
    return readListItems([hit.issue], { ...view, matchingEventId: hit.eventId }, storage)
  }
  const { userId, environments, now } = view
  const scope = { organizationId: organization.id, projects, userId }
  const found = await findIssuePage(scope, { ...query, environments }, paging, storage, now)
  reply.header('x-hits', String(found.hits)).header('x-max-hits', '1000')
  return readListItems(page(found.page, paging.cursor), { ...view, matchingEventId: null }, storage)
}

function viewOf(projects: Project[], { organization, caller, query }: ListInput, { baseUrl, now }: ApiServices) {
  const at = now()
  return {
    organization,
    projects,
    userId: caller.user?.id ?? null,
    environments: readEnvironments(query.environment),
    range: readTimeRange(query, at),
    withSessions: query.expand?.includes('sessions') ?? false,
    statsPeriod: query.collapse?.includes('stats') ? null : readStatsPeriod(query.groupStatsPeriod),
    baseUrl,
    now: at,
  }
}

/** The issues that own these hashes, each once; hashes that none owns are passed over. */
async function findIssuesByHashes(
  project: Project,
  hashes: string[],
  meta: Pick<MetaStore, 'resolveHashes' | 'findIssues'>,
): Promise<Issue[]> {
  const owners = await meta.resolveHashes(hashes.map((hash) => ({ projectId: project.id, hashes: [hash] })))
  return meta.findIssues([...new Set(owners.filter((id) => id !== null))])
}

type ListInput = Pick<RouteInput, 'page' | 'reply'> & {
  caller: Caller
  organization: Organization
  query: Static<typeof IssueListQuerySchema>
}

function readStatsPeriod(period: string | undefined): StatsPeriod | null {
  if (period === '') return null
  return period === '14d' || period === 'auto' ? period : '24h'
}

export const issueListRoutes = [listIssues, listProjectIssues]
