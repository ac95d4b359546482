import {
  type UserPlatform,
  userPlatforms,
  type UserSessionFilter,
  type UserSessionOrder,
  type UserSessionPlace,
  type UserSessionQuery,
} from '../storage/observability/port.ts'
import { readCursor } from './cursor.ts'
import { filterMembers, readFilter, refuseUnknown } from './read-filter.ts'
import { type Members, readChoice, readCount, readText, readTexts, required } from './read-members.ts'
import { RefusedRequest } from './refusal.ts'

/** What a list is asked for, but for whose. */
export interface ListRequest {
  versionKey: string
  platform: UserPlatform
  sort: UserSessionQuery['sort']
  from: UserSessionPlace | null
  mode: UserSessionQuery['mode']
  limit: number
  filter: UserSessionFilter
  /** Organisations by id or slug. */
  organizations: string[] | null
}

export const sessionTypes = ['mobile', 'web'] as const

const defaultLimit = 50
/** More are not given at once, whatever was asked for: it is the most that one takes. */
const mostAtOnce = 100

const listMembers = ['type', 'cursor', 'limit', 'mode', 'platform', 'sort_by', 'version_key', ...filterMembers]

/** Reads what the body of a POST says; throws `RefusedRequest`. Of a GET, which needs no type, its query as `membersOfQuery` gives it. */
export function readList(members: Members, method: 'GET' | 'POST', now: number): ListRequest {
  const type = readChoice(members, 'type', sessionTypes)
  if (method === 'POST') required('type', type)
  const platform = readPlatform(members)
  const fitting = typeOf(platform)
  if (type !== null && type !== fitting) {
    const allowed = userPlatforms.filter((one) => typeOf(one) === type)
    const reason = `platform is ${allowed.join(' or ')} where type is ${type}.`
    throw new RefusedRequest({ type: 'value_not_permitted', field_name: 'platform', reason, allowed_values: allowed })
  }
  const versionKey = readKey(members, 'version_key')
  refuseUnknown(members, listMembers)
  const sort = readSort(readTexts(members, 'sort_by') ?? [])
  return {
    versionKey,
    platform,
    sort,
    from: readCursor(readText(members, 'cursor'), sort),
    mode: readChoice(members, 'mode', ['after', 'before']) ?? 'after',
    limit: Math.min(mostAtOnce, readCount(members, 'limit', 1) ?? defaultLimit),
    filter: readFilter(members, now),
    organizations: readTexts(members, 'rev_org'),
  }
}

export interface GetRequest {
  versionKey: string
  platform: UserPlatform
  sessionId: string
}

export function readGet(members: Members): GetRequest {
  const platform = readPlatform(members)
  const sessionId = readKey(members, 'session_id')
  const versionKey = readKey(members, 'version_key')
  refuseUnknown(members, ['platform', 'session_id', 'version_key'])
  return { platform, sessionId, versionKey }
}

export function typeOf(platform: UserPlatform): (typeof sessionTypes)[number] {
  return platform === 'web' ? 'web' : 'mobile'
}

function readPlatform(members: Members): UserPlatform {
  return required('platform', readChoice(members, 'platform', userPlatforms))
}

function readKey(members: Members, field: string): string {
  const text = required(field, readText(members, field))
  if (text !== '') return text
  throw new RefusedRequest({ type: 'value_not_permitted', field_name: field, reason: `${field} must not be empty.` })
}

/** What a list can be sorted by, and how this API names it. */
export const orders = [
  ['created_at', 'createdAt'],
  ['session_duration_ms', 'duration'],
  ['app_version', 'appVersion'],
  ['device_model', 'model'],
  ['manufacturer', 'manufacturer'],
  ['network_type', 'networkType'],
  ['os_version', 'osVersion'],
  ['rev_user', 'user'],
] as const satisfies [name: string, by: UserSessionOrder][]

/** `["created_at:desc"]`; without a direction ascending; unless told, the newest first. */
function readSort(texts: string[]): UserSessionQuery['sort'] {
  const sort: UserSessionQuery['sort'] = []
  for (const text of texts) {
    const [name, direction = 'asc', ...more] = text.split(':')
    const by = orders.find(([known]) => known === name)?.[1]
    if (by === undefined || more.length > 0 || (direction !== 'asc' && direction !== 'desc')) {
      const allowed = orders.flatMap(([known]) => [`${known}:asc`, `${known}:desc`])
      const reason = `sort_by takes a field and a direction, as ${allowed[1]}.`
      throw new RefusedRequest({ type: 'value_not_permitted', field_name: 'sort_by', reason, allowed_values: allowed })
    }
    // The same again decides nothing.
    if (!sort.some((one) => one.by === by)) sort.push({ by, isDescending: direction === 'desc' })
  }
  return sort.length === 0 ? [{ by: 'createdAt', isDescending: true }] : sort
}
