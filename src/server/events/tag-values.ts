import { createHash } from 'node:crypto'
import { type Cursor, type Page, pageOfList } from '../http/paging.ts'
import type { TagFigures } from '../storage/events/port.ts'

type TagValue = TagFigures['values'][number]

/** Values beyond this are not listed; a tag with as many is an id, not a tag. A part of the value finds the others. */
export const maxTagValues = 1000

/** With or without the minus the most, the newest or the latest first; both spellings are in use. */
export const tagValueSorts = [
  'count',
  'date',
  'age',
  'id',
  'last_seen',
  'first_seen',
  '-count',
  '-date',
  '-age',
  '-id',
  '-last_seen',
  '-first_seen',
] as const
export type TagValueSort = (typeof tagValueSorts)[number]

/** One page of the values in the order asked for. */
export function pageOfTagValues(
  values: TagValue[],
  sort: TagValueSort,
  cursor: Cursor | null,
  size: number,
): Page<TagValue> {
  const valueOf = orderOf(sort)
  return pageOfList(values, cursor, size, (value) => ({ value: valueOf(value), id: textPosition(value.value) }))
}

/** What the list is sorted by, negated: the most and the newest come first. */
function orderOf(sort: TagValueSort): (value: TagValue) => number {
  switch (sort.replace(/^-/, '')) {
    case 'count':
      return (value) => -value.count
    case 'age':
    case 'first_seen':
      return (value) => -value.firstSeen
    case 'id':
      return () => 0
    default:
      return (value) => -value.lastSeen
  }
}

/** A tie-breaker that lasts from page to page: the value's md5 as a number (its 39 digits fit into a cursor). */
function textPosition(text: string): bigint {
  return BigInt(`0x${createHash('md5').update(text, 'utf8').digest('hex')}`)
}
