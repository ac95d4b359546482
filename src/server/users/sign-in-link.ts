import { randomBytes } from 'node:crypto'
import type { PeopleStore, User } from '../storage/meta/ports/people.ts'
import { hashToken } from './tokens.ts'

const lifetime = 60 * 60_000

/** Makes a link's secret for a person: 32 random bytes in base64url, good once and for an hour. Only its sha256 is kept. */
export async function createSignInLink(
  meta: Pick<PeopleStore, 'createSignInLink'>,
  link: { userId: number; now: number },
): Promise<{ token: string; expiresAt: number }> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = link.now + lifetime
  await meta.createSignInLink({ tokenHash: hashToken(token), userId: link.userId, createdAt: link.now, expiresAt })
  return { token, expiresAt }
}

/** The address that a person opens once: http/web.ts uses the token up, sets the session cookie and goes on to the start page. */
export function signInUrl(baseUrl: string, token: string): string {
  return `${baseUrl}/sign-in/?token=${token}`
}

/** Uses the link up; null when it is unknown, used, expired or the person was deactivated. */
export async function consumeSignInLink(
  meta: Pick<PeopleStore, 'consumeSignInLink' | 'findUser'>,
  token: string,
  now: number,
): Promise<User | null> {
  const link = await meta.consumeSignInLink(hashToken(token), now)
  const user = link && (await meta.findUser(link.userId))
  return user?.isActive ? user : null
}
