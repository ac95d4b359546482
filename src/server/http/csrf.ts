import type { IncomingHttpHeaders } from 'node:http'

/**
 * Why a request that carries the session cookie may not change anything; null when it may. Browsers say where a request comes from in Sec-Fetch-Site
 * (https and localhost) or Origin (all unsafe methods), and no page can forge either; a request with neither does not come from our page.
 */
export function crossSiteRefusal(method: string, headers: IncomingHttpHeaders, baseUrl: string): string | null {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return null
  const site = headers['sec-fetch-site']
  if (site === 'same-origin') return null
  const origin = headers.origin
  if (site === undefined && origin !== undefined && isOwnOrigin(origin, headers.host, baseUrl)) return null
  return 'CSRF Failed: the request does not come from this site.'
}

/** True for a request that a page of another site made; used where no cookie is needed, so that scripts pass. */
export function comesFromElsewhere(headers: IncomingHttpHeaders, baseUrl: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  return headers.origin !== undefined && !isOwnOrigin(headers.origin, headers.host, baseUrl)
}

function isOwnOrigin(origin: string, host: string | undefined, baseUrl: string): boolean {
  if (!URL.canParse(origin)) return false
  const url = new URL(origin)
  return url.origin === new URL(baseUrl).origin || url.host === host
}
