import { request } from './request.ts'

export const organizationRoles = ['owner', 'manager', 'admin', 'member', 'contributor'] as const
export type OrganizationRole = (typeof organizationRoles)[number]

export interface Member {
  id: string
  email: string
  name: string
  orgRole: string
  roleName: string
  /** Invited, not in yet. */
  pending: boolean
  expired: boolean
  dateCreated: string
  user: { id: string } | null
  /** In the answers that make one. */
  invite_link?: string | null
}

export const listMembers = (org: string, signal?: AbortSignal) =>
  request<Member[]>('GET', `/organizations/${org}/members/`, { signal })

export const inviteMember = (org: string, invitation: { email: string; orgRole: OrganizationRole }) =>
  request<Member>('POST', `/organizations/${org}/members/`, { body: invitation })

export const updateMember = (
  org: string,
  id: string,
  change: { orgRole?: OrganizationRole; reinvite?: true; regenerate?: true },
) => request<Member>('PUT', `/organizations/${org}/members/${id}/`, { body: change })

export const removeMember = (org: string, id: string) => request<void>('DELETE', `/organizations/${org}/members/${id}/`)

export interface Invitation {
  orgSlug: string
  orgName: string
  email: string
  role: string
  inviterName: string | null
  needsAuthentication: boolean
  existingMember: boolean
}

export const readInvitation = (member: string, token: string, signal?: AbortSignal) =>
  request<Invitation>('GET', `/accept-invite/${member}/${token}/`, { signal })

export const acceptInvitation = (member: string, token: string, account?: { name: string; password: string }) =>
  request<{ orgSlug: string }>('POST', `/accept-invite/${member}/${token}/`, { body: account })
