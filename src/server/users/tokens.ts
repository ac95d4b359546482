import { createHash, randomBytes } from 'node:crypto'

/** What a new token's owner sees once, and what the store keeps of it. */
export interface NewToken {
  value: string
  tokenHash: string
  lastCharacters: string
}

/** A token that acts for a person: `sntryu_`, by which Sentry's clients and secret scanners know it, and 64 hex digits (256 random bits). */
export function createUserToken(): NewToken {
  const value = `sntryu_${randomBytes(32).toString('hex')}`
  return { value, tokenHash: hashToken(value), lastCharacters: value.slice(-4) }
}

/** sha256 in hex. A token has 256 random bits of its own, so that no salt or slow hash is needed. */
export function hashToken(value: string): string {
  return createHash('sha256').update(value, 'utf8').digest('hex')
}
