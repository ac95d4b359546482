import { isoTime } from '../http/schema.ts'
import type { Scope } from '../http/scopes.ts'
import type { Organization } from '../storage/meta/port.ts'
import { letterAvatar } from '../users/serialize.ts'
import type { OrganizationJson } from './schema.ts'

export function serializeOrganization(
  organization: Organization,
  view: { scopes: readonly Scope[]; baseUrl: string },
): OrganizationJson {
  return {
    id: String(organization.id),
    slug: organization.slug,
    name: organization.name,
    status: { id: 'active', name: 'active' },
    dateCreated: isoTime(organization.createdAt),
    isEarlyAdopter: false,
    require2FA: false,
    avatar: letterAvatar,
    // One installation is one region: clients that follow regionUrl come back here.
    links: { organizationUrl: `${view.baseUrl}/organizations/${organization.slug}/`, regionUrl: view.baseUrl },
    hasAuthProvider: false,
    allowMemberInvite: true,
    allowMemberProjectCreation: true,
    allowSuperuserAccess: true,
    features: [],
    extraOptions: {},
    access: [...view.scopes],
    onboardingTasks: [],
  }
}
