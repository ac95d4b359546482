import type { JsonObject } from '../../../protocol/event.ts'

interface Origin {
  scheme: string | null
  host: string | null
  port: string | null
}

/**
 * Tells CSP reports whose blocked address or source file is in the list. Entries are `host`, `*.host` (with the host
 * itself), `scheme://host:port`; `*` for any part.
 */
export function compileCspSources(entries: readonly string[]): (csp: JsonObject) => boolean {
  const origins = entries.filter((entry) => entry.trim() !== '').map((entry) => parseOrigin(entry.trim()))
  if (origins.length === 0) return () => false
  if (origins.some(({ scheme, host, port }) => scheme === null && host === null && port === null)) return () => true
  return (csp) => [csp.blocked_uri, csp.source_file].some((address) => matches(origins, address))
}

function matches(origins: readonly Origin[], address: unknown): boolean {
  if (typeof address !== 'string' || address === '') return false
  const sent = parseOrigin(address)
  return origins.some(
    ({ scheme, host, port }) =>
      (scheme === null || scheme === sent.scheme) &&
      (port === null || port === sent.port) &&
      (host === null || matchesHost(host, sent.host)),
  )
}

function matchesHost(pattern: string, host: string | null): boolean {
  if (host === null) return false
  if (host === pattern) return true
  return pattern.startsWith('*.') && (host.endsWith(pattern.slice(1)) || host === pattern.slice(2))
}

function parseOrigin(text: string): Origin {
  const [scheme, rest] = splitOnce(text.toLowerCase(), '://')
  const authority = (rest ?? scheme).split(/[/?#]/, 1)[0] ?? ''
  const [host, port] = splitOnce(authority, ':')
  return { scheme: rest === null ? null : any(scheme), host: any(host), port: port === null ? null : any(port) }
}

function splitOnce(text: string, mark: string): [string, string | null] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + mark.length)]
}

function any(part: string): string | null {
  return part === '*' || part === '' ? null : part
}
