import type { Filter, SearchTree, TextFilter, TextInFilter } from '../../protocol/search/ast.ts'
import { issueSearchKeys } from '../../protocol/search/keys.ts'
import { parseSearch } from '../../protocol/search/parse.ts'
import { unescapeText } from '../../protocol/search/wildcard.ts'
import { LapwingError } from '../errors.ts'
import { readEventId } from '../events/read-event.ts'
import { type SearchContext, wrongSearch } from '../issues/search/context.ts'
import { resolveEventSearch } from '../issues/search/resolve.ts'
import type { Condition, EventCondition } from '../storage/condition.ts'
import type { EventStore } from '../storage/events/port.ts'
import type { TableCell, TableColumn } from '../storage/events/table.ts'
import type { ReplayStore } from '../storage/replays/port.ts'

/** Replays that are counted for one issue or transaction; clients show `50+` beyond. */
const mostReplays = 51
/** As in Sentry. */
const mostValues = { 'issue.id': 25, transaction: 25, replay_id: 100 } as const
type Selecting = keyof typeof mostValues

/** Events name more replays than are there: those of the buffer mode are often not sent. */
const mostIds = mostReplays * 10

interface CountStores {
  events: Pick<EventStore, 'tabulate'>
  replays: Pick<ReplayStore, 'listExisting'>
}

export interface CountQuery {
  context: SearchContext
  /** Where the replays are that events name: a page's error and its server's are of different projects. */
  replayProjectIds: number[]
  search: string
  start: number
  end: number
}

/**
 * The replays of each issue, transaction or replay that the search names, by its id or name: those that events of it name and that are there, the
 * latest first, 51 at most. What has none is left out. Throws `invalid_query` in Sentry's words.
 */
export async function listReplaysOf(query: CountQuery, storage: CountStores): Promise<Map<string, string[]>> {
  const { key, values } = readSelection(query.search)
  const named =
    key === 'replay_id'
      ? new Map(values.map((value) => [idOf(value), [idOf(value)]]))
      : await listNamed(query, key, values, storage)
  // Replays that are asked for by themselves are of the projects that are asked.
  const projectIds = key === 'replay_id' ? query.context.projects.map(({ id }) => id) : query.replayProjectIds
  const found = await keepExisting(named, { ...query, projectIds }, storage)
  return new Map([...found].filter(([, ids]) => ids.length > 0))
}

/** The first of each list that are there, as many as are counted. Mostly the first ones are: others are looked for only where they are not enough. */
async function keepExisting(
  named: ReadonlyMap<string, string[]>,
  { projectIds, start, end }: { projectIds: number[]; start: number; end: number },
  { replays }: Pick<CountStores, 'replays'>,
): Promise<Map<string, string[]>> {
  const found = new Map([...named.keys()].map((value): [string, string[]] => [value, []]))
  for (let from = 0; ; from += mostReplays) {
    const short = [...found].filter(([, ids]) => ids.length < mostReplays)
    const next = short.map(([value, ids]) => ({ ids, some: named.get(value)?.slice(from, from + mostReplays) ?? [] }))
    const replayIds = [...new Set(next.flatMap(({ some }) => some))]
    if (replayIds.length === 0) return found
    const existing = new Set(await replays.listExisting({ projectIds, replayIds, start, end }))
    for (const { ids, some } of next) {
      ids.push(...some.filter((id) => existing.has(id)).slice(0, mostReplays - ids.length))
    }
  }
}

interface Selection {
  key: Selecting
  values: string[]
}

/** What the search is about. */
function readSelection(search: string): Selection {
  const result = parseSearch(search, { keys: issueSearchKeys })
  if (!result.ok) throw wrongSearch(search, result.problem, result.problem.message)
  const [first, ...others] = selectionsOf(result.tree)
  if (others.length > 0) throw refused('Must provide only one of: issue.id, transaction, replay_id')
  if (!first) throw refused('Must provide at least one issue.id, transaction, or replay_id')
  if (first.values.length > mostValues[first.key]) throw refused('Too many values provided')
  return first
}

function selectionsOf(tree: SearchTree): Selection[] {
  if (tree.kind === 'and' || tree.kind === 'or') return tree.of.flatMap(selectionsOf)
  if (tree.kind === 'freeText' || !isSelecting(tree.key.name)) return []
  return [{ key: tree.key.name, values: valuesOf(tree) }]
}

function valuesOf(filter: Filter): string[] {
  if (filter.kind === 'numeric') return [String(filter.value.value)]
  if (filter.kind === 'numericIn') return filter.values.flatMap((value) => (value ? [String(value.value)] : []))
  return filter.kind === 'text' || filter.kind === 'textIn' ? textsOf(filter) : []
}

function isSelecting(name: string): name is Selecting {
  return Object.hasOwn(mostValues, name)
}

function textsOf(filter: TextFilter | TextInFilter): string[] {
  const values = filter.kind === 'text' ? [filter.value] : filter.values.filter((value) => value !== null)
  return values.map(({ raw }) => unescapeText(raw))
}

function idOf(value: string): string {
  const id = readEventId(value)
  if (id === null) throw refused('badly formed hexadecimal UUID string')
  return id
}

type EventKey = Exclude<Selecting, 'replay_id'>

/**
 * The replays that events name, by what is asked about, the latest event's first. One question for all values; where one of them has so many that
 * others may have been left out, each is asked about by itself.
 */
async function listNamed(
  query: CountQuery,
  key: EventKey,
  values: string[],
  storage: Pick<CountStores, 'events'>,
): Promise<Map<string, string[]>> {
  const where = await resolveEventSearch(query.search, query.context)
  const limit = mostIds * values.length
  const all = await tabulateReplays(query, key, where, limit, storage)
  if (all.length < limit || values.length === 1) return gather(all)
  const each = await Promise.all(
    values.map((value) => {
      const of: Condition<EventCondition>[] = [where, isOf(key, value)]
      return tabulateReplays(query, key, { kind: 'and', of }, mostIds, storage)
    }),
  )
  return gather(each.flat())
}

function isOf(key: EventKey, value: string): EventCondition {
  if (key === 'issue.id') return { kind: 'issues', issueIds: [Number(value)] }
  return { kind: 'text', field: 'transaction', match: { kind: 'equals', value } }
}

function tabulateReplays(
  { context, start, end }: CountQuery,
  key: EventKey,
  where: Condition<EventCondition>,
  limit: number,
  { events }: Pick<CountStores, 'events'>,
): Promise<TableCell[][]> {
  const column: TableColumn = key === 'issue.id' ? { kind: 'issue' } : { kind: 'field', field: 'transaction' }
  return events.tabulate({
    projectIds: context.projects.map(({ id }) => id),
    environments: context.environments,
    start,
    end,
    where: { kind: 'and', of: [where, { kind: 'has', field: 'replayId' }] },
    columns: [column, { kind: 'field', field: 'replayId' }],
    figures: [{ kind: 'max', of: { kind: 'time', of: 'timestamp', interval: 1 } }],
    having: [],
    order: [{ place: 2, descending: true }],
    limit,
    offset: 0,
  })
}

function gather(rows: TableCell[][]): Map<string, string[]> {
  const named = new Map<string, string[]>()
  for (const [value, replayId] of rows) {
    if (value === null || value === undefined || typeof replayId !== 'string') continue
    const ids = named.get(String(value)) ?? []
    if (ids.length < mostIds) ids.push(replayId)
    named.set(String(value), ids)
  }
  return named
}

function refused(detail: string): LapwingError {
  return new LapwingError('invalid_query', { detail })
}
