/**
 * What an SDK says about itself in `X-Sentry-Auth: Sentry sentry_key=…, sentry_version=7, sentry_client=…` or in the query string
 * with the same names (https://develop.sentry.dev/sdk/overview/#authentication).
 */
export interface Auth {
  /** Public part of the DSN key. */
  publicKey: string
  /** Protocol version; 7 when not given. */
  version: number
  /** `sdk/version` of the sender. */
  client: string | null
}

export const authFaults = ['not_sentry', 'missing_key', 'invalid_version'] as const
export type AuthFault = (typeof authFaults)[number]

export type AuthResult = { ok: true; auth: Auth } | { ok: false; reason: AuthFault }

/** The version of the protocol that the last decade's SDKs speak. */
export const protocolVersion = 7

/** Whether a header's value is in this syntax at all; an `Authorization` header may carry something else. */
export function isSentryAuth(header: string): boolean {
  return header.length >= 7 && header.slice(0, 7).toLowerCase() === 'sentry '
}

/** Parses `Sentry name=value, name=value`; unknown names and values without a name are skipped. */
export function parseAuthHeader(header: string): AuthResult {
  if (!isSentryAuth(header)) return { ok: false, reason: 'not_sentry' }
  const pairs: [string, string][] = []
  for (const part of header.slice(7).split(',')) {
    const equals = part.indexOf('=')
    if (equals > 0) pairs.push([part.slice(0, equals).trim(), part.slice(equals + 1).trim()])
  }
  return parseAuthPairs(pairs)
}

/** Reads the same names from pairs that were parsed elsewhere (a query string); the last of a repeated name wins. */
export function parseAuthPairs(pairs: Iterable<[string, string]>): AuthResult {
  let publicKey = ''
  let version = protocolVersion
  let client: string | null = null
  for (const [name, value] of pairs) {
    if (name === 'sentry_key') publicKey = value
    else if (name === 'sentry_client') client = value
    else if (name === 'sentry_version') {
      // Some SDKs say `7.0`; only the major number means something.
      const major = /^(\d{1,5})(?:\.|$)/.exec(value)?.[1]
      if (major === undefined) return { ok: false, reason: 'invalid_version' }
      version = Number(major)
    }
  }
  if (publicKey === '') return { ok: false, reason: 'missing_key' }
  return { ok: true, auth: { publicKey, version, client } }
}

export function formatAuthHeader(auth: Auth): string {
  const client = auth.client === null ? '' : `, sentry_client=${auth.client}`
  return `Sentry sentry_key=${auth.publicKey}, sentry_version=${auth.version}${client}`
}
