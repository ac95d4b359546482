import type { Exception, NormalizedEvent } from '../../../protocol/event.ts'

/** The texts that message globs look at: the log message, and `type: value` of each exception. */
export function messagesOf(event: NormalizedEvent): string[] {
  const messages: string[] = []
  const logged = event.logentry?.formatted ?? event.logentry?.message
  if (logged) messages.push(logged)
  for (const exception of event.exception?.values ?? []) {
    const message = [exception.type, exception.value].filter(Boolean).join(': ')
    if (message !== '') messages.push(message)
  }
  return messages
}

/** React's production messages hold the number of the error and a link to its explanation. */
const reactLink = /https:\/\/(?:reactjs\.org\/docs\/error-decoder\.html\?invariant=|react\.dev\/errors\/)(\d{3})(?!\d)/g
/** Hydration failed (418), the server did not finish (419), update while hydrating (421), errors (422, 423), text differs (425). */
const hydrationErrors = new Set(['418', '419', '421', '422', '423', '425'])
const hydrationTexts = [
  'hydration failed because',
  'there was an error while hydrating',
  'text content does not match server-rendered html',
]

/** React gave up on the server's markup: noise that nobody can act on without the development build. */
export function isHydrationError(event: NormalizedEvent): boolean {
  return (event.exception?.values ?? []).some(({ value }) => {
    if (!value) return false
    for (const [, code] of value.matchAll(reactLink)) if (code && hydrationErrors.has(code)) return true
    const lower = value.toLowerCase()
    return hydrationTexts.some((text) => lower.includes(text))
  })
}

/** A chunk of the bundle could not be loaded: the page is older than the deployment, or the network failed. */
export function isChunkLoadError(event: NormalizedEvent): boolean {
  return (event.exception?.values ?? []).some(chunkLoad)
}

function chunkLoad({ type, value }: Exception): boolean {
  if (!value) return false
  if (type === 'ChunkLoadError') return /^(?:Loading (?:CSS )?chunk |Failed to load chunk )/.test(value)
  if (!/(?:^|\s)ChunkLoadError: (?:Loading|Failed to load) /.test(value)) return false
  return Boolean(type?.includes('Uncaught')) || value.startsWith('Uncaught ') || value.startsWith('ChunkLoadError: ')
}
