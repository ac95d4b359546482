import { randomBytes } from 'node:crypto'
import { fastifyCookie } from '@fastify/cookie'
import type { PeopleStore, WebSession } from '../storage/meta/port.ts'
import { hashToken } from './tokens.ts'

/** No `__Host-` prefix: browsers refuse it over plain http, which is how a first look at localhost goes. */
export const sessionCookie = 'lapwing_session'
const lifetime = 30 * 86_400_000

/** Signs a browser in: gives the cookie's secret, keeps its sha256. */
export async function createWebSession(
  meta: Pick<PeopleStore, 'createWebSession'>,
  session: { userId: number; now: number },
): Promise<string> {
  const secret = randomBytes(32).toString('base64url')
  await meta.createWebSession({
    secretHash: hashToken(secret),
    userId: session.userId,
    createdAt: session.now,
    expiresAt: session.now + lifetime,
  })
  return secret
}

/** The live session that a Cookie header names, or null. */
export async function findWebSession(
  meta: Pick<PeopleStore, 'findWebSession'>,
  cookieHeader: string,
  now: number,
): Promise<WebSession | null> {
  const secret = fastifyCookie.parse(cookieHeader)[sessionCookie]
  return secret ? meta.findWebSession(hashToken(secret), now) : null
}

/** `Set-Cookie` for a new session, or, without a secret, to forget it. */
export function sessionCookieHeader(secret: string | null, baseUrl: string): string {
  return fastifyCookie.serialize(sessionCookie, secret ?? '', {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: baseUrl.startsWith('https:'),
    maxAge: secret === null ? 0 : lifetime / 1000,
  })
}
