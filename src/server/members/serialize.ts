import type { Caller } from '../http/authenticate.ts'
import type { Access } from '../http/authorize.ts'
import { isoTime } from '../http/schema.ts'
import type { Member, Team, User } from '../storage/meta/ports/people.ts'
import { serializeUser } from '../users/serialize.ts'
import { roleName, serializeRoles, serializeTeamRoles } from './roles.ts'
import type { MemberDetailJson, MemberJson, TeamMemberJson } from './schema.ts'

/** Nobody signs in through somebody else's directory, and nothing limits how many members there are. */
const noFlags = {
  'idp:provisioned': false,
  'idp:role-restricted': false,
  'sso:linked': false,
  'sso:invalid': false,
  'member-limit:restricted': false,
  'partnership:restricted': false,
}

function serializeBase(member: Member, now: number) {
  return {
    id: String(member.id),
    email: member.email,
    name: member.user?.name || member.email,
    orgRole: member.role,
    role: member.role,
    roleName: roleName(member.role),
    pending: member.user === null,
    expired: member.inviteExpiresAt !== null && member.inviteExpiresAt <= now,
    flags: noFlags,
    dateCreated: isoTime(member.createdAt),
    inviteStatus: 'approved',
    inviterName: member.inviter?.name ?? null,
    externalUsers: [],
  }
}

export function serializeMember(member: Member, now: number): MemberJson {
  return { ...serializeBase(member, now), user: member.user && serializeUser(member.user) }
}

export function serializeMemberDetail(
  member: Member,
  view: { caller: Caller; access: Access; inviteLink: string | null; isOnlyOwner: boolean; now: number },
): MemberDetailJson {
  return {
    ...serializeBase(member, view.now),
    user: member.user && serializeUser(member.user),
    teams: member.teams.map((team) => team.teamSlug),
    teamRoles: member.teams.map(({ teamSlug, role }) => ({ teamSlug, role })),
    invite_link: view.inviteLink,
    isOnlyOwner: view.isOnlyOwner,
    orgRoleList: serializeRoles(view.caller, view.access),
    teamRoleList: serializeTeamRoles(view.access),
  }
}

export function serializeTeamMember(member: Member & { user: User }, team: Team, now: number): TeamMemberJson {
  return {
    ...serializeBase(member, now),
    user: serializeUser(member.user),
    teamRole: member.teams.find(({ teamId }) => teamId === team.id)?.role ?? null,
    teamSlug: team.slug,
  }
}
