import { beforeEach, describe, expect, it } from 'vitest'
import { replayNumbers, type ReplaySortKey, type ReplayStore, replayTexts } from '../port.ts'
import { type RecordedCounts, recordedKinds } from '../records.ts'
import {
  click,
  found,
  give,
  noon,
  numbers,
  query,
  recording,
  replayOf,
  type ReplayHarness,
  secondMs,
  segment,
  shown,
  told,
  eventOf,
  link,
} from './harness.ts'

/** Which replays are found in which order, but for conditions. */
export function describeListing(harness: () => ReplayHarness): void {
  describe('listing', () => {
    let store: ReplayStore
    beforeEach(async () => {
      store = await harness().open()
    })

    it('finds those of the projects that started before the end and finished at the start or later', async () => {
      await give(store, [
        segment({ replayId: replayOf(1), startedAt: noon, finishedAt: noon + 10 }),
        segment({ replayId: replayOf(2), startedAt: noon + 5, finishedAt: noon + 20 }),
        segment({ replayId: replayOf(3), projectId: 2, startedAt: noon + 6 }),
      ])
      expect(await found(store)).toEqual([2, 1])
      expect(await found(store, { projectIds: [2, 1, 7] })).toEqual([3, 2, 1])
      expect(await found(store, { projectIds: [] })).toEqual([])
      expect(await found(store, { end: noon + 5 })).toEqual([1])
      expect(await found(store, { start: noon + 10 })).toEqual([2, 1])
      expect(await found(store, { start: noon + 11 })).toEqual([2])
      expect(await found(store, { end: noon })).toEqual([])
    })

    it('pages', async () => {
      await give(
        store,
        numbers(5).map((n) => segment({ replayId: replayOf(n), startedAt: noon + n })),
      )
      expect(await found(store, { limit: 2 })).toEqual([4, 3])
      expect(await found(store, { limit: 2, offset: 3 })).toEqual([1, 0])
      expect(await found(store, { limit: 2, offset: 5 })).toEqual([])
      expect(await found(store, { sort: { key: 'startedAt', descending: false }, limit: 3 })).toEqual([0, 1, 2])
    })

    it('finds by environment', async () => {
      await give(store, [
        segment({ replayId: replayOf(1), told: told({ environment: 'production' }) }),
        segment({ replayId: replayOf(2), told: told({ environment: 'staging' }), startedAt: noon - 1 }),
        segment({ replayId: replayOf(3), startedAt: noon - 2 }),
      ])
      expect(await found(store, { environments: ['production', 'staging'] })).toEqual([1, 2])
      expect(await found(store, { environments: ['none', ''] })).toEqual([])
      await give(store, [segment({ replayId: replayOf(1), segmentId: 1, told: told({ environment: 'staging' }) })])
      expect(await found(store, { environments: ['production'] })).toEqual([])
      expect(await found(store, { environments: ['staging'] })).toEqual([1, 2])
    })

    it('sorts by every key either way: those without a value last, ties by the later start', async () => {
      const texts = (n: number) => `v${n}`
      const full = (n: number) =>
        told({
          environment: texts(n),
          dist: texts(n),
          platform: texts(n),
          urls: numbers(n * 2).map((page) => `/${page}`),
          user: { id: texts(n), username: texts(n), email: texts(n), ip: texts(n) },
          sdk: { name: texts(n), version: texts(n) },
          os: { name: texts(n), version: texts(n) },
          browser: { name: texts(n), version: texts(n) },
          device: { name: texts(n), brand: texts(n), model: texts(n), family: texts(n) },
          otaUpdates: { channel: texts(n), runtimeVersion: texts(n), updateId: texts(n) },
        })
      const countEach = (n: number): Partial<RecordedCounts> =>
        Object.fromEntries(recordedKinds.map((kind) => [kind, n]))
      const rich = (n: number) => [
        segment({
          replayId: replayOf(n),
          startedAt: noon + n * secondMs,
          finishedAt: noon + n * 3 * secondMs,
          replayType: n === 1 ? 'buffer' : 'session',
          told: full(n),
          recording: recording({
            clicks: numbers(n).map(() => click({ isDead: true, isRage: true })),
            counts: countEach(n),
          }),
        }),
        ...numbers(n).map((more) =>
          segment({ replayId: replayOf(n), segmentId: more + 1, startedAt: noon + n * secondMs }),
        ),
        ...(['error', 'warning', 'info'] as const).flatMap((level, kind) =>
          numbers(n).map((more) => link({ replayId: replayOf(n), level, eventId: eventOf(kind * 10 + more) })),
        ),
      ]
      const bare = (n: number) =>
        segment({
          replayId: replayOf(n),
          startedAt: noon + n * secondMs,
          finishedAt: noon + n * secondMs,
          told: told({ platform: '' }),
        })
      await give(store, [...rich(1), ...rich(2), bare(3), bare(4)])
      for (const key of replayTexts.filter((name) => name !== 'replayType')) {
        expect.soft([key, await found(store, { sort: { key, descending: false } })]).toEqual([key, [1, 2, 4, 3]])
        expect.soft([key, await found(store, { sort: { key, descending: true } })]).toEqual([key, [2, 1, 4, 3]])
        expect
          .soft([key, await found(store, { sort: { key, descending: true }, limit: 1, offset: 1 })])
          .toEqual([key, [1]])
      }
      for (const key of replayNumbers.filter((name) => name !== 'duration')) {
        expect.soft([key, await found(store, { sort: { key, descending: false } })]).toEqual([key, [4, 3, 1, 2]])
        expect.soft([key, await found(store, { sort: { key, descending: true } })]).toEqual([key, [2, 1, 4, 3]])
      }
      const others: [ReplaySortKey, number[]][] = [
        ['replayType', [1, 4, 3, 2]],
        ['startedAt', [1, 2, 3, 4]],
        ['finishedAt', [3, 4, 1, 2]],
        ['duration', [4, 3, 2, 1]],
        ['projectId', [4, 3, 2, 1]],
      ]
      for (const [key, order] of others) {
        expect.soft([key, await found(store, { sort: { key, descending: false } })]).toEqual([key, order])
      }
    })

    it('orders texts by code points, not by halves of them', async () => {
      const emails = ['\u{1f600}', '\uff5e', 'b', 'B', 'a']
      await give(
        store,
        emails.map((email, n) =>
          segment({ replayId: replayOf(n), told: told({ user: { id: null, username: null, email, ip: null } }) }),
        ),
      )
      expect(await found(store, { sort: { key: 'userEmail', descending: false } })).toEqual([3, 4, 2, 1, 0])
    })

    it('knows which replays there are', async () => {
      await give(store, [segment(), segment({ replayId: replayOf(2), projectId: 2 }), link({ replayId: replayOf(3) })])
      const ids = [replayOf(3), replayOf(2), replayOf(1), replayOf(4)]
      const all = { projectIds: [1, 2], replayIds: ids, start: null, end: null }
      expect(await store.listExisting(all)).toEqual([replayOf(2), replayOf(1)])
      expect(await store.listExisting({ ...all, projectIds: [1] })).toEqual([replayOf(1)])
      expect(await store.listExisting({ ...all, end: noon })).toEqual([])
      expect(await store.listExisting({ ...all, start: noon + 11 * secondMs })).toEqual([])
    })

    it('remembers who saw it', async () => {
      await give(store, [segment()])
      const view = { projectId: 1, replayId: replayOf(1), userId: 5, at: noon + 2 }
      expect(await store.markViewed(view)).toBe(true)
      await store.markViewed({ ...view, userId: 4, at: noon + 3 })
      await store.markViewed({ ...view, at: noon + 9 })
      await store.markViewed({ ...view, at: noon + 4 })
      expect(await store.markViewed({ ...view, replayId: replayOf(2) })).toBe(false)
      expect(await store.listViewers(1, replayOf(1))).toEqual([
        { userId: 5, viewedAt: noon + 9 },
        { userId: 4, viewedAt: noon + 3 },
      ])
      expect(await store.listViewers(2, replayOf(1))).toEqual([])
      expect(await shown(store, replayOf(1), 5)).toMatchObject({ hasViewed: true })
      expect(await store.search(query({ viewerId: 5 }))).toMatchObject([{ hasViewed: true }])
      expect(await store.search(query({ viewerId: 6 }))).toMatchObject([{ hasViewed: false }])
    })
  })
}
