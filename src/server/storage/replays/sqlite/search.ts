import { flag } from '../../sqlite/rows.ts'
import type { Replay, ReplayQuery, ReplayScope } from '../port.ts'
import { blockWords } from './block.ts'
import { archived, live } from './columns.ts'
import { toReplay } from './facts.ts'
import { maskCondition } from './filter.ts'
import { emptyMask, intersect, type Mask, maskBetween } from './mask.ts'
import { pickPlaces } from './pick.ts'
import { maskIn, noOf, openRange, type Range } from './range.ts'
import { elementReader, readRow, type View } from './view.ts'

/** See `ReplayStore.search`. */
export function search(view: View, query: ReplayQuery): Replay[] {
  const range = openScope(view, query)
  const places = pickPlaces(range, maskQuery(range, query), query.sort, query.offset + query.limit)
  const elementOf = elementReader(view)
  return places.slice(query.offset).map((place) => {
    const no = noOf(range, place)
    return toReplay(readRow(view.database, no), elementOf, isViewed(view, no, query.viewerId))
  })
}

function maskQuery(range: Range, query: ReplayQuery): Mask {
  const mask = maskScope(range, query, [live, archived])
  intersect(mask, maskCondition(range, query.where))
  return mask
}

/** The blocks that reach into the time; the newest first: what comes of them is hard to beat. */
export function openScope(view: View, { start, end }: ReplayScope): Range {
  const blocks = view.columns.blocks().filter(({ first, last }) => first < end && last >= start)
  return openRange(view, blocks.toReversed())
}

/** Replays in these states that are in scope. */
export function maskScope(range: Range, scope: ReplayScope, flags: number[]): Mask {
  const mask = maskIn(range, 'flag', flags)
  intersect(mask, maskIn(range, 'projectId', scope.projectIds))
  maskTimes(range, mask, scope)
  if (scope.environments !== null) {
    const terms = scope.environments.flatMap((name) => range.view.terms.find('environment', name) ?? [])
    intersect(mask, maskIn(range, 'environment', terms))
  }
  return mask
}

/** Only the blocks at the ends of the time have to be looked into. */
function maskTimes({ view, blocks }: Range, mask: Mask, { start, end }: ReplayScope): void {
  for (const [index, block] of blocks.entries()) {
    if (block.first >= start && block.last < end) continue
    const [started, finished] = [emptyMask(1), emptyMask(1)]
    // Whole milliseconds: before the end is up to the one before.
    maskBetween(started, 0, view.columns.view('startedAt', block), 0, Math.ceil(end) - 1)
    maskBetween(finished, 0, view.columns.view('finishedAt', block), start, Number.POSITIVE_INFINITY)
    intersect(started, finished)
    intersect(mask.subarray(index * blockWords, (index + 1) * blockWords), started)
  }
}

export function isViewed({ database }: View, no: number, userId: number | null): boolean {
  if (userId === null) return false
  const row = database.get('SELECT EXISTS (SELECT 1 FROM views WHERE no = ? AND user_id = ?) AS viewed', no, userId)
  return row !== undefined && flag(row, 'viewed')
}
