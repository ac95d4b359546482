import fc from 'fast-check'
import { expect, it } from 'vitest'
import { eventTypes, levels } from '../../../protocol/event.ts'
import type { Given } from './contract-search.ts'
import { type EventModel, openEventModel } from './model.ts'
import type { EventRow } from './port.ts'
import { eventRow, hexIdOf } from './sample-rows.ts'

const day = 24 * 60 * 60 * 1000
const anyTime = { environments: null, start: null, end: null }

export function describeAgainstModel(given: Given) {
  it('answers every query as the model does, whatever was appended', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(batchesOfRows, queries, async (batches, asked) => {
        // Issues and projects of their own in every run: opening a store for each would take most of the time.
        const shift = 100 * ++run
        const model = openEventModel()
        for (const batch of batches) {
          const rows = batch.map((row) => ({
            ...row,
            issueId: row.issueId + shift,
            projectId: (row.issueId % 2) + shift,
            eventId: `${hexIdOf(run).slice(-8)}${row.eventId.slice(8)}`,
          }))
          await given.append(rows)
          await model.append({
            spool: 'spool',
            from: await model.offset('spool'),
            to: (await model.offset('spool')) + 1,
            rows,
          })
        }
        for (const query of asked) {
          const issueId = query.issueId + shift
          const issueIds = query.issueIds.map((id) => id + shift)
          const projectIds = query.projectIds.map((id) => id + shift)
          const { environments, start, end, limit, oldestFirst } = query
          const scope = { environments, start, end }
          const known = await model.listEvents({ issueId, ...anyTime, limit: 1_000, after: null })
          const of = known[query.pick % Math.max(1, known.length)]
          const point = of ?? { timestamp: query.pick, eventId: hexIdOf(query.pick) }
          const both = async <Answer>(ask: (asked: EventModel) => Promise<Answer>) => {
            expect(await ask(given.store())).toEqual(await ask(model))
          }
          const listing = { issueId, ...scope, limit, oldestFirst }
          await both((events) => events.listEvents({ ...listing, after: null }))
          await both((events) => events.listEvents({ ...listing, after: point }))
          await both((events) => events.findEvent(projectIds, point.eventId))
          for (const edge of ['latest', 'oldest', 'recommended'] as const) {
            await both((events) => events.edgeEvent({ issueId, ...scope }, edge))
          }
          await both((events) => events.neighbours({ issueId, ...scope }, point))
          await both(async (events) =>
            (await events.summarizeIssues({ issueIds, ...scope })).toSorted((a, b) => a.issueId - b.issueId),
          )
          const window = { start: start ?? 0, end: end ?? 60_000 }
          const interval = Math.max(query.interval, Math.ceil((window.end - window.start) / 500))
          const series = { issueIds, environments, ...window, interval }
          await both((events) => events.countSeries(series))
          await both((events) => events.countTags({ issueId, ...scope, keys: query.keys, topValues: limit }))
          await both((events) => events.sumTags({ issueId, ...scope }))
        }
      }),
      // Making a failure smaller takes longer than a test may: what it is by then is told.
      { numRuns: 15, interruptAfterTimeLimit: 30_000, markInterruptAsFailure: true },
    )
    expect(await given.store().checkIntegrity()).toEqual([])
  }, 60_000)
}

/** Few values each, so that they meet: events of one moment, shared users and tags, several issues. */
const environment = fc.constantFrom('production', 'staging', '')
const moment = fc.integer({ min: 0, max: 60 }).map((n) => n * 1_000)
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
const someText = fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.string({ unit: 'binary', maxLength: 12 }))

const anyRow: fc.Arbitrary<EventRow> = fc
  .record({
    eventId: fc.bigInt({ min: 0n, max: 2n ** 96n - 1n }).map((n) => n.toString(16).padStart(32, '0')),
    issueId: fc.integer({ min: 1, max: 4 }),
    timestamp: fc.oneof(moment, fc.constantFrom(0, 8 * day, 9 * day)),
    receivedAt: moment,
    type: fc.constantFrom(...eventTypes),
    level: fc.constantFrom(...levels),
    environment: maybe(environment),
    release: maybe(someText),
    url: maybe(someText),
    handled: maybe(fc.boolean()),
    userKey: maybe(fc.constantFrom('id:1', 'id:2', 'ip:::1', 'email:a@example.com')),
    replayId: maybe(fc.constant(hexIdOf(5))),
    title: someText,
    tags: fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'user', 'Z', 'ä', '😀', '\uffff'), someText), {
      maxLength: 6,
      selector: ([key]) => key,
    }),
  })
  .map(eventRow)

const batchesOfRows = fc.array(fc.uniqueArray(anyRow, { maxLength: 25, selector: (row) => row.eventId }), {
  minLength: 1,
  maxLength: 3,
})

const queries = fc.array(
  fc.record({
    issueId: fc.integer({ min: 1, max: 5 }),
    issueIds: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 5 }),
    projectIds: fc.uniqueArray(fc.constantFrom(0, 1), { maxLength: 2 }),
    environments: maybe(fc.uniqueArray(environment, { maxLength: 2 })),
    start: maybe(moment),
    end: maybe(fc.oneof(moment, fc.constant(9 * day))),
    interval: fc.constantFrom(1_000, 7_000, 100_000_000),
    limit: fc.integer({ min: 1, max: 20 }),
    oldestFirst: fc.boolean(),
    keys: maybe(fc.uniqueArray(fc.constantFrom('a', 'Z', 'missing'), { maxLength: 2 })),
    pick: fc.nat({ max: 1_000 }),
  }),
  { minLength: 1, maxLength: 3 },
)
