import { beforeEach, describe, expect, it } from 'vitest'
import type { ReplayStore, SelectorQuery } from '../port.ts'
import type { ReplayClick } from '../records.ts'
import {
  click,
  dayMs,
  element,
  give,
  hourMs,
  noon,
  numbers,
  recording,
  replayOf,
  type ReplayHarness,
  segment,
  selectorQuery,
  told,
} from './harness.ts'

/** Elements that were clicked in vain. */
export function describeSelectors(harness: () => ReplayHarness): void {
  describe('selectors', () => {
    let store: ReplayStore
    beforeEach(async () => {
      store = await harness().open()
    })

    let replays = 0
    const clicked = (clicks: ReplayClick[], own: { projectId?: number; environment?: string | null } = {}) =>
      segment({
        replayId: replayOf(++replays),
        projectId: own.projectId ?? 1,
        told: told({ environment: own.environment ?? null }),
        recording: recording({ clicks }),
      })
    /** Tag, dead and rage clicks. */
    const list = async (own: Partial<SelectorQuery> = {}) =>
      (await store.listSelectors(selectorQuery(own))).map((row) => [
        row.element.tag,
        row.countDeadClicks,
        row.countRageClicks,
      ])
    const dead = (tag: string, at = noon) => click({ at, isDead: true, element: { tag } })
    const rage = (tag: string, at = noon) => click({ at, isDead: true, isRage: true, element: { tag } })

    it('count dead clicks by element and project; others are not there', async () => {
      await give(store, [
        clicked([dead('a'), dead('a'), rage('button'), click({ element: { tag: 'div' } })]),
        clicked([dead('a')]),
        clicked([dead('a')], { projectId: 2 }),
      ])
      expect(await store.listSelectors(selectorQuery({ projectIds: [1, 2] }))).toEqual([
        { projectId: 1, element: element({ tag: 'a' }), countDeadClicks: 3, countRageClicks: 0 },
        { projectId: 1, element: element({ tag: 'button' }), countDeadClicks: 1, countRageClicks: 1 },
        { projectId: 2, element: element({ tag: 'a' }), countDeadClicks: 1, countRageClicks: 0 },
      ])
      expect(await list({ sort: { key: 'countRageClicks', descending: true }, limit: 1 })).toEqual([['button', 1, 1]])
      expect(await list({ sort: { key: 'countDeadClicks', descending: false } })).toEqual([
        ['button', 1, 1],
        ['a', 3, 0],
      ])
      expect(await list({ offset: 1 })).toEqual([['button', 1, 1]])
    })

    it('do not tell elements apart by what they say', async () => {
      const own = { id: 'x', classes: ['c', 'd'], role: 'r', alt: 'l', testId: 't', ariaLabel: 'n', title: 'e' }
      const one = click({ isDead: true, element: { ...own, text: 'One', componentName: 'A' } })
      const two = click({ isDead: true, element: { ...own, text: 'Two' } })
      await give(store, [clicked([one, two]), clicked([click({ isDead: true, element: { ...own, title: 'f' } })])])
      expect(await store.listSelectors(selectorQuery())).toMatchObject([
        { element: element(own), countDeadClicks: 2 },
        { element: { title: 'f' }, countDeadClicks: 1 },
      ])
    })

    it('are those of the hours asked, over days or within one', async () => {
      const hours = [-50, -25, -3, -1, 0, 1, 13, 40]
      await give(store, [clicked(hours.map((hour) => dead('a', noon + hour * hourMs + 1000)))])
      const count = async (from: number, to: number) => {
        const [row] = await list({ start: noon + from * hourMs, end: noon + to * hourMs })
        return row?.[1] ?? 0
      }
      for (const from of [-60, -50, -49, -3, 0, 0.5, 1]) {
        for (const to of [-26, -3, 0, 0.5, 13, 39, 40, 60]) {
          const within = hours.filter((hour) => hour >= Math.floor(from) && hour <= Math.floor(to))
          expect.soft([from, to, await count(from, to)]).toEqual([from, to, within.length])
        }
      }
    })

    it('are those of the environments asked', async () => {
      await give(store, [
        clicked([dead('a')], { environment: 'x' }),
        clicked([dead('a'), dead('b')], { environment: 'y' }),
      ])
      expect(await list({ environments: ['x'] })).toEqual([['a', 1, 0]])
      expect(await list({ environments: ['x', 'y'] })).toEqual([
        ['a', 2, 0],
        ['b', 1, 0],
      ])
      const late = { replayId: replayOf(150), startedAt: noon }
      await give(store, [
        segment({ ...late, recording: recording({ clicks: [rage('c')] }) }),
        segment({ ...late, told: told({ environment: 'x' }) }),
      ])
      expect(await list({ environments: ['x'] })).toEqual([
        ['a', 1, 0],
        ['c', 1, 1],
      ])
      expect(await list({ environments: [''] })).toEqual([])
    })

    it('go with their replays', async () => {
      await give(store, [
        segment({ replayId: replayOf(1), recording: recording({ clicks: [dead('a'), rage('b')] }) }),
        segment({ replayId: replayOf(2), recording: recording({ clicks: [dead('a'), dead('a', noon - dayMs)] }) }),
      ])
      await store.deleteReplays(1, [replayOf(1)])
      expect(await list({ start: noon - 2 * dayMs })).toEqual([['a', 2, 0]])
      await store.deleteReplays(1, numbers(3).map(replayOf))
      expect(await list({ start: noon - 2 * dayMs })).toEqual([])
    })
  })
}
