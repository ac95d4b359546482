import type { Caller } from '../http/authenticate.ts'
import type { Access } from '../http/authorize.ts'
import type { ApiServices } from '../http/context.ts'
import { serializeProject } from '../projects/serialize.ts'
import { readProjectViews } from '../projects/view.ts'
import type { OrganizationSettings } from '../storage/meta/ports/organizations.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import { serializeTeam } from '../teams/serialize.ts'
import { readTeamViews } from '../teams/view.ts'
import type { OrganizationDetailJson } from './detail-schema.ts'
import { serializeOrganizationDetail } from './serialize.ts'

interface Shown {
  organization: Organization
  settings: OrganizationSettings
  caller: Caller
  access: Access
}

/** The organisation and its settings. */
export async function describeAlone(
  { organization, settings, access }: Shown,
  { baseUrl }: Pick<ApiServices, 'baseUrl'>,
): Promise<OrganizationDetailJson> {
  return serializeOrganizationDetail(organization, { access, baseUrl, settings })
}

/** With all of its teams and projects. */
export async function describeWhole(shown: Shown, services: ApiServices): Promise<OrganizationDetailJson> {
  const { organization, caller, access } = shown
  const { meta } = services.storage
  const [projects, teams] = await Promise.all([meta.listProjects(organization.id), meta.listTeams(organization.id)])
  const [views, teamViews] = await Promise.all([
    readProjectViews(projects, caller, access, meta),
    readTeamViews(teams, caller, access, meta),
  ])
  return {
    ...(await describeAlone(shown, services)),
    teams: teamViews.map(({ team, view }) => serializeTeam(team, view)),
    projects: views.map(({ project, view }) => serializeProject(project, view)),
  }
}
