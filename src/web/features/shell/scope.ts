import { formatMinute } from '../../format/time.ts'
import { readList, readOne } from './search-params.ts'

/** What every page looks at, kept in the URL under the names of /api/0. */
export interface Scope {
  /** Project ids; undefined = all. */
  project?: string[]
  environment?: string[]
  /** `24h`, `14d` …; undefined = the default, or a window from `start` to `end`. */
  statsPeriod?: string
  /** ISO 8601, both or none. */
  start?: string
  end?: string
}

export const scopeKeys = ['project', 'environment', 'statsPeriod', 'start', 'end'] as const

export const defaultPeriod = '14d'

export const periods = [
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '14d', label: 'Last 14 days' },
  { value: '30d', label: 'Last 30 days' },
  { value: '90d', label: 'Last 90 days' },
] as const

/** Reads the scope out of search parameters, dropping what cannot be meant. */
export function readScope(search: Record<string, unknown>): Scope {
  const start = readOne(search.start)
  const end = readOne(search.end)
  const isWindow =
    start !== undefined && end !== undefined && !Number.isNaN(Date.parse(start)) && !Number.isNaN(Date.parse(end))
  const period = readOne(search.statsPeriod)
  return {
    project: readList(search.project),
    environment: readList(search.environment),
    statsPeriod: !isWindow && period && /^[1-9]\d{0,3}[smhdw]$/.test(period) ? period : undefined,
    start: isWindow ? start : undefined,
    end: isWindow ? end : undefined,
  }
}

/** The window as the API takes it: never without one. */
export function scopeQuery(scope: Scope): Scope {
  return { ...scope, statsPeriod: scope.start ? undefined : (scope.statsPeriod ?? defaultPeriod) }
}

const unitWords: Record<string, string> = { s: 'seconds', m: 'minutes', h: 'hours', d: 'days', w: 'weeks' }

/** The period in words: `Last 14 days`, or `3 Jan, 12:00 – 5 Jan, 08:00`, the day but once. */
export function describePeriod(scope: Scope): string {
  if (scope.start && scope.end) {
    const [from, to] = [formatMinute(Date.parse(scope.start)), formatMinute(Date.parse(scope.end))]
    const day = from.split(', ', 1)[0] ?? ''
    return `${from} – ${to.startsWith(`${day}, `) ? to.slice(day.length + 2) : to}`
  }
  const period = scope.statsPeriod ?? defaultPeriod
  const known = periods.find((one) => one.value === period)
  return known?.label ?? `Last ${period.slice(0, -1)} ${unitWords[period.slice(-1)] ?? ''}`
}
