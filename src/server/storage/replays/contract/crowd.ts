import { beforeEach, describe, expect, it } from 'vitest'
import type { Condition } from '../../condition.ts'
import type { ReplayCondition, ReplayQuery, ReplayStore } from '../port.ts'
import {
  batchOf,
  click,
  dayMs,
  hourMs,
  noon,
  numbers,
  query,
  recording,
  replayOf,
  type ReplayHarness,
  segment,
  told,
} from './harness.ts'

const crowd = 5200
/** As many of them are a day older. */
const old = 2100
const emailOf = (n: number) => `person-${String(n).padStart(4, '0')}@example.org`

/** More than an engine looks at one by one: each replay has texts of its own. */
export function describeCrowd(harness: () => ReplayHarness): void {
  describe('a crowd', { timeout: 60_000 }, () => {
    let store: ReplayStore
    beforeEach(async () => {
      store = await harness().open()
      const segments = numbers(crowd).map((n) => {
        const startedAt = noon + n * 10 - (n < old ? dayMs : 0)
        return segment({
          position: n,
          replayId: replayOf(n),
          startedAt,
          receivedAt: startedAt + hourMs,
          told: told({
            urls: [n % 2 === 0 ? `/Product/${n}` : `/other/${n}`],
            tags: [['customer', n % 3 === 0 ? `gold-${n}` : `tin-${n}`]],
            user: n % 4 === 0 ? null : { id: null, username: null, email: emailOf(n), ip: null },
          }),
          recording: recording({ clicks: [click({ isDead: n % 5 === 0, element: { id: `e${n}` } })] }),
        })
      })
      for (let from = 0; from < crowd; from += 1000) {
        const part = segments.slice(from, from + 1000)
        await store.record(batchOf('spool', from + part.length, part))
      }
    })

    const idsOf = async (own: Partial<ReplayQuery>) => {
      const rows = await store.search(query({ start: noon - 3 * dayMs, end: noon + 3 * dayMs, limit: crowd, ...own }))
      return rows.map(({ replayId }) => replayId)
    }
    const those = (test: (n: number) => boolean) =>
      numbers(crowd)
        .filter(test)
        .toSorted((a, b) => b - a)
        .map(replayOf)

    it('is found by wildcards, sorted by texts, thinned out and dropped', async () => {
      const product: Condition<ReplayCondition> = {
        kind: 'text',
        field: 'url',
        match: { kind: 'pattern', pieces: ['', 'product', ''] },
      }
      const gold: Condition<ReplayCondition> = {
        kind: 'tag',
        key: 'customer',
        match: { kind: 'contains', value: 'GOLD' },
      }
      const clicked: Condition<ReplayCondition> = {
        kind: 'click',
        clicks: 'all',
        parts: [{ part: 'id', match: { kind: 'pattern', pieces: ['e', '7'] } }],
      }
      expect(await idsOf({ where: product })).toEqual(those((n) => n % 2 === 0))
      expect(await idsOf({ where: { kind: 'not', of: product } })).toEqual(those((n) => n % 2 === 1))
      expect(await idsOf({ where: { kind: 'and', of: [product, gold] } })).toEqual(those((n) => n % 6 === 0))
      expect(await idsOf({ where: clicked })).toEqual(those((n) => n % 10 === 7))
      expect(await idsOf({ where: product, start: noon })).toEqual(those((n) => n % 2 === 0 && n >= old))

      const byEmail = { key: 'userEmail', descending: false } as const
      const first = numbers(crowd).filter((n) => n % 4 !== 0)
      expect(await idsOf({ sort: byEmail, limit: 20, offset: 10 })).toEqual(first.slice(10, 30).map(replayOf))
      expect(await idsOf({ sort: { ...byEmail, descending: true }, limit: 20 })).toEqual(
        first.toReversed().slice(0, 20).map(replayOf),
      )
      // Past those that have one: the others, newest first.
      expect(await idsOf({ sort: byEmail, limit: 20, offset: first.length })).toEqual(
        those((n) => n % 4 === 0).slice(0, 20),
      )

      await store.deleteReplays(
        1,
        numbers(crowd)
          .filter((n) => n % 3 === 0)
          .map(replayOf),
      )
      expect(await idsOf({ where: product })).toEqual(those((n) => n % 2 === 0 && n % 3 !== 0))
      expect(await idsOf({ where: gold })).toEqual([])
      expect(await store.deleteBefore(noon)).toBe(old)
      expect(await idsOf({ where: { kind: 'not', of: product } })).toEqual(
        those((n) => n >= old && (n % 2 === 1 || n % 3 === 0)),
      )
      expect(await idsOf({ where: { kind: 'archived' } })).toEqual(those((n) => n >= old && n % 3 === 0))
      const again = await harness().open()
      expect(await again.checkIntegrity()).toEqual([])
      await again.deleteProject(1)
      expect(await again.search(query())).toEqual([])
    })
  })
}
