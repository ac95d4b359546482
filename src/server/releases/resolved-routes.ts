import type { ApiServices } from '../http/context.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route, type RouteInput } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { type Static, Type } from '../http/type.ts'
import { readListItems } from '../issues/list-item.ts'
import { IssueListItemSchema } from '../issues/schema.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { Release } from '../storage/meta/ports/releases.ts'
import { findReleaseOf } from './find.ts'

const tags = ['Releases']

/** Nobody reads further; more than one release solves. */
const maxIssues = 10_000

const PagedQuery = Type.Object({ per_page: Type.Optional(Type.Integer()), cursor: Type.Optional(Type.String()) })

const list = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/releases/{version}/resolved/',
  permission: ['project:read', 'project:write', 'project:admin', 'project:releases'],
  query: PagedQuery,
  response: Type.Array(ref(IssueListItemSchema)),
  summary: 'Issues that are resolved in a release',
  tags,
  async handler(input, services) {
    const { organization, params } = input
    const { meta } = services.storage
    const release = await findReleaseOf({ organization, project: null }, params.version, meta)
    return listResolved(release, organization, await meta.listProjects(organization.id), input, services)
  },
})

const listOfProject = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/{version}/resolved/',
  permission: ['project:read', 'project:write', 'project:admin', 'project:releases'],
  query: PagedQuery,
  response: Type.Array(ref(IssueListItemSchema)),
  summary: 'Issues of a project that are resolved in a release',
  tags,
  async handler(input, services) {
    const { organization, project, params } = input
    const release = await findReleaseOf({ organization, project }, params.version, services.storage.meta)
    return listResolved(release, organization, [project], input, services)
  },
})

async function listResolved(
  release: Release,
  organization: Organization,
  projects: Project[],
  { caller, query, page }: Pick<RouteInput, 'caller' | 'page'> & { query: Static<typeof PagedQuery> },
  { storage, baseUrl, now }: ApiServices,
) {
  const cursor = readCursor(query.cursor)
  const ids = await storage.meta.listResolvedIn({
    projectIds: projects.map(({ id }) => id),
    version: release.version,
    limit: maxIssues,
  })
  const rows = pageOfList(ids, cursor, readPageSize(query, 25), (id) => ({ value: 0, id: BigInt(id) }))
  const issues = await storage.meta.findIssues(page(rows, cursor))
  const view = {
    organization,
    projects,
    userId: caller?.user?.id ?? null,
    environments: null,
    range: { from: null, to: null },
    statsPeriod: null,
    withSessions: false,
    matchingEventId: null,
    baseUrl,
    now: now(),
  }
  return readListItems(issues, view, storage)
}

export const resolvedIssueRoutes = [list, listOfProject]
