import { LapwingError } from '../errors.ts'

/**
 * Sentry's paging: a page is asked for by `cursor=value:offset:is_prev` and answered with a `Link` header
 * (https://docs.sentry.io/api/pagination/). Ours is a keyset: `value` is what the list is sorted by, the middle part is not a count but the
 * id of the row at the page's edge, so that rows that come or go meanwhile neither repeat nor hide others.
 */
export interface Position {
  value: number
  id: bigint
}

export interface Cursor extends Position {
  /** True to walk towards the start of the list: the page that ends just before this position. */
  backwards: boolean
}

export const maxPageSize = 100

/** 2^128 − 1, the largest event id read as a number, has 39 digits. */
const cursorForm = /^(-?\d{1,16}(?:\.\d{1,9})?):(\d{1,39}):([01])$/

/** Null without one; the empty text counts as none. Throws `invalid_cursor`. */
export function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined || text === '') return null
  const match = cursorForm.exec(text)
  if (!match) throw new LapwingError('invalid_cursor')
  const [, value = '', id = '', direction] = match
  return { value: Number(value), id: BigInt(id), backwards: direction === '1' }
}

export function writeCursor(position: Position, backwards: boolean): string {
  return `${position.value}:${position.id}:${backwards ? 1 : 0}`
}

/** Reads `per_page` or `limit`; throws `bad_request` outside 1…100 (or another most), in Sentry's words. */
export function readPageSize(
  query: { per_page?: number; limit?: number },
  fallback: number,
  most: number = maxPageSize,
): number {
  const size = query.per_page ?? query.limit ?? fallback
  if (!Number.isInteger(size) || size < 1 || size > most) {
    const name = query.per_page === undefined ? 'limit' : 'per_page'
    throw new LapwingError('bad_request', { detail: `Invalid ${name} value. Must be between 1 and ${most}.` })
  }
  return size
}

/** One page of a list and what lies on either side of it. */
export interface Page<Row> {
  rows: Row[]
  first: Position | null
  last: Position | null
  hasPrevious: boolean
  hasNext: boolean
}

/**
 * Puts a page together from what a store gave: `rows` in list order, and whether more lie further along in the direction of the walk. On the
 * side that we came from there is at least the row that the cursor names.
 */
export function pageOf<Row>(
  rows: Row[],
  hasMore: boolean,
  cursor: Cursor | null,
  positionOf: (row: Row) => Position,
): Page<Row> {
  const first = rows[0]
  const last = rows.at(-1)
  return {
    rows,
    first: first === undefined ? null : positionOf(first),
    last: last === undefined ? null : positionOf(last),
    hasPrevious: cursor?.backwards ? hasMore : cursor !== null,
    hasNext: cursor?.backwards ? true : hasMore,
  }
}

/** Pages a whole list in memory (projects, keys, teams: dozens), sorted ascending by position. */
export function pageOfList<Row>(
  list: Row[],
  cursor: Cursor | null,
  size: number,
  positionOf: (row: Row) => Position,
): Page<Row> {
  const sorted = list.toSorted((a, b) => comparePositions(positionOf(a), positionOf(b)))
  if (cursor?.backwards) {
    const before = sorted.filter((row) => comparePositions(positionOf(row), cursor) < 0)
    return pageOf(before.slice(-size), before.length > size, cursor, positionOf)
  }
  const after = cursor ? sorted.filter((row) => comparePositions(positionOf(row), cursor) > 0) : sorted
  return pageOf(after.slice(0, size), after.length > size, cursor, positionOf)
}

function comparePositions(a: Position, b: Position): number {
  if (a.value !== b.value) return a.value - b.value
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** The `Link` header of a page; `url` is the request's own, absolute, whose `cursor` is replaced. */
export function linkHeader(url: URL, page: Page<unknown>, cursor: Cursor | null): string {
  const here: Position = cursor ?? { value: 0, id: 0n }
  return linkHeaderTo(url, {
    previous: { cursor: writeCursor(page.first ?? here, true), results: page.hasPrevious },
    next: { cursor: writeCursor(page.last ?? here, false), results: page.hasNext },
  })
}

interface Neighbour {
  cursor: string
  /** Whether anything is there. */
  results: boolean
}

/** The same of a list whose cursors are its own. */
export function linkHeaderTo(url: URL, pages: { previous: Neighbour; next: Neighbour }): string {
  const relation = (name: 'previous' | 'next') => {
    const { cursor, results } = pages[name]
    const target = new URL(url)
    target.searchParams.set('cursor', cursor)
    return `<${target.href}>; rel="${name}"; results="${results}"; cursor="${cursor}"`
  }
  return [relation('previous'), relation('next')].join(', ')
}
