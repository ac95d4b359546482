import { LapwingError } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Caller } from '../http/authenticate.ts'
import type { Access } from '../http/authorize.ts'
import type { ApiServices } from '../http/context.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { nullable, ref } from '../http/schema.ts'
import { serializeOrganization } from '../organizations/serialize.ts'
import { readOrganizationSettings } from '../organizations/update.ts'
import { isSwitchedOn } from '../releases/health/options.ts'
import type { StatsPeriod } from '../releases/health/periods.ts'
import { readSessionStats, type SessionStats } from '../releases/health/project-sessions.ts'
import { countProjectEvents } from '../stats/project-events.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { listOwnTeamIds } from '../teams/own.ts'
import { createProject } from './create.ts'
import { filterProjects } from './filter-projects.ts'
import { ProjectDetailSchema, ProjectSchema } from './schema.ts'
import { serializeProject, serializeProjectDetail } from './serialize.ts'
import { changesProject, ProjectUpdateSchema } from './settings.ts'
import { updateProject } from './update.ts'
import { readProjectViews } from './view.ts'

const tags = ['Projects']

const ProjectBody = Type.Object({
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
    /** `24h`, `14d` or `30d`: with the number of events in them. */
    statsPeriod: Type.Optional(Type.Enum(['1h', '24h', '7d', '14d', '30d'])),
    /** `1`, with `statsPeriod`: with the crash free rate of then and before. */
    sessionStats: Type.Optional(Type.String()),
    options: Type.Optional(Type.Array(Type.String())),
    per_page: Type.Optional(Type.Integer()),
    limit: Type.Optional(Type.Integer()),
    cursor: Type.Optional(Type.String()),
  }),
  response: Type.Array(ref(ProjectSchema)),
  summary: 'Projects of an organization',
  tags,
  async handler({ organization, caller, access, query, page }, services) {
    const { meta } = services.storage
    const cursor = readCursor(query.cursor)
    const projects = await filterProjects(await meta.listProjects(organization.id), query.query ?? '', caller, meta)
    const rows = pageOfList(projects, cursor, readPageSize(query, 100), ({ id }) => ({ value: 0, id: BigInt(id) }))
    const views = await readProjectViews(page(rows, cursor), caller, access, meta)
    const stats = query.statsPeriod ? await countProjectEvents(rows.rows, query.statsPeriod, services) : null
    const health = await readHealthOfProjects(organization, rows.rows, query, services)
    const { id, slug, name } = organization
    return views.map(({ project, view }) => ({
      ...serializeProject(project, view),
      organization: { id: String(id), slug, name },
      ...(stats && { stats: stats.get(project.id) ?? [] }),
      ...(health && { sessionStats: health.get(project.id) }),
    }))
  },
})

async function readHealthOfProjects(
  { id: organizationId }: Organization,
  projects: Project[],
  { sessionStats, statsPeriod }: { sessionStats?: string; statsPeriod?: StatsPeriod },
  { storage, now }: ApiServices,
): Promise<Map<number, SessionStats> | null> {
  if (!isSwitchedOn(sessionStats) || !statsPeriod) return null
  const scope = { organizationId, projectIds: projects.map(({ id }) => id), environments: null }
  return readSessionStats(scope, statsPeriod, now(), storage.sessions)
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
    await refuseClosedCreation(organization, access, meta)
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

/** Members make projects of their own unless the organisation has closed that. */
async function refuseClosedCreation(organization: Organization, access: Access, meta: MetaStore): Promise<void> {
  if (access.scopes.includes('project:write')) return
  const { allowMemberProjectCreation } = await readOrganizationSettings(organization.id, meta)
  if (allowMemberProjectCreation && access.role !== 'contributor') return
  throw new LapwingError('forbidden', { detail: 'Your organization has disabled this feature for members.' })
}

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
  permission: ['project:read', 'project:write', 'project:admin'],
  body: ProjectUpdateSchema,
  response: ref(ProjectDetailSchema),
  summary: 'Change a project; who may only read it can bookmark it',
  tags,
  async handler({ organization, project, caller, access, body }, services) {
    const { meta } = services.storage
    if (changesProject(body) && !access.scopes.includes('project:write')) throw new LapwingError('forbidden')
    if (body.isBookmarked !== undefined && caller.user) {
      await meta.bookmarkProject(project.id, caller.user.id, body.isBookmarked)
    }
    const updated = changesProject(body) ? await updateProject(project, body, meta) : project
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
  return serializeProjectDetail(shown.project, shown.view, owner)
}

const deleteProject = route({
  method: 'DELETE',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/',
  permission: ['project:admin'],
  response: null,
  summary: 'Delete a project: it is gone at once, its issues and events are removed in the background',
  tags,
  async handler({ project }, services) {
    await services.storage.meta.deleteProject(project.id, services.now())
    services.onProjectsChanged?.()
    services.onJobFiled?.()
  },
})

export const projectRoutes = [listProjects, createInOrganization, createInTeam, readProject, putProject, deleteProject]
