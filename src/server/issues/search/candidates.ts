import type { MatchedIssues } from '../../storage/events/port.ts'
import type { IssueSort } from '../../storage/meta/ports/issues.ts'
import { selectNth } from '../../storage/select-nth.ts'

/** Sorts that go by what the matching events add up to. */
export type EventSort = Extract<IssueSort, 'date' | 'new' | 'freq' | 'user'>

export function isEventSort(sort: IssueSort): sort is EventSort {
  return sort === 'date' || sort === 'new' || sort === 'freq' || sort === 'user'
}

/** What each goes by. */
export const sortFigures = { date: 'lastSeen', new: 'firstSeen', freq: 'events', user: 'users' } as const

/** Which part of the list is asked for. */
export interface Walk {
  limit: number
  after: { value: number; id: number } | null
  backwards: boolean
}

/** Says which of these issues are really in the list. */
export type Check = (ids: number[]) => Promise<ReadonlySet<number>>

export interface CandidatePage {
  /** In the list's order, also when walked backwards. */
  ids: number[]
  values: number[]
  hasMore: boolean
}

/** Candidates looked at first, and by how much more each time that they do not fill the page. */
const firstBatch = 256
const batchGrowth = 8
/** Ids to check in one call. */
const chunkSize = 5_000

/**
 * Walks candidates in the list's order (highest value first, the newer issue first among equals) from the page's edge on, until the page is
 * full of those that pass the check. Of 100,000 candidates only as many are put in order as are looked at.
 */
export async function walkCandidates(
  matched: MatchedIssues,
  sort: EventSort,
  walk: Walk,
  check: Check,
): Promise<CandidatePage> {
  const ids = matched.issueIds
  const values = matched[sortFigures[sort]]
  const direction = walk.backwards ? -1 : 1
  const compare = (a: number, b: number) =>
    direction * ((values[b] ?? 0) - (values[a] ?? 0) || (ids[b] ?? 0) - (ids[a] ?? 0))
  const ahead = indexesAhead(ids, values, walk)
  const found: number[] = []
  const wanted = walk.limit + 1
  let done = 0
  for (let size = firstBatch; found.length < wanted && done < ahead.length; size *= batchGrowth) {
    const batch = firstInOrder(ahead, values, Math.max(size, wanted), direction, compare)
    while (done < batch.length && found.length < wanted) {
      const chunk = batch.slice(done, done + chunkSize)
      const passed = await check(chunk.map((index) => ids[index] ?? 0))
      for (const index of chunk) if (passed.has(ids[index] ?? 0)) found.push(index)
      done += chunk.length
    }
  }
  const page = found.slice(0, walk.limit)
  if (walk.backwards) page.reverse()
  return {
    ids: page.map((index) => ids[index] ?? 0),
    values: page.map((index) => values[index] ?? 0),
    hasMore: found.length > walk.limit,
  }
}

/** Those behind the edge, in the direction of the walk. */
function indexesAhead(ids: Float64Array, values: Float64Array, { after, backwards }: Walk): number[] {
  const indexes: number[] = []
  for (let index = 0; index < ids.length; index++) {
    if (after) {
      const order = (values[index] ?? 0) - after.value || (ids[index] ?? 0) - after.id
      if (backwards ? order <= 0 : order >= 0) continue
    }
    indexes.push(index)
  }
  return indexes
}

/** At least the first `count` in order: all whose value reaches that of the last of them, sorted. */
function firstInOrder(
  indexes: number[],
  values: Float64Array,
  count: number,
  direction: 1 | -1,
  compare: (a: number, b: number) => number,
): number[] {
  if (count >= indexes.length) return indexes.toSorted(compare)
  const ahead = new Float64Array(indexes.length)
  for (let at = 0; at < ahead.length; at++) ahead[at] = values[indexes[at] ?? 0] ?? 0
  const bound = selectNth(ahead, direction === 1 ? ahead.length - count : count - 1)
  return indexes.filter((index) => direction * ((values[index] ?? 0) - bound) >= 0).sort(compare)
}

/** How many candidates pass, counted up to `most`. */
export async function countPassing(ids: Float64Array, most: number, check: Check): Promise<number> {
  let count = 0
  // Most pass most of the time: then one call is enough.
  let size = most + most / 4
  for (let from = 0; from < ids.length && count < most; from += size, size = chunkSize) {
    count += (await check([...ids.subarray(from, from + size)])).size
  }
  return Math.min(count, most)
}
