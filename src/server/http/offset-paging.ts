import { LapwingError } from '../errors.ts'
import type { Cursor, Page } from './paging.ts'

/** Whoever wants more narrows the search: a store walks over every row that it leaves out. */
const maxOffset = 10_000

/**
 * How many rows of a list stand before the page that the cursor asks for, where rows have no position of their own: cursors count them,
 * `0:50:0` as Sentry's do, and clients write them themselves. Throws `invalid_cursor` beyond the first 10,000.
 */
export function readOffset(cursor: Cursor | null, size: number): number {
  if (cursor === null) return 0
  const offset = Number(cursor.id)
  // A page backwards ends just before the row that it names.
  const start = cursor.backwards ? Math.max(0, offset - size) : offset
  if (start > maxOffset) {
    throw new LapwingError('invalid_cursor', { detail: `Only the first ${maxOffset} rows can be paged to.` })
  }
  return start
}

/** The page that begins behind `offset` rows. */
export function pageAt<Row>(rows: Row[], offset: number, size: number, hasNext: boolean): Page<Row> {
  const at = (place: number) => ({ value: 0, id: BigInt(place) })
  return { rows, first: at(offset), last: at(offset + size), hasPrevious: offset > 0, hasNext }
}

/** The same of rows of which a store was asked for one more than fit. */
export function pageOfFound<Row>(found: Row[], offset: number, size: number): Page<Row> {
  return pageAt(found.slice(0, size), offset, size, found.length > size)
}
