import type { FastifyRequest } from 'fastify'
import { LapwingError } from '../errors.ts'
import type { ApiToken, Membership, PeopleStore, User, WebSession } from '../storage/meta/ports/people.ts'
import { hashToken } from '../users/tokens.ts'
import { findWebSession } from '../users/web-session.ts'
import { crossSiteRefusal } from './csrf.ts'

/** Who makes a request: a person's browser, a person's token, or an organisation's token. */
export type Caller =
  | { kind: 'session'; user: User; memberships: Membership[]; session: WebSession; token: null }
  | { kind: 'user-token'; user: User; memberships: Membership[]; session: null; token: ApiToken }
  | { kind: 'organization-token'; user: null; session: null; token: ApiToken & { organizationId: number } }

/** A token's and a person's last use are worth a write at most once a minute. */
const touchInterval = 60_000

type People = Pick<PeopleStore, 'findTokenByHash' | 'findPerson' | 'findWebSession' | 'touchToken' | 'updateUser'>

/** Whether the request says at all who is calling. */
export function hasCredentials(request: FastifyRequest): boolean {
  return request.headers.authorization !== undefined || request.headers.cookie !== undefined
}

/**
 * Finds out who is calling: `Authorization: Bearer` or `Token`, else the session cookie. Null without credentials; credentials that are
 * no good throw `invalid_token`, a cookie used from another site `forbidden`.
 */
export async function authenticate(
  request: FastifyRequest,
  context: { people: People; baseUrl: string; now: number },
): Promise<Caller | null> {
  const header = request.headers.authorization
  const token = header === undefined ? null : /^(?:bearer|token)\s+(\S+)\s*$/i.exec(header)
  if (token?.[1]) return authenticateToken(token[1], context.people, context.now)
  // Basic credentials are for signing in, a DSN for user feedback, and read there; anything else is a mistake worth naming.
  if (header !== undefined && !/^(?:basic|dsn)\s/i.test(header)) throw new LapwingError('invalid_token')
  if (request.headers.cookie === undefined) return null
  return authenticateSession(request, request.headers.cookie, context)
}

async function authenticateToken(value: string, people: People, now: number): Promise<Caller> {
  const token = await people.findTokenByHash(hashToken(value))
  if (!token) throw new LapwingError('invalid_token')
  if (token.expiresAt !== null && token.expiresAt <= now) {
    throw new LapwingError('invalid_token', { detail: 'Token expired' })
  }
  const person = token.userId === null ? null : await people.findPerson(token.userId)
  if (token.userId !== null && !person?.user.isActive)
    throw new LapwingError('invalid_token', { detail: 'User inactive or deleted.' })
  if (token.lastUsedAt === null || now - token.lastUsedAt >= touchInterval) await people.touchToken(token.id, now)
  if (person) return { kind: 'user-token', ...person, session: null, token }
  const { organizationId } = token
  // A token that acts for nobody and nothing can do nothing.
  if (organizationId === null) throw new LapwingError('invalid_token')
  return { kind: 'organization-token', user: null, session: null, token: { ...token, organizationId } }
}

async function authenticateSession(
  request: FastifyRequest,
  cookie: string,
  context: { people: People; baseUrl: string; now: number },
): Promise<Caller | null> {
  const session = await findWebSession(context.people, cookie, context.now)
  const person = session && (await context.people.findPerson(session.userId))
  if (!session || !person?.user.isActive) return null
  const { user } = person
  const refusal = crossSiteRefusal(request.method, request.headers, context.baseUrl)
  if (refusal !== null) throw new LapwingError('forbidden', { detail: refusal })
  if (user.lastActiveAt === null || context.now - user.lastActiveAt >= touchInterval) {
    await context.people.updateUser(user.id, { lastActiveAt: context.now })
  }
  return { kind: 'session', ...person, session, token: null }
}
