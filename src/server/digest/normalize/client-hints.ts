import type { Agent } from './user-agent.ts'

/** Client hint headers by lower-case name: https://wicg.github.io/ua-client-hints/. */
export type ClientHints = Record<string, string>

export const hintHeaders: readonly string[] = [
  'sec-ch-ua',
  'sec-ch-ua-platform',
  'sec-ch-ua-platform-version',
  'sec-ch-ua-model',
]

/** The brand among `"Not_A Brand";v="99", "Google Chrome";v="109", "Chromium";v="109"`: neither the decoy nor the engine. */
export function browserOfHints(hints: ClientHints): Agent | null {
  const brands = hints['sec-ch-ua']
  if (!brands) return null
  for (const [, name, version] of brands.slice(0, 512).matchAll(/"([^"]{1,64})"\s*;\s*v="([^"]{1,32})"/g)) {
    if (name && version && !/brand|^chromium$|gecko|webkit/i.test(name)) return { name, version }
  }
  return null
}

export function osOfHints(hints: ClientHints): Agent | null {
  const name = unquote(hints['sec-ch-ua-platform'])
  const version = unquote(hints['sec-ch-ua-platform-version'])
  if (!name || name.toLowerCase() === 'unknown') return null
  return version ? { name, version } : { name }
}

export function modelOfHints(hints: ClientHints): string | null {
  return unquote(hints['sec-ch-ua-model'])
}

function unquote(value: string | undefined): string | null {
  const text = value?.replaceAll('"', '').trim().slice(0, 128)
  return text ? text : null
}
