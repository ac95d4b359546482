import { describe, expect, it } from 'vitest'
import type { NewAttachment } from '../ports/attachments.ts'
import type { MetaStore } from '../port.ts'
import type { Occurrence } from '../ports/issues.ts'
import { type MetaHarness, newOrganization, newProject, newUser, now, occurrence } from './harness.ts'

const eventId = (n: number) => n.toString(16).padStart(32, '0')
const everything = { types: null, contentTypes: null, eventIds: null, limit: 10, before: null }

/** The n-th file of an event; what matters to a test it says itself. */
function file(projectId: number, n: number, own: Partial<NewAttachment> = {}): NewAttachment {
  return {
    projectId,
    eventId: eventId(1),
    issueId: null,
    blobId: eventId(900 + n),
    type: 'event.attachment',
    name: `log-${n}.txt`,
    contentType: 'text/plain',
    size: n,
    sha1: 'f'.repeat(40),
    createdAt: now + n,
    ...own,
  }
}

/** Files that came with events. */
export function describeAttachments(harness: () => MetaHarness): void {
  const open = async () => {
    const store = await harness().open()
    const { id: organizationId } = await newOrganization(store)
    const { id: projectId } = await newProject(store, organizationId)
    return { store, organizationId, projectId }
  }
  const commit = async (store: MetaStore, occurrences: Occurrence[], attachments: NewAttachment[]) => {
    const from = await store.offset('spool-1')
    const { assignments } = await store.recordBatch({
      spool: 'spool-1',
      from,
      to: from + 1,
      occurrences,
      outcomes: [],
      attachments,
    })
    return assignments.map((assignment) => assignment?.issueId ?? 0)
  }
  const names = (rows: { name: string }[]) => rows.map(({ name }) => name)

  describe('attachments', () => {
    it('are kept as they are, once, with the offset', async () => {
      const { store, projectId } = await open()
      const rows = [1, 2].map((n) => file(projectId, n))
      const [issueId] = await commit(store, [occurrence(projectId, { eventId: eventId(1) })], rows)
      const again = { spool: 'spool-1', from: 0, to: 1, occurrences: [], outcomes: [], attachments: rows }
      expect((await store.recordBatch(again)).applied).toBe(false)
      const found = await store.listAttachments(projectId, [eventId(1), eventId(2)])
      expect(found).toEqual(rows.map((row, index) => ({ ...row, issueId, id: found[index]?.id })))
      expect(await store.listAttachments(projectId + 1, [eventId(1)])).toEqual([])
      const [first] = found
      expect(await store.findAttachment(projectId, first?.id ?? 0)).toEqual(first)
      expect(await store.findAttachment(projectId + 1, first?.id ?? 0)).toBeNull()
      const keys = [eventId(1), eventId(2)].map((id) => ({ projectId, eventId: id }))
      expect(await store.haveAttachments([...keys, { projectId: projectId + 1, eventId: eventId(1) }])).toEqual([
        true,
        false,
        false,
      ])
    })

    it('belong to the issue of their event, whether that comes with them, before or after', async () => {
      const { store, projectId } = await open()
      const [issueId = 0] = await commit(store, [occurrence(projectId)], [])
      await commit(store, [], [file(projectId, 1, { issueId }), file(projectId, 2, { eventId: eventId(2) })])
      await commit(store, [], [file(projectId, 3, { eventId: eventId(3), issueId: 999 })])
      expect(names(await store.listIssueAttachments({ ...everything, issueId }))).toEqual(['log-1.txt'])
      await commit(store, [occurrence(projectId, { eventId: eventId(2) })], [])
      expect(names(await store.listIssueAttachments({ ...everything, issueId }))).toEqual(['log-2.txt', 'log-1.txt'])
      expect(await store.listAttachments(projectId, [eventId(3)])).toMatchObject([{ issueId: null }])
    })

    it('of an issue come newest first, in pages both ways, and by what they are', async () => {
      const { store, projectId } = await open()
      const own = [
        {},
        { type: 'event.minidump' },
        { contentType: 'image/png' },
        { createdAt: now + 2 },
        { eventId: eventId(2) },
      ]
      const rows = own.map((one, index) => file(projectId, index + 1, one))
      const events = [1, 2].map((n) => occurrence(projectId, { eventId: eventId(n) }))
      const [issueId = 0] = await commit(store, events, rows)
      const list = async (query: Partial<Parameters<MetaStore['listIssueAttachments']>[0]>) =>
        names(await store.listIssueAttachments({ ...everything, issueId, ...query })).map((name) => name.slice(4, 5))
      expect(await list({})).toEqual(['5', '3', '4', '2', '1'])
      const [, , fourth] = await store.listIssueAttachments({ ...everything, issueId })
      const before = { createdAt: fourth?.createdAt ?? 0, id: fourth?.id ?? 0 }
      expect(await list({ before, limit: 1 })).toEqual(['2'])
      expect(await list({ before, backwards: true })).toEqual(['5', '3'])
      expect(await list({ before, backwards: true, limit: 1 })).toEqual(['3'])
      expect(await list({ types: ['event.minidump', 'other'] })).toEqual(['2'])
      expect(await list({ contentTypes: ['image/png'] })).toEqual(['3'])
      expect(await list({ eventIds: [eventId(2)], types: ['event.attachment'] })).toEqual(['5'])
      expect(await list({ types: [] })).toEqual([])
    })

    it('follow their issue when it is merged or sorted, and go with their project', async () => {
      const { store, projectId, organizationId } = await open()
      const occurrences = [
        occurrence(projectId, { eventId: eventId(1), hashes: ['a'] }),
        occurrence(projectId, { eventId: eventId(2), hashes: ['b'] }),
      ]
      const rows = [file(projectId, 1), file(projectId, 2, { eventId: eventId(2) })]
      const [a = 0, b = 0] = await commit(store, occurrences, rows)
      await store.mergeIssues(a, [b], { userId: null, at: now })
      expect(names(await store.listIssueAttachments({ ...everything, issueId: a }))).toEqual(['log-2.txt', 'log-1.txt'])
      const apart = await store.unmergeHashes(a, ['b'], { userId: null, at: now })
      const [second] = await store.listAttachments(projectId, [eventId(2)])
      await store.moveAttachments([second?.id ?? 0], apart?.issueId ?? 0)
      await store.moveAttachments([second?.id ?? 0], 999)
      expect(names(await store.listIssueAttachments({ ...everything, issueId: a }))).toEqual(['log-1.txt'])
      expect(await store.listAttachments(projectId, [eventId(2)])).toMatchObject([{ issueId: apart?.issueId }])

      const other = await newProject(store, organizationId, 'other')
      await store.deleteProject(projectId, now)
      await commit(store, [], [file(projectId, 7, { eventId: eventId(7) }), file(other.id, 8)])
      expect(await store.listAttachments(projectId, [eventId(7)])).toEqual([])
      while (!(await store.purgeProject(projectId, 1)));
      expect(await store.listAttachments(projectId, [eventId(1), eventId(2)])).toEqual([])
      expect(names(await store.listAttachments(other.id, [eventId(1)]))).toEqual(['log-8.txt'])
      expect(await store.checkIntegrity()).toEqual([])
    })

    it('go one by one, with a word in the history when a person did it, and by age', async () => {
      const { store, projectId } = await open()
      const user = await newUser(store)
      const rows = [1, 2, 3, 4, 5].map((n) => file(projectId, n))
      const [issueId = 0] = await commit(store, [occurrence(projectId, { eventId: eventId(1) })], rows)
      const [first, second] = await store.listAttachments(projectId, [eventId(1)])
      await store.deleteAttachments([first?.id ?? 0])
      expect(await store.listActivity(issueId, 10)).toMatchObject([{ type: 'first_seen' }])
      await store.deleteAttachments([second?.id ?? 0, 999], { userId: user, at: now + 50 })
      expect(await store.listActivity(issueId, 10)).toMatchObject([
        { type: 'deleted_attachment', userId: user, createdAt: now + 50 },
        { type: 'first_seen' },
      ])
      expect(await store.deleteAttachmentsBefore(now + 5, 1)).toBe(1)
      expect(await store.deleteAttachmentsBefore(now + 5, 10)).toBe(1)
      expect(await store.deleteAttachmentsBefore(now + 5, 10)).toBe(0)
      expect(names(await store.listAttachments(projectId, [eventId(1)]))).toEqual(['log-5.txt'])
    })
  })
}
