import type { JsonObject } from '../../protocol/event.ts'

/** What reports call the page's own origin. */
const self = "'self'"

/** The directive that was violated: the browser's word, else the first word of the policy's line. */
export function effectiveDirective(csp: JsonObject): string {
  const effective = csp['effective_directive']
  if (typeof effective === 'string' && effective !== '') return effective
  const violated = csp['violated_directive']
  return typeof violated === 'string' ? (violated.trim().split(/\s+/)[0] ?? '') : ''
}

/**
 * Where the blocked thing came from: the host for http(s), `scheme://host` for others (`data:`, `blob:` …), `'self'` for an
 * empty address, which is how browsers name inline code and the page itself.
 */
export function blockedSource(csp: JsonObject): string {
  const uri = csp['blocked_uri']
  const value = typeof uri === 'string' ? uri.trim() : ''
  if (value === '' || value === self || value === 'self') return self
  const colon = value.indexOf(':')
  // Browsers report `data` or `blob` for what is a scheme.
  if (colon < 0) return `${value}://`
  const scheme = value.slice(0, colon).toLowerCase()
  const rest = value.slice(colon + 1)
  const host = rest.startsWith('//') ? (rest.slice(2).split(/[/?#]/, 1)[0] ?? '') : ''
  return scheme === 'http' || scheme === 'https' ? host : `${scheme}://${host}`
}

/** `'unsafe-inline'` or `'unsafe-eval'` when the page's own script broke the policy, else null. */
export function localViolation(csp: JsonObject): string | null {
  const directive = effectiveDirective(csp)
  if (directive !== 'script-src' && directive !== 'script-src-elem' && directive !== 'script-src-attr') return null
  // Level 3 of the standard reports the words themselves: https://www.w3.org/TR/CSP3/#violation-resource
  const uri = csp['blocked_uri']
  if (uri === 'inline') return "'unsafe-inline'"
  if (uri === 'eval') return "'unsafe-eval'"
  const violated = csp['violated_directive']
  if (blockedSource(csp) !== self || typeof violated !== 'string') return null
  if (violated.includes("'unsafe-inline'")) return "'unsafe-inline'"
  return violated.includes("'unsafe-eval'") ? "'unsafe-eval'" : null
}
