import type { Caller } from '../http/authenticate.ts'
import { type Access, scopesInTeam } from '../http/authorize.ts'
import type { Scope } from '../http/scopes.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Team, TeamRole } from '../storage/meta/ports/people.ts'

/** What a team is to the caller. */
export interface TeamView {
  /** The caller's scopes in it. */
  scopes: readonly Scope[]
  /** Null for who is not in it. */
  teamRole: TeamRole | null
  memberCount: number
}

/** Reads what belongs to teams of one organisation for showing them to this caller, in the order of the teams. */
export async function readTeamViews(
  teams: Team[],
  caller: Caller,
  access: Access,
  meta: Pick<MetaStore, 'listTeamRolesOfUser' | 'countTeamMembers'>,
): Promise<{ team: Team; view: TeamView }[]> {
  const [first] = teams
  if (!first) return []
  const [own, counts] = await Promise.all([
    caller.user ? meta.listTeamRolesOfUser(caller.user.id) : [],
    meta.countTeamMembers(first.organizationId),
  ])
  return teams.map((team) => {
    const teamRole = own.find(({ teamId }) => teamId === team.id)?.role ?? null
    const memberCount = counts.find(({ teamId }) => teamId === team.id)?.count ?? 0
    return { team, view: { scopes: scopesInTeam(access, caller, teamRole), teamRole, memberCount } }
  })
}
