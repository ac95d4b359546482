import { LapwingError } from '../errors.ts'
import type { Access } from '../http/authorize.ts'
import { nullable } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import type { PeopleStore, TeamMembership } from '../storage/meta/ports/people.ts'
import { mayGiveTeamRole } from './roles.ts'

/** Teams in a body: with roles, or, as older clients say it, just slugs. */
export const teamFields = {
  teamRoles: Type.Optional(
    nullable(
      Type.Array(
        Type.Object({
          teamSlug: Type.String({ maxLength: 100 }),
          role: Type.Optional(nullable(Type.Enum(['contributor', 'admin']))),
        }),
        { maxItems: 500 },
      ),
    ),
  ),
  teams: Type.Optional(nullable(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 500 }))),
}

export interface TeamFields {
  teamRoles?: { teamSlug: string; role?: 'contributor' | 'admin' | null }[] | null
  teams?: string[] | null
}

/** The teams that a body names; null when it says nothing about teams. Throws `invalid_input` for ones that are not there. */
export async function readTeams(
  body: TeamFields,
  organizationId: number,
  access: Access,
  meta: Pick<PeopleStore, 'listTeams'>,
): Promise<Pick<TeamMembership, 'teamId' | 'role'>[] | null> {
  const field = body.teamRoles ? 'teamRoles' : 'teams'
  const named = body.teamRoles ?? body.teams?.map((teamSlug) => ({ teamSlug, role: null })) ?? null
  if (named === null) return null
  const bySlug = new Map((await meta.listTeams(organizationId)).map((team) => [team.slug, team]))
  return named.map(({ teamSlug, role }) => {
    const team = bySlug.get(teamSlug)
    if (!team) throw new LapwingError('invalid_input', { fields: { [field]: [`There is no team "${teamSlug}".`] } })
    const wanted = role ?? 'contributor'
    if (!mayGiveTeamRole(wanted, access)) {
      throw new LapwingError('forbidden', { fields: { [field]: ['You do not have permission to make team admins.'] } })
    }
    return { teamId: team.id, role: wanted }
  })
}
