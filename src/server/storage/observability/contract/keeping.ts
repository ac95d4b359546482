import { beforeEach, describe, expect, it } from 'vitest'
import type { UserSessionStore } from '../port.ts'
import { dayMs, give, idOf, idsOf, noon, query, source, type UserSessionHarness } from './harness.ts'

/** What is kept, passed over and removed. */
export function describeKeeping(harness: () => UserSessionHarness): void {
  let store: UserSessionStore

  describe('keeping', () => {
    beforeEach(async () => {
      store = await harness().open()
    })

    it('passes over what stands before its offset, also in a batch that is cut elsewhere', async () => {
      const [first, second] = [source('session', 1, { user: null }), source('session', 2, { user: null, position: 10 })]
      await store.record({ spool: 'a', to: 10, sources: [first] })
      const changed = { ...first, facts: { ...first.facts, flags: ['crash' as const] } }
      await store.record({ spool: 'a', to: 20, sources: [changed, second] })
      await store.record({ spool: 'a', to: 20, sources: [changed] })
      expect(await store.offset('a')).toBe(20)
      expect(await store.offset('b')).toBe(0)
      expect(await store.list(query())).toMatchObject([{ isCrash: false }, { isCrash: false }])
    })

    it('is there after opening again', async () => {
      await give(store, [source('session', 1)])
      const before = await store.list(query())
      await store.close()
      store = await harness().open()
      expect(await store.list(query())).toEqual(before)
      expect(before).toHaveLength(1)
    })

    it('forgets what a replay told, gives back the sessions that it held, and takes in no more of it', async () => {
      const replay = source('replay', 1, { facts: { flags: ['rageTap'] } })
      await give(store, [source('session', 1), replay])
      await store.forgetReplays(1, [idOf('replay', 1), idOf('replay', 2)])
      await give(store, [replay, source('replay', 2)])
      expect(await store.list(query())).toMatchObject([{ id: idOf('session', 1), rageTap: false }])
    })

    it('removes a project for good, and that alone', async () => {
      await give(store, [source('session', 1), source('replay', 2), source('session', 1, { projectId: 2 })])
      await store.deleteProject(1)
      await give(store, [source('session', 3)])
      expect(await store.list(query())).toEqual([])
      expect(await store.list(query({ projectIds: [2] }))).toHaveLength(1)
    })

    it('removes by day what was received before', async () => {
      const old = { user: null, receivedAt: noon - dayMs }
      await give(store, [
        source('session', 1, old),
        source('session', 2, { user: null, receivedAt: noon - 12 * 3_600_000 }),
        source('event', 1, { receivedAt: noon - dayMs }),
      ])
      await store.deleteBefore(noon)
      expect(idsOf(await store.list(query()))).toEqual([idOf('session', 2)])
      // The event that waited is gone too: it would have made this one crash.
      await give(store, [source('session', 3)])
      expect(await store.list(query())).toHaveLength(2)
      expect(await store.checkIntegrity()).toEqual([])
    })
  })
}
