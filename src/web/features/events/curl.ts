import type { RequestData } from '../../api/types.ts'

/** Puts a text into single quotes so that a POSIX shell takes it as it is. */
export const quoteForShell = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

/** Headers that curl makes itself or that would make the repetition fail. */
const skippedHeaders = new Set(['content-length', 'host', 'connection', 'accept-encoding', 'transfer-encoding'])

/** The URL with its query string, unless the URL carries one already. */
export function fullUrl(request: RequestData): string {
  const url = request.url ?? ''
  if (!request.query?.length || url.includes('?')) return url
  const query = request.query.map(([name, value]) =>
    value === null ? encodeURIComponent(name) : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  )
  return `${url}?${query.join('&')}`
}

function bodyText(request: RequestData): string | null {
  const { data } = request
  if (data === null || data === undefined || data === '') return null
  if (typeof data === 'string') return data
  if (request.inferredContentType?.includes('form-urlencoded') && typeof data === 'object' && !Array.isArray(data)) {
    const pairs = new URLSearchParams()
    for (const [key, value] of Object.entries(data))
      for (const one of Array.isArray(value) ? value : [value])
        pairs.append(key, typeof one === 'string' ? one : JSON.stringify(one))
    return pairs.toString()
  }
  return JSON.stringify(data)
}

/** A curl command that makes the request again, as far as the event tells it. */
export function writeCurl(request: RequestData): string {
  const method = request.method ?? 'GET'
  const body = bodyText(request)
  const parts = [method === 'GET' && body === null ? 'curl' : `curl -X ${quoteForShell(method)}`]
  for (const [name, value] of request.headers ?? [])
    if (!skippedHeaders.has(name.toLowerCase()) && name.toLowerCase() !== 'cookie')
      parts.push(`-H ${quoteForShell(`${name}: ${value ?? ''}`)}`)
  const cookies = request.cookies?.map(([name, value]) => `${name}=${value ?? ''}`) ?? []
  if (cookies.length > 0) parts.push(`-b ${quoteForShell(cookies.join('; '))}`)
  if (body !== null) parts.push(`--data-raw ${quoteForShell(body)}`)
  parts.push(quoteForShell(fullUrl(request)))
  return parts.join(' \\\n  ')
}

/** The request as it goes over the wire, as far as the event tells it. */
export function writeRawRequest(request: RequestData): string {
  const url = URL.canParse(fullUrl(request)) ? new URL(fullUrl(request)) : null
  const target = url ? `${url.pathname}${url.search}` : fullUrl(request)
  const headers = (request.headers ?? []).map(([name, value]) => `${name}: ${value ?? ''}`)
  const hasHost = request.headers?.some(([name]) => name.toLowerCase() === 'host')
  const host = url && !hasHost ? [`Host: ${url.host}`] : []
  const body = bodyText(request)
  return [
    `${request.method ?? 'GET'} ${target} HTTP/1.1`,
    ...host,
    ...headers,
    ...(body === null ? [] : ['', body]),
  ].join('\n')
}
