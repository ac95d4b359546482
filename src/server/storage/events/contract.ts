import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeAgainstModel } from './contract-model.ts'
import { describeMovesAndRemovals } from './contract-removal.ts'
import { describeSearch } from './contract-search.ts'
import { describeTags } from './contract-tags.ts'
import type { EventRow, EventStore, FoundEvent } from './port.ts'
import { asFound, eventRow, hexIdOf, noon } from './sample-rows.ts'

const day = 24 * 60 * 60 * 1000
const anyTime = { environments: null, start: null, end: null }

/** The suite that every engine of the event port passes. `open` gives an empty store. */
export function describeEventStore(name: string, open: () => Promise<EventStore>) {
  describe(`event store: ${name}`, () => {
    let store: EventStore
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    const append = async (rows: EventRow[]) => {
      const from = await store.offset('spool')
      expect(await store.append({ spool: 'spool', from, to: from + rows.length, rows })).toBe(true)
    }

    describe('append', () => {
      it('starts every spool at offset 0 and keeps their offsets apart', async () => {
        expect(await store.offset('a')).toBe(0)
        expect(await store.append({ spool: 'a', from: 0, to: 40, rows: [] })).toBe(true)
        expect(await store.append({ spool: 'b', from: 0, to: 7, rows: [] })).toBe(true)
        expect(await store.append({ spool: 'a', from: 40, to: 41, rows: [] })).toBe(true)
        expect([await store.offset('a'), await store.offset('b'), await store.offset('c')]).toEqual([41, 7, 0])
      })

      it('does not apply a batch that starts elsewhere than at the offset', async () => {
        const rows = [eventRow({ eventId: hexIdOf(1) })]
        expect(await store.append({ spool: 'spool', from: 0, to: 10, rows })).toBe(true)
        expect(await store.append({ spool: 'spool', from: 0, to: 10, rows })).toBe(false)
        expect(await store.append({ spool: 'spool', from: 11, to: 20, rows })).toBe(false)
        expect(await store.append({ spool: 'other', from: 10, to: 20, rows })).toBe(false)
        expect(await store.offset('spool')).toBe(10)
        expect(await store.offset('other')).toBe(0)
        expect(await store.listEvents({ issueId: 1, ...anyTime, limit: 10, after: null })).toHaveLength(1)
      })

      it('applies batches in the order of the calls, also when nobody waits between them', async () => {
        const batches = Array.from({ length: 20 }, (_, i) => ({
          spool: 'spool',
          from: i * 10,
          to: (i + 1) * 10,
          rows: [eventRow({ eventId: hexIdOf(i), position: i * 10, tags: [['batch', `${i % 3}`]] })],
        }))
        const applied = await Promise.all(batches.map((batch) => store.append(batch)))
        expect(applied.every(Boolean)).toBe(true)
        expect(await store.offset('spool')).toBe(200)
        const [figures] = await store.summarizeIssues({ issueIds: [1], ...anyTime })
        expect(figures?.events).toBe(20)
      })

      it('takes nothing of a batch with a malformed event id, and goes on after it', async () => {
        const rows = [eventRow({ eventId: hexIdOf(1) }), eventRow({ eventId: 'no id' })]
        await expect(store.append({ spool: 'spool', from: 0, to: 2, rows })).rejects.toThrow('no id')
        expect(await store.offset('spool')).toBe(0)
        expect(await store.findEvent([1], hexIdOf(1))).toBeNull()
        expect(await store.findEvent([1], 'no id')).toBeNull()
        await append(rows.slice(0, 1))
        expect(await store.findEvent([1], hexIdOf(1))).not.toBeNull()
      })

      it('gives back every column as it was', async () => {
        const row = eventRow({
          eventId: '0123456789abcdef0123456789abcdef',
          projectId: 4_503_599_627_370_496,
          issueId: 9_007_199_254_740_991,
          position: 123_456_789_012,
          type: 'csp',
          level: 'fatal',
          release: 'shop@1.0.0',
          dist: '7',
          transaction: '/cart/:id',
          logger: 'root',
          serverName: 'web-1',
          handled: false,
          url: 'https://example.com/cart?x=1',
          sdkName: 'sentry.python',
          sdkVersion: '2.1.0',
          browserName: 'Firefox',
          osName: 'Linux',
          deviceFamily: 'Other',
          userKey: 'id:7',
          userId: '7',
          userEmail: 'a@example.com',
          userName: 'a',
          userIp: '::1',
          geoCountry: 'AT',
          traceId: 'ffffffffffffffffffffffffffffffff',
          replayId: '00000000000000000000000000000001',
          tags: [
            ['b', '2'],
            ['a', '1'],
            ['user', 'id:7'],
            ['empty', ''],
          ],
          attributes: [
            ['http.method', 'GET'],
            ['device.arch', 'arm64'],
          ],
          stack: JSON.stringify({ 'stack.filename': ['a.js', 'b.js'] }),
          primaryHash: 'fedcba9876543210fedcba9876543210',
        })
        await append([row])
        expect(await store.findEvent([row.projectId], row.eventId)).toEqual(asFound(row))
        expect(await store.findEvent([row.projectId], row.eventId, row.receivedAt)).toEqual(asFound(row))
        expect(await store.findEvent([row.projectId], row.eventId, row.receivedAt + 1)).toBeNull()
      })

      it('takes an id written in capitals as the same id, and leaves out link ids that are none', async () => {
        await append([eventRow({ eventId: 'ABCDEF'.padEnd(32, '0'), traceId: 'none', replayId: '' })])
        const event = await store.findEvent([1], 'abcdef'.padEnd(32, '0'))
        expect(event).toMatchObject({ eventId: 'abcdef'.padEnd(32, '0'), traceId: null, replayId: null })
      })

      it('keeps hostile text: quotes, NUL, emoji, long values; lone surrogates become U+FFFD', async () => {
        const texts = [
          `'; DROP TABLE events; --`,
          '"]}, [',
          'a\0b',
          '\0',
          '👩‍👩‍👧 ẞ \u202e',
          'x'.repeat(10_000),
          '?',
          '$1',
          'lone \ud800 high',
          '\udc00',
          '',
        ]
        const rows = texts.map((text, i) =>
          eventRow({
            eventId: hexIdOf(i),
            title: text,
            environment: text,
            userKey: text,
            release: text,
            tags: [
              ['key', text],
              [text, 'value'],
            ],
          }),
        )
        await append(rows)
        for (const [i, text] of texts.entries()) {
          const kept = text.toWellFormed()
          const event = await store.findEvent([1], hexIdOf(i))
          expect(event).toMatchObject({ title: kept, environment: kept, userKey: kept, release: kept })
          expect(event?.tags).toEqual(
            [
              ['key', kept],
              [kept, 'value'],
            ].toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
          )
          const found = await store.listEvents({
            issueId: 1,
            ...anyTime,
            environments: [text],
            limit: 10,
            after: null,
          })
          expect(found.map((event) => event.eventId)).toContain(hexIdOf(i))
          const [figures] = await store.countTags({ issueId: 1, ...anyTime, keys: [text], topValues: 5 })
          expect(figures?.key).toBe(kept)
        }
      })

      it('tells tags apart whose texts run together the same', async () => {
        const pairs: [string, string][] = [
          ['a', 'b=c'],
          ['a=b', 'c'],
          ['a\0b', 'c'],
          ['ab', ''],
          ['abc', ''],
        ]
        const rows = [
          eventRow({ eventId: hexIdOf(1), tags: pairs }),
          eventRow({ eventId: hexIdOf(2), projectId: 2, issueId: 2, tags: pairs.toReversed() }),
          eventRow({ eventId: hexIdOf(3), projectId: 12, tags: [['a', '\0bc']] }),
          eventRow({ eventId: hexIdOf(4), projectId: 1, tags: [['2', 'a']] }),
        ]
        await append(rows)
        for (const row of rows) expect(await store.findEvent([row.projectId], row.eventId)).toEqual(asFound(row))
      })

      it('takes more tag keys than it has columns for, in every project', async () => {
        const tags = Array.from({ length: 90 }, (_, i): [string, string] => [`key ${i}`, `${i}`])
        const rows = [1, 2, 3].map((projectId) =>
          eventRow({
            eventId: hexIdOf(projectId),
            projectId,
            issueId: projectId,
            tags: projectId === 2 ? tags.toReversed() : tags,
          }),
        )
        await append(rows)
        for (const row of rows) expect(await store.findEvent([row.projectId], row.eventId)).toEqual(asFound(row))
        const figures = await store.countTags({ issueId: 2, ...anyTime, keys: null, topValues: 5 })
        expect(figures.map((figure) => [figure.key, figure.totalValues, figure.uniqueValues])).toEqual(
          tags.map(([key]) => [key, 1, 1]).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
        )
        expect(await store.sumTags({ issueId: 2, ...anyTime })).toEqual(
          figures.map(({ key, totalValues }) => ({ key, events: totalValues })),
        )
      })

      it('takes a batch larger than an engine block', async () => {
        const rows = Array.from({ length: 5_000 }, (_, i) =>
          eventRow({ eventId: hexIdOf(i), timestamp: noon + i, userKey: `id:${i}`, tags: [['n', `${i}`]] }),
        )
        await append(rows)
        const [figures] = await store.summarizeIssues({ issueIds: [1], ...anyTime })
        expect(figures).toEqual({ issueId: 1, events: 5_000, users: 5_000, firstSeen: noon, lastSeen: noon + 4_999 })
        expect((await store.findEvent([1], hexIdOf(4_321)))?.tags).toEqual([['n', '4321']])
      })
    })

    describe('queries', () => {
      it('answer for an empty store', async () => {
        const query = { issueId: 1, ...anyTime }
        expect(await store.listEvents({ ...query, limit: 5, after: null })).toEqual([])
        expect(await store.edgeEvent(query, 'recommended')).toBeNull()
        expect(await store.neighbours(query, { timestamp: noon, eventId: hexIdOf(1) })).toEqual({
          previous: null,
          next: null,
        })
        expect(await store.summarizeIssues({ issueIds: [], ...anyTime })).toEqual([])
        expect(await store.countTags({ ...query, keys: null, topValues: 3 })).toEqual([])
        expect(await store.sumTags(query)).toEqual([])
        const series = { issueIds: [3], environments: null, start: 0, end: 25, interval: 10 }
        expect(await store.countSeries(series)).toEqual([{ issueId: 3, counts: [0, 0, 0] }])
        expect(await store.checkIntegrity()).toEqual([])
      })

      it('page through events of one moment without a gap or a repeat, both ways', async () => {
        const rows = Array.from({ length: 23 }, (_, i) =>
          eventRow({ eventId: hexIdOf((i * 7) % 23), timestamp: noon + (i % 2) }),
        )
        await append(rows)
        for (const oldestFirst of [false, true]) {
          const seen: FoundEvent[] = []
          for (;;) {
            const after = seen.at(-1) ?? null
            const page = await store.listEvents({ issueId: 1, ...anyTime, limit: 5, oldestFirst, after })
            if (page.length === 0) break
            seen.push(...page)
          }
          expect(new Set(seen.map((event) => event.eventId)).size).toBe(23)
          expect(seen).toHaveLength(23)
          const times = seen.map((event) => event.timestamp)
          expect(times).toEqual(times.toSorted((a, b) => (oldestFirst ? a - b : b - a)))
        }
      })

      it('recommend the newest of the richest events of the last 7 days', async () => {
        const rich = { release: 'r', userKey: 'id:1', url: 'https://example.com' }
        await append([
          eventRow({ eventId: hexIdOf(1), timestamp: noon - 8 * day, ...rich, replayId: hexIdOf(9) }),
          eventRow({ eventId: hexIdOf(2), timestamp: noon - 3 * day, ...rich }),
          eventRow({ eventId: hexIdOf(3), timestamp: noon - 2 * day, ...rich }),
          eventRow({ eventId: hexIdOf(4), timestamp: noon, release: 'r' }),
        ])
        const query = { issueId: 1, ...anyTime }
        expect((await store.edgeEvent(query, 'recommended'))?.eventId).toBe(hexIdOf(3))
        expect((await store.edgeEvent(query, 'latest'))?.eventId).toBe(hexIdOf(4))
        expect((await store.edgeEvent(query, 'oldest'))?.eventId).toBe(hexIdOf(1))
        const early = { ...query, end: noon - 3 * day }
        expect((await store.edgeEvent(early, 'recommended'))?.eventId).toBe(hexIdOf(1))
        // An end just behind the newest: what lacks the replay is enough there, unless a week has one with all.
        const upTo = (end: number) => store.edgeEvent({ ...query, end }, 'recommended')
        expect((await upTo(noon - 2 * day + 1))?.eventId).toBe(hexIdOf(1))
        expect((await upTo(noon - 3 * day + 1))?.eventId).toBe(hexIdOf(1))
        expect((await upTo(noon + 1))?.eventId).toBe(hexIdOf(3))
        await append([
          eventRow({ eventId: hexIdOf(5), timestamp: noon + 2, ...rich }),
          eventRow({ eventId: hexIdOf(6), timestamp: noon + 1, ...rich }),
        ])
        expect((await upTo(noon + 3))?.eventId).toBe(hexIdOf(5))
        await append([eventRow({ eventId: hexIdOf(7), timestamp: noon - 1, ...rich, replayId: hexIdOf(9) })])
        expect((await upTo(noon + 3))?.eventId).toBe(hexIdOf(7))
        expect((await upTo(noon + 1_000_000_000))?.eventId).toBe(hexIdOf(7))
      })

      it('find the neighbours of an event among few and among many', async () => {
        const rows = Array.from({ length: 700 }, (_, i) =>
          eventRow({ eventId: hexIdOf((i * 7) % 700), timestamp: noon + Math.floor(i / 3) }),
        )
        await append(rows)
        const ordered = rows.toSorted((a, b) => a.timestamp - b.timestamp || (a.eventId < b.eventId ? -1 : 1))
        const query = { issueId: 1, environments: null }
        for (const place of [0, 1, 2, 100, 349, 350, 698, 699]) {
          const of = ordered[place]
          if (!of) throw new Error('there is no such row')
          const wanted = {
            previous: ordered[place - 1]?.eventId ?? null,
            next: ordered[place + 1]?.eventId ?? null,
          }
          const around = { start: of.timestamp - 20, end: of.timestamp + 20 }
          for (const isCrowded of [false, true]) {
            expect(await store.neighbours({ ...query, ...around, isCrowded }, of)).toEqual(wanted)
            expect(await store.neighbours({ ...query, start: null, end: null, isCrowded }, of)).toEqual(wanted)
          }
        }
      })

      it('take the environment "" for events without one', async () => {
        await append([
          eventRow({ eventId: hexIdOf(1), issueId: 1, environment: null }),
          eventRow({ eventId: hexIdOf(2), issueId: 2, environment: 'production' }),
        ])
        const seenIn = async (environments: string[]) =>
          (await store.summarizeIssues({ issueIds: [1, 2], ...anyTime, environments })).map((one) => one.issueId)
        expect(await seenIn([''])).toEqual([1])
        expect(await seenIn(['production'])).toEqual([2])
        expect(await seenIn(['', 'production'])).toEqual([1, 2])
        expect(await seenIn([])).toEqual([])
      })

      it('refuse a series of no or too many buckets', async () => {
        const query = { issueIds: [1], environments: null, start: 0, end: 1e12 }
        for (const interval of [0, -1, Number.NaN, 1]) {
          await expect(store.countSeries({ ...query, interval })).rejects.toThrow(RangeError)
        }
      })

      it('answer while batches are appended', async () => {
        const rows = (i: number) => [eventRow({ eventId: hexIdOf(i), tags: [['n', `${i}`]] })]
        const writing = Array.from({ length: 30 }, (_, i) =>
          store.append({ spool: 'spool', from: i, to: i + 1, rows: rows(i) }),
        )
        const answers = await Promise.all(
          Array.from({ length: 30 }, () => store.listEvents({ issueId: 1, ...anyTime, limit: 50, after: null })),
        )
        expect((await Promise.all(writing)).every(Boolean)).toBe(true)
        // Each answer is one state of the view, with the tags of every event it holds.
        for (const events of answers) {
          expect(events.map((event) => event.eventId)).toEqual(events.map((_, i) => hexIdOf(events.length - 1 - i)))
          expect(events.every((event) => event.tags.length === 1)).toBe(true)
        }
      })
    })

    it('deletes events received before a time, and keeps the tags of the others', async () => {
      const rows = Array.from({ length: 10 }, (_, i) =>
        eventRow({
          eventId: hexIdOf(i),
          receivedAt: noon + i * day,
          userKey: `id:${i}`,
          tags: [
            ['shared', 'yes'],
            ['own', `${i}`],
          ],
        }),
      )
      await append(rows)
      expect(await store.deleteBefore(noon)).toBe(0)
      expect(await store.deleteBefore(noon + 5 * day)).toBe(5)
      expect(await store.findEvent([1], hexIdOf(4))).toBeNull()
      expect((await store.findEvent([1], hexIdOf(5)))?.tags).toEqual(rows[5]?.tags.toReversed())
      // A tag that was dropped and comes again.
      await append([eventRow({ eventId: hexIdOf(20), userKey: 'id:0', tags: [['own', '0']] })])
      expect(await store.findEvent([1], hexIdOf(20))).toMatchObject({ userKey: 'id:0', tags: [['own', '0']] })
      expect(await store.checkIntegrity()).toEqual([])
    })

    const given = { store: () => store, append }
    describeSearch(given)
    describeTags(given)
    describeMovesAndRemovals(given)

    describeAgainstModel(given)
  })
}
