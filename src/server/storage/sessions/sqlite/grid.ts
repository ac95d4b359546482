import { fineDays } from '../port.ts'
import type { Database } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'

/**
 * Sessions are counted in cells of these widths (seconds, aligned to 1970): a question is answered by the widest that fit. With weeks the users of 90
 * days are a union of 25 sketches at most, of days alone 91.
 */
export const spans = [604_800, 86_400, 3600, 300] as const
export type Span = (typeof spans)[number]
export const [weekSpan, daySpan, hourSpan, shortSpan] = spans
/** The finest cells, which are kept by place only. */
export const fineSpan = 10

/** From where on there are cells of less than an hour, and cells at all; seconds. Both only grow. */
export interface Grid {
  fineSince: number
  keptSince: number
}

export function readGrid(database: Database): Grid {
  const row = database.get('SELECT fine_since, kept_since FROM grid')
  if (!row) throw new Error(`${database.path} has no row in grid`)
  return { fineSince: integer(row, 'fine_since'), keptSince: integer(row, 'kept_since') }
}

export function writeGrid(database: Database, { fineSince, keptSince }: Grid): void {
  database.run('UPDATE grid SET fine_since = ?, kept_since = ?', fineSince, keptSince)
}

/** From where on the finest cells are kept at this time (milliseconds); seconds, a whole hour. */
export function fineSinceAt(now: number): number {
  return floorTo(Math.floor(now / 1000) - fineDays * daySpan, hourSpan)
}

export function floorTo(seconds: number, span: number): number {
  return Math.floor(seconds / span) * span
}

export function ceilTo(seconds: number, span: number): number {
  return Math.ceil(seconds / span) * span
}

/** Cells of one width; from ≤ start < to. */
export interface Segment {
  span: Span | typeof fineSpan
  from: number
  to: number
}

/**
 * The fewest cells that hold what started from `from` to `to` (multiples of 10 s). Where those of less than an hour are gone, hours count where they
 * begin.
 */
export function coverTime(from: number, to: number, grid: Grid): Segment[] {
  return coverWith([weekSpan, daySpan], Math.max(from, grid.keptSince), to, (start, end) =>
    coverHours(start, end, grid),
  )
}

function coverWith(
  widths: readonly Span[],
  from: number,
  to: number,
  coverRest: (from: number, to: number) => Segment[],
): Segment[] {
  const [span, ...narrower] = widths
  if (from >= to) return []
  if (span === undefined) return coverRest(from, to)
  const [first, last] = [ceilTo(from, span), floorTo(to, span)]
  if (first >= last) return coverWith(narrower, from, to, coverRest)
  return [
    ...coverWith(narrower, from, first, coverRest),
    { span, from: first, to: last },
    ...coverWith(narrower, last, to, coverRest),
  ]
}

function coverHours(from: number, to: number, { fineSince }: Grid): Segment[] {
  const middle = Math.min(Math.max(from, fineSince), to)
  const old = oldHours(from, middle)
  return [
    ...old,
    ...coverWith([hourSpan, shortSpan], middle, to, (start, end) => [{ span: fineSpan, from: start, to: end }]),
  ]
}

function oldHours(from: number, to: number): Segment[] {
  const [first, last] = [ceilTo(from, hourSpan), ceilTo(to, hourSpan)]
  return from < to && first < last ? [{ span: hourSpan, from: first, to: last }] : []
}

/** The cells that make up buckets of this width from `from` on: of one width, but for what is old hours where narrower ones would be. */
export function coverBuckets(from: number, to: number, interval: number, grid: Grid): Segment[] {
  const start = Math.max(from, grid.keptSince)
  if (start >= to) return []
  const fits = (span: number): boolean => interval % span === 0 && from % span === 0 && to % span === 0
  const wide = [daySpan, hourSpan].find(fits)
  if (wide !== undefined) return [{ span: wide, from: ceilTo(start, wide), to }]
  const middle = Math.min(Math.max(start, grid.fineSince), to)
  const span: Segment['span'] = fits(shortSpan) ? shortSpan : fineSpan
  return [...oldHours(start, middle), ...(middle < to ? [{ span, from: middle, to }] : [])]
}
