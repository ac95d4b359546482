import { isoTime } from '../http/schema.ts'
import type { Team } from '../storage/meta/ports/people.ts'
import { letterAvatar } from '../users/serialize.ts'
import type { TeamJson } from './schema.ts'
import type { TeamView } from './view.ts'

export function serializeTeamReference(team: Team) {
  return { id: String(team.id), name: team.name, slug: team.slug }
}

export function serializeTeam(team: Team, view: TeamView): TeamJson {
  return {
    ...serializeTeamReference(team),
    dateCreated: isoTime(team.createdAt),
    isMember: view.teamRole !== null,
    teamRole: view.teamRole,
    flags: {},
    access: [...view.scopes],
    // Membership is open: who is in the organisation gets to see every team's projects.
    hasAccess: true,
    isPending: false,
    memberCount: view.memberCount,
    avatar: letterAvatar,
  }
}
