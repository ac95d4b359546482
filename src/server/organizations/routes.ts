import { Type } from '../http/type.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { AnyObject, ref } from '../http/schema.ts'
import { describeAlone, describeWhole } from './describe.ts'
import { OrganizationDetailSchema } from './detail-schema.ts'
import { listVisibleOrganizations, organizationFilter, rankOrganizations } from './list.ts'
import { OrganizationSchema } from './schema.ts'
import { serializeOrganization } from './serialize.ts'
import { OrganizationUpdateSchema } from './settings.ts'
import { readOrganizationSettings, updateOrganization } from './update.ts'

const tags = ['Organizations']

const listOrganizations = route({
  method: 'GET',
  path: '/organizations/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({
    owner: Type.Optional(Type.Boolean()),
    /** Seed documents name it; every organisation in the list is one that the caller is a member of. */
    member: Type.Optional(Type.Boolean()),
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
    const matches = organizationFilter(query.query ?? '')
    const visible = (await listVisibleOrganizations(caller, storage.meta)).filter(
      ({ organization, access }) => (!query.owner || access.role === 'owner') && matches(organization),
    )
    const ranks = await rankOrganizations(visible, query.sortBy, storage.meta)
    const rows = pageOfList(visible, cursor, readPageSize(query, 100), ({ organization }) => ({
      value: ranks.get(organization.id) ?? 0,
      id: BigInt(organization.id),
    }))
    return Promise.all(
      page(rows, cursor).map(async ({ organization, access }) => {
        const settings = await readOrganizationSettings(organization.id, storage.meta)
        return serializeOrganization(organization, { scopes: access.scopes, baseUrl, settings })
      }),
    )
  },
})

const readOrganization = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({
    /** `0` leaves teams and projects out. */
    detailed: Type.Optional(Type.String()),
  }),
  response: ref(OrganizationDetailSchema),
  summary: 'One organization with its settings',
  tags,
  async handler({ organization, caller, access, query }, services) {
    const settings = await readOrganizationSettings(organization.id, services.storage.meta)
    const whole = { organization, settings, caller, access }
    return query.detailed === '0' ? describeAlone(whole, services) : describeWhole(whole, services)
  },
})

const putOrganization = route({
  method: 'PUT',
  path: '/organizations/{organization_id_or_slug}/',
  permission: ['org:write', 'org:admin'],
  body: OrganizationUpdateSchema,
  response: ref(OrganizationDetailSchema),
  summary: 'Change name, slug and settings of an organization',
  tags,
  async handler({ organization, caller, access, body }, services) {
    const changed = await updateOrganization(organization, body, services.now(), services.storage.meta)
    services.onProjectsChanged?.()
    return describeWhole({ ...changed, caller, access }, services)
  },
})

const listIntegrationProviders = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/config/integrations/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({ providerKey: Type.Optional(Type.String()) }),
  response: Type.Object({ providers: Type.Array(AnyObject) }),
  summary: 'Integrations that can be installed: none yet',
  tags,
  async handler() {
    return { providers: [] }
  },
})

const listRelays = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/relay_usage/',
  permission: ['org:read', 'org:write', 'org:admin'],
  response: Type.Array(AnyObject),
  summary: 'Relays that have registered: none can',
  tags,
  async handler() {
    return []
  },
})

export const organizationRoutes = [
  listOrganizations,
  readOrganization,
  putOrganization,
  listIntegrationProviders,
  listRelays,
]
