import { flag } from '../../sqlite/rows.ts'
import type { Replay, ReplayQuery } from '../port.ts'
import { blockSize } from './block.ts'
import { archived, live } from './columns.ts'
import { toReplay } from './facts.ts'
import { maskCondition, openRange, type Range } from './filter.ts'
import { intersect, type Mask, maskBetween, maskOf } from './mask.ts'
import { pickPlaces } from './pick.ts'
import { elementReader, readRow, type View } from './view.ts'

/** See `ReplayStore.search`. */
export function search(view: View, query: ReplayQuery): Replay[] {
  const blocks = view.columns.blocks().filter(({ first, last }) => first < query.end && last >= query.start)
  const [first, last] = [blocks[0], blocks.at(-1)]
  if (first === undefined || last === undefined) return []
  const range = openRange(view, first.id, last.id)
  const places = pickPlaces(range, maskQuery(range, query), query.sort, query.offset + query.limit)
  const elementOf = elementReader(view)
  return places.slice(query.offset).map((place) => {
    const no = place + first.id * blockSize
    return toReplay(readRow(view.database, no), elementOf, isViewed(view, no, query.viewerId))
  })
}

function maskQuery(range: Range, query: ReplayQuery): Mask {
  const mask = maskOf(range.column('flag'), [live, archived])
  intersect(mask, maskOf(range.column('projectId'), query.projectIds))
  // Whole milliseconds: before the end is up to the one before.
  intersect(mask, maskBetween(range.wideColumn('startedAt'), 0, Math.ceil(query.end) - 1))
  intersect(mask, maskBetween(range.wideColumn('finishedAt'), query.start, Number.POSITIVE_INFINITY))
  if (query.environments !== null) {
    const terms = query.environments.flatMap((name) => range.view.terms.find('environment', name) ?? [])
    intersect(mask, maskOf(range.column('environment'), terms))
  }
  intersect(mask, maskCondition(range, query.where))
  return mask
}

export function isViewed({ database }: View, no: number, userId: number | null): boolean {
  if (userId === null) return false
  const row = database.get('SELECT EXISTS (SELECT 1 FROM views WHERE no = ? AND user_id = ?) AS viewed', no, userId)
  return row !== undefined && flag(row, 'viewed')
}
