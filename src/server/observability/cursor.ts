import { placeOf } from '../storage/observability/order.ts'
import type { UserSession, UserSessionPlace, UserSessionQuery } from '../storage/observability/port.ts'
import { RefusedRequest } from './refusal.ts'

type Sort = UserSessionQuery['sort']

/** A place in a list as text that says nothing to others: what it is sorted by, and the session's own values of that. */
export function writeCursor(session: UserSession, sort: Sort): string {
  const { values, id, projectId } = placeOf(session, sort)
  return Buffer.from(JSON.stringify([nameOf(sort), projectId, id, ...values])).toString('base64url')
}

/** Null without one; the empty text counts as none. Throws `invalid_field` for one of another list or order. */
export function readCursor(text: string | null, sort: Sort): UserSessionPlace | null {
  if (text === null || text === '') return null
  const said = parse(Buffer.from(text, 'base64url').toString('utf8'))
  if (Array.isArray(said) && said.length === sort.length + 3) {
    const [name, projectId, id, ...edge]: unknown[] = said
    const values = edge
      .filter((value) => typeof value === 'string' || typeof value === 'number')
      .filter((value, index) => typeof value === typeOfOrder(sort[index]?.by))
    const isOfOrder = name === nameOf(sort) && values.length === sort.length
    if (isOfOrder && typeof projectId === 'number' && typeof id === 'string') return { values, id, projectId }
  }
  const detail = 'cursor is none that a list of this order gave.'
  throw new RefusedRequest({ type: 'invalid_field', field_name: 'cursor', detail })
}

const nameOf = (sort: Sort) => sort.map(({ by, isDescending }) => `${isDescending ? '-' : ''}${by}`).join(' ')

const typeOfOrder = (by: Sort[number]['by'] | undefined) =>
  by === 'createdAt' || by === 'duration' ? 'number' : 'string'

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
