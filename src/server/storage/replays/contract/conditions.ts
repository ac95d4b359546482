import { beforeEach, describe, expect, it } from 'vitest'
import { type Condition, everything } from '../../condition.ts'
import type { ReplayClickPart, ReplayCondition, ReplayStore } from '../port.ts'
import {
  click,
  eventOf,
  found,
  give,
  link,
  noon,
  recording,
  replayOf,
  type ReplayHarness,
  secondMs,
  segment,
  told,
  traceOf,
} from './harness.ts'

const equals = (value: string) => ({ kind: 'equals', value }) as const
const pattern = (...pieces: string[]) => ({ kind: 'pattern', pieces }) as const
const not = (of: Condition<ReplayCondition>): Condition<ReplayCondition> => ({ kind: 'not', of })

/** Three replays, newest first: 1 knows everything, 2 a little, 3 nothing. */
export function describeConditions(harness: () => ReplayHarness): void {
  describe('conditions', () => {
    let store: ReplayStore
    const find = (where: Condition<ReplayCondition>) => found(store, { where })

    beforeEach(async () => {
      store = await harness().open()
      await give(store, [
        segment({
          replayId: replayOf(1),
          replayType: 'buffer',
          finishedAt: noon + 90 * secondMs,
          told: told({
            environment: 'production',
            release: 'shop@1.0',
            urls: ['https://shop.example/Cart', 'https://shop.example/pay?a=1'],
            errorIds: [eventOf(1)],
            traceIds: [traceOf(1)],
            user: { id: '42', username: 'ann', email: 'ann@example.org', ip: '192.0.2.1' },
            browser: { name: 'Firefox', version: '140' },
            tags: [
              ['plan', 'gold'],
              ['flag', 'on'],
            ],
          }),
          recording: recording({
            clicks: [
              click({ element: { tag: 'button', id: 'save', classes: ['btn', 'big'], text: 'Save all' } }),
              click({ isDead: true, element: { tag: 'a', classes: ['nav'], testId: 'home' } }),
              click({ isDead: true, isRage: true, element: { tag: 'input', role: 'switch', ariaLabel: 'Dark' } }),
            ],
          }),
        }),
        segment({
          replayId: replayOf(2),
          startedAt: noon - secondMs,
          told: told({
            browser: { name: 'Chrome', version: null },
            tags: [['plan', 'free']],
            urls: ['https://other.example/'],
          }),
          recording: recording({
            clicks: [click({ element: { tag: 'button', id: 'open' } })],
            navigations: ['screen'],
          }),
        }),
        segment({ replayId: replayOf(3), startedAt: noon - 2 * secondMs }),
        link({ replayId: replayOf(1), eventId: eventOf(2), level: 'warning' }),
        link({ replayId: replayOf(2), eventId: eventOf(3), level: 'info' }),
      ])
    })

    it('combine', async () => {
      const chrome = { kind: 'text', field: 'browserName', match: equals('Chrome') } as const
      const warned = { kind: 'has', field: 'warningIds' } as const
      expect(await find(everything)).toEqual([1, 2, 3])
      expect(await find({ kind: 'or', of: [] })).toEqual([])
      expect(await find({ kind: 'or', of: [chrome, warned] })).toEqual([1, 2])
      expect(await find({ kind: 'and', of: [chrome, warned] })).toEqual([])
      expect(await find(not({ kind: 'or', of: [chrome, warned] }))).toEqual([3])
    })

    it('test ids and projects', async () => {
      expect(await find({ kind: 'replays', replayIds: [replayOf(3), replayOf(1), replayOf(9)] })).toEqual([1, 3])
      expect(await find(not({ kind: 'replays', replayIds: [replayOf(3)] }))).toEqual([1, 2])
      expect(await find({ kind: 'projects', projectIds: [1, 2] })).toEqual([1, 2, 3])
      expect(await find({ kind: 'projects', projectIds: [2] })).toEqual([])
    })

    it('test numbers', async () => {
      const number = (comparison: '=' | '>' | '>=' | '<' | '<=', value: number) =>
        find({ kind: 'number', field: 'duration', comparison, value })
      expect(await number('=', 90)).toEqual([1])
      expect(await number('=', 10.5)).toEqual([])
      expect(await number('>', 10)).toEqual([1])
      expect(await number('>', 9.5)).toEqual([1, 2, 3])
      expect(await number('>=', 10.5)).toEqual([1])
      expect(await number('<', 90)).toEqual([2, 3])
      expect(await number('<', 90.5)).toEqual([1, 2, 3])
      expect(await number('<=', 10)).toEqual([2, 3])
      expect(await find({ kind: 'number', field: 'countRageClicks', comparison: '=', value: 1 })).toEqual([1])
      expect(await find({ kind: 'number', field: 'activity', comparison: '>=', value: 3 })).toEqual([1])
    })

    it('test times', async () => {
      expect(await find({ kind: 'time', field: 'startedAt', comparison: '<', value: noon })).toEqual([2, 3])
      expect(await find({ kind: 'time', field: 'finishedAt', comparison: '>=', value: noon + 90_000 })).toEqual([1])
    })

    it('test texts', async () => {
      expect(await find({ kind: 'text', field: 'userEmail', match: equals('ann@example.org') })).toEqual([1])
      expect(await find({ kind: 'text', field: 'userEmail', match: equals('Ann@example.org') })).toEqual([])
      expect(await find({ kind: 'text', field: 'userEmail', match: pattern('ANN@', '') })).toEqual([1])
      expect(await find({ kind: 'text', field: 'browserName', match: { kind: 'contains', value: 'R' } })).toEqual([
        1, 2,
      ])
      expect(
        await find({ kind: 'text', field: 'browserName', match: { kind: 'in', values: ['Chrome', 'x'] } }),
      ).toEqual([2])
      expect(await find({ kind: 'text', field: 'replayType', match: equals('session') })).toEqual([2, 3])
      expect(await find(not({ kind: 'text', field: 'browserName', match: equals('Chrome') }))).toEqual([1, 3])
      expect(await find({ kind: 'text', field: 'browserName', match: equals('') })).toEqual([])
    })

    it('test lists of texts: one that matches is enough', async () => {
      expect(await find({ kind: 'text', field: 'url', match: pattern('', '/cart', '') })).toEqual([1])
      expect(await find({ kind: 'text', field: 'url', match: pattern('https://', '') })).toEqual([1, 2])
      expect(await find({ kind: 'text', field: 'url', match: equals('screen') })).toEqual([2])
      expect(await find({ kind: 'text', field: 'url', match: equals('') })).toEqual([])
      expect(await find({ kind: 'text', field: 'url', match: pattern('', '') })).toEqual([1, 2])
      expect(await find({ kind: 'text', field: 'release', match: equals('shop@1.0') })).toEqual([1])
    })

    it('test whether there is any', async () => {
      for (const field of ['environment', 'release', 'errorIds', 'warningIds', 'traceIds', 'userIp'] as const) {
        expect.soft([field, await find({ kind: 'has', field })]).toEqual([field, [1]])
      }
      expect(await find({ kind: 'has', field: 'url' })).toEqual([1, 2])
      expect(await find({ kind: 'has', field: 'infoIds' })).toEqual([2])
      expect(await find({ kind: 'has', field: 'browserName' })).toEqual([1, 2])
    })

    it('fold case as the other texts do, of letters that get ASCII in lower case too', async () => {
      const urls = ['/\u212aite', '/\u0130d', '/KIND']
      await give(
        store,
        urls.map((url, n) =>
          segment({ replayId: replayOf(10 + n), startedAt: noon - 60_000 * n, told: told({ urls: [url] }) }),
        ),
      )
      const like = (value: string) => find({ kind: 'text', field: 'url', match: { kind: 'contains', value } })
      expect(await like('kite')).toEqual([10])
      expect(await like('/i')).toEqual([11])
      expect(await like('kind')).toEqual([12])
      expect(await like('K')).toEqual([10, 12])
    })

    it('test tags', async () => {
      expect(await find({ kind: 'tag', key: 'plan', match: equals('gold') })).toEqual([1])
      expect(await find({ kind: 'tag', key: 'plan', match: pattern('', 'r', '') })).toEqual([2])
      expect(await find(not({ kind: 'tag', key: 'plan', match: equals('gold') }))).toEqual([2, 3])
      expect(await find({ kind: 'tag', key: 'none', match: pattern('', '') })).toEqual([])
      expect(await find({ kind: 'hasTag', key: 'plan' })).toEqual([1, 2])
      expect(await find({ kind: 'hasTag', key: 'flag' })).toEqual([1])
      expect(await find({ kind: 'hasTag', key: 'none' })).toEqual([])
    })

    it('test ids of events and traces in the list that they are in', async () => {
      expect(await find({ kind: 'ids', field: 'errorIds', ids: [eventOf(1), eventOf(9)] })).toEqual([1])
      expect(await find({ kind: 'ids', field: 'errorIds', ids: [eventOf(2)] })).toEqual([])
      expect(await find({ kind: 'ids', field: 'warningIds', ids: [eventOf(2)] })).toEqual([1])
      expect(await find({ kind: 'ids', field: 'infoIds', ids: [eventOf(3)] })).toEqual([2])
      expect(await find({ kind: 'ids', field: 'traceIds', ids: [traceOf(1)] })).toEqual([1])
      expect(await find({ kind: 'ids', field: 'traceIds', ids: [eventOf(1)] })).toEqual([])
      await give(store, [link({ replayId: replayOf(1), eventId: eventOf(1), level: 'info' })])
      expect(await find({ kind: 'ids', field: 'errorIds', ids: [eventOf(1)] })).toEqual([])
      // Of an id that begins like another.
      expect(
        await find({ kind: 'ids', field: 'traceIds', ids: [`${traceOf(1).slice(0, 20)}${'0'.repeat(12)}`] }),
      ).toEqual([])
    })

    it('test clicks, all parts on the same element', async () => {
      const clicked = (clicks: 'all' | 'dead' | 'rage', parts: ReplayClickPart[]) =>
        find({ kind: 'click', clicks, parts })
      const tag = (value: string): ReplayClickPart => ({ part: 'tag', match: equals(value) })
      expect(await clicked('all', [])).toEqual([1, 2])
      expect(await clicked('dead', [])).toEqual([1])
      expect(await clicked('all', [tag('button')])).toEqual([1, 2])
      expect(await clicked('all', [tag('button'), { part: 'id', match: equals('save') }])).toEqual([1])
      expect(await clicked('all', [tag('a'), { part: 'id', match: equals('save') }])).toEqual([])
      expect(
        await clicked('all', [
          { part: 'class', match: equals('big') },
          { part: 'class', match: equals('btn') },
        ]),
      ).toEqual([1])
      expect(await clicked('all', [{ part: 'text', match: pattern('save', '') }])).toEqual([1])
      expect(await clicked('all', [{ part: 'text', match: pattern('', '') }])).toEqual([1])
      expect(await clicked('all', [{ part: 'id', match: equals('') }])).toEqual([])
      expect(await clicked('dead', [tag('button')])).toEqual([])
      expect(await clicked('dead', [tag('input')])).toEqual([1])
      expect(await clicked('rage', [tag('a')])).toEqual([])
      expect(await clicked('rage', [{ part: 'ariaLabel', match: equals('Dark') }])).toEqual([1])
    })

    it('test who saw it', async () => {
      await store.markViewed({ projectId: 1, replayId: replayOf(2), userId: 5, at: noon })
      expect(await find({ kind: 'viewedBy', userIds: [5, 6] })).toEqual([2])
      expect(await find(not({ kind: 'viewedBy', userIds: [5] }))).toEqual([1, 3])
    })
  })
}
