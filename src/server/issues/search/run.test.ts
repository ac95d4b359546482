import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventCondition, IssueCondition } from '../../storage/condition.ts'
import type { Issue, IssueSort } from '../../storage/meta/ports/issues.ts'
import type { SearchCondition } from './context.ts'
import { type IssueRun, runIssueSearch, type SearchStores } from './run.ts'
import {
  addUp,
  holds,
  leafHolds,
  type ModelEvent,
  modelIssue,
  openModelStores,
  ownValue,
  sortRows,
  type World,
} from './testing/model.ts'

const now = 100
const projectIds = [1, 2]
const sorts: IssueSort[] = ['date', 'new', 'priority', 'freq', 'user', 'trends']

const event = fc.record({
  issueId: fc.integer({ min: 1, max: 8 }),
  timestamp: fc.integer({ min: 0, max: 20 }),
  environment: fc.constantFrom('production', 'staging', null),
  level: fc.constantFrom('error', 'warning'),
  userKey: fc.constantFrom('id:1', 'id:2', 'id:3', null),
  tags: fc.constantFrom<[string, string][]>(
    [],
    [['a', 'x']],
    [['a', 'y']],
    [['b', 'x']],
    [
      ['a', 'x'],
      ['b', 'y'],
    ],
  ),
})
const states = fc.array(
  fc.record({
    status: fc.constantFrom('unresolved', 'resolved', 'ignored'),
    priority: fc.constantFrom('high', 'medium', 'low'),
    assigneeUserId: fc.constantFrom(null, 7),
  }),
  { minLength: 8, maxLength: 8 },
)

/** Eight issues in two projects (3 is the one that is not searched); those without events are not there. */
const world = fc.tuple(states, fc.array(event, { maxLength: 40 })).map(([given, list]): World => {
  const projectOf = (issueId: number) => [1, 2, 3][issueId % 3] ?? 1
  const events: ModelEvent[] = list.map((one) => ({ ...one, projectId: projectOf(one.issueId) }))
  const ids = [...new Set(events.map((one) => one.issueId))]
  return { events, issues: ids.map((id) => modelIssue({ id, projectId: projectOf(id), ...given[id - 1] }, events)) }
})

const onIssue = fc
  .constantFrom<IssueCondition[]>(
    { kind: 'status', statuses: ['unresolved'] },
    { kind: 'status', statuses: ['resolved', 'ignored'] },
    { kind: 'priority', priorities: ['high'] },
    { kind: 'assigned', userIds: [], teamIds: [], nobody: true },
    { kind: 'number', field: 'timesSeen', comparison: '>=', value: 3 },
    { kind: 'time', field: 'firstSeen', comparison: '>', value: 5 },
    { kind: 'projects', projectIds: [1] },
  )
  .map((condition): SearchCondition => ({ kind: 'issue', condition }))
const onEvent = fc
  .constantFrom<EventCondition[]>(
    { kind: 'tag', key: 'a', match: { kind: 'equals', value: 'x' } },
    { kind: 'tag', key: 'b', match: { kind: 'in', values: ['x', 'y'] } },
    { kind: 'hasTag', key: 'a' },
    { kind: 'text', field: 'level', match: { kind: 'equals', value: 'warning' } },
    { kind: 'time', field: 'timestamp', comparison: '>=', value: 10 },
  )
  .map((condition): SearchCondition => ({ kind: 'event', condition }))
const condition = fc.letrec<{ any: SearchCondition }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    onIssue,
    onEvent,
    fc.record({ kind: fc.constant('not' as const), of: tie('any') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('any'), { minLength: 1, maxLength: 3 }),
    }),
  ),
})).any

const run: fc.Arbitrary<Omit<IssueRun, 'limit' | 'after' | 'backwards'>> = fc.record({
  projectIds: fc.constant(projectIds),
  condition,
  environments: fc.constantFrom(null, ['production'], ['staging', '']),
  range: fc.record({ from: fc.constantFrom(null, null, 6), to: fc.constantFrom(null, now, 14) }),
  sort: fc.constantFrom(...sorts),
  now: fc.constant(now),
})
type Run = typeof run extends fc.Arbitrary<infer Value> ? Value : never

function hasEventCondition(part: SearchCondition): boolean {
  if (part.kind === 'and' || part.kind === 'or') return part.of.some(hasEventCondition)
  return part.kind === 'not' ? hasEventCondition(part.of) : part.kind === 'event'
}

/** The whole list, in order. */
function expectedIds({ issues, events }: World, query: Run): number[] {
  const { range, environments } = query
  const end = range.to !== null && range.to >= now ? null : range.to
  const inScope = events.filter(
    (one) =>
      (range.from === null || one.timestamp >= range.from) &&
      (end === null || one.timestamp < end) &&
      (environments === null || environments.includes(one.environment ?? '')),
  )
  const rows = issues.flatMap((issue) => {
    const matching = inScope.filter(
      (one) =>
        one.issueId === issue.id &&
        projectIds.includes(issue.projectId) &&
        holds(query.condition, (leaf) => leafHolds(leaf, issue, one)),
    )
    return matching.length === 0 ? [] : [{ id: issue.id, value: valueOf(issue, matching, query, end) }]
  })
  return sortRows(rows).map((row) => row.id)
}

function valueOf(
  issue: Issue,
  matching: ModelEvent[],
  { sort, environments, condition: where }: Run,
  end: number | null,
) {
  if (sort === 'priority' || sort === 'trends') return ownValue(issue, sort)
  const figures = addUp(matching)
  // Without a say of the events, an issue is as old as it is, however short the window.
  const isOwn = environments === null && end === null && !hasEventCondition(where)
  if (sort === 'new') return isOwn ? issue.firstSeen : (figures.firstSeen[0] ?? 0)
  const column = { date: figures.lastSeen, freq: figures.events, user: figures.users }[sort]
  return column[0] ?? 0
}

/** All ids, a page at a time, from the start on or back from the end. */
async function walk(query: Run, stores: SearchStores, limit: number, backwards: boolean): Promise<number[]> {
  const ids: number[] = []
  let after: IssueRun['after'] = backwards ? { value: -1, id: -1 } : null
  for (let pages = 0; pages < 50; pages++) {
    const page = await runIssueSearch({ ...query, limit, after, backwards }, stores)
    const found = page.issues.map((issue) => issue.id)
    if (backwards) ids.unshift(...found)
    else ids.push(...found)
    const edge = backwards ? 0 : page.issues.length - 1
    const last = page.issues[edge]
    if (!page.hasMore || !last) return ids
    after = { value: page.values[edge] ?? 0, id: last.id }
  }
  throw new Error('the walk does not end')
}

test('finds what brute force finds, in its order, forwards and backwards', async () => {
  await fc.assert(
    fc.asyncProperty(world, run, fc.integer({ min: 1, max: 5 }), async (given, query, limit) => {
      const stores = openModelStores(given)
      const expected = expectedIds(given, query)
      expect(await walk(query, stores, limit, false)).toEqual(expected)
      expect(await walk(query, stores, limit, true)).toEqual(expected)
      const page = await runIssueSearch({ ...query, limit, after: null, backwards: false }, stores)
      expect(page.hits).toBe(expected.length)
    }),
    { numRuns: 1500 },
  )
})

const pair = fc.tuple(onIssue, onEvent).map((of): SearchCondition => ({ kind: 'and', of }))
const pairs = fc.array(pair, { minLength: 2, maxLength: 3 }).map((of): SearchCondition => ({ kind: 'or', of }))

test('an event that meets several parts of a search counts once', async () => {
  await fc.assert(
    fc.asyncProperty(world, run, pairs, fc.constantFrom('freq', 'user'), async (given, base, either, sort) => {
      const query: Run = { ...base, condition: either, sort }
      expect(await walk(query, openModelStores(given), 3, false)).toEqual(expectedIds(given, query))
    }),
    { numRuns: 1500 },
  )
})

describe('many issues', () => {
  // 2,600 of them unresolved: too many to name in a query over events. Each has one or two events.
  const events = Array.from({ length: 4_500 }, (_, index): ModelEvent => {
    const issueId = (index % 3_000) + 1
    return {
      projectId: 1,
      issueId,
      timestamp: (index * 7919) % 9_973,
      environment: null,
      level: 'error',
      userKey: `id:${index % 5}`,
      tags: [['even', String(issueId % 2 === 0)]],
    }
  })
  const issues = Array.from({ length: 3_000 }, (_, index) => {
    const status = index < 400 ? 'resolved' : 'unresolved'
    return { id: index + 1, projectId: 1, status } as const
  }).map((given) =>
    modelIssue(
      given,
      events.filter((one) => one.issueId === given.id),
    ),
  )
  const unresolved: SearchCondition = { kind: 'issue', condition: { kind: 'status', statuses: ['unresolved'] } }
  const resolved: SearchCondition = { kind: 'issue', condition: { kind: 'status', statuses: ['resolved'] } }
  const even: SearchCondition = {
    kind: 'event',
    condition: { kind: 'tag', key: 'even', match: { kind: 'equals', value: 'true' } },
  }

  test.each(sorts)('are checked in the order of %s until the page is full', async (sort) => {
    const query: Run = {
      projectIds,
      condition: { kind: 'and', of: [unresolved, even] },
      environments: null,
      range: { from: null, to: null },
      sort,
      now,
    }
    const stores = openModelStores({ issues, events })
    const expected = expectedIds({ issues, events }, query)
    const page = await runIssueSearch({ ...query, limit: 100, after: null, backwards: false }, stores)
    expect(page.issues.map((issue) => issue.id)).toEqual(expected.slice(0, 100))
    expect([page.hasMore, page.hits]).toEqual([true, 1000])
    const last = page.issues.at(-1)?.id ?? 0
    const next = { value: page.values.at(-1) ?? 0, id: last }
    const second = await runIssueSearch({ ...query, limit: 100, after: next, backwards: false }, stores)
    expect(second.issues.map((issue) => issue.id)).toEqual(expected.slice(100, 200))
  })

  test('few of one state are named in the query over events, and nobody is asked about them again', async () => {
    const stores = openModelStores({ issues, events })
    const asked: (number[] | null)[] = []
    const { matchIssues } = stores.events
    const spying: SearchStores = {
      ...stores,
      events: {
        matchIssues: (search) => {
          asked.push(search.issueIds)
          return matchIssues(search)
        },
      },
    }
    const page = await runIssueSearch(
      {
        projectIds,
        condition: { kind: 'and', of: [resolved, even] },
        environments: null,
        range: { from: null, to: null },
        sort: 'date',
        now,
        limit: 25,
        after: null,
        backwards: false,
      },
      spying,
    )
    expect(asked.map((ids) => ids?.length)).toEqual([400])
    expect(page.hits).toBe(200)
  })

  test('events are not asked where they have no say', async () => {
    const stores = openModelStores({ issues, events })
    const silent: SearchStores = { ...stores, events: { matchIssues: () => Promise.reject(new Error('asked')) } }
    const base = {
      projectIds,
      condition: unresolved,
      environments: null,
      now,
      limit: 25,
      after: null,
      backwards: false,
    }
    for (const sort of sorts) {
      const whole = await runIssueSearch({ ...base, sort, range: { from: null, to: now } }, silent)
      expect(whole.issues).toHaveLength(25)
    }
    const recent = await runIssueSearch({ ...base, sort: 'date', range: { from: 9_000, to: now } }, silent)
    expect(recent.issues.every((issue) => issue.lastSeen >= 9_000)).toBe(true)
    await expect(runIssueSearch({ ...base, sort: 'freq', range: { from: 9_000, to: now } }, silent)).rejects.toThrow(
      'asked',
    )
  })
})
