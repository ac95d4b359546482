import { type Static, Type } from '../http/type.ts'
import { LapwingError } from '../errors.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { nullable, ref, strictBody } from '../http/schema.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Project, ProjectKey } from '../storage/meta/ports/projects.ts'
import { createKeyPair } from './defaults.ts'
import { ProjectKeySchema } from './schema.ts'
import { browserSdkVersions, serializeProjectKey } from './serialize.ts'

const tags = ['Projects']

const KeysQuery = Type.Object({
  status: Type.Optional(Type.Enum(['active', 'inactive'])),
  cursor: Type.Optional(Type.String()),
  per_page: Type.Optional(Type.Integer()),
})

const LoaderOptionsBody = Type.Object({
  hasReplay: Type.Optional(Type.Boolean()),
  hasPerformance: Type.Optional(Type.Boolean()),
  hasDebug: Type.Optional(Type.Boolean()),
  hasFeedback: Type.Optional(Type.Boolean()),
  hasLogsAndMetrics: Type.Optional(Type.Boolean()),
})

/** Null or a count of null lifts the limit. */
const RateLimitBody = nullable(
  Type.Object({
    window: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 86_400 }))),
    count: Type.Optional(nullable(Type.Integer({ minimum: 0 }))),
  }),
)

function readRateLimit(body: Static<typeof RateLimitBody>): ProjectKey['rateLimit'] {
  return body?.window && body.count ? { window: body.window, count: body.count } : null
}

const keyPosition = (key: ProjectKey) => ({ value: key.createdAt, id: BigInt(`0x${key.publicKey}`) })

function hasStatus(status: 'active' | 'inactive' | undefined) {
  return (key: ProjectKey) => status === undefined || key.isActive === (status === 'active')
}

const listKeys = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/',
  permission: ['project:read', 'project:write', 'project:admin'],
  query: KeysQuery,
  response: Type.Array(ref(ProjectKeySchema)),
  summary: 'Client keys (DSNs) of a project',
  tags,
  async handler({ project, query, page }, { storage, baseUrl }) {
    const cursor = readCursor(query.cursor)
    const keys = (await storage.meta.listKeys(project.id)).filter(hasStatus(query.status))
    return page(pageOfList(keys, cursor, readPageSize(query, 100), keyPosition), cursor).map((key) =>
      serializeProjectKey(key, baseUrl),
    )
  },
})

const listOrganizationKeys = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/project-keys/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({
    ...KeysQuery.properties,
    /** Of this team's projects only, by id or slug. */
    team: Type.Optional(Type.String()),
  }),
  response: Type.Array(ref(ProjectKeySchema)),
  summary: 'Client keys (DSNs) of all projects of an organization',
  tags,
  async handler({ organization, query, page }, { storage, baseUrl }) {
    const cursor = readCursor(query.cursor)
    const projects = await listTeamProjects(organization.id, query.team, storage.meta)
    const keys = (await Promise.all(projects.map((project) => storage.meta.listKeys(project.id)))).flat()
    const rows = pageOfList(keys.filter(hasStatus(query.status)), cursor, readPageSize(query, 100), keyPosition)
    return page(rows, cursor).map((key) => serializeProjectKey(key, baseUrl))
  },
})

async function listTeamProjects(
  organizationId: number,
  team: string | undefined,
  meta: Pick<MetaStore, 'findTeam' | 'listProjects' | 'listTeamsOfProject'>,
): Promise<Project[]> {
  const projects = await meta.listProjects(organizationId)
  if (team === undefined || team === '') return projects
  const found = await meta.findTeam(organizationId, team)
  if (!found) throw new LapwingError('bad_request', { detail: `There is no team '${team}'.` })
  const teams = await Promise.all(projects.map((project) => meta.listTeamsOfProject(project.id)))
  return projects.filter((_, index) => teams[index]?.some(({ id }) => id === found.id))
}

const createKey = route({
  method: 'POST',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/',
  permission: ['project:write', 'project:admin'],
  body: strictBody({
    name: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
    rateLimit: Type.Optional(RateLimitBody),
    useCase: Type.Optional(Type.Enum(['user', 'profiling', 'tempest', 'demo'])),
    browserSdkVersion: Type.Optional(Type.Enum(browserSdkVersions)),
    dynamicSdkLoaderOptions: Type.Optional(LoaderOptionsBody),
  }),
  response: ref(ProjectKeySchema),
  status: 201,
  summary: 'Create a client key',
  tags,
  async handler({ project, body }, services) {
    const { meta } = services.storage
    const key = await meta.createKey({
      ...createKeyPair(),
      projectId: project.id,
      label: body.name?.trim() || 'Unnamed key',
      createdAt: services.now(),
      rateLimit: readRateLimit(body.rateLimit ?? null),
      useCase: body.useCase ?? 'user',
    })
    const patch = {
      browserSdkVersion: body.browserSdkVersion ?? key.browserSdkVersion,
      loaderOptions: { ...key.loaderOptions, ...body.dynamicSdkLoaderOptions },
    }
    await meta.updateKey(key.publicKey, patch)
    services.onProjectsChanged?.()
    return serializeProjectKey({ ...key, ...patch }, services.baseUrl)
  },
})

const readKey = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/{key_id}/',
  permission: ['project:read', 'project:write', 'project:admin'],
  response: ref(ProjectKeySchema),
  summary: 'One client key',
  tags,
  async handler({ project, params }, { storage, baseUrl }) {
    return serializeProjectKey(await findKeyOf(project, params.key_id, storage.meta), baseUrl)
  },
})

const updateKey = route({
  method: 'PUT',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/{key_id}/',
  permission: ['project:write', 'project:admin'],
  body: strictBody({
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    isActive: Type.Optional(Type.Boolean()),
    rateLimit: Type.Optional(RateLimitBody),
    browserSdkVersion: Type.Optional(Type.Enum(browserSdkVersions)),
    dynamicSdkLoaderOptions: Type.Optional(LoaderOptionsBody),
  }),
  response: ref(ProjectKeySchema),
  summary: 'Rename, switch on or off, or limit a client key',
  tags,
  async handler({ project, params, body }, services) {
    const { meta } = services.storage
    const key = await findKeyOf(project, params.key_id, meta)
    const patch = {
      label: body.name?.trim() || key.label,
      isActive: body.isActive ?? key.isActive,
      rateLimit: body.rateLimit === undefined ? key.rateLimit : readRateLimit(body.rateLimit),
      browserSdkVersion: body.browserSdkVersion ?? key.browserSdkVersion,
      loaderOptions: { ...key.loaderOptions, ...body.dynamicSdkLoaderOptions },
    }
    await meta.updateKey(key.publicKey, patch)
    services.onProjectsChanged?.()
    return serializeProjectKey({ ...key, ...patch }, services.baseUrl)
  },
})

const deleteKey = route({
  method: 'DELETE',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/{key_id}/',
  permission: ['project:admin'],
  response: null,
  summary: 'Delete a client key',
  tags,
  async handler({ project, params }, services) {
    const { meta } = services.storage
    const key = await findKeyOf(project, params.key_id, meta)
    await meta.deleteKey(key.publicKey)
    services.onProjectsChanged?.()
  },
})

async function findKeyOf(project: Project, publicKey: string, meta: Pick<MetaStore, 'findKey'>): Promise<ProjectKey> {
  const key = await meta.findKey(publicKey)
  if (key?.projectId !== project.id) throw new LapwingError('not_found')
  return key
}

export const projectKeyRoutes = [listKeys, listOrganizationKeys, createKey, readKey, updateKey, deleteKey]
