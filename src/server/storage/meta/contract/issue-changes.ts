import { describe, expect, it } from 'vitest'
import { everything } from '../../condition.ts'
import type { MetaStore } from '../port.ts'
import type { IssueChange } from '../ports/issues.ts'
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

interface Scene {
  store: MetaStore
  projectId: number
  organizationId: number
  ann: number
  bob: number
  ids: number[]
}

async function setUp(harness: MetaHarness, issues = 3): Promise<Scene> {
  const store = await harness.open()
  const { id: organizationId } = await newOrganization(store)
  const { id: projectId } = await newProject(store, organizationId)
  const [ann, bob] = [await newUser(store), await newUser(store, 'bob@example.com')]
  const occurrences = Array.from({ length: issues }, (_, index) => occurrence(projectId, { hashes: [`h${index}`] }))
  return { store, projectId, organizationId, ann, bob, ids: await recordIds(store, occurrences) }
}

/** What people do to issues, one by one and many at once. */
export function describeIssueChanges(harness: () => MetaHarness): void {
  describe('changeIssues', () => {
    it('writes one line of history for everything that really changes, and gives the issues it changed', async () => {
      const { store, organizationId, ann, ids } = await setUp(harness())
      const [id = 0, other = 0] = ids
      const { id: teamId } = await store.createTeam({ organizationId, slug: 'web', name: 'Web', createdAt: now })
      const commit = { kind: 'commit', repositoryId: 5, commit: 'abc' } as const
      const next = { kind: 'release', release: '1.0', isNext: true } as const
      const snooze = { until: now + 3_600_000, count: null, windowMinutes: null, userCount: 4, userWindowMinutes: 60 }
      const changes: [Omit<IssueChange, 'userId' | 'at'>, object, string, object][] = [
        [
          { assignee: { userId: ann } },
          { assigneeUserId: ann, assigneeTeamId: null },
          'assigned',
          { assignee: String(ann), assigneeType: 'user' },
        ],
        [
          { assignee: { teamId } },
          { assigneeUserId: null, assigneeTeamId: teamId },
          'assigned',
          { assignee: String(teamId), assigneeType: 'team' },
        ],
        [{ assignee: null }, { assigneeUserId: null, assigneeTeamId: null }, 'unassigned', {}],
        [{ isReviewed: true }, { needsReview: false }, 'mark_reviewed', {}],
        [{ priority: 'low' }, { priority: 'low', isPriorityLocked: true }, 'set_priority', { priority: 'low' }],
        [{ shareId: 'abc' }, { shareId: 'abc' }, 'set_public', {}],
        [{ shareId: null }, { shareId: null }, 'set_private', {}],
        [
          { status: { status: 'resolved', substatus: null } },
          { status: 'resolved', substatus: null, resolvedAt: now + 8, resolution: null },
          'set_resolved',
          {},
        ],
        [
          { status: { status: 'resolved', substatus: null, resolution: commit } },
          { resolution: commit, resolvedAt: now + 9 },
          'set_resolved_in_commit',
          { commit: 'abc', repositoryId: 5 },
        ],
        [
          { status: { status: 'resolved', substatus: null, resolution: next } },
          { resolution: next, resolvedAt: now + 10 },
          'set_resolved_in_release',
          { version: '', current_release_version: '1.0' },
        ],
        [
          { status: { status: 'resolved', substatus: null, resolution: { ...next, isNext: false } } },
          { resolution: { ...next, isNext: false } },
          'set_resolved_in_release',
          { version: '1.0' },
        ],
        [
          { status: { status: 'ignored', substatus: 'archived_until_escalating' } },
          { status: 'ignored', substatus: 'archived_until_escalating', resolution: null, resolvedAt: null },
          'set_ignored',
          { ignoreUntilEscalating: true },
        ],
        [
          { status: { status: 'ignored', substatus: 'archived_until_condition_met', snooze } },
          { snooze: { ...snooze, base: { at: now + 13, timesSeen: 1, usersSeen: 0 } } },
          'set_ignored',
          {
            ignoreCount: null,
            ignoreDuration: 60,
            ignoreUntil: new Date(now + 3_600_000).toISOString(),
            ignoreUserCount: 4,
            ignoreUserWindow: 60,
            ignoreWindow: null,
          },
        ],
        [
          { status: { status: 'unresolved', substatus: 'ongoing' } },
          { status: 'unresolved', substatus: 'ongoing', snooze: null },
          'set_unresolved',
          {},
        ],
      ]
      for (const [index, [change, expected, type, data]] of changes.entries()) {
        const by = { userId: ann, at: now + index + 1, ...change }
        const before = await store.listActivity(id, 100)
        expect(await store.changeIssues([id, id, 999_999], by)).toEqual([id])
        expect(await store.changeIssues([id], { ...by, at: now + 99 })).toEqual([])
        expect(await store.findIssue(id)).toMatchObject(expected)
        const activity = await store.listActivity(id, 100)
        expect(activity).toHaveLength(before.length + 1)
        expect(activity[0]).toMatchObject({ type, data, userId: ann, createdAt: now + index + 1 })
      }
      expect((await store.findIssue(other))?.status).toBe('unresolved')
      expect(await store.listActivity(other, 10)).toHaveLength(1)
    })

    it('marks as reviewed with a change of the status, without another line', async () => {
      const { store, ids } = await setUp(harness(), 1)
      const [id = 0] = ids
      const status = { status: 'unresolved', substatus: 'ongoing' } as const
      expect(await store.changeIssues(ids, { userId: null, at: now, isReviewed: true, status })).toEqual(ids)
      expect((await store.findIssue(id))?.needsReview).toBe(false)
      expect(await store.listActivity(id, 10)).toMatchObject([{ type: 'set_unresolved' }, { type: 'first_seen' }])
    })

    it('makes a priority that a person repeats theirs, without a line', async () => {
      const { store, ids } = await setUp(harness(), 1)
      expect(await store.changeIssues(ids, { userId: null, at: now, priority: 'high' })).toEqual([])
      expect(await store.findIssue(ids[0] ?? 0)).toMatchObject({ priority: 'high', isPriorityLocked: true })
      expect(await store.listActivity(ids[0] ?? 0, 10)).toHaveLength(1)
    })

    it('changes thousands at once', async () => {
      const { store, ids } = await setUp(harness(), 3000)
      const status = { status: 'resolved', substatus: null } as const
      expect(await store.changeIssues(ids, { userId: null, at: now, status })).toEqual(ids)
      const search = { where: everything, sort: 'date', limit: 1, after: null, backwards: false, now } as const
      const [issue] = (
        await store.searchIssues({ ...search, where: { kind: 'status', statuses: ['unresolved'] }, projectIds: [1] })
      ).issues
      expect(issue).toBeUndefined()
    })

    it('finds shared issues by their link only while they are shared', async () => {
      const { store, ids, projectId } = await setUp(harness())
      const [id = 0] = ids
      await store.changeIssues([id], { userId: null, at: now, shareId: 'secret' })
      expect(await store.findSharedIssue('secret')).toMatchObject({ id })
      await store.changeIssues([id], { userId: null, at: now, shareId: null })
      expect(await store.findSharedIssue('secret')).toBeNull()
      await store.changeIssues([id], { userId: null, at: now, shareId: 'again' })
      await store.deleteIssues(projectId, [id], now)
      expect(await store.findSharedIssue('again')).toBeNull()
    })
  })

  describe('marks', () => {
    it('are kept by person, and changed one by one', async () => {
      const { store, ids, ann, bob } = await setUp(harness())
      const [a = 0, b = 0, c = 0] = ids
      await store.markIssues([a, b, 999_999], ann, { isBookmarked: true })
      await store.markIssues([a], ann, { seenAt: now })
      await store.markIssues([a], bob, { isSubscribed: false, seenAt: now + 5 })
      await store.markIssues([c], ann, {})
      const mark = { userId: ann, isSubscribed: null, isBookmarked: true }
      expect(await store.listMarks([c, b, a], ann)).toEqual([
        { ...mark, issueId: a, seenAt: now },
        { ...mark, issueId: b, seenAt: null },
      ])
      await store.markIssues([a], bob, { isSubscribed: null })
      await store.markIssues([a], ann, { isBookmarked: false, isSubscribed: true })
      expect(await store.listMarks([a], bob)).toMatchObject([{ isSubscribed: null, seenAt: now + 5 }])
      expect(await store.listMarks([a], ann)).toMatchObject([{ isBookmarked: false, isSubscribed: true, seenAt: now }])
      expect(await store.listSeenBy(a, 10)).toEqual([
        { userId: bob, seenAt: now + 5 },
        { userId: ann, seenAt: now },
      ])
      expect(await store.listSeenBy(a, 1)).toHaveLength(1)
      expect(await store.listSeenBy(b, 10)).toEqual([])
    })

    it('say who takes part: who subscribed, is assigned or commented, and not who unsubscribed', async () => {
      const { store, ids, ann, bob } = await setUp(harness())
      const [a = 0, b = 0] = ids
      expect(await store.listParticipants(a)).toEqual([])
      await store.changeIssues([a], { userId: null, at: now, assignee: { userId: ann } })
      await store.addNote({ issueId: a, userId: bob, text: 'Hm', createdAt: now })
      await store.markIssues([b], bob, { isSubscribed: true })
      expect(await store.listParticipants(a)).toEqual([ann, bob])
      expect(await store.listParticipants(b)).toEqual([bob])
      await store.markIssues([a, b], bob, { isSubscribed: false })
      expect(await store.listParticipants(a)).toEqual([ann])
      expect(await store.listParticipants(b)).toEqual([])
    })
  })

  describe('notes', () => {
    it('are lines of the history that can be changed and deleted, and are counted', async () => {
      const { store, ids, ann } = await setUp(harness())
      const [id = 0, other = 0] = ids
      const note = await store.addNote({ issueId: id, userId: ann, text: 'First "look"', createdAt: now + 1 })
      expect(note).toEqual({
        id: expect.any(Number),
        issueId: id,
        type: 'note',
        userId: ann,
        data: { text: 'First "look"' },
        createdAt: now + 1,
      })
      expect((await store.findIssue(id))?.commentCount).toBe(1)
      expect(await store.updateNote(note.id, id, 'Second')).toEqual({ ...note, data: { text: 'Second' } })
      expect(await store.updateNote(note.id, other, 'Third')).toBeNull()
      const [, first] = await store.listActivity(id, 10)
      expect(await store.updateNote(first?.id ?? 0, id, 'Not a note')).toBeNull()
      expect(await store.deleteNote(first?.id ?? 0, id)).toBe(false)
      expect(await store.deleteNote(note.id, other)).toBe(false)
      expect(await store.deleteNote(note.id, id)).toBe(true)
      expect(await store.deleteNote(note.id, id)).toBe(false)
      expect((await store.findIssue(id))?.commentCount).toBe(0)
    })

    it('are read a page at a time, newest first, over ties', async () => {
      const { store, ids } = await setUp(harness())
      const [id = 0] = ids
      for (let index = 0; index < 7; index += 1) {
        await store.addNote({ issueId: id, userId: null, text: `${index}`, createdAt: now + 1 + (index >> 1) })
      }
      const all = await store.listActivity(id, 100)
      expect(all.map(({ data }) => data.text)).toEqual(['6', '5', '4', '3', '2', '1', '0', undefined])
      const pages = [await store.listActivity(id, 3)]
      for (let last = pages[0]?.at(-1); last; last = pages.at(-1)?.at(-1))
        pages.push(await store.listActivity(id, 3, last))
      expect(pages.flat()).toEqual(all)
    })
  })

  describe('user reports', () => {
    const report = {
      eventId: 'b'.repeat(32),
      name: 'Eve',
      email: 'eve@example.com',
      comments: 'It broke',
      createdAt: now,
    }

    it('wait for their event, which gives them to its issue', async () => {
      const { store, projectId, ids } = await setUp(harness())
      const [id = 0] = ids
      const saved = await store.saveUserReport({ ...report, projectId, issueId: null })
      expect(saved).toEqual({ ...report, id: expect.any(Number), projectId, issueId: null })
      await store.saveUserReport({ ...report, projectId, issueId: null, email: 'bob@example.com', createdAt: now + 1 })
      await store.saveUserReport({ ...report, projectId, issueId: null, eventId: 'c'.repeat(32) })
      await record(store, [occurrence(projectId, { hashes: ['h0'], eventId: 'd'.repeat(32) })])
      expect((await store.findIssue(id))?.userReportCount).toBe(0)
      await record(store, [occurrence(projectId, { hashes: ['h0'], eventId: report.eventId })])
      expect((await store.findIssue(id))?.userReportCount).toBe(2)
      const list = { projectIds: [projectId], limit: 10, before: null }
      const ofIssue = await store.listUserReports({ ...list, issueId: id })
      expect(ofIssue.map(({ email }) => email)).toEqual(['bob@example.com', 'eve@example.com'])
      expect(await store.listUserReports({ ...list, issueId: null })).toHaveLength(3)
    })

    it('are one an event and address: the second replaces the first', async () => {
      const { store, projectId, ids } = await setUp(harness())
      const [id = 0] = ids
      const first = await store.saveUserReport({ ...report, projectId, issueId: id })
      const again = { ...report, projectId, name: 'Eva', comments: 'It is broken', createdAt: now + 5 }
      // Said by somebody who does not know that it found its issue.
      expect(await store.saveUserReport({ ...again, issueId: null })).toEqual({ ...again, id: first.id, issueId: id })
      expect((await store.findIssue(id))?.userReportCount).toBe(1)
    })

    it('are read a page at a time, newest first, of some projects', async () => {
      const { store, projectId, organizationId } = await setUp(harness())
      const { id: otherId } = await newProject(store, organizationId, 'other')
      for (let index = 0; index < 5; index += 1) {
        const own = { email: `${index}@example.com`, createdAt: now + (index >> 1) }
        await store.saveUserReport({ ...report, ...own, projectId: index === 4 ? otherId : projectId, issueId: null })
      }
      const query = { projectIds: [projectId], issueId: null, limit: 3 }
      const first = await store.listUserReports({ ...query, before: null })
      const second = await store.listUserReports({ ...query, before: first.at(-1) ?? null })
      expect([...first, ...second].map(({ email }) => email[0])).toEqual(['3', '2', '1', '0'])
      expect(await store.listUserReports({ ...query, projectIds: [], before: null })).toEqual([])
    })
  })
}
