import { beforeEach, describe, expect, it } from 'vitest'
import type { UserSessionStore } from '../port.ts'
import { give, idOf, idsOf, minuteMs, noon, query, source, type UserSessionHarness } from './harness.ts'

/** What becomes one user session. */
export function describeJoining(harness: () => UserSessionHarness): void {
  let store: UserSessionStore
  const list = async () => store.list(query())
  const later = (minutes: number) => noon + minutes * minuteMs

  describe('joining', () => {
    beforeEach(async () => {
      store = await harness().open()
    })

    it('makes one of a session and the replay of its user that it touches, whichever comes first', async () => {
      const replay = source('replay', 1, {
        startedAt: later(20),
        endedAt: later(25),
        facts: { flags: ['rageTap'], lists: { recording: [idOf('replay', 1)] } },
      })
      const session = source('session', 1, { facts: { flags: ['crash'] } })
      await give(store, [session, replay])
      const [joined, ...others] = await list()
      expect(others).toEqual([])
      expect(joined).toMatchObject({
        id: idOf('replay', 1),
        createdAt: noon,
        duration: 25 * minuteMs,
        isCrash: true,
        rageTap: true,
        recordingIds: [idOf('replay', 1)],
      })
      await give(store, [
        { ...replay, projectId: 2 },
        { ...session, projectId: 2 },
      ])
      expect(await store.list(query({ projectIds: [2] }))).toEqual([{ ...joined, projectId: 2 }])
    })

    it('keeps apart what is of others, of nobody, or of another time', async () => {
      await give(store, [
        source('session', 1, { endedAt: later(5), isOver: true }),
        source('replay', 1, { startedAt: later(6), endedAt: later(9) }),
        source('replay', 2, { user: 8 }),
        source('replay', 3, { user: null }),
        source('session', 2, { user: null }),
      ])
      expect(await list()).toHaveLength(5)
    })

    it('parts again what an end that comes late shows to be of another time', async () => {
      const open = source('session', 1)
      await give(store, [open, source('replay', 1, { startedAt: later(20), endedAt: later(21) })])
      expect(await list()).toHaveLength(1)
      await give(store, [{ ...open, endedAt: later(2), isOver: true }])
      expect(idsOf(await list())).toEqual([idOf('session', 1), idOf('replay', 1)])
    })

    it('gives an event to the session of its user that holds it, at once or when that comes', async () => {
      const crash = source('event', 1, { startedAt: later(3), facts: { flags: ['crash', 'exception'] } })
      await give(store, [crash])
      expect(await list()).toEqual([])
      await give(store, [source('session', 1), source('session', 2, { startedAt: later(2) })])
      expect(await list()).toMatchObject([
        { id: idOf('session', 1), isCrash: false },
        { id: idOf('session', 2), isCrash: true, hasException: true, createdAt: later(2), duration: minuteMs },
      ])
      await give(store, [source('event', 2, { startedAt: later(1), facts: { flags: ['anr'] } })])
      expect(await list()).toMatchObject([{ isAnr: true }, { isAnr: false }])
    })

    it('takes an event along when its session joins a replay', async () => {
      await give(store, [
        source('session', 1),
        source('event', 1, { startedAt: later(3), facts: { flags: ['anr'] } }),
        source('replay', 1, { startedAt: later(10), endedAt: later(11) }),
      ])
      expect(await list()).toMatchObject([{ id: idOf('replay', 1), isAnr: true }])
    })

    it('finds a session by the id of any replay or session in it, on its platform', async () => {
      await give(store, [source('session', 1), source('replay', 1)])
      const find = (id: string, own = {}) => store.find({ projectId: 1, platform: 'web', id, ...own })
      const [joined] = await list()
      expect(await find(idOf('replay', 1))).toEqual(joined)
      expect(await find(idOf('session', 1))).toEqual(joined)
      expect(await find(idOf('session', 2))).toBe(null)
      expect(await find(idOf('replay', 1), { platform: 'ios' })).toBe(null)
      expect(await find(idOf('replay', 1), { projectId: 2 })).toBe(null)
    })

    it('tells of a session in whole what it is put together from, the last of each kind', async () => {
      await give(store, [
        source('session', 1, {
          endedAt: later(2),
          isOver: true,
          facts: { texts: { appVersion: [noon, 'shop@1'] }, flags: ['crash'] },
        }),
        source('replay', 1, {
          facts: {
            texts: { userId: [noon, '7'], userEmail: [noon, 'jane@shop.test'] },
            lists: { screen: ['Cart'], attribute: ['["plan","gold"]'], event: ['paid'], response: ['120', '9'] },
          },
        }),
        ...[1, 2, 3].map((n) => source('event', n, { startedAt: noon + n, facts: { flags: ['exception'] } })),
      ])
      const found = await store.findWhole({ projectIds: [2, 1], id: idOf('session', 1), mostParts: 2 })
      const [session] = await list()
      const told = { isOver: false, appVersion: '', flags: [] }
      const [first, second] = [
        { ...told, kind: 'replay', id: idOf('replay', 1), startedAt: noon, endedAt: noon },
        {
          kind: 'session',
          id: idOf('session', 1),
          startedAt: noon,
          endedAt: later(2),
          isOver: true,
          appVersion: 'shop@1',
          flags: ['crash'],
        },
      ].toSorted((a, b) => (a.id < b.id ? -1 : 1))
      expect(found).toEqual({
        session,
        screens: ['Cart'],
        events: ['paid'],
        attributes: [['plan', 'gold']],
        responseTimes: [9, 120],
        parts: [
          first,
          second,
          ...[2, 3].map((n) => ({
            ...told,
            kind: 'event',
            id: idOf('event', n),
            startedAt: noon + n,
            endedAt: noon + n,
            flags: ['exception'],
          })),
        ],
      })
      expect(session).toMatchObject({
        user: '7',
        userId: '7',
        userEmail: 'jane@shop.test',
        userName: '',
        screenCount: 1,
      })
      const nowhere = { projectIds: [2], id: idOf('session', 1), mostParts: 2 }
      expect(await store.findWhole(nowhere)).toBe(null)
    })

    it('says of several who told last what the texts are', async () => {
      await give(store, [
        source('replay', 1, { facts: { texts: { networkType: [noon + 5, 'wifi'], userId: [noon, '7'] } } }),
        source('replay', 1, {
          facts: { texts: { networkType: [noon, 'cellular'] }, numbers: { screenWidth: [1, 390] } },
        }),
      ])
      expect(await list()).toMatchObject([{ networkType: 'wifi', user: '7', isAnonymous: false, screenWidth: 390 }])
    })
  })
}
