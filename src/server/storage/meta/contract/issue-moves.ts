import { describe, expect, it } from 'vitest'
import { everything } from '../../condition.ts'
import type { MetaStore } from '../port.ts'
import { type IssueSearch, issueSorts, type Occurrence } from '../ports/issues.ts'
import {
  type MetaHarness,
  newOrganization,
  newProject,
  newUser,
  now,
  occurrence,
  record,
  recordIds,
} from './harness.ts'

const hour = 3_600_000
const start = now - (now % hour)

async function setUp(harness: MetaHarness): Promise<{ store: MetaStore; projectId: number; otherId: number }> {
  const store = await harness.open()
  const { id } = await newOrganization(store)
  const [project, other] = [await newProject(store, id), await newProject(store, id, 'other')]
  return { store, projectId: project.id, otherId: other.id }
}

const search = { where: everything, limit: 100, after: null, backwards: false, now } satisfies Partial<IssueSearch>

async function listed(store: MetaStore, projectId: number): Promise<number[][]> {
  return Promise.all(
    issueSorts.map(async (sort) => {
      const { issues } = await store.searchIssues({ ...search, projectIds: [projectId], sort })
      return issues.map(({ id }) => id).sort((a, b) => a - b)
    }),
  )
}

/** Issues that go, become one, or become two. */
export function describeIssueMoves(harness: () => MetaHarness): void {
  describe('deleted issues', () => {
    it('are in no answer any more; their hashes begin new issues; a job removes the rest', async () => {
      const { store, projectId, otherId } = await setUp(harness())
      const events = ['a', 'b', 'c'].map((hash) => occurrence(projectId, { hashes: [hash] }))
      const [a = 0, b = 0, c = 0] = await recordIds(store, events)
      const [elsewhere = 0] = await recordIds(store, [occurrence(otherId)])
      expect(await store.deleteIssues(projectId, [a, b, a, elsewhere, 999_999], now + 5)).toEqual([a, b])
      expect(await store.deleteIssues(projectId, [a], now + 6)).toEqual([])
      const jobs = await store.listJobs(10)
      const hashes = [
        { hash: 'a', issueId: a },
        { hash: 'b', issueId: b },
      ]
      const offsets = [{ spool: 'spool-1', position: await store.offset('spool-1') }]
      const work = { kind: 'delete', projectId, issueIds: [a, b], hashes, offsets }
      expect(jobs).toEqual([{ id: expect.any(Number), createdAt: now + 5, ...work }])

      expect([await store.findIssue(a), await store.findIssueByNumber(projectId, 1)]).toEqual([null, null])
      expect(await store.findIssues([a, c])).toMatchObject([{ id: c }])
      expect(await listed(store, projectId)).toEqual(issueSorts.map(() => [c]))
      const match = { projectIds: [projectId], where: everything, limit: 10 }
      expect(await store.matchIssues({ ...match, ids: null })).toEqual([c])
      expect(await store.matchIssues({ ...match, ids: [a, b, c] })).toEqual([c])
      expect(await store.resolveHashes([{ projectId, hashes: ['a'] }])).toEqual([null])
      expect(await store.changeIssues([a], { userId: null, at: now, priority: 'low' })).toEqual([])
      expect(await store.mergeIssues(c, [a], { userId: null, at: now })).toEqual([])

      const [again] = await record(store, [occurrence(projectId, { hashes: ['a'] })])
      expect(again?.isNew).toBe(true)
      expect(again?.issueId).not.toBe(a)
      await store.finishJob(jobs[0]?.id ?? 0)
      expect(await store.listJobs(10)).toEqual([])
      expect(await store.findIssue(again?.issueId ?? 0)).toMatchObject({ number: 4, timesSeen: 1 })
      const hours = { environments: null, from: null, backwards: false, limit: 10 }
      expect(await store.listIssueHours({ ...hours, issueId: a })).toEqual([])
      expect(await store.listActivity(a, 10)).toEqual([])
      expect(await store.checkIntegrity()).toEqual([])
    })
  })

  describe('jobs', () => {
    it('are kept in order until they are done', async () => {
      const { store, projectId } = await setUp(harness())
      await store.fileJob({ kind: 'deleteProject', projectId }, now)
      await store.fileJob({ kind: 'recount', issueIds: [1, 2] }, now - 5)
      const jobs = await store.listJobs(10)
      expect(jobs).toMatchObject([{ kind: 'deleteProject' }, { kind: 'recount', issueIds: [1, 2] }])
      expect(await store.listJobs(1)).toEqual(jobs.slice(0, 1))
      await store.finishJob(jobs[0]?.id ?? 0)
      await store.finishJob(999_999)
      expect(await store.listJobs(10)).toEqual(jobs.slice(1))
    })
  })

  describe('merged issues', () => {
    it('give all they have to one, and forward', async () => {
      const { store, projectId, otherId } = await setUp(harness())
      const [ann, bob] = [await newUser(store), await newUser(store, 'bob@example.com')]
      const event = (hash: string, ago: number, own: Partial<Occurrence>) =>
        occurrence(projectId, { hashes: [hash], timestamp: start - ago * hour, ...own })
      const ids = await recordIds(store, [
        event('a', 5, { userKey: 'id:1', environment: 'prod', release: '1.5', title: 'Old', eventId: '1'.repeat(32) }),
        event('b', 9, { userKey: 'id:2', environment: 'prod', release: '1.0', eventId: '2'.repeat(32) }),
        event('b', 5, { userKey: 'id:1', environment: 'prod', eventId: '3'.repeat(32) }),
        event('c', 1, { userKey: 'id:3', title: 'New', release: '2.0', eventId: '4'.repeat(32) }),
      ])
      const [a = 0, b = 0, , c = 0] = ids
      const [elsewhere = 0] = await recordIds(store, [occurrence(otherId)])
      await store.addNote({ issueId: b, userId: ann, text: 'Hm', createdAt: now })
      await store.markIssues([a], ann, { isBookmarked: true, isSubscribed: false, seenAt: now })
      await store.markIssues([b], ann, { isSubscribed: true, seenAt: now - 5 })
      await store.markIssues([c], bob, { seenAt: now })
      const report = { eventId: '4'.repeat(32), name: 'Eve', email: 'eve@example.com', comments: 'x', createdAt: now }
      await store.saveUserReport({ ...report, projectId, issueId: c })

      expect(await store.mergeIssues(a, [c, a, b, elsewhere, 999_999], { userId: ann, at: now + 1 })).toEqual([c, b])
      expect(await store.findIssue(a)).toMatchObject({
        timesSeen: 4,
        usersSeen: 3,
        firstSeen: start - 9 * hour,
        firstEventId: '2'.repeat(32),
        lastSeen: start - hour,
        lastEventId: '4'.repeat(32),
        title: 'New',
        firstRelease: '1.0',
        lastRelease: '2.0',
        commentCount: 1,
        userReportCount: 1,
      })
      expect(await store.listHashes(a)).toEqual(['a', 'b', 'c'])
      const hours = await store.listIssueHours({
        issueId: a,
        environments: null,
        from: null,
        backwards: true,
        limit: 10,
      })
      expect(hours).toEqual([
        { hour: start - hour, events: 1 },
        { hour: start - 5 * hour, events: 2 },
        { hour: start - 9 * hour, events: 1 },
      ])
      expect(await store.summarizeIssueEnvironments([a], ['prod'])).toEqual([
        { issueId: a, events: 3, firstSeen: start - 9 * hour, lastSeen: start - 5 * hour },
      ])
      expect(await store.listMarks([a], ann)).toMatchObject([{ isBookmarked: true, isSubscribed: true, seenAt: now }])
      expect(await store.listMarks([a], bob)).toMatchObject([{ isBookmarked: false, isSubscribed: null, seenAt: now }])
      expect(await store.listUserReports({ projectIds: [projectId], issueId: a, limit: 5, before: null })).toHaveLength(
        1,
      )
      const [line, note] = await store.listActivity(a, 10)
      expect(line).toMatchObject({
        type: 'merge',
        userId: ann,
        data: { issues: [{ id: String(c) }, { id: String(b) }] },
      })
      expect(note).toMatchObject({ type: 'note', data: { text: 'Hm' } })
      expect(await store.listJobs(10)).toMatchObject([{ kind: 'merge', issueIds: [c, b], into: a }])

      expect([await store.findIssue(b), await store.findMerged(b), await store.findMerged(a)]).toEqual([null, a, null])
      expect(await store.findIssueByNumber(projectId, 3)).toMatchObject({ id: a })
      expect(await listed(store, projectId)).toEqual(issueSorts.map(() => [a]))
      const [next] = await record(store, [occurrence(projectId, { hashes: ['c'], userKey: 'id:2' })])
      expect(next).toMatchObject({ issueId: a, isNew: false })
      expect(await store.findIssue(a)).toMatchObject({ timesSeen: 5, usersSeen: 3 })

      // Forwarding follows a further merge, and ends with the issue.
      const [d = 0] = await recordIds(store, [occurrence(projectId, { hashes: ['d'] })])
      await store.mergeIssues(d, [a], { userId: null, at: now })
      expect([await store.findMerged(b), await store.findMerged(a)]).toEqual([d, d])
      await store.deleteIssues(projectId, [d], now)
      expect(await store.findIssueByNumber(projectId, 3)).toBeNull()
    })

    it('are counted by trend as one, and as two again', async () => {
      const { store, projectId } = await setUp(harness())
      const many = (hash: string, events: number) =>
        Array.from({ length: events }, () => occurrence(projectId, { hashes: [hash], timestamp: start }))
      const ids = await recordIds(store, [...many('a', 3), ...many('b', 2), ...many('c', 4)])
      const [a = 0, b = 0, c = 0] = [...new Set(ids)]
      const list = async () => {
        const page = await store.searchIssues({ ...search, projectIds: [projectId], sort: 'trends' })
        return page.issues.map(({ id }) => id)
      }
      expect(await list()).toEqual([c, a, b])
      await store.mergeIssues(b, [a], { userId: null, at: now })
      expect(await list()).toEqual([b, c])
      await record(store, many('c', 2))
      expect(await list()).toEqual([c, b])
    })
  })

  describe('unmergeHashes', () => {
    it('gives hashes to a new issue, whose figures follow when they are counted', async () => {
      const { store, projectId } = await setUp(harness())
      const both = { hashes: ['a', 'b'], environment: 'prod', userKey: 'id:1' }
      const [id = 0] = await recordIds(store, [
        occurrence(projectId, { ...both, timestamp: start }),
        occurrence(projectId, { ...both, timestamp: start + hour, userKey: 'id:2' }),
      ])
      const by = { userId: null, at: now + 1 }
      expect(await store.unmergeHashes(id, ['x'], by)).toBeNull()
      expect(await store.unmergeHashes(id, ['a', 'b', 'x'], by)).toBeNull()
      expect(await store.unmergeHashes(999_999, ['a'], by)).toBeNull()
      const made = await store.unmergeHashes(id, ['b', 'x'], by)
      const into = made?.issueId ?? 0
      expect([await store.listHashes(id), await store.listHashes(into)]).toEqual([['a'], ['b']])
      expect(await store.listJobs(10)).toMatchObject([{ kind: 'unmerge', from: id, into, hashes: ['b'] }])
      expect(await store.findIssue(into)).toMatchObject({
        number: 2,
        timesSeen: 0,
        title: 'TypeError: x is undefined',
        status: 'unresolved',
        substatus: 'ongoing',
        // Until its events are counted, nobody knows.
        recommendedEvent: null,
      })
      expect((await store.listActivity(id, 1))[0]).toMatchObject({
        type: 'unmerge_source',
        data: { fingerprints: ['b'], destination: { id: String(into) } },
      })
      expect(await store.listActivity(into, 10)).toMatchObject([
        { type: 'unmerge_destination', data: { fingerprints: ['b'], source: { id: String(id) } } },
      ])

      const figures = {
        issueId: into,
        firstSeen: start + 5,
        lastSeen: start + 2 * hour + 7,
        timesSeen: 4,
        firstEventId: 'e'.repeat(32),
        lastEventId: 'f'.repeat(32),
        richest: [{ eventId: 'e'.repeat(32), timestamp: start + 5, receivedAt: start + 6, parts: 3 }],
        userKeys: ['id:2', 'id:3'],
        hours: [
          { hour: start, environment: 'prod', events: 1 },
          { hour: start + hour, environment: 'prod', events: 1 },
          { hour: start + 2 * hour, environment: 'prod', events: 1 },
          { hour: start + hour, environment: null, events: 1 },
        ],
        environments: [
          { name: 'prod', events: 3, firstSeen: start + 5, lastSeen: start + 2 * hour + 7 },
          { name: null, events: 1, firstSeen: start + hour + 9, lastSeen: start + hour + 9 },
        ],
      }
      expect(await store.replaceFigures(figures, { timesSeen: 3 })).toBe(false)
      expect((await store.findIssue(into))?.timesSeen).toBe(0)
      // Twice: it replaces.
      expect(await store.replaceFigures(figures, { timesSeen: 0 })).toBe(true)
      expect(await store.replaceFigures(figures, { timesSeen: 4 })).toBe(true)
      expect(await store.findIssue(into)).toMatchObject({
        firstSeen: start + 5,
        lastSeen: start + 2 * hour + 7,
        timesSeen: 4,
        usersSeen: 2,
        recommendedEvent: figures.richest[0],
        firstEventId: 'e'.repeat(32),
        lastEventId: 'f'.repeat(32),
      })
      expect(await store.summarizeIssueEnvironments([into], ['prod', ''])).toEqual([
        { issueId: into, events: 4, firstSeen: start + 5, lastSeen: start + 2 * hour + 7 },
      ])
      expect(await store.summarizeIssueEnvironments([into], [''])).toEqual([
        { issueId: into, events: 1, firstSeen: start + hour + 9, lastSeen: start + hour + 9 },
      ])
      const counted = { issueIds: [into], start, end: start + 3 * hour, interval: hour }
      expect(await store.countIssueHours({ ...counted, environments: null })).toEqual([
        { issueId: into, counts: [1, 2, 1] },
      ])
      await record(store, [
        occurrence(projectId, { hashes: ['b'], userKey: 'id:3' }),
        occurrence(projectId, { hashes: ['b'], userKey: 'id:4' }),
      ])
      expect(await store.findIssue(into)).toMatchObject({ timesSeen: 6, usersSeen: 3 })
    })
  })

  describe('hours', () => {
    it('are listed from anywhere in both directions, by environment', async () => {
      const { store, projectId } = await setUp(harness())
      const at = (hours: number, environment: string | null) =>
        occurrence(projectId, { timestamp: start + hours * hour + 17, environment })
      const [id = 0] = await recordIds(store, [
        at(0, 'prod'),
        at(0, null),
        at(3, 'prod'),
        at(7, 'test'),
        at(7, 'test'),
        at(9, null),
      ])
      const list = async (environments: string[] | null, from: number | null, backwards: boolean, limit = 10) => {
        const hours = await store.listIssueHours({
          issueId: id,
          environments,
          from: from === null ? null : start + from * hour,
          backwards,
          limit,
        })
        return hours.map((cell) => [(cell.hour - start) / hour, cell.events])
      }
      expect(await list(null, null, false)).toEqual([
        [0, 2],
        [3, 1],
        [7, 2],
        [9, 1],
      ])
      expect(await list(null, null, true, 2)).toEqual([
        [9, 1],
        [7, 2],
      ])
      expect(await list(null, 3, false)).toEqual([
        [3, 1],
        [7, 2],
        [9, 1],
      ])
      expect(await list(null, 3, true)).toEqual([
        [3, 1],
        [0, 2],
      ])
      expect(await list(['prod', ''], 1, false)).toEqual([
        [3, 1],
        [9, 1],
      ])
      expect(await list([], null, false)).toEqual([])
      const query = {
        issueIds: [999_999, id],
        environments: ['prod', 'test'],
        start,
        end: start + 9 * hour,
        interval: 4 * hour,
      }
      expect(await store.countIssueHours(query)).toEqual([
        { issueId: 999_999, counts: [0, 0, 0] },
        { issueId: id, counts: [2, 2, 0] },
      ])
    })

    it('can be folded away without losing what an issue’s life comes to', async () => {
      const { store, projectId } = await setUp(harness())
      const at = (hours: number, environment: string, hash: string) =>
        occurrence(projectId, { timestamp: start + hours * hour + 17, environment, hashes: [hash] })
      const events = [
        at(0, 'prod', 'a'),
        at(1, 'prod', 'a'),
        at(5, 'prod', 'a'),
        at(1, 'test', 'b'),
        at(1, 'prod', 'b'),
      ]
      const [a = 0, , , b = 0] = await recordIds(store, events)
      const names = ['prod', 'test']
      const before = await store.summarizeIssueEnvironments([a, b], names)
      let last: number | null = 0
      while (last !== null) last = await store.foldIssueHours(start + 5 * hour + 1000, last)
      expect(await store.summarizeIssueEnvironments([a, b], names)).toEqual(before)
      const hours = { environments: null, from: null, backwards: false, limit: 10 }
      expect(await store.listIssueHours({ ...hours, issueId: a })).toEqual([{ hour: start + 5 * hour, events: 1 }])
      expect(await store.listIssueHours({ ...hours, issueId: b })).toEqual([])
      await record(store, [at(0, 'prod', 'a')])
      expect(await store.summarizeIssueEnvironments([a], names)).toMatchObject([{ events: 4, firstSeen: start + 17 }])
    })
  })
}
