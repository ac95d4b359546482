import type { OrganizationRole, TeamRole } from '../storage/meta/ports/people.ts'

/** Scopes as Sentry names them: https://docs.sentry.io/api/permissions/. */
export const scopes = [
  'org:read',
  'org:write',
  'org:admin',
  'org:integrations',
  'org:ci',
  'member:read',
  'member:invite',
  'member:write',
  'member:admin',
  'team:read',
  'team:write',
  'team:admin',
  'project:read',
  'project:write',
  'project:admin',
  'project:releases',
  'event:read',
  'event:write',
  'event:admin',
  'alerts:read',
  'alerts:write',
] as const
export type Scope = (typeof scopes)[number]

/**
 * What no role has and any token may have: `org:ci` lets a build upload artifacts, make releases and map code, and nothing else. Routes for
 * that name it beside their own scopes (https://docs.sentry.io/account/auth-tokens/#organization-auth-tokens).
 */
export const tokenOnlyScopes: readonly Scope[] = ['org:ci']

/** Everybody in an organisation reads everything in it: membership of teams is open, as in Sentry unless it is closed. */
const reader: Scope[] = ['org:read', 'member:read', 'team:read', 'project:read', 'event:read', 'alerts:read']
const member: Scope[] = [...reader, 'member:invite', 'project:releases', 'event:write', 'event:admin', 'alerts:write']
const admin: Scope[] = [...member, 'org:integrations', 'project:write', 'project:admin', 'team:write', 'team:admin']
const manager: Scope[] = [...admin, 'org:write', 'member:write', 'member:admin']

/**
 * What each role may do in its organisation: https://docs.sentry.io/organization/membership/. A contributor acts on what belongs to their
 * teams only, which is the team role's to say.
 */
export const scopesOfRole: Record<OrganizationRole, readonly Scope[]> = {
  contributor: reader,
  member,
  admin,
  manager,
  owner: [...manager, 'org:admin'],
}

const teamContributor: Scope[] = [...reader, 'event:write', 'project:releases']

/** What a role in a team allows beyond that, in the team and its projects. */
export const scopesOfTeamRole: Record<TeamRole, readonly Scope[]> = {
  contributor: teamContributor,
  admin: [
    ...teamContributor,
    'event:admin',
    'alerts:write',
    'project:write',
    'project:admin',
    'team:write',
    'team:admin',
  ],
}

export function isScope(value: string): value is Scope {
  return scopes.some((scope) => scope === value)
}
