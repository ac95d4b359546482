import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openEventModel } from '../storage/events/model.ts'
import type { EventQuery, EventRow } from '../storage/events/port.ts'
import { asFound, eventRow, hexIdOf, noon } from '../storage/events/sample-rows.ts'
import type { Storage } from '../storage/storage.ts'
import { findEdgeEvent, findNeighbours, listNearEvents } from './near.ts'

const hour = 3_600_000
type Stores = Parameters<typeof findNeighbours>[3]

/** Stores with these rows; `counted`: those that the meta store knows of. */
async function storesWith(rows: EventRow[], counted: EventRow[] = rows): Promise<Stores> {
  const events = openEventModel()
  await events.append({ spool: 'a', from: 0, to: 1, rows })
  const meta: Pick<Storage['meta'], 'listIssueHours'> = {
    async listIssueHours({ issueId, environments, from, backwards, limit }) {
      const ofIssue = counted.filter(
        (row) => row.issueId === issueId && (environments === null || environments.includes(row.environment ?? '')),
      )
      const cells = [...Map.groupBy(ofIssue, (row) => Math.floor(row.timestamp / hour) * hour)]
        .map(([start, inHour]) => ({ hour: start, events: inHour.length }))
        .toSorted((a, b) => (backwards ? b.hour - a.hour : a.hour - b.hour))
      return cells
        .filter((cell) => from === null || (backwards ? cell.hour <= from : cell.hour >= from))
        .slice(0, limit)
    },
  }
  // The model has no tables and the verbs ask the meta store for hours only.
  return { events, meta } as unknown as Stores
}

const anyRows = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 400 }),
      issueId: fc.constantFrom(1, 1, 1, 2),
      environment: fc.constantFrom('production', 'staging', null),
      release: fc.constantFrom('r', null),
      userKey: fc.constantFrom('id:1', null),
      url: fc.constantFrom('u', null),
      replayId: fc.constantFrom(hexIdOf(7), null),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((made) =>
    made.map(({ at, ...row }, i) => eventRow({ ...row, eventId: hexIdOf(i), timestamp: noon + at * 20 * 60_000 })),
  )
const anyEnvironments = fc.constantFrom<(string[] | null)[]>(null, ['production'], ['staging', ''], ['nowhere'])

test('what is found by hours is what the view finds without them', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyRows,
      anyEnvironments,
      fc.integer({ min: 1, max: 12 }),
      fc.boolean(),
      async (rows, environments, limit, isBehind) => {
        // The meta store may know of events that the view has not got yet, never the other way round.
        const stores = await storesWith(isBehind ? rows.slice(0, -3) : rows, rows)
        const { events } = stores
        const whole: EventQuery = { issueId: 1, environments, start: null, end: null }
        for (const edge of ['latest', 'oldest'] as const) {
          expect(await findEdgeEvent({ id: 1 }, edge, environments, stores)).toEqual(
            await events.edgeEvent(whole, edge),
          )
        }
        // Whatever is asked about is an event of the issue.
        for (const row of rows.filter(({ issueId }) => issueId === 1)) {
          expect(await findNeighbours(1, row, environments, stores)).toEqual(await events.neighbours(whole, row))
          for (const oldestFirst of [true, false]) {
            for (const range of [{}, { start: noon + 5 * hour, end: noon + 60 * hour }]) {
              const page = { ...whole, ...range, limit, oldestFirst, after: row }
              expect(await listNearEvents(page, stores)).toEqual(await events.listEvents(page))
              const first = { ...page, after: null }
              expect(await listNearEvents(first, stores)).toEqual(await events.listEvents(first))
              const where = { kind: 'has', field: 'release' } as const
              expect(await listNearEvents({ ...page, where }, stores)).toEqual(
                await events.listEvents({ ...page, where }),
              )
            }
          }
        }
      },
    ),
    { numRuns: 30 },
  )
})

test('the event that shows the most of a week is recommended', async () => {
  const day = 24 * hour
  const all = { release: 'r', userKey: 'id:1', url: 'u', replayId: hexIdOf(7) }
  const rows = [
    eventRow({ eventId: hexIdOf(1), timestamp: noon - 9 * day, ...all }),
    eventRow({ eventId: hexIdOf(2), timestamp: noon - 3 * day, ...all, replayId: null }),
    eventRow({ eventId: hexIdOf(3), timestamp: noon, release: 'r' }),
  ]
  const recommended = async (rowsOfView: EventRow[]) =>
    (await findEdgeEvent({ id: 1 }, 'recommended', null, await storesWith(rowsOfView)))?.eventId
  expect(await recommended(rows)).toBe(hexIdOf(2))
  expect(await recommended([...rows, eventRow({ eventId: hexIdOf(4), timestamp: noon + 1, ...all })])).toBe(hexIdOf(4))
  expect(await recommended([])).toBeUndefined()
})

test('neighbours are found in one look where they are near, and not looked for where they cannot be', async () => {
  const day = 24 * hour
  const rows = [0, 1, 2 * hour, 9 * day, 20 * day].map((at, i) =>
    eventRow({ eventId: hexIdOf(i), timestamp: noon + at }),
  )
  const stores = await storesWith(rows)
  const asked: unknown[] = []
  const events: Stores['events'] = {
    ...stores.events,
    neighbours: (query, of) => {
      asked.push([query.start, query.end])
      return stores.events.neighbours(query, of)
    },
  }
  const find = (i: number) => findNeighbours(1, rows[i] ?? { timestamp: 0, eventId: '' }, null, { ...stores, events })
  expect(await find(1)).toEqual({ previous: hexIdOf(0), next: hexIdOf(2) })
  expect(asked).toEqual([[noon, noon + 3 * hour]])
  asked.length = 0
  expect(await find(3)).toEqual({ previous: hexIdOf(2), next: hexIdOf(4) })
  expect(asked).toEqual([
    [noon + 2 * hour, noon + 3 * hour],
    [noon + 20 * day, noon + 20 * day + hour],
  ])
})

test('a page of a large issue looks at few hours', async () => {
  const rows = Array.from({ length: 300 }, (_, i) =>
    eventRow({ eventId: hexIdOf(i), timestamp: noon + i * 10 * 60_000 }),
  )
  const stores = await storesWith(rows)
  const asked: (number | null)[] = []
  const events: Stores['events'] = {
    ...stores.events,
    listEvents: (query) => {
      asked.push(query.start)
      return stores.events.listEvents(query)
    },
  }
  const query = { issueId: 1, environments: null, start: null, end: null, limit: 10, after: null }
  expect(await listNearEvents(query, { ...stores, events })).toEqual(rows.slice(-10).toReversed().map(asFound))
  expect(asked).toEqual([noon + 47 * hour])
})
