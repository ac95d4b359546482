import { LapwingError } from '../errors.ts'
import { comesFromElsewhere } from '../http/csrf.ts'
import { route } from '../http/route.ts'
import { nullable, strictBody } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import type { Member, Organization, PeopleStore } from '../storage/meta/ports/people.ts'
import { hashPassword, passwordLength } from '../users/password.ts'
import { hashToken } from '../users/tokens.ts'
import { createWebSession, sessionCookieHeader } from '../users/web-session.ts'

const tags = ['Invitations']

const readInvitation = route({
  method: 'GET',
  path: '/accept-invite/{member_id}/{token}/',
  permission: 'public',
  response: Type.Object({
    orgSlug: Type.String(),
    orgName: Type.String(),
    email: Type.String(),
    role: Type.String(),
    inviterName: nullable(Type.String()),
    /** The address has an account: it must be signed in to accept. Without one, accepting makes it. */
    needsAuthentication: Type.Boolean(),
    /** The caller is in the organization already. */
    existingMember: Type.Boolean(),
    needs2fa: Type.Boolean(),
    hasAuthProvider: Type.Boolean(),
    requireSso: Type.Boolean(),
    ssoProvider: Type.Null(),
  }),
  summary: 'What an invitation link is for',
  tags,
  async handler({ caller, params }, { storage, now }) {
    const { meta } = storage
    const { member, organization } = await findInvitation(meta, params, now())
    const person = caller?.user ?? null
    const account = person ? null : await meta.findUserByEmail(member.email)
    return {
      orgSlug: organization.slug,
      orgName: organization.name,
      email: member.email,
      role: member.role,
      inviterName: member.inviter?.name ?? null,
      needsAuthentication: account !== null,
      existingMember: person !== null && (await meta.findMemberOfUser(organization.id, person.id)) !== null,
      needs2fa: false,
      hasAuthProvider: false,
      requireSso: false,
      ssoProvider: null,
    }
  },
})

const acceptInvitation = route({
  method: 'POST',
  path: '/accept-invite/{member_id}/{token}/',
  permission: 'public',
  body: Type.Union([
    Type.Null(),
    strictBody({
      /** For the account that is made for an address without one. */
      name: Type.Optional(Type.String({ maxLength: 200 })),
      password: Type.Optional(Type.String({ minLength: passwordLength.min, maxLength: passwordLength.max })),
    }),
  ]),
  response: Type.Object({ orgSlug: Type.String(), memberId: Type.String() }),
  summary: 'Accept an invitation as who is signed in, or with a new account, which is signed in then (session cookie)',
  tags,
  async handler({ caller, params, body, request, reply }, services) {
    if (comesFromElsewhere(request.headers, services.baseUrl)) {
      throw new LapwingError('forbidden', { detail: 'CSRF Failed: the request does not come from this site.' })
    }
    // A token is for a program; joining an organisation is for its person to decide.
    if (caller?.token)
      throw new LapwingError('forbidden', { detail: 'Sign in with a browser to accept an invitation.' })
    const { meta } = services.storage
    const now = services.now()
    const { member, organization } = await findInvitation(meta, params, now)
    const tokenHash = hashToken(params.token)
    if (caller) {
      const joined = await meta.acceptInvitation(tokenHash, { userId: caller.user.id, now })
      if (!joined) throw new LapwingError('not_found')
      return { orgSlug: organization.slug, memberId: String(joined.id) }
    }
    // Who made the link has seen it: it must not open an account that is there already.
    if (await meta.findUserByEmail(member.email)) throw signInFirst()
    const password = body?.password
    const passwordHash = password === undefined ? null : await services.hashQueue(() => hashPassword(password))
    const joined = await meta.acceptInvitation(tokenHash, {
      newUser: { name: body?.name?.trim() ?? '', passwordHash },
      now,
    })
    if (!joined?.user) throw signInFirst()
    const secret = await createWebSession(meta, { userId: joined.user.id, now })
    reply.header('set-cookie', sessionCookieHeader(secret, services.baseUrl))
    return { orgSlug: organization.slug, memberId: String(joined.id) }
  },
})

function signInFirst(): LapwingError {
  return new LapwingError('unauthenticated', { detail: 'There is an account with this address: sign in to accept.' })
}

async function findInvitation(
  meta: Pick<PeopleStore, 'findInvitation'>,
  params: { member_id: string; token: string },
  now: number,
): Promise<{ member: Member; organization: Organization }> {
  const found = await meta.findInvitation(hashToken(params.token), now)
  if (!found || String(found.member.id) !== params.member_id) {
    throw new LapwingError('not_found', { detail: 'This invitation was accepted or taken back, or has expired.' })
  }
  return found
}

export const invitationRoutes = [readInvitation, acceptInvitation]
