import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { levels } from '../../../../protocol/event.ts'
import {
  type Issue,
  type IssueListPlan,
  type IssueSort,
  issueSorts,
  issueStatuses,
  issueSubstatuses,
  type MetaStore,
} from '../port.ts'
import { type MetaHarness, newOrganization, newProject, now, occurrence, record, recordIds } from './harness.ts'

const everything: Omit<IssueListPlan, 'projectIds'> = {
  statuses: null,
  substatuses: null,
  levels: null,
  text: [],
  from: null,
  to: null,
  ids: null,
  sort: 'date',
  limit: 1000,
  after: null,
  backwards: false,
}

const sortValue: Record<IssueSort, (issue: Issue) => number> = {
  date: (issue) => issue.lastSeen,
  new: (issue) => issue.firstSeen,
  freq: (issue) => issue.timesSeen,
}

/** 70 issues in two projects, with many equal times and counts, in all states. */
async function fill(store: MetaStore): Promise<{ projectIds: number[]; issues: Issue[] }> {
  const { id: organizationId } = await newOrganization(store)
  const projects = await Promise.all(['a', 'b'].map((slug) => newProject(store, organizationId, slug)))
  const projectIds = projects.map(({ id }) => id)
  const words = ['Timeout in CHECKOUT', 'ÜBERLAUF im Puffer', 'null pointer', '100%_done']
  const occurrences = Array.from({ length: 200 }, (_, index) =>
    occurrence(projectIds[index % 2] ?? 0, {
      hashes: [`h${(index * 7) % 70}`],
      timestamp: now + ((index * 13) % 9) * 1000,
      title: `${words[index % 4]} ${index % 5}`,
      culprit: `view/${index % 3}`,
      level: levels[index % levels.length] ?? 'error',
      metadata: { value: index % 6 === 0 ? 'Deep Message' : 'x' },
    }),
  )
  const ids = [...new Set(await recordIds(store, occurrences))]
  const every = (step: number, offset: number) => ids.filter((_, index) => index % step === offset)
  await store.setIssueStatus(every(5, 1), { status: 'resolved', substatus: null, userId: null, at: now * 2 })
  await store.setIssueStatus(every(5, 2), { status: 'ignored', substatus: 'archived_forever', userId: null, at: now })
  return { projectIds, issues: await store.findIssues(ids) }
}

/** The list by definition: filter, sort, nothing else. */
function expectedList(issues: Issue[], plan: IssueListPlan): Issue[] {
  const value = sortValue[plan.sort]
  const textOf = ({ title, culprit, metadata }: Issue) =>
    `${title}\n${culprit}\n${JSON.stringify(metadata.value)}`.toLowerCase()
  return issues
    .filter((issue) => plan.projectIds.includes(issue.projectId))
    .filter((issue) => plan.statuses?.includes(issue.status) ?? true)
    .filter(
      (issue) => plan.substatuses === null || (issue.substatus !== null && plan.substatuses.includes(issue.substatus)),
    )
    .filter((issue) => plan.levels?.includes(issue.level) ?? true)
    .filter((issue) => plan.text.every((part) => textOf(issue).includes(part.toLowerCase())))
    .filter((issue) => plan.from === null || issue.lastSeen >= plan.from)
    .filter((issue) => plan.to === null || issue.firstSeen <= plan.to)
    .filter((issue) => plan.ids?.includes(issue.id) ?? true)
    .sort((a, b) => value(b) - value(a) || b.id - a.id)
}

/** Follows the cursors to the end: pages in walking order. */
async function walk(store: MetaStore, plan: IssueListPlan): Promise<number[]> {
  const ids: number[] = []
  let after = plan.after
  for (;;) {
    const page = await store.listIssues({ ...plan, after })
    expect(page.issues.length).toBeLessThanOrEqual(plan.limit)
    expect(page.values).toEqual(page.issues.map(sortValue[plan.sort]))
    ids.push(...page.issues.map(({ id }) => id))
    const edge = plan.backwards ? 0 : page.issues.length - 1
    const [last, value] = [page.issues[edge], page.values[edge]]
    if (!page.hasMore || !last || value === undefined) return ids
    after = { value, id: last.id }
  }
}

/** The issue list: filters, order, cursors. */
export function describeIssueList(harness: () => MetaHarness): void {
  describe('listIssues', () => {
    it('filters, sorts and counts as the plan says', async () => {
      const store = await harness().open()
      const { projectIds, issues } = await fill(store)
      const arbitraryPlan = fc.record<IssueListPlan>({
        projectIds: fc.subarray([...projectIds, 999]),
        statuses: fc.option(fc.subarray([...issueStatuses])),
        substatuses: fc.option(fc.subarray([...issueSubstatuses])),
        levels: fc.option(fc.subarray([...levels])),
        text: fc.subarray(['checkout', 'überlauf', 'NULL', 'view/1', 'deep', '%', '_', "'", ' 1', 'absent'], {
          maxLength: 2,
        }),
        from: fc.option(fc.integer({ min: now - 1, max: now + 9000 })),
        to: fc.option(fc.integer({ min: now - 1, max: now + 9000 })),
        ids: fc.option(fc.subarray(issues.map(({ id }) => id))),
        sort: fc.constantFrom(...issueSorts),
        limit: fc.constantFrom(1, 3, 25, 100),
        after: fc.constant(null),
        backwards: fc.constant(false),
      })
      await fc.assert(
        fc.asyncProperty(arbitraryPlan, async (plan) => {
          const expected = expectedList(issues, plan)
          const page = await store.listIssues(plan)
          expect(page.issues).toEqual(expected.slice(0, plan.limit))
          expect(page.hasMore).toBe(expected.length > plan.limit)
          expect(page.hits).toBe(expected.length)
        }),
        { numRuns: 300 },
      )
    })

    it.each(issueSorts)('pages by %s forwards and backwards over ties without skipping or repeating', async (sort) => {
      const store = await harness().open()
      const { projectIds, issues } = await fill(store)
      const plan = { ...everything, projectIds, sort, limit: 7 }
      const expected = expectedList(issues, plan).map(({ id }) => id)
      expect(await walk(store, plan)).toEqual(expected)

      const last = issues.find(({ id }) => id === expected.at(-1))
      if (!last) throw new Error('empty list')
      const back = { ...plan, after: { value: sortValue[sort](last), id: last.id }, backwards: true }
      const page = await store.listIssues(back)
      expect(page.issues.map(({ id }) => id)).toEqual(expected.slice(-8, -1))
      const walked = await walk(store, back)
      expect(walked.toSorted((a, b) => a - b)).toEqual(expected.slice(0, -1).toSorted((a, b) => a - b))
      // Before the first: nothing, and no more.
      const [top] = await store.findIssues(expected.slice(0, 1))
      if (!top) throw new Error('empty list')
      const above = await store.listIssues({ ...back, after: { value: sortValue[sort](top), id: top.id } })
      expect(above).toMatchObject({ issues: [], hasMore: false, hits: expected.length })
    })

    it('does not repeat issues on later pages when new ones come in', async () => {
      const store = await harness().open()
      const { projectIds, issues } = await fill(store)
      const plan = { ...everything, projectIds, limit: 10 }
      const first = await store.listIssues(plan)
      const [last, value] = [first.issues.at(-1), first.values.at(-1)]
      if (!last || value === undefined) throw new Error('empty list')
      await record(store, [occurrence(projectIds[0] ?? 0, { hashes: ['brand new'], timestamp: now + 99_000 })])
      const second = await store.listIssues({ ...plan, after: { value, id: last.id } })
      const ids = [...first.issues, ...second.issues].map(({ id }) => id)
      expect(ids).toEqual(
        expectedList(issues, plan)
          .slice(0, 20)
          .map(({ id }) => id),
      )
      expect(second.hits).toBe(issues.length + 1)
    })

    it('counts hits up to 1000', async () => {
      const store = await harness().open()
      const { id } = await newProject(store, (await newOrganization(store)).id)
      const occurrences = Array.from({ length: 1005 }, (_, index) => occurrence(id, { hashes: [`h${index}`] }))
      await record(store, occurrences)
      expect(await store.listIssues({ ...everything, projectIds: [id], limit: 5 })).toMatchObject({
        hits: 1000,
        hasMore: true,
      })
      const all = await store.listIssues({ ...everything, projectIds: [id], limit: 1003 })
      expect([all.issues.length, all.hasMore, all.hits]).toEqual([1003, true, 1000])
    })

    it('finds issues by id in the order asked', async () => {
      const store = await harness().open()
      const { issues } = await fill(store)
      const [a, b] = issues
      if (!a || !b) throw new Error('no issues')
      expect(await store.findIssues([b.id, 999_999, a.id])).toEqual([b, a])
      expect(await store.findIssues([])).toEqual([])
      expect(await store.findIssue(a.id)).toEqual(a)
    })
  })
}
