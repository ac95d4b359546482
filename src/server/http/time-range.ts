import { LapwingError } from '../errors.ts'

const second = 1000
const unitLengths: Record<string, number> = {
  s: second,
  m: 60 * second,
  h: 3_600 * second,
  d: 86_400 * second,
  w: 7 * 86_400 * second,
}

/** A window in milliseconds since 1970; null = open on that side. */
export interface TimeRange {
  from: number | null
  to: number | null
}

/** `24h`, `14d`, `2w`, `90s` → milliseconds; null when it is none. */
export function readLength(text: string): number | null {
  const match = /^(\d{1,9})([smhdw]?)$/.exec(text)
  return match && Number(match[1]) * (unitLengths[match[2] || 's'] ?? second)
}

/** The same of a time up to now; null also for no time at all and for more than a thousand weeks. */
export function readPeriod(text: string): number | null {
  const length = readLength(text)
  return length !== null && length > 0 && length <= 1000 * 7 * 86_400 * second ? length : null
}

/** ISO 8601 (without a zone: UTC) or seconds since 1970 → milliseconds; null when it is none. */
export function readTime(text: string): number | null {
  if (/^\d{1,12}(\.\d{1,9})?$/.test(text)) return Math.round(Number(text) * second)
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text)
  if (!match) return null
  const [, day = '', time = '00:00', zone = 'Z'] = match
  const parsed = Date.parse(`${day}T${time}${zone.toUpperCase()}`)
  return Number.isNaN(parsed) ? null : parsed
}

/**
 * Reads `statsPeriod` (with `statsPeriodStart`/`statsPeriodEnd` unsupported) or `start` and `end`, as every list of Sentry's takes them. Both at once, half a
 * window or one that ends before it starts are `bad_request`.
 */
export function readTimeRange(query: { statsPeriod?: string; start?: string; end?: string }, now: number): TimeRange {
  if (query.statsPeriod) {
    if (query.start || query.end) {
      throw new LapwingError('bad_request', { detail: 'Give either statsPeriod or start and end, not both' })
    }
    const period = readPeriod(query.statsPeriod)
    if (period === null) {
      throw new LapwingError('bad_request', { detail: `Invalid statsPeriod: '${query.statsPeriod}'` })
    }
    return { from: now - period, to: now }
  }
  if (!query.start && !query.end) return { from: null, to: null }
  if (!query.start || !query.end) {
    throw new LapwingError('bad_request', { detail: 'start and end are both required' })
  }
  const from = readTime(query.start)
  const to = readTime(query.end)
  if (from === null) throw new LapwingError('bad_request', { detail: `Invalid start: '${query.start}'` })
  if (to === null) throw new LapwingError('bad_request', { detail: `Invalid end: '${query.end}'` })
  if (from > to) throw new LapwingError('bad_request', { detail: 'start must be before end' })
  return { from, to }
}
