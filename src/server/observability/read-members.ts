import { RefusedRequest } from './refusal.ts'

/** The members of a request, by name. */
export type Members = Record<string, unknown>

/** How `unexpected_json_type` names what came. */
export function jsonTypeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function wrongType(field: string, value: unknown, expected: string): RefusedRequest {
  return new RefusedRequest({ type: 'unexpected_json_type', field_name: field, actual: jsonTypeOf(value), expected })
}

export function required<Value>(field: string, value: Value | null): Value {
  if (value === null) throw new RefusedRequest({ type: 'missing_required_field', field_name: field })
  return value
}

/** Null when it is not there; so with all of these. */
export function readText(members: Members, field: string): string | null {
  const value = members[field]
  if (value === undefined) return null
  if (typeof value !== 'string') throw wrongType(field, value, 'string')
  return value
}

export function readFlag(members: Members, field: string): boolean | null {
  const value = members[field]
  if (value === undefined) return null
  if (typeof value !== 'boolean') throw wrongType(field, value, 'boolean')
  return value
}

/** Whole, not below `least`. */
export function readCount(members: Members, field: string, least: number): number | null {
  const value = members[field]
  if (value === undefined) return null
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(field, value, 'integer')
  if (value < least || value > 2 ** 31 - 1) {
    const reason = `${field} is a number from ${least} to ${2 ** 31 - 1}.`
    throw new RefusedRequest({ type: 'value_not_permitted', field_name: field, reason })
  }
  return value
}

export function readChoice<Choice extends string>(
  members: Members,
  field: string,
  choices: readonly Choice[],
): Choice | null {
  const text = readText(members, field)
  if (text === null) return null
  const choice = choices.find((one) => one === text)
  if (choice !== undefined) return choice
  throw new RefusedRequest({ type: 'invalid_enum_value', field_name: field, value: text, allowed_values: [...choices] })
}

/** More would be a statement that no index helps. */
export const mostTexts = 100

export function tooMany(field: string): RefusedRequest {
  const reason = `${field} has at most ${mostTexts} values.`
  return new RefusedRequest({ type: 'value_not_permitted', field_name: field, reason })
}

/** An empty list asks for nothing in particular: null. */
export function readTexts(members: Members, field: string): string[] | null {
  const value = members[field]
  if (value === undefined) return null
  if (!Array.isArray(value)) throw wrongType(field, value, 'array')
  if (value.length > mostTexts) throw tooMany(field)
  const texts = value.map((one: unknown, index) => {
    if (typeof one !== 'string') throw wrongType(`${field}[${index}]`, one, 'string')
    return one
  })
  return texts.length === 0 ? null : texts
}

export function readMembers(members: Members, field: string): Members | null {
  const value = members[field]
  if (value === undefined) return null
  if (!isMembers(value)) throw wrongType(field, value, 'object')
  return value
}

/** RFC 3339, as milliseconds since 1970. */
export function readTime(members: Members, field: string, name: string): number | null {
  const text = readText(members, field)
  if (text === null) return null
  const isTime = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/.test(text)
  const time = isTime ? Date.parse(text.toUpperCase().replace(' ', 'T')) : Number.NaN
  if (Number.isNaN(time)) {
    const detail = `${name} is a time as RFC 3339 writes it, such as 2026-01-31T12:00:00Z.`
    throw new RefusedRequest({ type: 'invalid_field', field_name: name, detail })
  }
  return time
}
