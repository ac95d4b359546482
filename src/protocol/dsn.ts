/**
 * A DSN: `{scheme}://{public key}[:{secret key}]@{host}[:{port}][/{path}]/{project id}`
 * (https://develop.sentry.dev/sdk/overview/#parsing-the-dsn). It tells an SDK where to send and who it is.
 */
export interface Dsn {
  scheme: 'http' | 'https'
  publicKey: string
  /** Long deprecated; accepted and ignored. */
  secretKey: string | null
  /** Brackets kept around an IPv6 address. */
  host: string
  /** Null when it is the scheme's own. */
  port: number | null
  /** What stands between the host and the project id: `''` or `/prefix`. */
  path: string
  /** Kept as text: numbers above 2^53 are legal in other people's DSNs. */
  projectId: string
}

export const dsnFaults = [
  'no_scheme',
  'unknown_scheme',
  'no_public_key',
  'no_host',
  'invalid_port',
  'no_project_id',
] as const
export type DsnFault = (typeof dsnFaults)[number]

export type DsnResult = { ok: true; dsn: Dsn } | { ok: false; reason: DsnFault }

const defaultPorts = { http: 80, https: 443 }

/** Takes a DSN apart; a query string and a trailing slash are dropped. */
export function parseDsn(text: string): DsnResult {
  const schemeEnd = text.indexOf('://')
  if (schemeEnd <= 0) return { ok: false, reason: 'no_scheme' }
  const scheme = text.slice(0, schemeEnd).toLowerCase()
  if (scheme !== 'http' && scheme !== 'https') return { ok: false, reason: 'unknown_scheme' }

  let rest = text.slice(schemeEnd + 3)
  const suffix = rest.search(/[?#]/)
  if (suffix >= 0) rest = rest.slice(0, suffix)

  const slash = rest.indexOf('/')
  const authority = slash < 0 ? rest : rest.slice(0, slash)
  const at = authority.lastIndexOf('@')
  if (at <= 0) return { ok: false, reason: 'no_public_key' }
  const [publicKey = '', secretKey = ''] = authority.slice(0, at).split(':', 2)
  if (publicKey === '') return { ok: false, reason: 'no_public_key' }

  const address = splitAddress(authority.slice(at + 1))
  if (address === null) return { ok: false, reason: 'invalid_port' }
  if (address.host === '') return { ok: false, reason: 'no_host' }

  let location = slash < 0 ? '' : rest.slice(slash)
  while (location.endsWith('/')) location = location.slice(0, -1)
  const lastSlash = location.lastIndexOf('/')
  const projectId = location.slice(lastSlash + 1)
  if (!/^\d{1,20}$/.test(projectId)) return { ok: false, reason: 'no_project_id' }

  return {
    ok: true,
    dsn: {
      scheme,
      publicKey,
      secretKey: secretKey === '' ? null : secretKey,
      host: address.host,
      port: address.port === defaultPorts[scheme] ? null : address.port,
      path: location.slice(0, lastSlash),
      projectId,
    },
  }
}

/** The DSN as one pastes it into an SDK; the secret key is left out unless the DSN has one. */
export function formatDsn(dsn: Dsn): string {
  const secret = dsn.secretKey === null ? '' : `:${dsn.secretKey}`
  const port = dsn.port === null ? '' : `:${dsn.port}`
  return `${dsn.scheme}://${dsn.publicKey}${secret}@${dsn.host}${port}${dsn.path}/${dsn.projectId}`
}

/** Null when what stands for the port is none. */
function splitAddress(address: string): { host: string; port: number | null } | null {
  // The last colon inside [::1] does not start a port.
  const colon = address.lastIndexOf(':')
  if (colon < 0 || colon < address.lastIndexOf(']')) return { host: address, port: null }
  const digits = address.slice(colon + 1)
  if (!/^\d{1,5}$/.test(digits)) return null
  const port = Number(digits)
  return port > 0 && port < 65536 ? { host: address.slice(0, colon), port } : null
}
