import { isoTime } from '../http/schema.ts'
import type { Scope } from '../http/scopes.ts'
import type { Team } from '../storage/meta/port.ts'
import { letterAvatar } from '../users/serialize.ts'
import type { TeamJson } from './schema.ts'

export function serializeTeamReference(team: Team) {
  return { id: String(team.id), name: team.name, slug: team.slug }
}

export function serializeTeam(
  team: Team,
  view: { scopes: readonly Scope[]; isMember: boolean; memberCount: number },
): TeamJson {
  return {
    ...serializeTeamReference(team),
    dateCreated: isoTime(team.createdAt),
    isMember: view.isMember,
    teamRole: view.isMember ? 'contributor' : null,
    flags: {},
    access: [...view.scopes],
    // Membership is open: who is in the organisation gets to see every team's projects.
    hasAccess: true,
    isPending: false,
    memberCount: view.memberCount,
    avatar: letterAvatar,
  }
}
