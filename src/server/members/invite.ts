import { randomBytes } from 'node:crypto'
import { LapwingError } from '../errors.ts'
import type { Caller } from '../http/authenticate.ts'
import type { Access } from '../http/authorize.ts'
import type { ApiServices } from '../http/context.ts'
import type { Member, Organization, OrganizationRole } from '../storage/meta/ports/people.ts'
import { hashToken } from '../users/tokens.ts'
import { isAtMost, roleCeiling } from './roles.ts'
import { readTeams, type TeamFields } from './teams.ts'

const day = 86_400_000
/** As long as Sentry's. */
const lifetime = 30 * day

export interface InvitationBody extends TeamFields {
  email: string
  orgRole?: OrganizationRole
  role?: OrganizationRole
  reinvite?: boolean
}

/** Invites somebody; gives the link to hand to them. An address that is in or invited already is `invalid_input`, unless to be reinvited. */
export async function inviteMember(
  body: InvitationBody,
  by: { organization: Organization; caller: Caller; access: Access },
  { storage, now, baseUrl }: Pick<ApiServices, 'storage' | 'now' | 'baseUrl'>,
): Promise<{ member: Member; link: string }> {
  const { meta } = storage
  const email = body.email.trim()
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
    throw new LapwingError('invalid_input', { fields: { email: ['Enter a valid email address.'] } })
  }
  const role = body.orgRole ?? body.role ?? 'member'
  const ceiling = roleCeiling(by.caller, by.access)
  if (!isAtMost(role, ceiling)) throw roleRefused(body.orgRole === undefined ? 'role' : 'orgRole')
  const teams = (await readTeams(body, by.organization.id, by.access, meta)) ?? []
  const { token, tokenHash, expiresAt } = createInviteToken(now())
  const member = await meta.inviteMember({
    organizationId: by.organization.id,
    email,
    role,
    inviterId: by.caller.user?.id ?? null,
    tokenHash,
    expiresAt,
    teams,
    createdAt: now(),
  })
  if (member) return { member, link: inviteUrl(baseUrl, member.id, token) }
  const known = (await meta.listRoster(by.organization.id)).find(
    (one) => one.email.toLowerCase() === email.toLowerCase(),
  )
  if (known && known.user === null && body.reinvite === true) {
    if (!mayChange(known, by.caller, by.access)) throw new LapwingError('forbidden')
    return { member: known, link: await renewInvitation(known, { storage, now, baseUrl }) }
  }
  const message = known?.user === null ? 'is invited already' : 'is a member already'
  throw new LapwingError('invalid_input', { fields: { email: [`${email} ${message}.`] } })
}

/** A new link for an invitation; the one before ends. */
export async function renewInvitation(
  member: Member,
  { storage, now, baseUrl }: Pick<ApiServices, 'storage' | 'now' | 'baseUrl'>,
): Promise<string> {
  const { token, tokenHash, expiresAt } = createInviteToken(now())
  if (!(await storage.meta.renewInvitation(member.id, { tokenHash, expiresAt }))) {
    throw new LapwingError('bad_request', { detail: 'This member has accepted the invitation already.' })
  }
  return inviteUrl(baseUrl, member.id, token)
}

/** 32 random bytes in base64url; only the sha256 is kept. */
function createInviteToken(now: number) {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashToken(token), expiresAt: now + lifetime }
}

/** The page that a person accepts on; it asks `/accept-invite/{member_id}/{token}/`. */
function inviteUrl(baseUrl: string, memberId: number, token: string): string {
  return `${baseUrl}/accept/${memberId}/${token}/`
}

/** Members up to the caller's own role, by who manages members; else the invitations that the caller made themselves. */
export function mayChange(member: Member, caller: Caller, access: Access): boolean {
  const manages = access.scopes.includes('member:admin') || access.scopes.includes('member:write')
  const isOwnInvitation = member.user === null && caller.user !== null && member.inviter?.id === caller.user.id
  if (!manages && !(isOwnInvitation && access.scopes.includes('member:invite'))) return false
  return isAtMost(member.role, roleCeiling(caller, access))
}

export function roleRefused(field: string): LapwingError {
  return new LapwingError('forbidden', { fields: { [field]: ['You do not have permission to give this role.'] } })
}
