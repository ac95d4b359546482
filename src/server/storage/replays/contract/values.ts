import { beforeEach, describe, expect, it } from 'vitest'
import type { ReplayScope, ReplayStore, ReplayValueField } from '../port.ts'
import {
  dayMs,
  give,
  noon,
  numbers,
  recording,
  replayOf,
  type ReplayHarness,
  secondMs,
  segment,
  told,
} from './harness.ts'

const scope: ReplayScope = { projectIds: [1], environments: null, start: noon - dayMs, end: noon + dayMs }

/** Which tags and values replays have: what a search box offers. */
export function describeValues(harness: () => ReplayHarness): void {
  describe('values', () => {
    let store: ReplayStore
    beforeEach(async () => {
      store = await harness().open()
    })

    const keys = async (own: Partial<ReplayScope> = {}) =>
      (await store.listTagKeys({ ...scope, ...own })).map(({ key, replays, values }) => [key, replays, values])
    const values = async (of: ReplayValueField, contains: string | null = null, own: Partial<ReplayScope> = {}) =>
      (await store.listValues({ ...scope, of, contains, limit: 100, ...own })).map(({ value, count }) => [value, count])

    it('are none of nothing', async () => {
      expect(await keys()).toEqual([])
      expect(await values({ kind: 'tag', key: 'plan' })).toEqual([])
      expect(await values({ kind: 'text', field: 'url' })).toEqual([])
    })

    it('are the tags that replays have, those of most first, with how many values', async () => {
      const tagged = (n: number, tags: [string, string][], own: object = {}) =>
        segment({ replayId: replayOf(n), told: told({ tags }), ...own })
      await give(store, [
        tagged(1, [
          ['plan', 'gold'],
          ['shelf', 'a'],
        ]),
        tagged(1, [['plan', 'silver']], { segmentId: 1 }),
        tagged(2, [
          ['plan', 'Gold'],
          ['empty', ''],
        ]),
        tagged(3, [['shelf', 'a']]),
        tagged(4, [['zone', 'x']]),
        tagged(5, [['theirs', 'x']], { projectId: 2 }),
        tagged(6, [['old', 'x']], { startedAt: noon - 3 * dayMs }),
      ])
      expect(await keys()).toEqual([
        ['plan', 2, 3],
        ['shelf', 2, 1],
        ['zone', 1, 1],
      ])
      expect(await values({ kind: 'tag', key: 'plan' })).toEqual([
        ['Gold', 1],
        ['gold', 1],
        ['silver', 1],
      ])
      expect(await values({ kind: 'tag', key: 'plan' }, 'GOL')).toEqual([
        ['Gold', 1],
        ['gold', 1],
      ])
      expect(await values({ kind: 'tag', key: 'never' })).toEqual([])
      await store.deleteReplays(1, [replayOf(4)])
      expect(await keys()).toEqual([
        ['plan', 2, 3],
        ['shelf', 2, 1],
      ])
    })

    it('are those of what else is text, with the times of those that have it', async () => {
      const person = (email: string) => ({ id: null, username: null, email, ip: null })
      await give(store, [
        segment({
          told: told({
            environment: 'staging',
            urls: ['/a', '/b', '/a'],
            user: person('joe@shop.test'),
            release: 'b@1',
            segmentNames: ['/'],
          }),
          recording: recording({ navigations: ['/c'] }),
        }),
        segment({
          replayId: replayOf(2),
          startedAt: noon + secondMs,
          told: told({ urls: ['/a'], user: person('jane@shop.test'), release: 'a@1' }),
        }),
        segment({ replayId: replayOf(2), segmentId: 1, told: told({ user: person('ann@shop.test'), release: 'b@1' }) }),
      ])
      expect(await values({ kind: 'text', field: 'url' })).toEqual([
        ['/a', 2],
        ['/b', 1],
        ['/c', 1],
      ])
      expect(await values({ kind: 'text', field: 'url' }, null, { environments: ['staging'] })).toEqual([
        ['/a', 1],
        ['/b', 1],
        ['/c', 1],
      ])
      // Of the newest segment that tells one.
      expect(await values({ kind: 'text', field: 'userEmail' }, 'SHOP')).toEqual([
        ['ann@shop.test', 1],
        ['joe@shop.test', 1],
      ])
      expect(await values({ kind: 'text', field: 'release' })).toEqual([
        ['b@1', 2],
        ['a@1', 1],
      ])
      expect(await values({ kind: 'text', field: 'segmentName' })).toEqual([['/', 1]])
      expect(await values({ kind: 'text', field: 'replayType' })).toEqual([['session', 2]])
      expect(
        await store.listValues({ ...scope, of: { kind: 'text', field: 'url' }, contains: null, limit: 1 }),
      ).toEqual([{ value: '/a', count: 2, firstSeen: noon, lastSeen: noon + 11 * secondMs }])
    })

    it('are found over many replays', async () => {
      await store.record({
        spool: 'many',
        to: 3000,
        links: [],
        segments: numbers(2500).map((n) =>
          segment({
            position: n,
            replayId: replayOf(n),
            startedAt: noon + n,
            told: told({ tags: [['n', `${n % 7}`]], urls: [`/${n}`], dist: n < 1500 ? 'a' : 'b' }),
          }),
        ),
      })
      expect(await keys()).toEqual([['n', 2500, 7]])
      expect(await values({ kind: 'tag', key: 'n' })).toEqual(
        numbers(7).map((value) => [`${value}`, Math.floor((2500 + 6 - value) / 7)]),
      )
      expect(await values({ kind: 'text', field: 'dist' })).toEqual([
        ['a', 1500],
        ['b', 1000],
      ])
      expect(await values({ kind: 'text', field: 'url' }, '249')).toEqual(
        ['/1249', '/2249', '/249', ...numbers(10).map((n) => `/249${n}`)].toSorted().map((url) => [url, 1]),
      )
    })
  })
}
