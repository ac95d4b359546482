import { LapwingError } from '../errors.ts'
import type { ApiServices } from '../http/context.ts'
import type { User } from '../storage/meta/ports/people.ts'
import { verifyPassword } from './password.ts'
import { consumeSignInLink } from './sign-in-link.ts'

export type Credentials = { email: string; password: string } | { link: string }

/** `Authorization: Basic` → email and password; null when it is none. RFC 7617: the first colon ends the name. */
export function readBasicCredentials(header: string | undefined): Credentials | null {
  const match = header === undefined ? null : /^basic\s+([\w+/=-]+)\s*$/i.exec(header)
  if (!match) return null
  const text = Buffer.from(match[1] ?? '', 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon === -1 ? null : { email: text.slice(0, colon), password: text.slice(colon + 1) }
}

/**
 * Who these credentials belong to; throws `unauthenticated` when nobody, `rate_limited` after too many wrong guesses from the address or at
 * the account (10 in 15 minutes).
 */
export async function signIn(credentials: Credentials, address: string, services: ApiServices): Promise<User> {
  const { storage, signInGuesses } = services
  const keys = [`address:${address}`]
  if ('email' in credentials) keys.push(accountKey(credentials.email))
  countGuess(keys, services)
  const user =
    'link' in credentials
      ? await consumeSignInLink(storage.meta, credentials.link, services.now())
      : await byPassword(credentials, services)
  if (!user) {
    const detail = 'link' in credentials ? 'This link was used already or has expired.' : 'Wrong email or password.'
    throw new LapwingError('unauthenticated', { detail })
  }
  signInGuesses.succeeded(keys)
  return user
}

export function accountKey(email: string): string {
  return `account:${email.toLowerCase()}`
}

/**
 * Counts a guess before it is looked at (a hundred guesses at once are a hundred guesses); `signInGuesses.succeeded` takes it back. Throws
 * `rate_limited` when there were too many.
 */
export function countGuess(keys: string[], { signInGuesses, now }: Pick<ApiServices, 'signInGuesses' | 'now'>): void {
  const at = now()
  const wait = signInGuesses.wait(keys, at)
  if (wait > 0) {
    throw new LapwingError('rate_limited', {
      detail: `Too many sign-in attempts. Try again in ${Math.ceil(wait / 60)} minutes.`,
      headers: { 'retry-after': String(wait) },
    })
  }
  signInGuesses.failed(keys, at)
}

async function byPassword(
  credentials: { email: string; password: string },
  services: ApiServices,
): Promise<User | null> {
  const user = await services.storage.meta.findUserByEmail(credentials.email)
  const isRight = await services.hashQueue(() => verifyPassword(credentials.password, user?.passwordHash ?? null))
  return user?.isActive && isRight ? user : null
}
