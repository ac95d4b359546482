import { readScope, type Scope } from '../shell/scope.ts'
import { readOne } from '../shell/search-params.ts'

/** In the names of /api/0. Crash-free rates come worst first there: that is what one looks for. */
export const releaseSorts = [
  { value: 'date', label: 'Newest' },
  { value: 'sessions', label: 'Sessions' },
  { value: 'users', label: 'Users' },
  { value: 'crash_free_sessions', label: 'Least crash-free sessions' },
  { value: 'crash_free_users', label: 'Least crash-free users' },
  { value: 'adoption', label: 'Last adopted' },
  { value: 'semver', label: 'Version' },
] as const
export type ReleaseSort = (typeof releaseSorts)[number]['value']

/** The list's own part of the URL. */
export interface ReleaseListSearch extends Scope {
  query?: string
  sort?: ReleaseSort
}

export function readReleaseListSearch(search: Record<string, unknown>): ReleaseListSearch {
  const sort = readOne(search.sort)
  return {
    ...readScope(search),
    query: readOne(search.query),
    sort: releaseSorts.find((one) => one.value === sort && one.value !== 'date')?.value,
  }
}

/** Of a release's page: the list's part comes along, so that the way back leads to the same list. */
export interface ReleaseSearch extends ReleaseListSearch {
  /** Version that it is compared with, unless the one before. */
  compare?: string
}

export const readReleaseSearch = (search: Record<string, unknown>): ReleaseSearch => ({
  ...readReleaseListSearch(search),
  compare: readOne(search.compare),
})
