import type { Access } from '../http/authorize.ts'
import type { Caller } from '../http/authenticate.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { listOwnTeamIds } from '../teams/own.ts'
import type { ProjectView } from './serialize.ts'

/** Reads what belongs to projects for showing them to this caller, in the order of the projects. */
export async function readProjectViews(
  projects: Project[],
  caller: Caller,
  access: Access,
  meta: MetaStore,
): Promise<{ project: Project; view: ProjectView }[]> {
  const ids = projects.map((project) => project.id)
  const [environments, ownTeams, teams, bookmarks, releases, reported] = await Promise.all([
    meta.listEnvironments(ids),
    listOwnTeamIds(caller, meta),
    Promise.all(ids.map((id) => meta.listTeamsOfProject(id))),
    listBookmarks(caller, meta),
    meta.listLatestReleases(ids, { environments: null }),
    meta.listReportedProjects(ids),
  ])
  const latest = new Map(releases.map(({ projectId, version }) => [projectId, version]))
  return projects.map((project, index) => {
    const own = teams[index] ?? []
    return {
      project,
      view: {
        scopes: access.scopes,
        teams: own,
        isMember: own.some((team) => ownTeams.includes(team.id)),
        isBookmarked: bookmarks.includes(project.id),
        environments: environments
          .filter((row) => row.projectId === project.id && !row.isHidden)
          .map((row) => row.name),
        latestRelease: latest.get(project.id) ?? null,
        hasUserReports: reported.includes(project.id),
      },
    }
  })
}

async function listBookmarks(caller: Caller, meta: MetaStore): Promise<number[]> {
  return caller.user ? meta.listBookmarkedProjects(caller.user.id) : []
}
