import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Condition, everything, type IssueCondition } from '../../condition.ts'
import type { MetaStore } from '../port.ts'
import { type IssueSearch, issueSorts } from '../ports/issues.ts'
import { type MetaHarness, newOrganization, newProject, now, occurrence, record, recordIds } from './harness.ts'
import { arbitraryCondition, expectedList, fillIssues, meets } from './issue-search-model.ts'

const plain: Omit<IssueSearch, 'projectIds'> = {
  where: everything,
  sort: 'date',
  limit: 1000,
  after: null,
  backwards: false,
  now,
}

/** Follows the cursors to the end: ids in walking order. */
async function walk(store: MetaStore, search: IssueSearch): Promise<number[]> {
  const ids: number[] = []
  let { after } = search
  for (;;) {
    const page = await store.searchIssues({ ...search, after })
    expect(page.issues.length).toBeLessThanOrEqual(search.limit)
    const order = search.backwards ? page.issues.toReversed() : page.issues
    ids.push(...order.map(({ id }) => id))
    const edge = search.backwards ? 0 : page.issues.length - 1
    const [last, value] = [page.issues[edge], page.values[edge]]
    if (!page.hasMore || !last || value === undefined) return ids
    after = { value, id: last.id }
  }
}

/** The issue list: conditions, order, cursors. */
export function describeIssueSearch(harness: () => MetaHarness): void {
  describe('searchIssues', () => {
    it('filters, sorts and counts by any condition', async () => {
      const store = await harness().open()
      const filled = await fillIssues(store)
      const search = fc.record<IssueSearch>({
        projectIds: fc.subarray([...filled.projectIds, 999]),
        where: arbitraryCondition(filled),
        sort: fc.constantFrom(...issueSorts),
        limit: fc.constantFrom(1, 3, 25, 100),
        after: fc.constant(null),
        backwards: fc.constant(false),
        now: fc.constantFrom(now, now + 3_600_000 * 30, now - 86_400_000),
      })
      await fc.assert(
        fc.asyncProperty(search, async (query) => {
          const expected = expectedList(filled, query)
          const page = await store.searchIssues(query)
          expect(page.issues).toEqual(expected.slice(0, query.limit))
          expect(page.values).toHaveLength(page.issues.length)
          expect([page.hasMore, page.hits]).toEqual([expected.length > query.limit, expected.length])
        }),
        { numRuns: 400 },
      )
    })

    it.each(issueSorts)('pages by %s forwards and backwards over ties without skipping or repeating', async (sort) => {
      const store = await harness().open()
      const filled = await fillIssues(store)
      const wheres: Condition<IssueCondition>[] = [
        everything,
        { kind: 'status', statuses: ['unresolved'] },
        { kind: 'ids', ids: filled.issues.map(({ id }) => id) },
      ]
      for (const where of wheres) {
        const search: IssueSearch = { ...plain, projectIds: filled.projectIds, where, sort, limit: 7 }
        const expected = expectedList(filled, search).map(({ id }) => id)
        expect(await walk(store, search)).toEqual(expected)
        const whole = await store.searchIssues({ ...search, limit: 1000 })
        const [last, value] = [whole.issues.at(-1), whole.values.at(-1)]
        if (!last || value === undefined) throw new Error('empty list')
        const back = { ...search, after: { value, id: last.id }, backwards: true }
        expect((await store.searchIssues(back)).issues.map(({ id }) => id)).toEqual(expected.slice(-8, -1))
        expect(await walk(store, back)).toEqual(expected.slice(0, -1).toReversed())
        // Before the first: nothing, and no more.
        const [top, topValue] = [whole.issues[0], whole.values[0]]
        if (!top || topValue === undefined) throw new Error('empty list')
        const above = await store.searchIssues({ ...back, after: { value: topValue, id: top.id } })
        expect(above).toMatchObject({ issues: [], hasMore: false, hits: expected.length })
      }
    })

    it.each(issueSorts)('pages by %s through more issues than are counted', async (sort) => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const projects = await Promise.all(['a', 'b', 'c'].map((slug) => newProject(store, organizationId, slug)))
      const projectIds = projects.map(({ id }) => id)
      const hour = 3_600_000
      const occurrences = Array.from({ length: 2600 }, (_, index) =>
        occurrence(projectIds[index % 3] ?? 0, {
          hashes: [`h${(index * 7) % 1300}`],
          timestamp: now - ((index * 31) % 300) * hour,
          level: index % 2 ? 'error' : 'info',
          userKey: index % 3 === 0 ? null : `id:${index % 5}`,
        }),
      )
      await record(store, occurrences)
      const search: IssueSearch = { ...plain, projectIds, sort, limit: 90 }
      const ids = await walk(store, search)
      expect(new Set(ids).size).toBe(1300 + 1300)
      const issues = await store.findIssues(ids)
      const times = new Map<number, number[]>()
      for (const [index, id] of (
        await store.resolveHashes(occurrences.map(({ projectId, hashes }) => ({ projectId, hashes })))
      ).entries()) {
        times.set(id ?? 0, [...(times.get(id ?? 0) ?? []), occurrences[index]?.timestamp ?? 0])
      }
      const filled = { projectIds, userIds: [], teamId: 0, issues, marks: [], notes: [], times }
      expect(ids).toEqual(expectedList(filled, search).map(({ id }) => id))
      const page = await store.searchIssues({ ...search, limit: 5 })
      expect([page.hits, page.hasMore]).toEqual([1000, true])
      // Backwards from the middle, past the border between trends and the rest.
      const first = await store.searchIssues({ ...search, limit: 700 })
      const [middle, value] = [first.issues.at(-1), first.values.at(-1)]
      if (!middle || value === undefined) throw new Error('empty page')
      const back = await walk(store, { ...search, after: { value, id: middle.id }, backwards: true })
      expect(back).toEqual(ids.slice(0, 699).toReversed())
      const few = await store.searchIssues({ ...search, after: { value, id: middle.id }, backwards: true, limit: 650 })
      expect(few.issues.map(({ id }) => id)).toEqual(ids.slice(49, 699))
    })

    it('does not repeat issues on later pages when new ones come in', async () => {
      const store = await harness().open()
      const filled = await fillIssues(store)
      const { projectIds, issues } = filled
      const search: IssueSearch = { ...plain, projectIds, limit: 10 }
      const first = await store.searchIssues(search)
      const [last, value] = [first.issues.at(-1), first.values.at(-1)]
      if (!last || value === undefined) throw new Error('empty list')
      await record(store, [occurrence(projectIds[0] ?? 0, { hashes: ['brand new'], timestamp: now + 99_000 })])
      const second = await store.searchIssues({ ...search, after: { value, id: last.id } })
      const ids = [...first.issues, ...second.issues].map(({ id }) => id)
      const expected = expectedList(filled, search).slice(0, 20)
      expect(ids).toEqual(expected.map(({ id }) => id))
      expect(second.hits).toBe(issues.length + 1)
    })

    it('takes conditions of thousands of parts', async () => {
      const store = await harness().open()
      const filled = await fillIssues(store)
      const { projectIds, issues } = filled
      const parts = Array.from(
        { length: 3000 },
        (_, index): IssueCondition => ({ kind: 'number', field: 'timesSeen', comparison: '>', value: -index }),
      )
      const search = { ...plain, projectIds, limit: 5 }
      expect((await store.searchIssues({ ...search, where: { kind: 'and', of: parts } })).hits).toBe(issues.length)
      const nothing: Condition<IssueCondition> = { kind: 'not', of: { kind: 'or', of: parts } }
      expect((await store.searchIssues({ ...search, where: nothing })).hits).toBe(0)
    })
  })

  describe('matchIssues', () => {
    it('gives the ids that match, ascending, of these only, up to the limit', async () => {
      const store = await harness().open()
      const filled = await fillIssues(store)
      const ids = filled.issues.map(({ id }) => id)
      const query = fc.record({
        projectIds: fc.subarray([...filled.projectIds, 999]),
        where: arbitraryCondition(filled),
        ids: fc.option(fc.subarray([...ids, 99_999])),
        limit: fc.constantFrom(1, 10, 1000),
      })
      await fc.assert(
        fc.asyncProperty(query, async (asked) => {
          const expected = filled.issues
            .filter((issue) => asked.projectIds.includes(issue.projectId) && meets(filled, issue, asked.where))
            .filter((issue) => asked.ids?.includes(issue.id) ?? true)
            .map(({ id }) => id)
            .sort((a, b) => a - b)
          expect(await store.matchIssues(asked)).toEqual(expected.slice(0, asked.limit))
        }),
        { numRuns: 200 },
      )
    })
  })

  describe('findIssues', () => {
    it('finds issues by id in the order asked', async () => {
      const store = await harness().open()
      const { id } = await newProject(store, (await newOrganization(store)).id)
      const [a = 0, b = 0] = await recordIds(store, [occurrence(id), occurrence(id, { hashes: ['b'] })])
      const [first, second] = await store.findIssues([b, 999_999, a])
      expect([first?.id, second?.id]).toEqual([b, a])
      expect(await store.findIssues([])).toEqual([])
      expect(await store.findIssue(a)).toEqual(second)
    })
  })
}
