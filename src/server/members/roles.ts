import type { Caller } from '../http/authenticate.ts'
import type { Access } from '../http/authorize.ts'
import { listOrganizationRoles, listTeamRoles } from '../organizations/role-list.ts'
import type { OrganizationRole, TeamRole } from '../storage/meta/ports/people.ts'

/** From the least to the most. */
const ranks: readonly OrganizationRole[] = ['contributor', 'member', 'admin', 'manager', 'owner']

/** The highest role that the caller may give or take; null for none: https://docs.sentry.io/organization/membership/. */
export function roleCeiling(caller: Caller, access: Access): OrganizationRole | null {
  const { scopes, role } = access
  if (scopes.includes('member:admin')) {
    if (role !== null) return role
    return caller.user || scopes.includes('org:admin') ? 'owner' : 'manager'
  }
  if (!scopes.includes('member:write') && !scopes.includes('member:invite')) return null
  return role === 'contributor' ? 'contributor' : 'member'
}

export function isAtMost(role: OrganizationRole, ceiling: OrganizationRole | null): boolean {
  return ceiling !== null && ranks.indexOf(role) <= ranks.indexOf(ceiling)
}

export function roleName(role: OrganizationRole): string {
  return role.charAt(0).toUpperCase() + role.slice(1)
}

/** All roles in an organisation, with those that the caller may give. */
export function serializeRoles(caller: Caller, access: Access) {
  // Contributors give none, like somebody without a ceiling.
  return listOrganizationRoles(roleCeiling(caller, access) ?? 'contributor')
}

/** All roles in a team, likewise. */
export function serializeTeamRoles(access: Access) {
  return listTeamRoles(mayGiveTeamRole('admin', access) ? null : 'contributor')
}

/** Anybody may be let into a team; making its admin is for who administers teams or members. */
export function mayGiveTeamRole(role: TeamRole, { scopes }: Access): boolean {
  return role === 'contributor' || scopes.includes('team:admin') || scopes.includes('member:admin')
}
