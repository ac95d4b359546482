import { LapwingError } from '../errors.ts'
import { readTimeRange } from '../http/time-range.ts'
import { type Static, Type } from '../http/type.ts'
import { readCursor } from '../observability/cursor.ts'
import { readFilter } from '../observability/read-filter.ts'
import { orders } from '../observability/read-list.ts'
import { type Members, mostTexts } from '../observability/read-members.ts'
import { RefusedRequest, sentenceOf } from '../observability/refusal.ts'
import {
  type UserPlatform,
  userPlatforms,
  type UserSessionFilter,
  type UserSessionPlace,
  type UserSessionQuery,
} from '../storage/observability/port.ts'

const Texts = Type.Optional(Type.Array(Type.String({ maxLength: 1000 }), { maxItems: mostTexts }))
const Flag = Type.Optional(Type.Boolean())

const sorts = orders.flatMap(([name]) => [name, `-${name}`] as const)

export const ProjectsQuery = Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 100 }))

/** As in a body of `observability.sessions.list`. */
const sameFilters = {
  app_version: Texts,
  custom_events: Texts,
  device_model: Texts,
  manufacturer: Texts,
  network_type: Texts,
  os_version: Texts,
  rev_user: Texts,
  screen_name: Texts,
  has_exception_occurred: Flag,
  is_anonymous: Flag,
  is_anr: Flag,
  is_crash: Flag,
  rage_tap: Flag,
}

/** A parameter that is not known is refused: a filter that is misspelled would find everything. */
export const UserSessionsQuery = Type.Object(
  {
    project: ProjectsQuery,
    platform: Type.Optional(Type.Enum(userPlatforms)),
    statsPeriod: Type.Optional(Type.String({ maxLength: 20 })),
    start: Type.Optional(Type.String({ maxLength: 40 })),
    end: Type.Optional(Type.String({ maxLength: 40 })),
    ...sameFilters,
    response_time_list: Texts,
    rev_org: Texts,
    session_attributes: Texts,
    sort: Type.Optional(Type.Enum(sorts)),
    per_page: Type.Optional(Type.Integer()),
    cursor: Type.Optional(Type.String({ maxLength: 4000 })),
  },
  { additionalProperties: false },
)
export type UserSessionsQuery = Static<typeof UserSessionsQuery>

/** What a list is asked for, but for whose. */
export interface UserSessionsRequest {
  platform: UserPlatform | null
  filter: UserSessionFilter
  sort: UserSessionQuery['sort']
  from: UserSessionPlace | null
  mode: UserSessionQuery['mode']
}

/** As of replays, unless told otherwise. */
const defaultPeriod = 90 * 86_400_000

/** Throws `invalid_input` for a filter that cannot be read, `bad_request` for a time that is none, `invalid_cursor`. */
export function readUserSessionsQuery(query: UserSessionsQuery, now: number): UserSessionsRequest {
  const { from, to } = readTimeRange(query, now)
  const end = to ?? now
  const sort = readSort(query.sort)
  return inOurWords(() => ({
    platform: query.platform ?? null,
    filter: { ...readFilter(membersOf(query), now), createdAfter: from ?? end - defaultPeriod, createdBefore: end },
    sort,
    ...readPlace(query.cursor, sort),
  }))
}

/** The members that a body of `observability.sessions.list` would have. */
function membersOf(query: UserSessionsQuery): Members {
  const { response_time_list: times, session_attributes: attributes } = query
  const same = Object.fromEntries(Object.entries(query).filter(([name]) => Object.hasOwn(sameFilters, name)))
  return {
    ...same,
    ...(times && { response_time_list: times.map(readRange) }),
    ...(attributes && { session_attributes: readAttributes(attributes) }),
  }
}

function readRange(text: string): { min?: number; max?: number } {
  const match = /^(\d{0,9})-(\d{0,9})$/.exec(text)
  if (!match || text === '-') throw wrong('response_time_list', 'Takes milliseconds as 500-1000, 500- or -1000.')
  const [, min = '', max = ''] = match
  return { ...(min !== '' && { min: Number(min) }), ...(max !== '' && { max: Number(max) }) }
}

function readAttributes(texts: string[]): { key: string; values: string[] }[] {
  const byKey = new Map<string, string[]>()
  for (const text of texts) {
    const at = text.indexOf('=')
    if (at < 1) throw wrong('session_attributes', 'Takes a tag as key=value.')
    const key = text.slice(0, at)
    byKey.set(key, [...(byKey.get(key) ?? []), text.slice(at + 1)])
  }
  return [...byKey].map(([key, values]) => ({ key, values }))
}

function readSort(text: string | undefined): UserSessionQuery['sort'] {
  const isDescending = text === undefined || text.startsWith('-')
  const name = text?.replace(/^-/, '') ?? 'created_at'
  const by = orders.find(([known]) => known === name)?.[1] ?? 'createdAt'
  return [{ by, isDescending }]
}

/** `…:1` walks towards the start, as in other lists. */
function readPlace(
  text: string | undefined,
  sort: UserSessionQuery['sort'],
): Pick<UserSessionsRequest, 'from' | 'mode'> {
  if (text === undefined || text === '') return { from: null, mode: 'after' }
  const match = /^([\w-]+):([01])$/.exec(text)
  const from = match ? readCursor(match[1] ?? null, sort) : null
  if (from === null) throw new LapwingError('invalid_cursor')
  return { from, mode: match?.[2] === '1' ? 'before' : 'after' }
}

/** The reader of filters belongs to another contract, with errors of its own. */
function inOurWords<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof RefusedRequest)) throw error
    const { fault } = error
    if (fault.field_name === 'cursor') throw new LapwingError('invalid_cursor')
    throw wrong(fault.field_name, sentenceOf(fault))
  }
}

function wrong(field: string, sentence: string): LapwingError {
  return new LapwingError('invalid_input', { fields: { [field]: [sentence] } })
}
