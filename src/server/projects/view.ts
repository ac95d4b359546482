import type { Access } from '../http/authorize.ts'
import type { Caller } from '../http/authenticate.ts'
import type { MetaStore, Project } from '../storage/meta/port.ts'
import { listOwnTeamIds } from '../teams/own.ts'
import type { ProjectView } from './serialize.ts'

/** Reads what belongs to projects for showing them to this caller, in the order of the projects. */
export async function readProjectViews(
  projects: Project[],
  caller: Caller,
  access: Access,
  meta: MetaStore,
): Promise<{ project: Project; view: ProjectView }[]> {
  const [environments, ownTeams, teams] = await Promise.all([
    meta.listEnvironments(projects.map((project) => project.id)),
    listOwnTeamIds(caller, meta),
    Promise.all(projects.map((project) => meta.listTeamsOfProject(project.id))),
  ])
  return projects.map((project, index) => {
    const own = teams[index] ?? []
    return {
      project,
      view: {
        scopes: access.scopes,
        teams: own,
        isMember: own.some((team) => ownTeams.includes(team.id)),
        environments: environments.filter((row) => row.projectId === project.id).map((row) => row.name),
      },
    }
  })
}
