/**
 * The `X-Sentry-Rate-Limits` header: `retry_after:categories:scope:reason_code:namespaces, …`, lists inside a field separated by
 * `;` (https://develop.sentry.dev/sdk/expected-features/rate-limiting/).
 */
export interface RateLimit {
  /** Seconds until it is worth trying again. */
  retryAfter: number
  /** Data categories that are limited; [] = all of them. Text, because readers must bear with categories they do not know. */
  categories: string[]
  /** `organization`, `project` or `key`; '' when not said. */
  scope: string
  reasonCode: string | null
  /** Only for metric categories. */
  namespaces: string[]
}

export function formatRateLimits(limits: readonly RateLimit[]): string {
  return limits.map(formatRateLimit).join(', ')
}

/** Reads the header; groups without a usable number of seconds are skipped, fractions are rounded up. */
export function parseRateLimits(header: string): RateLimit[] {
  const limits: RateLimit[] = []
  for (const group of header.split(',')) {
    const [seconds = '', categories = '', scope = '', reasonCode = '', namespaces = ''] = group.trim().split(':')
    const retryAfter = seconds === '' ? Number.NaN : Math.ceil(Number(seconds))
    if (!Number.isSafeInteger(retryAfter) || retryAfter < 0) continue
    limits.push({
      retryAfter,
      categories: splitList(categories),
      scope: scope.trim(),
      reasonCode: reasonCode.trim() === '' ? null : reasonCode.trim(),
      namespaces: splitList(namespaces),
    })
  }
  return limits
}

function formatRateLimit(limit: RateLimit): string {
  const fields = [String(limit.retryAfter), limit.categories.join(';'), limit.scope]
  if (limit.reasonCode !== null || limit.namespaces.length > 0) fields.push(limit.reasonCode ?? '')
  if (limit.namespaces.length > 0) fields.push(limit.namespaces.join(';'))
  return fields.join(':')
}

function splitList(field: string): string[] {
  return field
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}
