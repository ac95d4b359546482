import { beforeEach, describe, expect, it } from 'vitest'
import { attributeOf } from '../facts.ts'
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
        return session ? { values: [session.osVersion, session.createdAt], id: session.id } : null
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
  })
}
