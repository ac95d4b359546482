import { describe, expect, it } from 'vitest'
import { type Condition, type EventCondition, everything } from '../condition.ts'
import type { Given } from './contract-search.ts'
import { openEventModel } from './model.ts'
import type { RecountedIssue } from '../recount.ts'
import { eventRow, hexIdOf, noon } from './sample-rows.ts'

const hour = 3_600_000
const anyTime = { environments: null, start: null, end: null }

export function describeMovesAndRemovals(given: Given) {
  describe('moves and removals', () => {
    const rows = Array.from({ length: 24 }, (_, i) =>
      eventRow({
        eventId: hexIdOf(i),
        issueId: 1 + (i % 3),
        projectId: i % 3 === 1 ? 2 : 1,
        timestamp: noon + i * 20 * 60_000,
        receivedAt: noon + i * hour,
        environment: i % 5 === 0 ? null : 'production',
        userKey: i % 6 === 0 ? null : `id:${i % 4}`,
        primaryHash: hexIdOf(i % 2),
        tags: [['secret', `number ${i}`]],
        stack: JSON.stringify({ 'stack.function': [`f${i}`] }),
      }),
    )
    const issues = [1, 2, 3, 7]

    function sorted(recount: RecountedIssue | null) {
      if (recount === null) return null
      const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
      return {
        ...recount,
        userKeys: recount.userKeys.toSorted(),
        hours: recount.hours.toSorted(byText),
        environments: recount.environments.toSorted(byText),
      }
    }

    it('count an issue anew, and its hashes', async () => {
      const model = openEventModel()
      await given.append(rows)
      await model.append({ spool: 'spool', from: 0, to: 1, rows })
      for (const move of [
        { issueIds: [1], hashes: [hexIdOf(0)], into: 7 },
        { issueIds: [3], hashes: null, into: 1 },
        { issueIds: [99], hashes: null, into: 1 },
        { issueIds: [1], hashes: [], into: 7 },
      ]) {
        expect(await given.store().moveEvents(move)).toBe(await model.moveEvents(move))
        for (const issueId of issues) {
          expect(sorted(await given.store().recountIssue(issueId))).toEqual(sorted(await model.recountIssue(issueId)))
          const byHash = (a: { hash: string }, b: { hash: string }) => (a.hash < b.hash ? -1 : 1)
          expect((await given.store().countHashes(issueId)).toSorted(byHash)).toEqual(
            (await model.countHashes(issueId)).toSorted(byHash),
          )
        }
      }
      const left = await given.store().summarizeIssues({ issueIds: issues, ...anyTime })
      expect(left.map((one) => [one.issueId, one.events])).toEqual([
        [1, 12],
        [2, 8],
        [7, 4],
      ])
    })

    it('delete an issue bit by bit, and leave the others', async () => {
      await given.append(rows)
      const store = given.store()
      let deleted = 0
      for (;;) {
        const keys = await store.listEventKeys({ issueIds: [1, 3] }, 5)
        if (keys.length === 0) break
        expect(keys.length).toBeLessThanOrEqual(5)
        for (const key of keys) {
          expect(rows.find((row) => row.eventId === key.eventId)).toMatchObject(key)
        }
        expect(await store.deleteEvents(keys)).toBe(keys.length)
        expect(await store.deleteEvents(keys)).toBe(0)
        deleted += keys.length
      }
      expect(deleted).toBe(16)
      expect(await store.recountIssue(1)).toBeNull()
      expect((await store.recountIssue(2))?.timesSeen).toBe(8)
      expect(await store.deleteEvents([])).toBe(0)
      expect(await store.deleteEvents([{ projectId: 1, eventId: 'none', receivedAt: 0 }])).toBe(0)
    })

    it('leave no text behind once swept, and keep what is still used', async () => {
      await given.append(rows)
      const store = given.store()
      const valuesOf = async (projectIds: number[]) => {
        const [secret] = await store.listTagKeys({ projectIds, ...anyTime, where: everything })
        return secret?.key === 'secret' ? secret.values : 0
      }
      expect(await valuesOf([1, 2])).toBe(24)
      await store.deleteEvents(await store.listEventKeys({ issueIds: [1] }, 100))
      await store.sweep()
      expect(await valuesOf([1, 2])).toBe(16)
      await store.deleteProject(2)
      expect(await valuesOf([2])).toBe(0)
      expect(await store.listEventKeys({ projectId: 2 }, 10)).toEqual([])
      await store.deleteBefore(noon + 12 * hour)
      const left = rows.slice(12).filter((row) => row.issueId !== 1 && row.projectId !== 2)
      expect(await valuesOf([1, 2])).toBe(left.length)
      for (const row of left) {
        expect((await store.findEvent([1], row.eventId))?.tags).toEqual(row.tags)
        const byFunction: Condition<EventCondition> = {
          kind: 'attribute',
          key: 'stack.function',
          match: { kind: 'in', values: [`f${Number(`0x${row.eventId}`)}`] },
        }
        const found = await store.searchEvents({
          projectIds: [1],
          ...anyTime,
          where: byFunction,
          limit: 5,
          after: null,
          backwards: false,
        })
        expect(found.map((event) => event.eventId)).toEqual([row.eventId])
      }
      // What was swept may come again.
      await given.append([eventRow({ eventId: hexIdOf(100), ...rows[0], projectId: 1 })])
      expect(await valuesOf([1])).toBe(left.length + 1)
      expect(await store.checkIntegrity()).toEqual([])
      expect(await store.sweep()).toBe(0)
    })

    it('sweep while events are appended', async () => {
      const store = given.store()
      await given.append(rows)
      await store.deleteEvents(await store.listEventKeys({ projectId: 1 }, 100))
      await store.deleteEvents(await store.listEventKeys({ projectId: 2 }, 100))
      const again = rows.map((row, i) => ({ ...row, eventId: hexIdOf(200 + i) }))
      const from = await store.offset('spool')
      const sweeping = store.sweep()
      const appending = again.map((row, i) =>
        store.append({ spool: 'spool', from: from + i, to: from + i + 1, rows: [row] }),
      )
      expect((await Promise.all(appending)).every(Boolean)).toBe(true)
      await sweeping
      expect(await store.checkIntegrity()).toEqual([])
      for (const row of again) expect((await store.findEvent([1, 2], row.eventId))?.tags).toEqual(row.tags)
    })
  })
}
