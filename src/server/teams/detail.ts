import type { Caller } from '../http/authenticate.ts'
import type { Access } from '../http/authorize.ts'
import { colorOf, type ProjectView, serializeProject } from '../projects/serialize.ts'
import { readProjectViews } from '../projects/view.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Team } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { letterAvatar } from '../users/serialize.ts'
import type { TeamDetailJson, TeamProjectJson } from './detail-schema.ts'
import { serializeTeam } from './serialize.ts'
import { readTeamViews } from './view.ts'

export function serializeTeamProject(project: Project, view: ProjectView): TeamProjectJson {
  const { team, ...shown } = serializeProject(project, view)
  return {
    ...shown,
    ...(team && { team }),
    isInternal: false,
    isPublic: false,
    avatar: letterAvatar,
    color: colorOf(project.slug),
    status: 'active',
  }
}

/** Teams of one organisation with their projects, as the caller sees them. */
export async function readTeamDetails(
  teams: Team[],
  caller: Caller,
  access: Access,
  meta: MetaStore,
): Promise<TeamDetailJson[]> {
  const [first] = teams
  if (!first) return []
  const [views, pairs, projects] = await Promise.all([
    readTeamViews(teams, caller, access, meta),
    meta.listProjectTeams(first.organizationId),
    meta.listProjects(first.organizationId),
  ])
  const wanted = new Set(teams.map((team) => team.id))
  const shown = new Set(pairs.filter(({ teamId }) => wanted.has(teamId)).map(({ projectId }) => projectId))
  const projectViews = await readProjectViews(
    projects.filter((project) => shown.has(project.id)),
    caller,
    access,
    meta,
  )
  return views.map(({ team, view }) => {
    const own = new Set(pairs.filter(({ teamId }) => teamId === team.id).map(({ projectId }) => projectId))
    return {
      ...serializeTeam(team, view),
      externalTeams: [],
      projects: projectViews
        .filter(({ project }) => own.has(project.id))
        .map(({ project, view: projectView }) => serializeTeamProject(project, projectView)),
    }
  })
}
