import type { UserSession, UserSessionPlace, UserSessionQuery } from './port.ts'

type Sort = UserSessionQuery['sort']

/** Where a session stands in a list of this order. */
export function placeOf(session: UserSession, sort: Sort): UserSessionPlace {
  return { values: sort.map(({ by }) => session[by]), id: session.id, projectId: session.projectId }
}

/** Below 0 when `a` stands before `b`. */
export function comparePlaces(a: UserSessionPlace, b: UserSessionPlace, sort: Sort): number {
  for (const [index, { isDescending }] of sort.entries()) {
    const order = compareValues(a.values[index] ?? '', b.values[index] ?? '')
    if (order !== 0) return isDescending ? -order : order
  }
  return compareValues(a.id, b.id) || a.projectId - b.projectId
}

/** Texts by their bytes in UTF-8, as engines do. */
function compareValues(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)))
}
