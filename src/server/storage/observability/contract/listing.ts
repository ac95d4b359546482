import { beforeEach, describe, expect, it } from 'vitest'
import { attributeOf } from '../facts.ts'
import { placeOf } from '../order.ts'
import { anySession, type UserSessionFilter, type UserSessionStore } from '../port.ts'
import { give, idOf, idsOf, minuteMs, noon, query, source, type UserSessionHarness } from './harness.ts'

/** Filters, order and pages. */
export function describeListing(harness: () => UserSessionHarness): void {
  let store: UserSessionStore
  const at = (n: number) => noon + n * minuteMs

  const listWith = async (filter: Partial<UserSessionFilter>) =>
    idsOf(await store.list(query({ filter: { ...anySession, ...filter } })))
  const [one, two] = [idOf('replay', 1), idOf('replay', 2)]

  describe('listing', () => {
    beforeEach(async () => {
      store = await harness().open()
      await give(store, [
        source('replay', 1, {
          user: null,
          facts: {
            texts: {
              appVersion: [1, 'shop@1'],
              manufacturer: [1, 'Google'],
              model: [1, 'Pixel 9'],
              networkType: [1, 'wifi'],
              osVersion: [1, '16'],
              userId: [1, '7'],
              userEmail: [1, 'jane@shop.test'],
            },
            flags: ['anr', 'crash', 'exception', 'rageTap'],
            lists: {
              screen: ['Cart', 'Home'],
              event: ['paid'],
              response: ['120', '4500'],
              attribute: [attributeOf('plan', 'gold'), attributeOf('lang', 'de')],
            },
          },
        }),
        source('replay', 2, { user: null, startedAt: at(1), facts: { lists: { screen: ['Home'] } } }),
        source('replay', 3, { user: null, startedAt: at(2), facts: { texts: { platform: [1, 'ios'] } } }),
      ])
    })

    it.each<[Partial<UserSessionFilter>, string[]]>([
      [{}, [one, two]],
      [{ appVersion: ['shop@1', 'shop@2'] }, [one]],
      [{ appVersion: ['shop@2'] }, []],
      [{ manufacturer: ['Google'] }, [one]],
      [{ model: ['Pixel 9'] }, [one]],
      [{ networkType: ['wifi'] }, [one]],
      [{ osVersion: ['16'] }, [one]],
      [{ hasException: true }, [one]],
      [{ isAnr: false }, [two]],
      [{ isCrash: true, rageTap: true }, [one]],
      [{ rageTap: false }, [two]],
      [{ isAnonymous: true }, [two]],
      [{ isAnonymous: false }, [one]],
      [{ users: ['jane@shop.test'] }, [one]],
      [{ users: ['7'] }, [one]],
      [{ users: ['jane'] }, []],
      [{ screens: ['Home'] }, [one, two]],
      [{ screens: ['Cart', 'Nowhere'] }, [one]],
      [{ events: ['paid'] }, [one]],
      [{ attributes: [{ key: 'plan', values: ['gold', 'silver'] }] }, [one]],
      [
        {
          attributes: [
            { key: 'plan', values: ['gold'] },
            { key: 'lang', values: ['en'] },
          ],
        },
        [],
      ],
      [{ responseTimes: [{ min: 100, max: 120 }] }, [one]],
      [
        {
          responseTimes: [
            { min: 0, max: 119 },
            { min: 4501, max: 1e9 },
          ],
        },
        [],
      ],
      [{ createdAfter: at(1) }, [two]],
      [{ createdBefore: noon }, [one]],
      [{ createdAfter: noon, createdBefore: at(1) }, [one, two]],
    ])('finds by %j', async (filter, ids) => {
      expect(await listWith(filter)).toEqual(ids)
    })

    it('walks both ways through an order of several keys', async () => {
      await give(
        store,
        [4, 5, 6, 7].map((n) =>
          source('replay', n, { user: null, facts: { texts: { osVersion: [1, n % 2 === 0 ? '15' : '16'] } } }),
        ),
      )
      const sort = [
        { by: 'osVersion', isDescending: true },
        { by: 'createdAt', isDescending: false },
      ] as const
      const all = await store.list(query({ sort: [...sort] }))
      expect(all).toHaveLength(6)
      const place = (index: number) => {
        const session = all[index]
        return session ? placeOf(session, [...sort]) : null
      }
      const page = async (mode: 'after' | 'before', index: number | null, limit = 2) =>
        store.list(query({ sort: [...sort], mode, limit, from: index === null ? null : place(index) }))
      expect(await page('after', null)).toEqual(all.slice(0, 2))
      expect(await page('after', 1)).toEqual(all.slice(2, 4))
      expect(await page('after', 5)).toEqual([])
      expect(await page('before', 3)).toEqual(all.slice(1, 3))
      expect(await page('before', null, 4)).toEqual(all.slice(-4))
      expect(await page('before', 0)).toEqual([])
    })

    it('lists several projects and all platforms as one', async () => {
      await give(
        store,
        [0, 1, 2, 3, 4, 5].map((n) =>
          source('session', n, {
            user: null,
            projectId: 2 + (n % 2),
            startedAt: at(n - 1),
            facts: { texts: { platform: [1, n % 3 === 0 ? 'android' : 'web'] } },
          }),
        ),
      )
      const all = await store.list(query({ projectIds: [3, 1, 2], platform: null }))
      expect(all.map(({ createdAt }) => (createdAt - noon) / minuteMs)).toEqual([-1, 0, 0, 1, 1, 2, 2, 3, 4])
      expect(new Set(all.map(({ platform }) => platform))).toEqual(new Set(['android', 'ios', 'web']))
      const sort = [{ by: 'createdAt', isDescending: true } as const]
      const back = { projectIds: [1, 2, 3], platform: null, sort }
      const last = await store.list(query({ ...back, limit: 3 }))
      expect(last.map(({ createdAt }) => (createdAt - noon) / minuteMs)).toEqual([4, 3, 2])
      const from = last[2] ? placeOf(last[2], sort) : null
      expect(await store.list(query({ ...back, from, mode: 'before', limit: 2 }))).toEqual(last.slice(0, 2))
      const rest = await store.list(query({ ...back, from, limit: 4 }))
      expect([...last, ...rest].map(({ id }) => id)).toEqual(idsOf(await store.list(query({ ...back, limit: 7 }))))
      expect(await store.list(query({ projectIds: [], platform: null }))).toEqual([])
      expect(await store.list(query({ projectIds: [2, 3], platform: 'android' }))).toMatchObject([
        { id: idOf('session', 0) },
        { id: idOf('session', 3) },
      ])
    })

    it('passes over none of two projects that have a replay of the same id', async () => {
      await give(store, [
        source('replay', 1, { projectId: 2, user: null }),
        source('replay', 1, { projectId: 3, user: null }),
      ])
      const asked = query({ projectIds: [2, 3] })
      const [first] = await store.list({ ...asked, limit: 1 })
      const from = first ? placeOf(first, asked.sort) : null
      expect(first).toMatchObject({ id: one, projectId: 2 })
      expect(await store.list({ ...asked, from })).toMatchObject([{ id: one, projectId: 3 }])
    })
  })
}
