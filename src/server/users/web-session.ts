import { randomBytes } from 'node:crypto'
import type { PeopleStore, WebSession } from '../storage/meta/ports/people.ts'
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
  const secret = readCookie(cookieHeader, sessionCookie)
  return secret ? meta.findWebSession(hashToken(secret), now) : null
}

/** `Set-Cookie` for a new session, or, without a secret, to forget it. The secret is base64url: nothing in it needs escaping. */
export function sessionCookieHeader(secret: string | null, baseUrl: string): string {
  const seconds = secret === null ? 0 : lifetime / 1000
  const secure = baseUrl.startsWith('https:') ? '; Secure' : ''
  return `${sessionCookie}=${secret ?? ''}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`
}

/** The value of the first cookie of this name (RFC 6265, 4.2.1); null without one. */
function readCookie(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    if (equals !== -1 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim()
  }
  return null
}
