import { Type } from '../http/type.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { listVisibleOrganizations } from './list.ts'
import { EnvironmentSchema, OrganizationSchema } from './schema.ts'
import { serializeOrganization } from './serialize.ts'

const tags = ['Organizations']

const listOrganizations = route({
  method: 'GET',
  path: '/organizations/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({
    owner: Type.Optional(Type.Boolean()),
    query: Type.Optional(Type.String()),
    sortBy: Type.Optional(Type.String()),
    per_page: Type.Optional(Type.Integer()),
    cursor: Type.Optional(Type.String()),
  }),
  response: Type.Array(ref(OrganizationSchema)),
  summary: 'Organizations that the caller belongs to',
  tags,
  async handler({ caller, query, page }, { storage, baseUrl }) {
    const cursor = readCursor(query.cursor)
    const sought = query.query?.toLowerCase() ?? ''
    const visible = (await listVisibleOrganizations(caller, storage.meta)).filter(
      ({ organization, access }) =>
        (!query.owner || access.role === 'owner') &&
        `${organization.slug}\n${organization.name}`.toLowerCase().includes(sought),
    )
    const rows = pageOfList(visible, cursor, readPageSize(query, 100), ({ organization }) => ({
      value: organization.createdAt,
      id: BigInt(organization.id),
    }))
    return page(rows, cursor).map(({ organization, access }) =>
      serializeOrganization(organization, { scopes: access.scopes, baseUrl }),
    )
  },
})

const readOrganization = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/',
  permission: ['org:read', 'org:write', 'org:admin'],
  response: ref(OrganizationSchema),
  summary: 'One organization',
  tags,
  async handler({ organization, access }, { baseUrl }) {
    return serializeOrganization(organization, { scopes: access.scopes, baseUrl })
  },
})

const listEnvironments = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/environments/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({
    visibility: Type.Optional(Type.Enum(['all', 'hidden', 'visible'])),
    project: Type.Optional(Type.Array(Type.String())),
  }),
  response: Type.Array(EnvironmentSchema),
  summary: 'Environments that events of the organization came from',
  tags,
  async handler({ organization, query }, { storage }) {
    // Nothing hides environments, so that none are hidden.
    if (query.visibility === 'hidden') return []
    const projects = await storage.meta.listProjects(organization.id)
    const chosen = query.project?.filter((one) => one !== '-1') ?? []
    const ids = projects.filter((one) => chosen.length === 0 || chosen.includes(String(one.id))).map((one) => one.id)
    const rows = await storage.meta.listEnvironments(ids)
    const names = [...new Set(rows.map((row) => row.name))].toSorted()
    // Environments have no number of their own: the name is the identity everywhere.
    return names.map((name) => ({ id: name, name }))
  },
})

export const organizationRoutes = [listOrganizations, readOrganization, listEnvironments]
