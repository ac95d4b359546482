import { beforeEach, describe, expect, it } from 'vitest'
import type { ReplayCondition, ReplayStore } from '../port.ts'
import {
  blobOf,
  click,
  dayMs,
  eventOf,
  everyPage,
  found,
  give,
  hourMs,
  link,
  noon,
  numbers,
  recording,
  replayOf,
  type ReplayHarness,
  segment,
  shown,
  told,
} from './harness.ts'

/** How replays go. */
export function describeKeeping(harness: () => ReplayHarness): void {
  const full = (n: number, own: Parameters<typeof segment>[0] = {}) =>
    segment({
      replayId: replayOf(n),
      told: told({
        environment: 'production',
        release: 'shop@1.0',
        urls: ['/a'],
        errorIds: [eventOf(n)],
        user: { id: `${n}`, username: null, email: 'ann@example.org', ip: null },
        tags: [['plan', 'gold']],
      }),
      recording: recording({ blobId: blobOf(n), clicks: [click({ isDead: true })] }),
      ...own,
    })

  describe('deleting replays', () => {
    let store: ReplayStore
    beforeEach(async () => {
      store = await harness().open()
    })

    it('leaves id and times, and remembers the blobs until they are gone', async () => {
      await give(store, [full(1), full(1, { segmentId: 1, recording: recording({ blobId: blobOf(11) }) }), full(2)])
      await store.markViewed({ projectId: 1, replayId: replayOf(1), userId: 5, at: noon })
      expect(await store.deleteReplays(1, [replayOf(1), replayOf(1), replayOf(9)])).toBe(1)
      expect(await store.deleteReplays(1, [replayOf(1)])).toBe(0)
      expect(await shown(store, replayOf(1), 5)).toMatchObject({
        isArchived: true,
        startedAt: noon,
        duration: 10,
        activity: 0,
        countSegments: 0,
        countErrors: 0,
        urls: [],
        user: { id: null, email: null },
        clicks: [],
        hasViewed: false,
      })
      expect(await store.listSegments(1, replayOf(1), everyPage)).toEqual([])
      expect(await store.listClicks(1, replayOf(1), everyPage)).toEqual([])
      expect(await store.listViewers(1, replayOf(1))).toEqual([])
      expect(await store.listExisting({ projectIds: [1], replayIds: [replayOf(1)], start: null, end: null })).toEqual(
        [],
      )
      expect(await store.markViewed({ projectId: 1, replayId: replayOf(1), userId: 5, at: noon })).toBe(false)
      const blobs = await store.listDeadBlobs(10)
      expect(blobs.map(({ blobId }) => blobId).toSorted()).toEqual([blobOf(1), blobOf(11)].toSorted())
      expect(await store.listDeadBlobs(1)).toEqual(blobs.slice(0, 1))
      await store.forgetBlobs(blobs.slice(0, 1))
      const again = await harness().open()
      expect(await again.listDeadBlobs(10)).toEqual(blobs.slice(1))
    })

    it('finds them by nothing but what they still have', async () => {
      await give(store, [full(1), full(2, { startedAt: noon - 1 })])
      await store.deleteReplays(1, [replayOf(1)])
      const find = (where: Parameters<typeof found>[1]) => found(store, where)
      expect(await find({})).toEqual([1, 2])
      expect(await find({ where: { kind: 'archived' } })).toEqual([1])
      expect(await find({ where: { kind: 'not', of: { kind: 'archived' } } })).toEqual([2])
      expect(await find({ environments: ['production'] })).toEqual([2])
      expect(await find({ where: { kind: 'has', field: 'url' } })).toEqual([2])
      expect(await find({ where: { kind: 'text', field: 'userId', match: { kind: 'equals', value: '1' } } })).toEqual(
        [],
      )
      expect(await find({ where: { kind: 'hasTag', key: 'plan' } })).toEqual([2])
      expect(await find({ where: { kind: 'click', clicks: 'dead', parts: [] } })).toEqual([2])
      expect(await find({ where: { kind: 'ids', field: 'errorIds', ids: [eventOf(1)] } })).toEqual([])
      expect(await find({ where: { kind: 'replays', replayIds: [replayOf(1)] } })).toEqual([1])
      expect(await find({ where: { kind: 'number', field: 'countErrors', comparison: '=', value: 0 } })).toEqual([1])
    })

    it('keeps away what comes later', async () => {
      await give(store, [full(1)])
      await store.deleteReplays(1, [replayOf(1)])
      await store.forgetBlobs(await store.listDeadBlobs(10))
      await give(store, [
        full(1, { segmentId: 1, recording: recording({ blobId: blobOf(2) }) }),
        link({ eventId: eventOf(5) }),
      ])
      expect(await shown(store)).toMatchObject({ isArchived: true, countSegments: 0, countErrors: 0 })
      expect(await store.listDeadBlobs(10)).toMatchObject([{ blobId: blobOf(2) }])
    })

    it('leaves those alone that share their texts, and finds both again by them', async () => {
      await give(store, [full(1), full(2, { startedAt: noon - 1 })])
      await store.deleteReplays(1, [replayOf(1)])
      await give(store, [full(3, { startedAt: noon - 2 })])
      const ann: ReplayCondition = { kind: 'text', field: 'userEmail', match: { kind: 'pattern', pieces: ['ann', ''] } }
      expect(await found(store, { where: ann })).toEqual([2, 3])
      await store.deleteReplays(1, [replayOf(2), replayOf(3)])
      expect(await found(store, { where: ann })).toEqual([])
      await give(store, [full(4)])
      expect(await found(store, { where: ann })).toEqual([4])
    })
  })

  describe('deletions', () => {
    let store: ReplayStore
    beforeEach(async () => {
      store = await harness().open()
    })

    const wish = {
      organizationId: 1,
      projectId: 1,
      rangeStart: noon - dayMs,
      rangeEnd: noon,
      environments: ['production'],
      query: 'user.email:ann@example.org',
      createdAt: noon,
    }

    it('are kept with how far they are', async () => {
      const created = await store.createDeletion(wish)
      expect(created).toEqual({ ...wish, id: created.id, status: 'pending', countDeleted: 0, updatedAt: noon })
      const other = await store.createDeletion({ ...wish, projectId: 2 })
      await store.updateDeletion(created.id, { status: 'in-progress', deleted: 3, at: noon + 1 })
      const updated = await store.updateDeletion(created.id, { status: 'in-progress', deleted: 4, at: noon + 2 })
      expect(updated).toEqual({ ...created, status: 'in-progress', countDeleted: 7, updatedAt: noon + 2 })
      const again = await harness().open()
      expect(await again.findDeletion(1, created.id)).toEqual(updated)
      expect(await again.findDeletion(2, created.id)).toBeNull()
      expect(await again.listOpenDeletions()).toEqual([updated, other])
      await again.updateDeletion(created.id, { status: 'completed', deleted: 0, at: noon + 3 })
      await again.updateDeletion(other.id, { status: 'failed', deleted: 0, at: noon + 3 })
      expect(await again.listOpenDeletions()).toEqual([])
      expect(await again.updateDeletion(99, { status: 'failed', deleted: 0, at: noon })).toBeNull()
    })

    it('are listed newest first, by project', async () => {
      const ids: number[] = []
      for (const at of [1, 2, 3]) ids.push((await store.createDeletion({ ...wish, createdAt: noon + at })).id)
      await store.createDeletion({ ...wish, projectId: 2 })
      const listed = await store.listDeletions(1, everyPage)
      expect(listed.map(({ id }) => id)).toEqual(ids.toReversed())
      expect(await store.listDeletions(1, { limit: 1, offset: 1 })).toEqual(listed.slice(1, 2))
    })
  })

  describe('deleting a project', () => {
    it('removes all of it for good', async () => {
      const store = await harness().open()
      await give(store, [full(1), full(2, { projectId: 2 }), link({ replayId: replayOf(3) }), full(4)])
      await store.deleteReplays(1, [replayOf(4)])
      await store.deleteProject(1)
      await give(store, [full(1, { segmentId: 1, recording: recording({ blobId: blobOf(7) }) }), full(3)])
      expect(await found(store, { projectIds: [1, 2] })).toEqual([2])
      expect(await shown(store)).toBeNull()
      expect((await store.listDeadBlobs(10)).map(({ blobId }) => blobId).toSorted()).toEqual(
        [blobOf(3), blobOf(7)].toSorted(),
      )
      await store.deleteProject(1)
      expect(await store.listDeadBlobs(10)).toEqual([])
    })
  })

  describe('retention', () => {
    it('removes replays of which nothing was received since midnight of its day, and links that found none', async () => {
      const store = await harness().open()
      const midnight = noon - 12 * hourMs
      await give(store, [
        full(1, { receivedAt: midnight - 1 }),
        full(2, { receivedAt: midnight }),
        full(3, { receivedAt: midnight - 5 }),
        full(3, { segmentId: 1, receivedAt: midnight + 1, recording: null }),
        full(4, { receivedAt: midnight - 3 }),
        link({ replayId: replayOf(5), receivedAt: midnight - 1 }),
        link({ replayId: replayOf(6), receivedAt: midnight }),
      ])
      await store.deleteReplays(1, [replayOf(4)])
      expect(await store.deleteBefore(noon)).toBe(2)
      expect(await store.deleteBefore(noon)).toBe(0)
      expect(new Set(await found(store))).toEqual(new Set([2, 3]))
      await give(store, [full(5, { told: null }), full(6, { told: null }), full(1)])
      expect(await shown(store, replayOf(5))).toMatchObject({ countErrors: 0 })
      expect(await shown(store, replayOf(6))).toMatchObject({ countErrors: 1 })
      expect(await shown(store)).toMatchObject({ countSegments: 1 })
      // Its day may still hold what is needed.
      expect(await store.listDeadBlobs(10)).toHaveLength(1)
      await store.deleteBefore(noon + dayMs)
      expect(await store.listDeadBlobs(10)).toEqual([])
    })

    it('goes on with new ones when all are gone', async () => {
      const store = await harness().open()
      await give(
        store,
        numbers(5).map((n) => full(n, { receivedAt: noon })),
      )
      expect(await store.deleteBefore(noon + dayMs)).toBe(5)
      expect(await found(store)).toEqual([])
      const again = await harness().open()
      await give(again, [full(1), full(2, { startedAt: noon - 1 })])
      expect(await found(again)).toEqual([1, 2])
      expect(await again.checkIntegrity()).toEqual([])
    })
  })
}
