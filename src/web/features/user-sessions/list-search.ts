import { readScope, type Scope } from '../shell/scope.ts'
import { readList, readOne } from '../shell/search-params.ts'

/** In the names of /api/0. */
export const sessionSorts = [
  { value: '-created_at', label: 'Newest' },
  { value: 'created_at', label: 'Oldest' },
  { value: '-session_duration_ms', label: 'Longest' },
  { value: '-app_version', label: 'Release' },
  { value: 'device_model', label: 'Device' },
  { value: 'rev_user', label: 'User' },
] as const
export type SessionSort = (typeof sessionSorts)[number]['value']

export const sessionPlatforms = [
  { value: 'android', label: 'Android' },
  { value: 'ios', label: 'iOS' },
  { value: 'web', label: 'Web' },
] as const
export type SessionPlatform = (typeof sessionPlatforms)[number]['value']

/** What is so of a session or not. */
export const flagNames = ['is_crash', 'is_anr', 'has_exception_occurred', 'rage_tap', 'is_anonymous'] as const
export type FlagName = (typeof flagNames)[number]

/** What is looked for by its text; of several of one name any will do. */
export const textNames = [
  'app_version',
  'device_model',
  'manufacturer',
  'os_version',
  'network_type',
  'screen_name',
  'rev_user',
  'session_attributes',
  'custom_events',
  'response_time_list',
] as const
export type TextName = (typeof textNames)[number]

export type SessionFilters = { [Name in FlagName]?: 'true' | 'false' } & { [Name in TextName]?: string[] }

/** The list's own part of the URL. */
export interface SessionListSearch extends Scope, SessionFilters {
  platform?: SessionPlatform
  sort?: SessionSort
}

export function readSessionListSearch(search: Record<string, unknown>): SessionListSearch {
  const [sort, platform] = [readOne(search.sort), readOne(search.platform)]
  const read: SessionListSearch = {
    ...readScope(search),
    platform: sessionPlatforms.find((one) => one.value === platform)?.value,
    sort: sessionSorts.find((one) => one.value === sort && one.value !== '-created_at')?.value,
  }
  for (const name of flagNames) {
    const flag = readOne(search[name])
    read[name] = flag === 'true' || flag === 'false' ? flag : undefined
  }
  for (const name of textNames) read[name] = readList(search[name])
  return read
}

/** Of a session's page: the list's part comes along, so that the way back leads to the same list. */
export interface SessionSearch extends SessionListSearch {
  /** Id of the project: two may have a session of the same id. */
  in?: string
  /** The kind of what stands on the time line; undefined = all. */
  show?: string
}

export function readSessionSearch(search: Record<string, unknown>): SessionSearch {
  const project = readOne(search.in)
  return {
    ...readSessionListSearch(search),
    in: project !== undefined && /^\d{1,15}$/.test(project) ? project : undefined,
    show: readOne(search.show),
  }
}

/** Takes away every filter but the scope. */
export function withoutFilters(): SessionFilters & Pick<SessionListSearch, 'platform'> {
  const none: SessionFilters & Pick<SessionListSearch, 'platform'> = { platform: undefined }
  for (const name of flagNames) none[name] = undefined
  for (const name of textNames) none[name] = undefined
  return none
}

export const hasFilters = (search: SessionListSearch): boolean =>
  search.platform !== undefined || [...flagNames, ...textNames].some((name) => search[name] !== undefined)
