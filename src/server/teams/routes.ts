import { LapwingError } from '../errors.ts'
import type { Caller } from '../http/authenticate.ts'
import type { Access } from '../http/authorize.ts'
import type { ApiServices } from '../http/context.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { nullable, ref, strictBody } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { serializeTeamMember } from '../members/serialize.ts'
import { TeamMemberSchema } from '../members/schema.ts'
import { serializeOrganization } from '../organizations/serialize.ts'
import { slugRule } from '../projects/create.ts'
import { ProjectSchema } from '../projects/schema.ts'
import { serializeProject } from '../projects/serialize.ts'
import { isSlug } from '../projects/slug.ts'
import { readProjectViews } from '../projects/view.ts'
import type { Organization, Team } from '../storage/meta/ports/people.ts'
import { createTeam } from './create.ts'
import { TeamDetailSchema } from './detail-schema.ts'
import { readTeamDetails } from './detail.ts'
import { serializeTeam } from './serialize.ts'
import { readTeamViews } from './view.ts'

const tags = ['Teams']
const PageQuery = { per_page: Type.Optional(Type.Integer()), cursor: Type.Optional(Type.String()) }

const listTeams = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/teams/',
  permission: ['org:read', 'org:write', 'org:admin', 'team:read', 'team:write', 'team:admin'],
  query: Type.Object({
    ...PageQuery,
    query: Type.Optional(Type.String({ maxLength: 1000 })),
    /** `0` leaves the projects out. */
    detailed: Type.Optional(Type.String()),
  }),
  response: Type.Array(ref(TeamDetailSchema)),
  summary: 'Teams of an organization',
  tags,
  async handler({ organization, caller, access, query, page }, { storage }) {
    const cursor = readCursor(query.cursor)
    const matches = teamFilter(query.query ?? '')
    const teams = (await storage.meta.listTeams(organization.id)).filter(matches)
    const rows = page(pageOfList(teams, cursor, readPageSize(query, 100), positionOf), cursor)
    if (query.detailed !== '0') return readTeamDetails(rows, caller, access, storage.meta)
    const views = await readTeamViews(rows, caller, access, storage.meta)
    return views.map(({ team, view }) => serializeTeam(team, view))
  },
})

function positionOf({ id }: { id: number }) {
  return { value: 0, id: BigInt(id) }
}

/** `web slug:api id:7`: all words must hold; a bare word is looked for in slug and name. */
function teamFilter(query: string): (team: Team) => boolean {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return (team) =>
    words.every((word) => {
      if (word.startsWith('slug:')) return team.slug === word.slice(5)
      if (word.startsWith('id:')) return String(team.id) === word.slice(3)
      return `${team.slug}\n${team.name}`.toLowerCase().includes(word)
    })
}

const listOwnTeams = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/user-teams/',
  permission: ['org:read', 'org:write', 'org:admin'],
  response: Type.Array(ref(TeamDetailSchema)),
  summary: 'Teams that the caller is in, with their projects',
  tags,
  async handler({ organization, caller, access }, { storage }) {
    const own = caller.user ? await storage.meta.listTeamIdsOfUser(caller.user.id) : []
    const teams = (await storage.meta.listTeams(organization.id)).filter((team) => own.includes(team.id))
    return readTeamDetails(teams, caller, access, storage.meta)
  },
})

const postTeam = route({
  method: 'POST',
  path: '/organizations/{organization_id_or_slug}/teams/',
  permission: ['org:write', 'org:admin', 'team:write', 'team:admin'],
  body: strictBody({
    name: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
    slug: Type.Optional(nullable(Type.String({ maxLength: 50 }))),
  }),
  response: ref(TeamDetailSchema),
  status: 201,
  summary: 'Create a team with the caller in it',
  tags,
  async handler({ organization, caller, access, body }, services) {
    const { meta } = services.storage
    const isMember = caller.user !== null && (await meta.findMemberOfUser(organization.id, caller.user.id)) !== null
    const team = await createTeam(meta, {
      organizationId: organization.id,
      name: body.name ?? null,
      slug: body.slug || null,
      userId: isMember ? caller.user.id : null,
      now: services.now(),
    })
    return detail(organization, team, caller, access, services)
  },
})

const readTeam = route({
  method: 'GET',
  path: '/teams/{organization_id_or_slug}/{team_id_or_slug}/',
  permission: ['team:read', 'team:write', 'team:admin'],
  query: Type.Object({
    expand: Type.Optional(Type.Array(Type.String())),
    /** `organization` leaves it out. */
    collapse: Type.Optional(Type.Array(Type.String())),
  }),
  response: ref(TeamDetailSchema),
  summary: 'One team with its projects',
  tags,
  async handler({ organization, team, caller, access, query }, services) {
    const { organization: ofTeam, ...shown } = await detail(organization, team, caller, access, services)
    return query.collapse?.includes('organization') ? shown : { ...shown, organization: ofTeam }
  },
})

async function detail(
  organization: Organization,
  team: Team,
  caller: Caller,
  access: Access,
  { storage, baseUrl }: ApiServices,
) {
  const [shown] = await readTeamDetails([team], caller, access, storage.meta)
  if (!shown) throw new Error('a team without a view')
  return { ...shown, organization: serializeOrganization(organization, { scopes: access.scopes, baseUrl }) }
}

const putTeam = route({
  method: 'PUT',
  path: '/teams/{organization_id_or_slug}/{team_id_or_slug}/',
  permission: ['team:write', 'team:admin'],
  body: strictBody({
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    slug: Type.Optional(Type.String({ maxLength: 50 })),
  }),
  response: ref(TeamDetailSchema),
  summary: 'Change name or slug of a team',
  tags,
  async handler({ organization, team, caller, access, body }, services) {
    const { slug } = body
    const name = body.name?.trim()
    if (name === '') throw new LapwingError('invalid_input', { fields: { name: ['This field may not be blank.'] } })
    if (slug !== undefined && !isSlug(slug)) throw new LapwingError('invalid_input', { fields: { slug: [slugRule] } })
    const patch = { ...(name !== undefined && { name }), ...(slug !== undefined && { slug }) }
    if (!(await services.storage.meta.updateTeam(team.id, patch))) {
      throw new LapwingError('invalid_input', { fields: { slug: [`The slug "${slug}" is already in use.`] } })
    }
    return detail(organization, { ...team, ...patch }, caller, access, services)
  },
})

const deleteTeam = route({
  method: 'DELETE',
  path: '/teams/{organization_id_or_slug}/{team_id_or_slug}/',
  permission: ['team:admin'],
  response: null,
  summary: 'Delete a team; its projects and members stay',
  tags,
  async handler({ team }, { storage }) {
    await storage.meta.deleteTeam(team.id)
  },
})

const listTeamMembers = route({
  method: 'GET',
  path: '/teams/{organization_id_or_slug}/{team_id_or_slug}/members/',
  permission: ['team:read', 'team:write', 'team:admin'],
  query: Type.Object(PageQuery),
  response: Type.Array(ref(TeamMemberSchema)),
  summary: 'Members of a team',
  tags,
  async handler({ organization, team, query, page }, { storage, now }) {
    const cursor = readCursor(query.cursor)
    const members = (await storage.meta.listRoster(organization.id)).filter((member) =>
      member.teams.some(({ teamId }) => teamId === team.id),
    )
    const inside = members.flatMap(({ user, ...member }) => (user ? [{ ...member, user }] : []))
    const rows = page(pageOfList(inside, cursor, readPageSize(query, 100), positionOf), cursor)
    return rows.map((member) => serializeTeamMember(member, team, now()))
  },
})

const listTeamProjects = route({
  method: 'GET',
  path: '/teams/{organization_id_or_slug}/{team_id_or_slug}/projects/',
  permission: ['project:read', 'project:write', 'project:admin'],
  query: Type.Object(PageQuery),
  response: Type.Array(ref(ProjectSchema)),
  summary: 'Projects of a team',
  tags,
  async handler({ organization, team, caller, access, query, page }, { storage }) {
    const cursor = readCursor(query.cursor)
    const pairs = await storage.meta.listProjectTeams(organization.id)
    const own = new Set(pairs.filter(({ teamId }) => teamId === team.id).map(({ projectId }) => projectId))
    const projects = (await storage.meta.listProjects(organization.id)).filter(({ id }) => own.has(id))
    const rows = page(pageOfList(projects, cursor, readPageSize(query, 100), positionOf), cursor)
    const views = await readProjectViews(rows, caller, access, storage.meta)
    return views.map(({ project, view }) => serializeProject(project, view))
  },
})

export const teamRoutes = [
  listTeams,
  listOwnTeams,
  postTeam,
  readTeam,
  putTeam,
  deleteTeam,
  listTeamMembers,
  listTeamProjects,
]
