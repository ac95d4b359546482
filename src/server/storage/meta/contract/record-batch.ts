import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MetaStore } from '../port.ts'
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
import { arbitraryHistory, compareWithModel, playHistory } from './history.ts'
import { createModel } from './model.ts'

async function setUp(harness: MetaHarness): Promise<{ store: MetaStore; projectId: number }> {
  const store = await harness.open()
  const { id } = await newOrganization(store)
  return { store, projectId: (await newProject(store, id)).id }
}

/** How events get into issues. */
export function describeRecordBatch(harness: () => MetaHarness): void {
  describe('recordBatch', () => {
    it('creates an issue from its first occurrence', async () => {
      const { store, projectId } = await setUp(harness())
      const first = occurrence(projectId, {
        hashes: ['h2', 'h1'],
        release: '1.0',
        timestamp: now - 5,
        isUnhandled: true,
      })
      expect(await record(store, [first])).toEqual([{ issueId: expect.any(Number), isNew: true, isRegression: false }])
      const issue = await store.findIssueByNumber(projectId, 1)
      expect(issue).toEqual({
        id: expect.any(Number),
        projectId,
        number: 1,
        type: 'error',
        level: 'error',
        platform: 'javascript',
        title: first.title,
        culprit: first.culprit,
        location: 'app.js',
        logger: null,
        metadata: first.metadata,
        status: 'unresolved',
        substatus: 'new',
        firstSeen: now - 5,
        lastSeen: now - 5,
        timesSeen: 1,
        firstRelease: '1.0',
        lastRelease: '1.0',
        resolvedAt: null,
        isUnhandled: true,
        firstEventId: first.eventId,
        lastEventId: first.eventId,
        recommendedEvent: { eventId: first.eventId, timestamp: now - 5, receivedAt: now, parts: 0 },
        assigneeUserId: null,
        assigneeTeamId: null,
        createdAt: now,
        priority: 'high',
        isPriorityLocked: false,
        usersSeen: 0,
        resolution: null,
        snooze: null,
        needsReview: true,
        shareId: null,
        commentCount: 0,
        userReportCount: 0,
      })
      if (!issue) throw new Error('no issue')
      expect(await store.listHashes(issue.id)).toEqual(['h1', 'h2'])
      const activity = await store.listActivity(issue.id, 10)
      expect(activity).toMatchObject([
        { issueId: issue.id, type: 'first_seen', userId: null, data: {}, createdAt: now },
      ])
      expect((await store.findProjectById(projectId))?.firstEventAt).toBe(now)
    })

    it('finds the earliest issue that owns any of the hashes; new hashes join it, owned ones stay', async () => {
      const { store, projectId } = await setUp(harness())
      const [a, b] = await recordIds(store, [
        occurrence(projectId, { hashes: ['a'] }),
        occurrence(projectId, { hashes: ['b'] }),
      ])
      const hashes = ['new', 'b', 'a']
      const later = await recordIds(store, [
        occurrence(projectId, { hashes }),
        occurrence(projectId, { hashes: ['b'] }),
      ])
      expect(later).toEqual([a, b])
      expect(await store.listHashes(a ?? 0)).toEqual(['a', 'new'])
      expect(await store.listHashes(b ?? 0)).toEqual(['b'])
      const keys = [['b', 'a'], ['b'], ['x'], ['new'], []].map((list) => ({ projectId, hashes: list }))
      expect(await store.resolveHashes([...keys, { projectId: projectId + 1, hashes: ['a'] }])).toEqual([
        a,
        b,
        null,
        a,
        null,
        null,
      ])
    })

    it('keeps the projects apart', async () => {
      const { store, projectId } = await setUp(harness())
      const { id: otherId } = await newProject(store, (await newOrganization(store, 'other')).id)
      const [a, b] = await recordIds(store, [occurrence(projectId), occurrence(otherId)])
      expect(a).not.toBe(b)
      expect(await store.findIssueByNumber(otherId, 1)).toMatchObject({ id: b, timesSeen: 1 })
    })

    it('applies a batch once: one that does not start at the offset changes nothing', async () => {
      const { store, projectId } = await setUp(harness())
      const outcome = {
        projectId,
        publicKey: 'k',
        at: now,
        category: 'error',
        outcome: 'accepted',
        reason: '',
        quantity: 1,
      } as const
      const batch = { spool: 's', from: 0, to: 10, occurrences: [occurrence(projectId)], outcomes: [outcome] }
      expect((await store.recordBatch(batch)).applied).toBe(true)
      const refused = { applied: false, assignments: [] }
      expect(await store.recordBatch(batch)).toEqual(refused)
      expect(await store.recordBatch({ ...batch, from: 11, to: 20 })).toEqual(refused)
      expect(await store.offset('s')).toBe(10)
      expect((await store.findIssueByNumber(projectId, 1))?.timesSeen).toBe(1)
      expect(await store.readOutcomes({ projectIds: [projectId], from: now, to: now + 1 })).toMatchObject([
        { quantity: 1 },
      ])
      expect((await store.recordBatch({ ...batch, spool: 'other' })).applied).toBe(true)
      expect((await store.recordBatch({ ...batch, from: 10, to: 12, occurrences: [], outcomes: [] })).applied).toBe(
        true,
      )
      expect([await store.offset('s'), await store.offset('other'), await store.offset('none')]).toEqual([12, 10, 0])
    })

    it('leaves nothing of a batch that fails', async () => {
      const { store, projectId } = await setUp(harness())
      const circular: Record<string, never> = {}
      Object.assign(circular, { circular })
      const broken = occurrence(projectId, { hashes: ['b'], metadata: circular })
      await expect(record(store, [occurrence(projectId), broken])).rejects.toThrow('circular')
      expect(await store.offset('spool-1')).toBe(0)
      expect(await store.findIssueByNumber(projectId, 1)).toBeNull()
      await record(store, [occurrence(projectId)])
      expect((await store.findIssueByNumber(projectId, 1))?.timesSeen).toBe(1)
    })

    it('leaves out occurrences of projects that are gone, and goes on', async () => {
      const { store, projectId } = await setUp(harness())
      const gone = occurrence(projectId + 1, { environment: 'prod' })
      const [none, kept] = await record(store, [gone, occurrence(projectId)])
      expect(none).toBeNull()
      expect(kept?.isNew).toBe(true)
      expect(await store.offset('spool-1')).toBe(2)
    })

    it('remembers which projects had replays, and names no releases for them', async () => {
      const { store, projectId } = await setUp(harness())
      const batch = { spool: 's', from: 0, to: 1, occurrences: [], outcomes: [] }
      expect((await store.findProjectById(projectId))?.hasReplays).toBe(false)
      await store.recordBatch({ ...batch, replayProjectIds: [projectId, projectId + 1] })
      expect(await store.findProjectById(projectId)).toMatchObject({ hasReplays: true, firstEventAt: null })
      await store.recordBatch({ ...batch, from: 1, to: 2, occurrences: [occurrence(projectId)] })
      expect((await store.findProjectById(projectId))?.hasReplays).toBe(true)
    })

    it('creates the releases and environments that sessions name, once, dated by the oldest', async () => {
      const { store, projectId } = await setUp(harness())
      const organizationId = (await store.findProjectById(projectId))?.organizationId ?? 0
      const sight = (release: string, environment: string, firstStarted: number) => ({
        projectId,
        release,
        environment,
        firstStarted,
      })
      const batch = { spool: 's', from: 0, to: 1, occurrences: [], outcomes: [] }
      expect((await store.findProjectById(projectId))?.hasSessions).toBe(false)
      const sessions = [sight('2.0', 'prod', now - 5), sight('2.0', '', now - 9), sight('', 'edge', now - 20)]
      expect(await store.recordBatch({ ...batch, sessions })).toEqual({ applied: true, assignments: [] })
      const release = await store.findRelease(organizationId, '2.0')
      expect(release).toMatchObject({ createdAt: now - 9, releasedAt: null, userAgent: null })
      expect((await store.listEnvironments([projectId])).map(({ name }) => name)).toEqual(['edge', 'prod'])
      expect(await store.findProjectById(projectId)).toMatchObject({ hasSessions: true, firstEventAt: null })
      const describe = async (environments: string[]) => {
        const [figures] = await store.describeReleases([release?.id ?? 0], { projectIds: null, environments })
        return figures?.projects
      }
      const unseen = { projectId, addedAt: now - 9, firstSeen: null, lastSeen: null, newIssues: 0 }
      expect(await describe(['prod'])).toEqual([unseen])

      const events = [occurrence(projectId, { release: '2.0', environment: 'prod', timestamp: now + 3 })]
      const older = [sight('2.0', 'prod', now - 50), sight('2.0', 'late', now - 50)]
      await store.recordBatch({ ...batch, from: 1, to: 2, occurrences: events, sessions: older })
      expect((await store.findRelease(organizationId, '2.0'))?.createdAt).toBe(now - 9)
      const seen = { ...unseen, firstSeen: now + 3, lastSeen: now + 3, newIssues: 1 }
      expect(await describe(['prod'])).toEqual([seen])
      await store.recordBatch({ ...batch, from: 2, to: 3, sessions: [sight('2.0', 'prod', now + 60)] })
      expect(await describe(['prod'])).toEqual([seen])
      expect(await describe(['late'])).toEqual([unseen])
      expect(
        (await store.listReleaseVersions([projectId], { environments: ['late'] })).map(({ version }) => version),
      ).toEqual(['2.0'])
    })

    it('leaves out sessions of projects that are gone', async () => {
      const { store, projectId } = await setUp(harness())
      const sessions = [projectId + 1, projectId, projectId + 1].map((id, index) => ({
        projectId: id,
        release: `r${index}`,
        environment: 'prod',
        firstStarted: now,
      }))
      const batch = { spool: 's', from: 0, to: 1, occurrences: [], outcomes: [], sessions }
      expect(await store.recordBatch(batch)).toEqual({ applied: true, assignments: [] })
      expect((await store.listReleaseVersions([projectId, projectId + 1], { environments: null })).length).toBe(1)
      expect(await store.listEnvironments([projectId + 1])).toEqual([])
    })

    it('takes what the issue shows from the newest event, whatever the order of arrival', async () => {
      const { store, projectId } = await setUp(harness())
      const old = { timestamp: now - 50, eventId: 'c'.repeat(32), title: 'old', release: '0.9' }
      const newest = {
        timestamp: now + 50,
        eventId: 'd'.repeat(32),
        title: 'newest',
        level: 'fatal',
        release: null,
      } as const
      await record(store, [occurrence(projectId, { release: '1.0', title: 'first' })])
      await record(store, [
        occurrence(projectId, { ...newest, metadata: { value: 'v' }, location: null, isUnhandled: true }),
        occurrence(projectId, old),
      ])
      const expected = {
        title: 'newest',
        level: 'fatal',
        location: null,
        metadata: { value: 'v' },
        isUnhandled: true,
        firstSeen: now - 50,
        lastSeen: now + 50,
        timesSeen: 3,
        firstEventId: old.eventId,
        lastEventId: newest.eventId,
        firstRelease: '0.9',
        lastRelease: '1.0',
      }
      expect(await store.findIssueByNumber(projectId, 1)).toMatchObject(expected)
      await record(store, [occurrence(projectId, { timestamp: now + 49, title: 'late' })])
      expect(await store.findIssueByNumber(projectId, 1)).toMatchObject({ ...expected, timesSeen: 4 })
    })

    it('turns a resolved issue that is seen again into a regression, once', async () => {
      const { store, projectId } = await setUp(harness())
      const [id = 0] = await recordIds(store, [occurrence(projectId)])
      const userId = await newUser(store)
      await store.changeIssues([id], { status: { status: 'resolved', substatus: null }, userId, at: now + 100 })
      expect(await store.findIssue(id)).toMatchObject({ status: 'resolved', substatus: null, resolvedAt: now + 100 })

      const [late] = await record(store, [occurrence(projectId, { timestamp: now + 99 })])
      expect(late).toEqual({ issueId: id, isNew: false, isRegression: false })
      expect(await store.findIssue(id)).toMatchObject({ status: 'resolved', timesSeen: 2, lastSeen: now + 99 })

      const eventId = 'e'.repeat(32)
      const again = occurrence(projectId, { timestamp: now + 100, receivedAt: now + 120, eventId, release: '2.0' })
      const regressed = await record(store, [again, { ...again, timestamp: now + 130 }])
      expect(regressed.map((assignment) => assignment?.isRegression)).toEqual([true, false])
      expect(await store.findIssue(id)).toMatchObject({
        status: 'unresolved',
        substatus: 'regressed',
        resolvedAt: null,
      })
      expect(await store.listActivity(id, 10)).toMatchObject([
        { type: 'set_regression', userId: null, data: { event_id: eventId, version: '2.0' }, createdAt: now + 120 },
        { type: 'set_resolved', userId, createdAt: now + 100 },
        { type: 'first_seen' },
      ])
      expect(await store.listActivity(id, 1)).toHaveLength(1)
    })

    it('only counts ignored issues', async () => {
      const { store, projectId } = await setUp(harness())
      const [id = 0] = await recordIds(store, [occurrence(projectId)])
      await store.changeIssues([id], {
        status: { status: 'ignored', substatus: 'archived_forever' },
        userId: null,
        at: now,
      })
      await record(store, [occurrence(projectId, { timestamp: now + 5 })])
      expect(await store.findIssue(id)).toMatchObject({
        status: 'ignored',
        substatus: 'archived_forever',
        timesSeen: 2,
      })
    })

    it('writes an activity only when the state changes', async () => {
      const { store, projectId } = await setUp(harness())
      const [id = 0] = await recordIds(store, [occurrence(projectId)])
      const resolve = { status: { status: 'resolved', substatus: null }, userId: null, at: now + 1 } as const
      await store.changeIssues([id, id, id + 1], resolve)
      await store.changeIssues([id], { ...resolve, at: now + 2 })
      expect((await store.findIssue(id))?.resolvedAt).toBe(now + 1)
      await store.changeIssues([id], {
        status: { status: 'unresolved', substatus: 'ongoing' },
        userId: null,
        at: now + 3,
      })
      expect(await store.findIssue(id)).toMatchObject({ status: 'unresolved', substatus: 'ongoing', resolvedAt: null })
      const types = (await store.listActivity(id, 10)).map(({ type }) => type)
      expect(types).toEqual(['set_unresolved', 'set_resolved', 'first_seen'])
    })

    it('stores any text as it is', async () => {
      const { store, projectId } = await setUp(harness())
      const odd = `quote ' " nul \u0000 end, \u{1F426} \u202e, %_\\`
      const own = {
        title: odd,
        culprit: odd,
        logger: odd,
        environment: odd,
        release: odd,
        metadata: { [odd]: [odd, null, 1.5] },
      }
      await record(store, [occurrence(projectId, { ...own, hashes: [odd] })])
      expect(await store.findIssueByNumber(projectId, 1)).toMatchObject({
        title: odd,
        culprit: odd,
        logger: odd,
        firstRelease: odd,
        metadata: own.metadata,
      })
      expect(await store.listEnvironments([projectId])).toEqual([{ projectId, name: odd, isHidden: false }])
      expect(await store.resolveHashes([{ projectId, hashes: [odd] }])).not.toEqual([null])
    })

    it('agrees with a simple model over random histories', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      let round = 0
      await fc.assert(
        fc.asyncProperty(arbitraryHistory, async (history) => {
          round += 1
          const slugs = [`a${round}`, `b${round}`]
          const projects = await Promise.all(slugs.map((slug) => newProject(store, organizationId, slug)))
          const projectIds = projects.map(({ id }) => id)
          const model = createModel()
          const applied = await playHistory(store, model, history, { spool: `spool-${round}`, projectIds })
          await compareWithModel(store, model, projectIds)
          expect(await store.offset(`spool-${round}`)).toBe(applied)
        }),
        { numRuns: 100 },
      )
    })

    it('counts exactly when two connections record into the same issues', async () => {
      const stores = await Promise.all([harness().open(), harness().open()])
      const [first] = stores
      if (!first) throw new Error('no store')
      const { id } = await newProject(first, (await newOrganization(first)).id)
      await Promise.all(
        stores.map(async (store, index) => {
          for (let n = 0; n < 20; n += 1) {
            await record(store, [occurrence(id), occurrence(id, { hashes: [`own-${index}-${n}`] })], `spool-${index}`)
          }
        }),
      )
      expect((await first.findIssueByNumber(id, 1))?.timesSeen).toBe(40)
      const numbers = Array.from({ length: 41 }, (_, index) => first.findIssueByNumber(id, index + 1))
      expect((await Promise.all(numbers)).every((issue) => issue !== null)).toBe(true)
      expect(await first.findIssueByNumber(id, 42)).toBeNull()
    })
  })
}
