import { readScope, type Scope } from '../shell/scope.ts'
import { readOne } from '../shell/search-params.ts'

/** In the names of /api/0. */
export const replaySorts = [
  { value: '-started_at', label: 'Newest' },
  { value: '-count_errors', label: 'Errors' },
  { value: '-count_rage_clicks', label: 'Rage clicks' },
  { value: '-count_dead_clicks', label: 'Dead clicks' },
  { value: '-activity', label: 'Activity' },
  { value: '-duration', label: 'Longest' },
] as const
export type ReplaySort = (typeof replaySorts)[number]['value']

/** The list's own part of the URL. */
export interface ReplayListSearch extends Scope {
  query?: string
  sort?: ReplaySort
}

export function readReplayListSearch(search: Record<string, unknown>): ReplayListSearch {
  const sort = readOne(search.sort)
  return {
    ...readScope(search),
    query: readOne(search.query),
    sort: replaySorts.find((one) => one.value === sort && one.value !== '-started_at')?.value,
  }
}

/** Of a replay's page: the list's part comes along, so that the way back leads to the same list. */
export interface ReplaySearch extends ReplayListSearch {
  /** Seconds from the start at which it opens. */
  t?: string
  /** Time of something (ISO 8601) some seconds before which it opens. */
  before?: string
}

export function readReplaySearch(search: Record<string, unknown>): ReplaySearch {
  const t = readOne(search.t)
  const before = readOne(search.before)
  return {
    ...readReplayListSearch(search),
    t: t !== undefined && /^\d{1,6}$/.test(t) ? t : undefined,
    before: before !== undefined && !Number.isNaN(Date.parse(before)) ? before : undefined,
  }
}
