import type { IncomingHttpHeaders } from 'node:http'
import {
  type Auth,
  type AuthFault,
  type AuthResult,
  isSentryAuth,
  parseAuthHeader,
  parseAuthPairs,
  protocolVersion,
} from '../../protocol/auth-header.ts'
import { refuse } from './refuse.ts'
import type { IngestContext, IngestKey, Result } from './types.ts'

/** Who sent a request, once the key is known to be good. */
export interface Sender extends IngestKey, Auth {}

/**
 * Reads the DSN key that a request names in `X-Sentry-Auth`, `Authorization: Sentry …`, as the user of basic auth, or in the query
 * string; null when in none of them (an envelope may still name a DSN). More than one of them is an error even when they
 * agree, as in Sentry's gateway: 401.
 */
export type CredentialReader = (headers: IncomingHttpHeaders, query: string) => Result<Auth | null>

/** SDKs send the same header or query string with every request of a process: each is parsed once. */
const cacheEntries = 1000
const cacheableLength = 512

/** `sentry_data`, an event in the query string of `GET /store/`, is none. */
const namesCredentials = /(?:^|&)sentry_(?:key|version|client|secret)=/

export function createCredentialReader(): CredentialReader {
  const parseHeader = remember(parseAuthHeader)
  const parseQuery = remember((query) => parseAuthPairs(new URLSearchParams(query)))

  return (headers, query) => {
    const found: AuthResult[] = []
    const own = headers['x-sentry-auth']
    // Anything else in that header, the empty string of some proxies included, is no authentication at all.
    if (typeof own === 'string' && isSentryAuth(own)) found.push(parseHeader(own))
    const { authorization } = headers
    if (authorization !== undefined) {
      if (isSentryAuth(authorization)) found.push(parseHeader(authorization))
      else if (isBasicAuth(authorization)) {
        const user = readBasicUser(authorization)
        if (user !== '') found.push({ ok: true, auth: { publicKey: user, version: protocolVersion, client: null } })
      }
    }
    if (namesCredentials.test(query)) found.push(parseQuery(query))

    const [first] = found
    if (first === undefined) return { ok: true, value: null }
    if (found.length > 1) return refuse('missing_dsn_key', { detail: 'multiple authorization payloads detected' })
    if (!first.ok)
      return refuse('missing_dsn_key', { detail: 'bad x-sentry-auth header', causes: [authFaults[first.reason]] })
    if (first.auth.version > protocolVersion) {
      return refuse('bad_request', { detail: `unsupported protocol version (${first.auth.version})` })
    }
    return { ok: true, value: first.auth }
  }
}

/**
 * Looks the key up and checks that it may send to this project. `project` is the path's, null on the old `/api/store/`.
 * An unknown key, a disabled one and another project's are all the same 403: the answer tells nobody which keys exist.
 */
export async function authorize(context: IngestContext, auth: Auth, project: string | null): Promise<Result<Sender>> {
  if (project !== null && !/^\d{1,20}$/.test(project)) {
    return refuse('bad_request', { detail: 'bad project path parameter' })
  }
  if (auth.publicKey.length !== 32) return refuse('bad_request', { detail: 'bad sentry DSN public key' })
  const found = context.findKey(auth.publicKey)
  const key = found instanceof Promise ? await found : found
  if (key === null || !key.isActive || (project !== null && Number(project) !== key.projectId)) {
    return refuse('rejected_project')
  }
  return { ok: true, value: { ...key, ...auth } }
}

const authFaults: Record<AuthFault, string> = {
  not_sentry: 'non sentry auth',
  missing_key: 'missing public key',
  invalid_version: 'invalid protocol version',
}

function isBasicAuth(header: string): boolean {
  return header.slice(0, 6).toLowerCase() === 'basic '
}

/** '' when there is no user in it. */
function readBasicUser(header: string): string {
  const text = Buffer.from(header.slice(6), 'base64').toString()
  const colon = text.indexOf(':')
  return colon < 0 ? '' : text.slice(0, colon)
}

function remember(parse: (text: string) => AuthResult): (text: string) => AuthResult {
  const cache = new Map<string, AuthResult>()
  return (text) => {
    let result = cache.get(text)
    if (result === undefined) {
      result = parse(text)
      if (cache.size >= cacheEntries) cache.clear()
      if (text.length <= cacheableLength) cache.set(text, result)
    }
    return result
  }
}
