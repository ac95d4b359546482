import type { NormalizedEvent } from '../../../protocol/event.ts'
import { headerValue } from '../normalize/request.ts'

const addresses = new Set(['127.0.0.1', '::1'])

/** Whether the event comes from a developer's own machine: its user, its page, or the server that answered. */
export function isFromLocalhost(event: NormalizedEvent): boolean {
  if (isLocalAddress(event.user?.ip_address)) return true
  const headers = event.request?.headers
  const forwardedFor = headerValue(headers, 'x-forwarded-for')?.trim()
  if (forwardedFor && addresses.has(forwardedFor)) return true
  const url = event.request?.url
  if (url) return url.startsWith('file:') || isLocalHost(hostOf(url))
  return ['host', 'x-forwarded-host'].some((name) => isLocalHost(headerValue(headers, name)?.trim() ?? ''))
}

export function isLocalAddress(ip: string | null | undefined): boolean {
  return typeof ip === 'string' && addresses.has(ip)
}

function hostOf(url: string): string {
  const match = /^[a-z][a-z\d+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]*)/i.exec(url)
  return match?.[1] ?? ''
}

/** `localhost`, below it, or a loopback address, with or without a port. */
function isLocalHost(authority: string): boolean {
  const host = authority.toLowerCase().replace(/:\d*$/, '')
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '127.0.0.1' || host === '[::1]' || host === '::1'
  )
}
