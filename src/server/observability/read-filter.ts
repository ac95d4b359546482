import type { UserSessionFilter } from '../storage/observability/port.ts'
import {
  isMembers,
  type Members,
  mostTexts,
  readChoice,
  readCount,
  readFlag,
  readMembers,
  readTexts,
  readTime,
  required,
  tooMany,
  wrongType,
} from './read-members.ts'
import { RefusedRequest } from './refusal.ts'

export const textFilters = [
  'app_version',
  'custom_events',
  'device_model',
  'manufacturer',
  'network_type',
  'os_version',
  'rev_org',
  'rev_user',
  'screen_name',
] as const
export const flagFilters = ['has_exception_occurred', 'is_anonymous', 'is_anr', 'is_crash', 'rage_tap'] as const

/** Which members filter. `rev_org` is read apart: it is the project's own. */
export const filterMembers: readonly string[] = [
  ...textFilters,
  ...flagFilters,
  'created_at',
  'response_time_list',
  'session_attributes',
]

export function readFilter(members: Members, now: number): UserSessionFilter {
  return {
    appVersion: readTexts(members, 'app_version'),
    ...readCreated(readMembers(members, 'created_at'), now),
    events: readTexts(members, 'custom_events'),
    model: readTexts(members, 'device_model'),
    hasException: readFlag(members, 'has_exception_occurred'),
    isAnonymous: readFlag(members, 'is_anonymous'),
    isAnr: readFlag(members, 'is_anr'),
    isCrash: readFlag(members, 'is_crash'),
    manufacturer: readTexts(members, 'manufacturer'),
    networkType: readTexts(members, 'network_type'),
    osVersion: readTexts(members, 'os_version'),
    rageTap: readFlag(members, 'rage_tap'),
    users: readTexts(members, 'rev_user'),
    screens: readTexts(members, 'screen_name'),
    attributes: readAttributes(members['session_attributes']),
    responseTimes: readResponseTimes(members['response_time_list']),
  }
}

const dayMs = 86_400_000

/** Either times, both inclusive, or so many days before or after now. */
function readCreated(created: Members | null, now: number): Pick<UserSessionFilter, 'createdAfter' | 'createdBefore'> {
  if (created === null) return { createdAfter: null, createdBefore: null }
  const named = (name: string) => `created_at.${name}`
  const choices = Object.fromEntries(Object.entries(created).map(([name, value]) => [named(name), value]))
  const type = required(named('type'), readChoice(choices, named('type'), ['range', 'preset']))
  refuseUnknown(
    created,
    type === 'range' ? ['type', 'after', 'before'] : ['type', 'preset_type', 'days'],
    'created_at.',
  )
  if (type === 'range') {
    return {
      createdAfter: readTime(created, 'after', named('after')),
      createdBefore: readTime(created, 'before', named('before')),
    }
  }
  const presets = ['last_n_days', 'next_n_days'] as const
  const preset = required(named('preset_type'), readChoice(choices, named('preset_type'), presets))
  const span = required(named('days'), readCount(choices, named('days'), 0)) * dayMs
  return preset === 'last_n_days'
    ? { createdAfter: now - span, createdBefore: now }
    : { createdAfter: now, createdBefore: now + span }
}

/** `{"plan": "gold"}`, `{"plan": ["gold", "silver"]}` or `[{"key": "plan", "value": "gold"}]`: the contract does not say which. */
function readAttributes(value: unknown): UserSessionFilter['attributes'] {
  const field = 'session_attributes'
  if (value === undefined) return []
  if (isMembers(value)) {
    return Object.keys(value).map((key) => ({ key, values: readOneOrMore(value, key, `${field}.${key}`) }))
  }
  if (!Array.isArray(value)) throw wrongType(field, value, 'object')
  return value.map((pair: unknown, index) => {
    const name = `${field}[${index}]`
    if (!isMembers(pair)) throw wrongType(name, pair, 'object')
    const { key } = pair
    if (key === undefined) throw new RefusedRequest({ type: 'missing_required_field', field_name: `${name}.key` })
    if (typeof key !== 'string') throw wrongType(`${name}.key`, key, 'string')
    const member = pair['values'] === undefined ? 'value' : 'values'
    if (pair[member] === undefined) {
      throw new RefusedRequest({ type: 'missing_required_field', field_name: `${name}.value` })
    }
    return { key, values: readOneOrMore(pair, member, `${name}.${member}`) }
  })
}

/** `[{"min": 500, "max": 1000}]`, milliseconds; either may be left out. The contract does not say how. */
function readResponseTimes(value: unknown): UserSessionFilter['responseTimes'] {
  const field = 'response_time_list'
  if (value === undefined) return null
  if (!Array.isArray(value)) throw wrongType(field, value, 'array')
  if (value.length > mostTexts) throw tooMany(field)
  const ranges = value.map((range: unknown, index) => {
    const name = `${field}[${index}]`
    if (!isMembers(range)) throw wrongType(name, range, 'object')
    refuseUnknown(range, ['min', 'max'], `${name}.`)
    const bounds = { [`${name}.min`]: range['min'], [`${name}.max`]: range['max'] }
    return { min: readCount(bounds, `${name}.min`, 0) ?? 0, max: readCount(bounds, `${name}.max`, 0) ?? 2 ** 31 }
  })
  return ranges.length === 0 ? null : ranges
}

function readOneOrMore(members: Members, member: string, field: string): string[] {
  const value = members[member]
  const list = Array.isArray(value) ? value : [value]
  if (list.length === 0) {
    throw new RefusedRequest({ type: 'value_not_permitted', field_name: field, reason: `${field} has no value.` })
  }
  // Tags are texts; numbers and flags are the same written out.
  return readTexts({ [field]: list.map((one) => (isScalar(one) ? String(one) : one)) }, field) ?? []
}

const isScalar = (value: unknown) => typeof value === 'number' || typeof value === 'boolean'

/** A filter that is misspelled would find everything. */
export function refuseUnknown(members: Members, known: readonly string[], prefix = ''): void {
  const unknown = Object.keys(members).find((name) => !known.includes(name))
  if (unknown === undefined) return
  const field = `${prefix}${unknown}`
  throw new RefusedRequest({ type: 'invalid_field', field_name: field, detail: `There is no field ${field}.` })
}
