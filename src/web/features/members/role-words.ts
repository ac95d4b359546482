import type { OrganizationRole } from '../../api/members.ts'

export const roleWords: Record<OrganizationRole, string> = {
  owner: 'Owner',
  manager: 'Manager',
  admin: 'Admin',
  member: 'Member',
  contributor: 'Contributor',
}
