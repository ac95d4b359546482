import { type Static, Type } from '../http/type.ts'
import { nullable } from '../http/schema.ts'
import { scopesOfRole, scopesOfTeamRole } from '../http/scopes.ts'
import { type OrganizationRole, organizationRoles, type TeamRole, teamRoles } from '../storage/meta/ports/people.ts'

const role = {
  id: Type.String(),
  name: Type.String(),
  desc: Type.String(),
  scopes: Type.Array(Type.String()),
  /** Whether the caller may give it to others. */
  allowed: Type.Boolean(),
  isAllowed: Type.Boolean(),
  isRetired: Type.Boolean(),
  isTeamRolesAllowed: Type.Boolean(),
}

export const OrganizationRoleSchema = Type.Object({
  ...role,
  is_global: Type.Boolean(),
  isGlobal: Type.Boolean(),
  minimumTeamRole: Type.String(),
})

export const TeamRoleSchema = Type.Object({ ...role, isMinimumRoleFor: nullable(Type.String()) })

const descriptions: Record<OrganizationRole, string> = {
  contributor: 'Sees everything and works on the issues of their own teams.',
  member: 'Works on issues, invites people and writes alert rules.',
  admin: 'Also creates and changes projects and teams.',
  manager: 'Also manages members and changes what holds for the whole organization.',
  owner: 'May do everything, deleting the organization included.',
}

const teamDescriptions: Record<TeamRole, string> = {
  contributor: "Works on the issues of the team's projects.",
  admin: "Also changes the team's projects and who is in the team.",
}

/** Roles from the least to the most. `own` is the caller's; null (a superuser, a token) may give any. */
export function listOrganizationRoles(own: OrganizationRole | null): Static<typeof OrganizationRoleSchema>[] {
  // The table counts down from the owner: who has a role may give it and those below.
  const rank = own === null ? 0 : organizationRoles.indexOf(own)
  return organizationRoles.toReversed().map((id) => {
    const mayInvite = own === null || scopesOfRole[own].includes('member:invite')
    const isAllowed = mayInvite && organizationRoles.indexOf(id) >= rank
    const isGlobal = id === 'owner' || id === 'manager'
    return {
      id,
      name: titleOf(id),
      desc: descriptions[id],
      scopes: [...scopesOfRole[id]],
      allowed: isAllowed,
      isAllowed,
      isRetired: false,
      isTeamRolesAllowed: true,
      is_global: isGlobal,
      isGlobal,
      minimumTeamRole: isGlobal || id === 'admin' ? 'admin' : 'contributor',
    }
  })
}

export function listTeamRoles(own: OrganizationRole | null): Static<typeof TeamRoleSchema>[] {
  const mayManage = own === null || scopesOfRole[own].includes('team:admin')
  return teamRoles.map((id) => ({
    id,
    name: `Team ${titleOf(id)}`,
    desc: teamDescriptions[id],
    scopes: [...scopesOfTeamRole[id]],
    allowed: mayManage || id === 'contributor',
    isAllowed: mayManage || id === 'contributor',
    isRetired: false,
    isTeamRolesAllowed: true,
    isMinimumRoleFor: id === 'admin' ? 'admin' : null,
  }))
}

function titleOf(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1)
}
