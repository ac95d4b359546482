import type { OrganizationRole } from '../storage/meta/port.ts'

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

const contributor: Scope[] = [
  'org:read',
  'member:read',
  'team:read',
  'project:read',
  'project:releases',
  'event:read',
  'event:write',
  'alerts:read',
]
const member: Scope[] = [...contributor, 'member:invite', 'event:admin', 'alerts:write']
const admin: Scope[] = [...member, 'org:integrations', 'project:write', 'project:admin', 'team:write', 'team:admin']
const manager: Scope[] = [...admin, 'org:write', 'member:write', 'member:admin']

/** What each role may do in its organisation: https://docs.sentry.io/organization/membership/. */
export const scopesOfRole: Record<OrganizationRole, readonly Scope[]> = {
  contributor,
  member,
  admin,
  manager,
  owner: [...manager, 'org:admin'],
}

export function isScope(value: string): value is Scope {
  return scopes.some((scope) => scope === value)
}
