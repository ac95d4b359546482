import type { Caller } from '../http/authenticate.ts'
import type { Access } from '../http/authorize.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { MemberSchema } from '../members/schema.ts'
import { serializeMember } from '../members/serialize.ts'
import { readProjectViews } from '../projects/view.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { type TeamProjectJson, TeamProjectSchema } from './detail-schema.ts'
import { serializeTeamProject } from './detail.ts'
import { TeamSchema } from './schema.ts'
import { serializeTeam } from './serialize.ts'
import { readTeamViews } from './view.ts'

const tags = ['Teams']

const listProjectTeams = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/teams/',
  permission: ['project:read', 'project:write', 'project:admin'],
  query: Type.Object({ per_page: Type.Optional(Type.Integer()), cursor: Type.Optional(Type.String()) }),
  response: Type.Array(ref(TeamSchema)),
  summary: 'Teams of a project',
  tags,
  async handler({ project, caller, access, query, page }, { storage }) {
    const cursor = readCursor(query.cursor)
    const teams = await storage.meta.listTeamsOfProject(project.id)
    const rows = pageOfList(teams, cursor, readPageSize(query, 100), ({ id }) => ({ value: 0, id: BigInt(id) }))
    const views = await readTeamViews(page(rows, cursor), caller, access, storage.meta)
    return views.map(({ team, view }) => serializeTeam(team, view))
  },
})

const addProjectTeam = route({
  method: 'POST',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/teams/{team_id_or_slug}/',
  permission: ['project:write', 'project:admin'],
  response: ref(TeamProjectSchema),
  status: 201,
  summary: 'Give a project to a team, too',
  tags,
  async handler({ project, team, caller, access }, { storage }) {
    await storage.meta.linkTeam(project.id, team.id)
    return show(project, caller, access, storage.meta)
  },
})

const removeProjectTeam = route({
  method: 'DELETE',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/teams/{team_id_or_slug}/',
  permission: ['project:write', 'project:admin'],
  response: ref(TeamProjectSchema),
  summary: 'Take a project from a team',
  tags,
  async handler({ project, team, caller, access }, { storage }) {
    await storage.meta.unlinkTeam(project.id, team.id)
    return show(project, caller, access, storage.meta)
  },
})

async function show(project: Project, caller: Caller, access: Access, meta: MetaStore): Promise<TeamProjectJson> {
  const [shown] = await readProjectViews([project], caller, access, meta)
  if (!shown) throw new Error('a project without a view')
  return serializeTeamProject(shown.project, shown.view)
}

const listProjectMembers = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/members/',
  permission: ['project:read', 'project:write', 'project:admin'],
  response: Type.Array(ref(MemberSchema)),
  summary: 'Members of the teams of a project',
  tags,
  async handler({ organization, project }, { storage, now }) {
    const [teams, roster] = await Promise.all([
      storage.meta.listTeamsOfProject(project.id),
      storage.meta.listRoster(organization.id),
    ])
    const ids = new Set(teams.map((team) => team.id))
    return roster
      .filter((member) => member.user?.isActive && member.teams.some(({ teamId }) => ids.has(teamId)))
      .map((member) => serializeMember(member, now()))
  },
})

export const projectTeamRoutes = [listProjectTeams, addProjectTeam, removeProjectTeam, listProjectMembers]
