import { describe, expect, it } from 'vitest'
import { everything } from '../condition.ts'
import type { Given } from './contract-search.ts'
import { openEventModel } from './model.ts'
import type { EventSearch } from './port.ts'
import { eventRow, hexIdOf, noon } from './sample-rows.ts'

const anyTime = { environments: null, start: null, end: null }

export function describeTags(given: Given) {
  describe('tags', () => {
    const ofProjects = (...projectIds: number[]): EventSearch => ({ projectIds, ...anyTime, where: everything })

    const rows = Array.from({ length: 60 }, (_, i) =>
      eventRow({
        eventId: hexIdOf(i),
        issueId: 1 + (i % 3),
        projectId: 1 + (i % 3),
        timestamp: noon + i,
        environment: i % 5 === 0 ? null : 'production',
        tags: [
          ['release', `shop@${i % 4}`],
          // In another column of another project, and in the list of the third.
          ...(i % 3 === 2 ? Array.from({ length: 40 }, (_, n): [string, string] => [`filler ${n}`, 'x']) : []),
          ['plan', i % 7 === 0 ? 'PRO' : 'free'],
          ...(i % 2 === 0 ? [['even', `${i}`] satisfies [string, string]] : []),
        ],
      }),
    )

    it('are counted by key and by value over projects', async () => {
      const model = openEventModel()
      await given.append(rows)
      await model.append({ spool: 'spool', from: 0, to: 1, rows })
      const searches: EventSearch[] = [
        ofProjects(1),
        ofProjects(1, 2, 3),
        ofProjects(3),
        ofProjects(),
        { ...ofProjects(1, 2, 3), environments: [''], start: noon + 7, end: noon + 40 },
        { ...ofProjects(2, 3), where: { kind: 'issues', issueIds: [2] } },
        { ...ofProjects(2, 3), where: { kind: 'tag', key: 'plan', match: { kind: 'equals', value: 'free' } } },
      ]
      for (const search of searches) {
        expect(await given.store().listTagKeys(search)).toEqual(await model.listTagKeys(search))
        for (const key of ['release', 'plan', 'even', 'filler 39', 'missing']) {
          for (const contains of [null, 'r', 'pR', '1', '']) {
            for (const [limit, offset] of [
              [100, 0],
              [2, 1],
            ] as const) {
              const query = { ...search, key, contains, limit, offset }
              expect(await given.store().listTagValues(query)).toEqual(await model.listTagValues(query))
            }
          }
        }
      }
    })

    it('are counted within a time and an environment of an issue', async () => {
      const model = openEventModel()
      await given.append(rows)
      await model.append({ spool: 'spool', from: 0, to: 1, rows })
      for (const scope of [
        anyTime,
        { ...anyTime, start: noon + 10 },
        { ...anyTime, end: noon + 20, environments: ['production'] },
      ]) {
        for (const keys of [null, ['plan'], ['even', 'missing'], []]) {
          const query = { issueId: 3, ...scope, keys, topValues: 3 }
          expect(await given.store().countTags(query)).toEqual(await model.countTags(query))
          expect(await given.store().sumTags({ issueId: 3, ...scope })).toEqual(
            await model.sumTags({ issueId: 3, ...scope }),
          )
        }
      }
    })

    it('of a large issue stay right while events arrive, move and go', async () => {
      const model = openEventModel()
      let position = 0
      const append = async (count: number) => {
        const made = Array.from({ length: count }, (_, i) =>
          eventRow({
            eventId: hexIdOf(position + i),
            timestamp: noon + position + i,
            primaryHash: hexIdOf(i % 2),
            tags: [
              ['release', `shop@${i % 3}`],
              ['number', `${(position + i) % 50}`],
              ...Array.from({ length: 30 }, (_, n): [string, string] => [`own ${n}`, `${i % (n + 1)}`]),
            ],
          }),
        )
        await given.append(made)
        await model.append({ spool: 'spool', from: position, to: position + count, rows: made })
        position += count
      }
      const agree = async () => {
        for (const query of [
          { issueId: 1, ...anyTime, keys: null, topValues: 4 },
          { issueId: 1, ...anyTime, keys: ['number', 'own 29'], topValues: 60 },
        ]) {
          expect(await given.store().countTags(query)).toEqual(await model.countTags(query))
        }
        const sums = await given.store().sumTags({ issueId: 1, ...anyTime })
        expect(sums).toEqual(await model.sumTags({ issueId: 1, ...anyTime }))
      }
      await append(21_000)
      await agree()
      await append(150)
      await agree()
      await given.store().moveEvents({ issueIds: [1], hashes: [hexIdOf(1)], into: 9 })
      await model.moveEvents({ issueIds: [1], hashes: [hexIdOf(1)], into: 9 })
      await agree()
      const keys = await given.store().listEventKeys({ issueIds: [1] }, 100)
      expect(await given.store().deleteEvents(keys)).toBe(100)
      await model.deleteEvents(keys)
      await agree()
    }, 60_000)

    it('of many values are counted, and those with the most events found', async () => {
      const model = openEventModel()
      let position = 0
      const append = async (count: number) => {
        const made = Array.from({ length: count }, (_, i) => {
          const place = position + i
          return eventRow({
            eventId: hexIdOf(place),
            timestamp: noon + place,
            // Every fifth of some hundred people, the others seen once.
            tags: [
              ['user', place % 5 === 0 ? `id:${place % 700}` : `guest ${place}`],
              ['plan', place % 2 === 0 ? 'free' : 'PRO'],
              ['shard', `${place % 3}`],
            ],
          })
        })
        await given.append(made)
        await model.append({ spool: 'spool', from: position, to: position + count, rows: made })
        position += count
      }
      const agree = async () => {
        for (const [keys, topValues] of [
          [null, 10],
          [['user'], 300],
          [['user'], 4000],
          [['user'], 10],
        ] satisfies [string[] | null, number][]) {
          const query = { issueId: 1, ...anyTime, keys, topValues }
          expect(await given.store().countTags(query)).toEqual(await model.countTags(query))
          const early = { ...query, end: noon + 9000 }
          expect(await given.store().countTags(early)).toEqual(await model.countTags(early))
        }
      }
      await append(12_000)
      await agree()
      await append(1)
      await agree()
    }, 60_000)

    it('of many values stay right where events arrive while they are counted', async () => {
      const model = openEventModel()
      let position = 0
      const append = async (users: number[]) => {
        const made = users.map((user, i) =>
          eventRow({
            eventId: hexIdOf(position + i),
            timestamp: noon + position + i,
            tags: [['user', `guest ${user}`]],
          }),
        )
        const from = position
        position += users.length
        await Promise.all([given.append(made), model.append({ spool: 'spool', from, to: position, rows: made })])
      }
      const query = { issueId: 1, ...anyTime, keys: ['user'], topValues: 10 }
      await append(Array.from({ length: 24_000 }, (_, user) => user % 12_000))
      for (let round = 0; round < 5; round++) {
        await Promise.all([append([round]), given.store().countTags(query)])
        // Some of those that are not listed come again, and one that was not there.
        await append([11_990, 11_991, 20_000 + round])
        expect(await given.store().countTags(query)).toEqual(await model.countTags(query))
      }
    }, 60_000)
  })
}
