import { randomBytes } from 'node:crypto'
import { hashToken, type NewToken } from '../users/tokens.ts'

/**
 * A token that acts for an organisation: `sntrys_`, base64 JSON that says where it is good, `_`, 32 random bytes in base64 without padding.
 * sentry-cli takes its server from the JSON and wants that part padded (without, it goes to sentry.io).
 */
export function createOrganizationToken(where: { baseUrl: string; slug: string; now: number }): NewToken {
  const { baseUrl, slug, now } = where
  const payload = { iat: now / 1000, url: baseUrl, region_url: baseUrl, org: slug }
  const readable = Buffer.from(JSON.stringify(payload), 'utf8').toString('base64')
  const secret = randomBytes(32).toString('base64').replace(/=+$/, '')
  const value = `sntrys_${readable}_${secret}`
  return { value, tokenHash: hashToken(value), lastCharacters: value.slice(-4) }
}
