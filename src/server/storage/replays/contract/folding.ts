import { beforeEach, describe, expect, it } from 'vitest'
import type { TextMatch } from '../../condition.ts'
import {
  mostIds,
  mostTags,
  mostUrls,
  type ReplayCondition,
  type ReplayNumber,
  replayNumbers,
  type ReplayStore,
} from '../port.ts'
import {
  batchOf,
  click,
  element,
  eventOf,
  everyPage,
  found,
  give,
  link,
  noon,
  numbers,
  recording,
  replayOf,
  type ReplayHarness,
  secondMs,
  segment,
  shown,
  told,
  traceOf,
} from './harness.ts'

/** What a replay is, given its segments and links. */
export function describeFolding(harness: () => ReplayHarness): void {
  describe('folding', () => {
    let store: ReplayStore
    beforeEach(async () => {
      store = await harness().open()
    })

    it('knows nothing more of a bare segment than its times', async () => {
      await give(store, [segment({ finishedAt: noon + 1999 })])
      expect(await shown(store)).toEqual({
        replayId: replayOf(1),
        projectId: 1,
        startedAt: noon,
        finishedAt: noon + 1999,
        duration: 1,
        activity: 1,
        isArchived: false,
        hasViewed: false,
        replayType: 'session',
        countSegments: 1,
        countErrors: 0,
        countWarnings: 0,
        countInfos: 0,
        countUrls: 0,
        countClicks: 0,
        countDeadClicks: 0,
        countRageClicks: 0,
        countTaps: 0,
        countMultiClicks: 0,
        countInputs: 0,
        countConsoleMessages: 0,
        countRequests: 0,
        countWebVitals: 0,
        countMutations: 0,
        countHydrationErrors: 0,
        urls: [],
        errorIds: [],
        warningIds: [],
        infoIds: [],
        traceIds: [],
        releases: [],
        segmentNames: [],
        environment: null,
        dist: null,
        platform: null,
        user: { id: null, username: null, email: null, ip: null },
        geo: { city: null, countryCode: null, region: null, subdivision: null },
        sdk: { name: null, version: null },
        os: { name: null, version: null },
        browser: { name: null, version: null },
        device: { name: null, brand: null, model: null, family: null },
        otaUpdates: { channel: null, runtimeVersion: null, updateId: null },
        tags: [],
        clicks: [],
      })
      expect(await shown(store, replayOf(2))).toBeNull()
    })

    it('begins with the earliest time told and ends with the latest, whichever segment comes first', async () => {
      await give(store, [
        segment({ segmentId: 3, startedAt: noon, finishedAt: noon + 40 * secondMs }),
        segment({ segmentId: 1, startedAt: noon - 5 * secondMs, finishedAt: noon + 20 * secondMs }),
      ])
      const times = { startedAt: noon - 5 * secondMs, finishedAt: noon + 40 * secondMs, duration: 45 }
      expect(await shown(store)).toMatchObject({ ...times, countSegments: 2 })
    })

    it('takes texts from the newest segment that tells them', async () => {
      await give(store, [
        segment({
          segmentId: 2,
          told: told({ environment: 'two', user: { id: '2', username: null, email: null, ip: null } }),
        }),
        segment({ segmentId: 3, told: told({ environment: null, os: { name: 'iOS', version: '' } }) }),
        segment({
          segmentId: 0,
          replayType: 'buffer',
          told: told({
            environment: 'zero',
            dist: 'd',
            user: { id: '0', username: 'u', email: 'e', ip: 'i' },
            os: { name: 'x', version: '17' },
            geo: { city: 'Bern', countryCode: 'CH', region: 'Switzerland', subdivision: 'BE' },
          }),
        }),
      ])
      expect(await shown(store)).toMatchObject({
        environment: 'two',
        dist: 'd',
        user: { id: '2', username: 'u', email: 'e', ip: 'i' },
        os: { name: 'iOS', version: '17' },
        geo: { city: 'Bern', countryCode: 'CH' },
        replayType: 'buffer',
      })
    })

    it('puts pages in the order of segments, the same one after itself once, and what the recording tells behind', async () => {
      await give(store, [
        segment({ segmentId: 1, told: told({ urls: ['/b', '/c'] }), recording: recording({ navigations: ['/d'] }) }),
        segment({ segmentId: 0, told: told({ urls: ['/a', '/a', '/b'] }) }),
        segment({ segmentId: 2, told: told({ urls: ['/d', '/a'] }) }),
      ])
      expect(await shown(store)).toMatchObject({ urls: ['/a', '/b', '/c', '/d', '/a'], countUrls: 5, activity: 2 })
    })

    it('keeps the first pages of too many, whichever came first', async () => {
      const urls = (from: number) => numbers(mostUrls / 2 + 1).map((n) => `/${from + n}`)
      await give(store, [
        segment({ segmentId: 2, told: told({ urls: urls(2000) }) }),
        segment({ segmentId: 0, told: told({ urls: urls(0) }) }),
        segment({ segmentId: 1, told: told({ urls: urls(1000) }) }),
      ])
      const replay = await shown(store)
      expect(replay?.urls).toEqual([...urls(0), ...urls(1000)].slice(0, mostUrls))
      expect(replay).toMatchObject({ countUrls: mostUrls, activity: 10 })
    })

    it('gathers ids, releases, tags and elements, each once', async () => {
      const save = click({ element: { id: 'save' } })
      await give(store, [
        segment({
          segmentId: 1,
          told: told({
            traceIds: [traceOf(2), traceOf(1)],
            release: 'b',
            tags: [
              ['k', '2'],
              ['l', 'x'],
            ],
          }),
          recording: recording({ clicks: [save, click({ isDead: true }), save] }),
        }),
        segment({
          segmentId: 0,
          told: told({
            traceIds: [traceOf(1)],
            release: 'c',
            tags: [
              ['k', '1'],
              ['m', ''],
            ],
          }),
        }),
        segment({ segmentId: 2, told: told({ release: 'c', tags: [['k', '1']] }) }),
      ])
      expect(await shown(store)).toMatchObject({
        traceIds: [traceOf(1), traceOf(2)],
        releases: ['c', 'b'],
        tags: [
          ['k', ['1', '2']],
          ['l', ['x']],
        ],
        clicks: [element({ id: 'save' }), element()],
        countClicks: 3,
      })
    })

    it('counts events by the level that they have themselves, else as errors, each once', async () => {
      await give(store, [
        link({ eventId: eventOf(1), level: 'warning' }),
        segment({ told: told({ errorIds: [eventOf(1), eventOf(2), eventOf(3)] }) }),
        link({ eventId: eventOf(2), level: 'fatal', at: noon + 9 }),
        link({ eventId: eventOf(4), level: 'debug', at: noon + 2 }),
        link({ eventId: eventOf(5), level: 'info', at: noon + 1 }),
        link({ eventId: eventOf(2), level: 'fatal', at: noon + 9 }),
        link({ eventId: eventOf(6), level: 'error', at: noon + 8 }),
        segment({ segmentId: 1, told: told({ errorIds: [eventOf(3)] }) }),
      ])
      expect(await shown(store)).toMatchObject({
        errorIds: [eventOf(6), eventOf(2), eventOf(3)],
        warningIds: [eventOf(1)],
        infoIds: [eventOf(5), eventOf(4)],
        countErrors: 3,
        countWarnings: 1,
        countInfos: 2,
        activity: 7,
      })
    })

    it('keeps the first events, ids and tags of too many, whichever came first', async () => {
      const count = mostIds + 50
      const links = numbers(count).map((n) =>
        link({ position: n, eventId: eventOf(n), at: noon + n, level: 'warning' }),
      )
      const part = (segmentId: number) => ({
        traceIds: numbers(count / 2).map((n) => traceOf(segmentId * 1000 + n)),
        tags: numbers(count / 2).map((n): [string, string] => ['key', `${segmentId}-${n}`]),
      })
      const segments = [1, 0, 2].map((segmentId) =>
        segment({ position: segmentId + 1, segmentId, told: told(part(segmentId)) }),
      )
      await store.record(batchOf('a', count, [...links.toReversed(), ...segments]))
      const replay = await shown(store)
      expect(replay?.warningIds).toEqual(numbers(mostIds).map(eventOf))
      const all = [...part(0).traceIds, ...part(1).traceIds]
      expect(replay?.traceIds).toEqual(all.slice(0, mostIds))
      expect(replay?.tags).toEqual([
        ['key', [...part(0).tags, ...part(1).tags].slice(0, mostTags).map(([, value]) => value)],
      ])
      // What is not kept is not found by; what was told as a tag is.
      expect(await found(store, { where: { kind: 'ids', field: 'traceIds', ids: all.slice(0, 1) } })).toEqual([1])
      expect(await found(store, { where: { kind: 'ids', field: 'traceIds', ids: all.slice(mostIds) } })).toEqual([])
      const last: TextMatch = { kind: 'equals', value: '2-0' }
      expect(await found(store, { where: { kind: 'tag', key: 'key', match: last } })).toEqual([1])
    })

    it('adds up what recordings count, and is found and sorted by it', async () => {
      const counts = { taps: 1, multiClicks: 2, inputs: 3, consoleMessages: 4, requests: 500 }
      const others = { webVitals: 6, mutations: 7, hydrationErrors: 8 }
      await give(store, [
        segment({ recording: recording({ counts: { ...counts, ...others } }) }),
        segment({ segmentId: 1, recording: recording({ counts }) }),
        segment({ replayId: replayOf(2), recording: recording({ counts: { multiClicks: 9 } }) }),
      ])
      const all: Partial<Record<ReplayNumber, number>> = {
        countTaps: 2,
        countMultiClicks: 4,
        countInputs: 6,
        countConsoleMessages: 8,
        countRequests: 1000,
        countWebVitals: 6,
        countMutations: 7,
        countHydrationErrors: 8,
      }
      expect(await shown(store)).toMatchObject(all)
      for (const field of replayNumbers) {
        const value = all[field]
        if (value === undefined) continue
        expect(await found(store, { where: { kind: 'number', field, comparison: '=', value } })).toEqual([1])
      }
      expect(await found(store, { sort: { key: 'countMultiClicks', descending: true } })).toEqual([2, 1])
    })

    it('is of the traces that its segments tell and of those of linked events', async () => {
      const traces: ReplayCondition = { kind: 'ids', field: 'traceIds', ids: [traceOf(3)] }
      await give(store, [
        link({ eventId: eventOf(3), traceId: traceOf(3), at: noon + 5 }),
        segment({ told: told({ traceIds: [traceOf(1)] }) }),
        link({ eventId: eventOf(4), traceId: traceOf(1), at: noon - 5 }),
        link({ eventId: eventOf(5), traceId: traceOf(2), at: noon + 4, level: 'info' }),
        link({ eventId: eventOf(6), traceId: traceOf(3), at: noon + 3 }),
        segment({ replayId: replayOf(2) }),
      ])
      expect(await shown(store)).toMatchObject({ traceIds: [traceOf(1), traceOf(3), traceOf(2)], countErrors: 3 })
      expect(await found(store, { where: traces })).toEqual([1])
      expect(await found(store, { where: { kind: 'has', field: 'traceIds' } })).toEqual([1])
      await store.deleteReplays(1, [replayOf(1)])
      expect(await found(store, { where: traces })).toEqual([])
    })

    it('names what was traced meanwhile, and the update of the app', async () => {
      const update = { channel: 'beta', runtimeVersion: '1.2', updateId: 'u-7' }
      await give(store, [
        segment({ segmentId: 1, told: told({ segmentNames: ['/cart', '/pay'], otaUpdates: update }) }),
        segment({ told: told({ segmentNames: ['/', '/cart'] }) }),
        segment({ replayId: replayOf(2) }),
      ])
      expect(await shown(store)).toMatchObject({ segmentNames: ['/', '/cart', '/pay'], otaUpdates: update })
      const match: TextMatch = { kind: 'contains', value: 'PA' }
      expect(await found(store, { where: { kind: 'text', field: 'segmentName', match } })).toEqual([1])
      expect(await found(store, { where: { kind: 'has', field: 'segmentName' } })).toEqual([1])
      const beta: TextMatch = { kind: 'equals', value: 'beta' }
      expect(await found(store, { where: { kind: 'text', field: 'otaChannel', match: beta } })).toEqual([1])
    })

    it('lists a replay when its first segment comes; links of before count then', async () => {
      await give(store, [link()])
      expect(await shown(store)).toBeNull()
      expect(await found(store)).toEqual([])
      await give(store, [segment({ segmentId: 3 })])
      expect(await shown(store)).toMatchObject({ countErrors: 1, countSegments: 1 })
      expect(await found(store)).toEqual([1])
    })

    it('counts clicks, and lists them by time', async () => {
      const [first, second] = [click({ at: noon + 1, nodeId: 7 }), click({ at: noon + 2, isDead: true, isRage: true })]
      await give(store, [
        segment({ segmentId: 1, recording: recording({ clicks: [click({ at: noon + 3, isDead: true })] }) }),
        segment({ recording: recording({ clicks: [second, first] }) }),
      ])
      expect(await shown(store)).toMatchObject({ countClicks: 3, countDeadClicks: 2, countRageClicks: 1 })
      const clicks = await store.listClicks(1, replayOf(1), everyPage)
      expect(clicks).toEqual([first, second, click({ at: noon + 3, isDead: true })])
      expect(await store.listClicks(1, replayOf(1), { limit: 1, offset: 1 })).toEqual([second])
      expect(await store.listClicks(1, replayOf(2), everyPage)).toEqual([])
    })
  })
}
