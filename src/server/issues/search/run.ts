import type { TimeRange } from '../../http/time-range.ts'
import { type Condition, everything, type IssueCondition } from '../../storage/condition.ts'
import type { EventStore, MatchedFigure, MatchedIssues } from '../../storage/events/port.ts'
import type { IssuePage, IssueSearch, IssueSort } from '../../storage/meta/ports/issues.ts'
import type { MetaStore } from '../../storage/meta/port.ts'
import {
  type Check,
  countPassing,
  type EventSort,
  isEventSort,
  sortFigures,
  type Walk,
  walkCandidates,
} from './candidates.ts'
import { allOf, anyOf, type SearchCondition } from './context.ts'
import { mergeMatched } from './merge.ts'
import { isEverything, type SearchPart, splitSearch } from './split.ts'

/** A page of a search over issues, in a window and environments (null = all). */
export interface IssueRun extends Walk {
  projectIds: number[]
  condition: SearchCondition
  environments: string[] | null
  range: TimeRange
  sort: IssueSort
  /** Milliseconds since 1970. */
  now: number
}

export interface SearchStores {
  meta: Pick<MetaStore, 'searchIssues' | 'matchIssues' | 'findIssues'>
  events: Pick<EventStore, 'matchIssues'>
}

/** The list shows "1000+"; issues of a state that are fewer have their events looked up by issue. */
const maxHits = 1_000

/**
 * Finds one page of issues. An issue matches when it meets the conditions on issues and at least one of its events, within the window and the
 * environments, meets those on events. Sorted by what its matching events add up to, but for priority and trends.
 *
 * The events are asked only when they have a say: without conditions on events and environments, a window that is open at its end says no
 * more of an issue than when it was last seen.
 */
export async function runIssueSearch(run: IssueRun, stores: SearchStores): Promise<IssuePage> {
  const parts = splitSearch(run.condition)
  if (parts.length === 0 || run.projectIds.length === 0) return emptyPage
  const window = openWindow(run)
  if (isOfMetaAlone(parts, run, window)) {
    const where = allOf([anyOf(parts.map((part) => part.issue)), ...seenSince(window)])
    return stores.meta.searchIssues(metaSearch(run, where))
  }
  const found = await findMatched(parts, run, window, stores)
  if (!isEventSort(run.sort)) {
    const ids: IssueCondition = { kind: 'ids', ids: [...found.matched.issueIds] }
    return stores.meta.searchIssues(metaSearch(run, allOf<IssueCondition>([ids, found.unchecked])))
  }
  return readPage(found, run, run.sort, stores)
}

/** Ids of all issues that match, ascending, at most `limit`: for changes of many at once. */
export async function findIssueIds(
  run: Omit<IssueRun, 'sort' | 'limit' | 'after' | 'backwards'> & { limit: number },
  stores: SearchStores,
): Promise<number[]> {
  const { projectIds, limit } = run
  const parts = splitSearch(run.condition)
  if (parts.length === 0 || projectIds.length === 0) return []
  const whole: IssueRun = { ...run, sort: 'date', after: null, backwards: false }
  const window = openWindow(whole)
  if (isOfMetaAlone(parts, whole, window)) {
    const where = allOf([anyOf(parts.map((part) => part.issue)), ...seenSince(window)])
    return stores.meta.matchIssues({ projectIds, where, ids: null, limit })
  }
  const { matched, unchecked } = await findMatched(parts, whole, window, stores)
  const kept = await keepPassing(matched, checkBy(unchecked, whole, stores.meta))
  return [...kept.issueIds.sort()].slice(0, limit)
}

function seenSince({ from }: TimeRange): Condition<IssueCondition>[] {
  return from === null ? [] : [{ kind: 'time', field: 'lastSeen', comparison: '>=', value: from }]
}

const emptyPage: IssuePage = { issues: [], values: [], hasMore: false, hits: 0 }

/** The window, open at its end when that is now: events of this very moment count. */
function openWindow({ range, now }: IssueRun): TimeRange {
  return { from: range.from, to: range.to !== null && range.to >= now ? null : range.to }
}

function isOfMetaAlone(parts: SearchPart[], run: IssueRun, window: TimeRange): boolean {
  if (run.environments !== null || window.to !== null) return false
  if (!parts.every((part) => isEverything(part.event))) return false
  // Counts of a part of an issue's life are the events'.
  return window.from === null || (run.sort !== 'freq' && run.sort !== 'user')
}

function metaSearch(run: IssueRun, where: Condition<IssueCondition>): IssueSearch {
  const { projectIds, sort, limit, after, backwards, now } = run
  return { projectIds, where, sort, limit, after, backwards, now }
}

interface Found {
  matched: MatchedIssues
  /** What the issues found have yet to meet. */
  unchecked: Condition<IssueCondition>
}

async function findMatched(
  parts: SearchPart[],
  run: IssueRun,
  window: TimeRange,
  stores: SearchStores,
): Promise<Found> {
  const [only] = parts
  if (only && parts.length === 1) return findPart(only, run, window, stores)
  const found: MatchedIssues[] = []
  for (const part of parts) {
    const { matched, unchecked } = await findPart(part, run, window, stores)
    found.push(isEverything(unchecked) ? matched : await keepPassing(matched, checkBy(unchecked, run, stores.meta)))
  }
  // An event may meet several parts; counts of issues that several parts found are counted over.
  const recount = (issueIds: number[], where: SearchPart['event']) =>
    stores.events.matchIssues({ ...eventScope(run, window), where, issueIds, figures: figuresOf(run) })
  const needsCounts = run.sort === 'freq' || run.sort === 'user'
  const matched = await mergeMatched(
    found,
    parts.map((part) => part.event),
    needsCounts ? recount : null,
  )
  return { matched, unchecked: everything }
}

function eventScope({ projectIds, environments }: IssueRun, window: TimeRange) {
  return { projectIds, environments, start: window.from, end: window.to }
}

async function findPart(part: SearchPart, run: IssueRun, window: TimeRange, stores: SearchStores): Promise<Found> {
  const { projectIds } = run
  let issueIds: number[] | null = null
  if (!isEverything(part.issue)) {
    // Counting stops at 1,000 and takes 3 ms among 100,000 issues; finding which they are, 70.
    const count = { projectIds, where: part.issue, sort: 'date', limit: 0, after: null, backwards: false } as const
    const { hits } = await stores.meta.searchIssues({ ...count, now: run.now })
    if (hits < maxHits) {
      issueIds = await stores.meta.matchIssues({ projectIds, where: part.issue, ids: null, limit: maxHits })
    }
  }
  if (issueIds?.length === 0) return { matched: noMatches(), unchecked: everything }
  const matched = await stores.events.matchIssues({
    ...eventScope(run, window),
    where: part.event,
    issueIds,
    figures: figuresOf(run),
  })
  return { matched, unchecked: issueIds === null ? part.issue : everything }
}

/** The sorts that meta knows need none. */
function figuresOf({ sort }: IssueRun): MatchedFigure[] {
  return isEventSort(sort) ? [sortFigures[sort]] : []
}

function noMatches(): MatchedIssues {
  const none = new Float64Array(0)
  return { issueIds: none, events: none, firstSeen: none, lastSeen: none, users: none }
}

/** Asks meta, once for each issue: also whether it is there at all, since events outlive a deleted issue for a moment. */
function checkBy(where: Condition<IssueCondition>, { projectIds }: IssueRun, meta: SearchStores['meta']): Check {
  const known = new Map<number, boolean>()
  return async (ids) => {
    const unknown = ids.filter((id) => !known.has(id))
    if (unknown.length > 0) {
      const passed = new Set(await meta.matchIssues({ projectIds, where, ids: unknown, limit: unknown.length }))
      for (const id of unknown) known.set(id, passed.has(id))
    }
    return new Set(ids.filter((id) => known.get(id)))
  }
}

/** Ids to check in one call. */
const chunkSize = 10_000

async function keepPassing(matched: MatchedIssues, check: Check): Promise<MatchedIssues> {
  const kept: number[] = []
  for (let from = 0; from < matched.issueIds.length; from += chunkSize) {
    const chunk = matched.issueIds.subarray(from, from + chunkSize)
    const passed = await check([...chunk])
    for (const [index, id] of chunk.entries()) if (passed.has(id)) kept.push(from + index)
  }
  const keep = (column: Float64Array) =>
    column.length === 0 ? column : Float64Array.from(kept, (index) => column[index] ?? 0)
  return {
    issueIds: keep(matched.issueIds),
    events: keep(matched.events),
    firstSeen: keep(matched.firstSeen),
    lastSeen: keep(matched.lastSeen),
    users: keep(matched.users),
  }
}

async function readPage(
  { matched, unchecked }: Found,
  run: IssueRun,
  sort: EventSort,
  stores: SearchStores,
): Promise<IssuePage> {
  const check = checkBy(unchecked, run, stores.meta)
  const page = await walkCandidates(matched, sort, run, check)
  const [rows, hits] = await Promise.all([
    stores.meta.findIssues(page.ids),
    isEverything(unchecked)
      ? Math.min(matched.issueIds.length, maxHits)
      : countPassing(matched.issueIds, maxHits, check),
  ])
  const byId = new Map(rows.map((issue) => [issue.id, issue]))
  const issues = page.ids.flatMap((id) => byId.get(id) ?? [])
  const values = page.values.filter((_, index) => byId.has(page.ids[index] ?? 0))
  return { issues, values, hasMore: page.hasMore, hits }
}
