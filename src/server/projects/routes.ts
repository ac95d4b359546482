import { Type } from '../http/type.ts'
import type { Caller } from '../http/authenticate.ts'
import type { Access } from '../http/authorize.ts'
import type { ApiServices } from '../http/context.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { nullable, ref, strictBody } from '../http/schema.ts'
import { serializeOrganization } from '../organizations/serialize.ts'
import type { Organization, Project } from '../storage/meta/port.ts'
import { listOwnTeamIds } from '../teams/own.ts'
import { createProject } from './create.ts'
import { ProjectDetailSchema, ProjectSchema } from './schema.ts'
import { serializeProject, serializeProjectDetail } from './serialize.ts'
import { ProjectUpdateSchema } from './settings.ts'
import { updateProject } from './update.ts'
import { readProjectViews } from './view.ts'

const tags = ['Projects']

/** The grouping folder that new events go through. */
const groupingConfig = '2026-11'

const ProjectBody = strictBody({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  slug: Type.Optional(nullable(Type.String({ maxLength: 100 }))),
  platform: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
  /** For Sentry's clients; there are no alert rules to begin with. */
  default_rules: Type.Optional(Type.Boolean()),
})

const listProjects = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/projects/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({
    query: Type.Optional(Type.String()),
    per_page: Type.Optional(Type.Integer()),
    cursor: Type.Optional(Type.String()),
  }),
  response: Type.Array(ref(ProjectSchema)),
  summary: 'Projects of an organization',
  tags,
  async handler({ organization, caller, access, query, page }, { storage }) {
    const cursor = readCursor(query.cursor)
    const matches = projectFilter(query.query ?? '')
    const projects = (await storage.meta.listProjects(organization.id)).filter(matches)
    const rows = pageOfList(projects, cursor, readPageSize(query, 100), ({ id }) => ({ value: 0, id: BigInt(id) }))
    const views = await readProjectViews(page(rows, cursor), caller, access, storage.meta)
    return views.map(({ project, view }) => serializeProject(project, view))
  },
})

/** `web slug:api id:7`: all words must hold; a bare word is looked for in slug and name. */
function projectFilter(query: string): (project: Project) => boolean {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return (project) =>
    words.every((word) => {
      if (word.startsWith('slug:')) return project.slug === word.slice(5)
      if (word.startsWith('id:')) return String(project.id) === word.slice(3)
      return `${project.slug}\n${project.name}`.toLowerCase().includes(word)
    })
}

const createInOrganization = route({
  method: 'POST',
  path: '/organizations/{organization_id_or_slug}/projects/',
  permission: ['project:read', 'project:write', 'project:admin'],
  body: ProjectBody,
  response: ref(ProjectSchema),
  status: 201,
  summary: 'Create a project; it belongs to the first team of the caller, if any',
  tags,
  async handler({ organization, caller, access, body }, services) {
    const { meta } = services.storage
    const [teams, own] = await Promise.all([meta.listTeams(organization.id), listOwnTeamIds(caller, meta)])
    const team = teams.find((one) => own.includes(one.id)) ?? teams[0]
    return create(organization, team?.id ?? null, body, caller, access, services)
  },
})

const createInTeam = route({
  method: 'POST',
  path: '/teams/{organization_id_or_slug}/{team_id_or_slug}/projects/',
  permission: ['project:write', 'project:admin'],
  body: ProjectBody,
  response: ref(ProjectSchema),
  status: 201,
  summary: 'Create a project that belongs to a team',
  tags,
  async handler({ organization, team, caller, access, body }, services) {
    return create(organization, team.id, body, caller, access, services)
  },
})

async function create(
  organization: Organization,
  teamId: number | null,
  body: { name: string; slug?: string | null; platform?: string | null },
  caller: Caller,
  access: Access,
  services: ApiServices,
) {
  const { meta } = services.storage
  const { name, slug = null, platform = null } = body
  const now = services.now()
  const project = await createProject(meta, { organizationId: organization.id, name, slug, platform, teamId, now })
  services.onProjectsChanged?.()
  const [shown] = await readProjectViews([project], caller, access, meta)
  if (!shown) throw new Error('a project without a view')
  return serializeProject(shown.project, shown.view)
}

const readProject = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/',
  permission: ['project:read', 'project:write', 'project:admin'],
  response: ref(ProjectDetailSchema),
  summary: 'One project with its settings',
  tags,
  async handler({ organization, project, caller, access }, services) {
    return detail(organization, project, caller, access, services)
  },
})

const putProject = route({
  method: 'PUT',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/',
  permission: ['project:write', 'project:admin'],
  body: ProjectUpdateSchema,
  response: ref(ProjectDetailSchema),
  summary: 'Change name, slug, platform, scrubbing, filters or grouping rules',
  tags,
  async handler({ organization, project, caller, access, body }, services) {
    const updated = await updateProject(project, body, services.storage.meta)
    services.onProjectsChanged?.()
    return detail(organization, updated, caller, access, services)
  },
})

async function detail(
  organization: Organization,
  project: Project,
  caller: Caller,
  access: Access,
  { storage, baseUrl }: ApiServices,
) {
  const [shown] = await readProjectViews([project], caller, access, storage.meta)
  if (!shown) throw new Error('a project without a view')
  const owner = serializeOrganization(organization, { scopes: access.scopes, baseUrl })
  return serializeProjectDetail(shown.project, shown.view, owner, groupingConfig)
}

const deleteProject = route({
  method: 'DELETE',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/',
  permission: ['project:admin'],
  response: null,
  summary: 'Delete a project with its issues',
  tags,
  async handler({ project }, services) {
    await services.storage.meta.deleteProject(project.id)
    services.onProjectsChanged?.()
  },
})

const listProjectEnvironments = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/environments/',
  permission: ['project:read', 'project:write', 'project:admin'],
  query: Type.Object({ visibility: Type.Optional(Type.Enum(['all', 'hidden', 'visible'])) }),
  response: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), isHidden: Type.Boolean() })),
  summary: 'Environments that events of the project came from',
  tags,
  async handler({ project, query }, { storage }) {
    if (query.visibility === 'hidden') return []
    const rows = await storage.meta.listEnvironments([project.id])
    return rows.map(({ name }) => ({ id: name, name, isHidden: false }))
  },
})

export const projectRoutes = [
  listProjects,
  createInOrganization,
  createInTeam,
  readProject,
  putProject,
  deleteProject,
  listProjectEnvironments,
]
