import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Comparison,
  type Condition,
  type EventCondition,
  eventTextFields,
  everything,
  type TextMatch,
} from '../condition.ts'
import { openEventModel } from './model.ts'
import {
  attributeKeys,
  type EventRow,
  type EventSearch,
  type EventStore,
  type MatchedFigure,
  type MatchedIssues,
} from './port.ts'
import { asFound, eventRow, hexIdOf, noon } from './sample-rows.ts'

/** The store of the test that runs, and a way to fill it. */
export interface Given {
  store(): EventStore
  append(rows: EventRow[]): Promise<void>
}

const anywhere: EventSearch = { projectIds: [1], environments: null, start: null, end: null, where: everything }
const equals = (value: string): TextMatch => ({ kind: 'equals', value })

export function describeSearch(given: Given) {
  describe('conditions', () => {
    const cart = eventRow({
      eventId: hexIdOf(1),
      issueId: 1,
      release: 'shop@1.0.0',
      transaction: '/cart/:id',
      userKey: 'id:7',
      userEmail: 'Jane@Shop.test',
      handled: false,
      tags: [
        ['plan', 'pro'],
        ['size', '12.5'],
      ],
      attributes: [
        ['http.method', 'GET'],
        ['device.battery_level', '40'],
      ],
      stack: JSON.stringify({ 'stack.filename': ['cart.js', 'vendor.js'], 'stack.lineno': ['10', '200'] }),
    })
    const search = eventRow({
      eventId: hexIdOf(2),
      issueId: 2,
      environment: null,
      message: '100% of_it\nsecond line',
      errorValue: null,
      handled: true,
      tags: [['size', 'huge']],
      stack: JSON.stringify({ 'stack.filename': ['search.js'], 'error.value': ['timeout'] }),
    })
    const found = async (where: Condition<EventCondition>) => {
      const events = await given.store().searchEvents({ ...anywhere, where, limit: 10, after: null, backwards: false })
      return events.map((event) => Number(event.eventId)).toSorted((a, b) => a - b)
    }
    const tag = (key: string, match: TextMatch): EventCondition => ({ kind: 'tag', key, match })
    const attribute = (key: string, match: TextMatch): EventCondition => ({ kind: 'attribute', key, match })
    const not = (of: Condition<EventCondition>): Condition<EventCondition> => ({ kind: 'not', of })

    const cases: [string, Condition<EventCondition>, number[]][] = [
      ['everything', everything, [1, 2]],
      ['nothing', { kind: 'or', of: [] }, []],
      ['issues', { kind: 'issues', issueIds: [2, 3] }, [2]],
      ['no issues', { kind: 'issues', issueIds: [] }, []],
      ['projects', { kind: 'projects', projectIds: [2] }, []],
      ['a field', { kind: 'text', field: 'release', match: equals('shop@1.0.0') }, [1]],
      ['a field of many', { kind: 'text', field: 'release', match: { kind: 'in', values: ['x', 'shop@1.0.0'] } }, [1]],
      ['an absent field, denied', not({ kind: 'text', field: 'release', match: equals('x') }), [1, 2]],
      ['a field kept as text, denied', not({ kind: 'text', field: 'errorValue', match: equals('x') }), [1, 2]],
      ['has', { kind: 'has', field: 'release' }, [1]],
      ['has not', not({ kind: 'has', field: 'environment' }), [2]],
      ['has a trace', { kind: 'has', field: 'traceId' }, []],
      ['an id', { kind: 'text', field: 'eventId', match: equals(hexIdOf(2)) }, [2]],
      ['an id that is none', { kind: 'text', field: 'eventId', match: equals('2') }, []],
      ['the end of an id', { kind: 'text', field: 'eventId', match: { kind: 'pattern', pieces: ['', '002'] } }, [2]],
      ['case is folded', { kind: 'text', field: 'userEmail', match: { kind: 'contains', value: 'jANE@' } }, [1]],
      ['but not of equals', { kind: 'text', field: 'userEmail', match: equals('jane@shop.test') }, []],
      ['a tag', tag('plan', equals('pro')), [1]],
      ['a tag, denied', not(tag('plan', equals('pro'))), [2]],
      ['a tag nobody has', tag('never', equals('')), []],
      ['has a tag', { kind: 'hasTag', key: 'plan' }, [1]],
      ['a tag by pattern', tag('plan', { kind: 'pattern', pieces: ['P', 'O'] }), [1]],
      ['a whole pattern', tag('plan', { kind: 'pattern', pieces: ['PRO'] }), [1]],
      ['any value', tag('size', { kind: 'pattern', pieces: ['', ''] }), [1, 2]],
      ['pieces do not overlap', tag('plan', { kind: 'pattern', pieces: ['pr', 'ro'] }), []],
      ['a number', { kind: 'tagNumber', key: 'size', comparison: '>', value: 12 }, [1]],
      ['no number, denied', not({ kind: 'tagNumber', key: 'size', comparison: '>', value: 12 }), [2]],
      ['an attribute', attribute('http.method', equals('GET')), [1]],
      ['an attribute of several', attribute('stack.filename', equals('vendor.js')), [1]],
      ['an attribute by pattern', attribute('stack.filename', { kind: 'pattern', pieces: ['', 'AR', '.js'] }), [1, 2]],
      ['an attribute nobody has', attribute('stack.nothing', equals('')), []],
      ['has an attribute', { kind: 'hasAttribute', key: 'stack.filename' }, [1, 2]],
      ['has one of one value', { kind: 'hasAttribute', key: 'http.method' }, [1]],
      ['has not', not({ kind: 'hasAttribute', key: 'http.referer' }), [1, 2]],
      ['a line', { kind: 'attributeNumber', key: 'stack.lineno', comparison: '>=', value: 200 }, [1]],
      ['a level', { kind: 'attributeNumber', key: 'device.battery_level', comparison: '<', value: 50 }, [1]],
      ['an error of the chain', attribute('error.value', equals('timeout')), [2]],
      ['the main error', attribute('error.value', { kind: 'contains', value: 'NOT A func' }), [1]],
      ['has an error value', { kind: 'hasAttribute', key: 'error.value' }, [1, 2]],
      ['a user', { kind: 'user', match: equals('id:7') }, [1]],
      ['unhandled', { kind: 'handled', handled: false }, [1]],
      ['not said', { kind: 'handled', handled: null }, []],
      ['mentions in the message', { kind: 'mentions', match: { kind: 'contains', value: '0% OF_' } }, [2]],
      ['mentions in the transaction', { kind: 'mentions', match: { kind: 'contains', value: 'cart' } }, [1]],
      ['over lines', { kind: 'mentions', match: { kind: 'pattern', pieces: ['100%', 'second', 'e'] } }, [2]],
      ['marks are no wildcards', { kind: 'mentions', match: { kind: 'pattern', pieces: ['', '_o', '%', ''] } }, []],
      ['before', { kind: 'time', field: 'timestamp', comparison: '<', value: noon }, []],
      ['received at', { kind: 'time', field: 'receivedAt', comparison: '=', value: noon + 300 }, [1, 2]],
      ['both', { kind: 'and', of: [tag('plan', equals('pro')), { kind: 'issues', issueIds: [1] }] }, [1]],
      ['either', { kind: 'or', of: [tag('plan', equals('pro')), { kind: 'handled', handled: true }] }, [1, 2]],
      ['neither', not({ kind: 'or', of: [tag('plan', equals('pro')), { kind: 'has', field: 'release' }] }), [2]],
    ]

    it('mean what they say', async () => {
      await given.append([cart, search])
      const answers: Record<string, number[]> = {}
      for (const [name, where] of cases) answers[name] = await found(where)
      expect(answers).toEqual(Object.fromEntries(cases.map(([name, , expected]) => [name, expected])))
    })

    it('take hostile patterns in no time', async () => {
      await given.append([eventRow({ eventId: hexIdOf(1), title: 'a'.repeat(1_000), tags: [['t', 'a'.repeat(200)]] })])
      const pieces = [...Array.from({ length: 60 }, () => 'a'), 'b']
      const patterns = [pieces, ['(', ')', '['], ['\\E', '\\', ''], ['.*', '+', '{9999}'], ['\0', '', '\ud800']]
      const started = performance.now()
      for (const one of patterns) {
        expect(await found({ kind: 'text', field: 'title', match: { kind: 'pattern', pieces: one } })).toEqual([])
        expect(await found(tag('t', { kind: 'pattern', pieces: one }))).toEqual([])
      }
      expect(performance.now() - started).toBeLessThan(5_000)
    })

    it('find more values than can be listed', async () => {
      const rows = Array.from({ length: 2_500 }, (_, i) =>
        eventRow({
          eventId: hexIdOf(i),
          issueId: i % 3,
          tags: [['n', `value ${i}`]],
          stack: JSON.stringify({ 'stack.function': [`f${i}`, 'main'] }),
        }),
      )
      await given.append(rows)
      for (const where of [
        tag('n', { kind: 'contains', value: 'VALUE' }),
        { kind: 'hasTag', key: 'n' },
        attribute('stack.function', { kind: 'pattern', pieces: ['f', ''] }),
      ] as const) {
        const matched = await given.store().matchIssues({ ...anywhere, where, issueIds: null, figures: allFigures })
        expect(sumOf(matched.events)).toBe(2_500)
        expect(await found(not(where))).toEqual([])
      }
    })

    it('walk through all events of all issues, both ways', async () => {
      const day = 24 * 60 * 60 * 1000
      const times = [0, 0, 1, 2 * day, 2 * day, 30 * day, 31 * day, 90 * day]
      const rows = times.map((time, i) =>
        eventRow({ eventId: hexIdOf(i), issueId: i % 3, projectId: 1 + (i % 2), timestamp: noon + time }),
      )
      await given.append(rows)
      const newestFirst = rows.map(asFound).toReversed()
      const page = (after: EventRow | null, limit: number, backwards: boolean) =>
        given.store().searchEvents({ ...anywhere, projectIds: [1, 2], limit, after, backwards })
      for (let limit = 1; limit <= 9; limit++) {
        expect(await page(null, limit, false)).toEqual(newestFirst.slice(0, limit))
        expect(await page(null, limit, true)).toEqual(newestFirst.slice(-limit))
        for (const [index, row] of rows.toReversed().entries()) {
          expect(await page(row, limit, false)).toEqual(newestFirst.slice(index + 1, index + 1 + limit))
          expect(await page(row, limit, true)).toEqual(newestFirst.slice(Math.max(0, index - limit), index))
        }
      }
      expect(
        await given.store().searchEvents({ ...anywhere, projectIds: [], limit: 5, after: null, backwards: false }),
      ).toEqual([])
    })

    it('mean what the model says, whatever they are', async () => {
      let run = 0
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyRow, { minLength: 1, maxLength: 30 }),
          fc.array(anySearch, { maxLength: 10 }),
          async (made, asked) => {
            // Projects of their own in every run: opening a store for each would take most of the time.
            const shift = 10 * ++run
            const rows = made.map((row, i) => ({
              ...row,
              eventId: hexIdOf(run * 100 + i),
              issueId: row.issueId + shift,
              projectId: row.projectId + shift,
            }))
            const model = openEventModel()
            await given.append(rows)
            await model.append({ spool: 'spool', from: 0, to: 1, rows })
            for (const one of asked) {
              const query = {
                ...one,
                projectIds: one.projectIds.map((id) => id + shift),
                where: shifted(one.where, shift),
              }
              const listing = { ...query, limit: 5, after: null, backwards: one.flag }
              expect(await given.store().searchEvents(listing)).toEqual(await model.searchEvents(listing))
              const pick = rows[one.limit % rows.length] ?? null
              for (const order of ['id', 'time'] as const) {
                const page = { ...query, order, limit: one.limit, after: pick, backwards: one.flag }
                expect(await given.store().searchEvents(page)).toEqual(await model.searchEvents(page))
              }
              const matching = { ...query, issueIds: one.flag ? [1 + shift, 2 + shift] : null }
              for (const figures of [allFigures, allFigures.slice(one.limit % 4, 1 + (one.limit % 4)), []]) {
                expect(byIssue(await given.store().matchIssues({ ...matching, figures }))).toEqual(
                  byIssue(await model.matchIssues({ ...matching, figures })),
                )
              }
              const { projectIds: _, ...scope } = query
              const ofIssue = { ...scope, issueId: 1 + shift, limit: 4, after: null, oldestFirst: one.flag }
              expect(await given.store().listEvents(ofIssue)).toEqual(await model.listEvents(ofIssue))
            }
          },
        ),
        { numRuns: 12, interruptAfterTimeLimit: 30_000, markInterruptAsFailure: true },
      )
    }, 60_000)
  })
}

const allFigures: MatchedFigure[] = ['users', 'events', 'firstSeen', 'lastSeen']

const sumOf = (column: Float64Array) => column.reduce((sum, one) => sum + one, 0)

function byIssue({ issueIds, events, firstSeen, lastSeen, users }: MatchedIssues) {
  return Array.from(issueIds, (issueId, i) => [issueId, events[i], firstSeen[i], lastSeen[i], users[i]]).toSorted(
    ([a = 0], [b = 0]) => a - b,
  )
}

function shifted(condition: Condition<EventCondition>, shift: number): Condition<EventCondition> {
  if (condition.kind === 'and' || condition.kind === 'or') {
    return { kind: condition.kind, of: condition.of.map((part) => shifted(part, shift)) }
  }
  if (condition.kind === 'not') return { kind: 'not', of: shifted(condition.of, shift) }
  if (condition.kind === 'issues') return { kind: 'issues', issueIds: condition.issueIds.map((id) => id + shift) }
  if (condition.kind === 'projects')
    return { kind: 'projects', projectIds: condition.projectIds.map((id) => id + shift) }
  return condition
}

/** Few letters and lengths, so that they meet; those whose case folds oddly, marks of every pattern language. */
const letters = fc.constantFrom('a', 'b', 'B', 'İ', 'Σ', 'ß', '%', '_', '*', '.', '\\', '(', '\n', '\0', '😀', '1')
const someText = fc.string({ unit: letters, maxLength: 4 })
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
const numberText = fc.constantFrom('1', '2', '-3', '4.5', '1e3', ' 1', '0x1', '')
const tagKeys = ['release', 'plan', 'ä', ''] as const
const stackKeys = ['stack.filename', 'error.value', 'error.type'] as const

const anyRow: fc.Arbitrary<EventRow> = fc
  .record({
    issueId: fc.integer({ min: 1, max: 3 }),
    timestamp: fc.constantFrom(0, 1, 1_000, 2_000, 100_000_000),
    receivedAt: fc.constantFrom(0, 1_000),
    level: fc.constantFrom('error', 'fatal'),
    title: someText,
    message: someText,
    environment: maybe(fc.constantFrom('production', '')),
    release: maybe(someText),
    transaction: maybe(someText),
    errorValue: maybe(someText),
    handled: maybe(fc.boolean()),
    userKey: maybe(fc.constantFrom('id:1', 'id:2')),
    userEmail: maybe(someText),
    traceId: maybe(fc.constantFrom(hexIdOf(7), hexIdOf(8))),
    tags: fc.uniqueArray(fc.tuple(fc.constantFrom(...tagKeys), fc.oneof(someText, numberText)), {
      maxLength: 3,
      selector: ([key]) => key,
    }),
    attributes: fc.uniqueArray(
      fc.tuple(fc.constantFrom(...attributeKeys.slice(0, 2)), fc.oneof(someText, numberText)),
      {
        maxLength: 2,
        selector: ([key]) => key,
      },
    ),
    stack: fc
      .dictionary(
        fc.constantFrom(...stackKeys),
        fc.uniqueArray(fc.oneof(someText, numberText), { minLength: 1, maxLength: 3 }),
      )
      .map((stack) => (Object.keys(stack).length === 0 ? '' : JSON.stringify(stack))),
  })
  // The events of an issue are of one project.
  .map((row) => eventRow({ eventId: '', projectId: row.issueId === 3 ? 2 : 1, ...row }))

const anyMatch: fc.Arbitrary<TextMatch> = fc.oneof(
  fc.record({ kind: fc.constant('equals'), value: fc.oneof(someText, fc.constantFrom(hexIdOf(7), 'id:1')) }),
  fc.record({ kind: fc.constant('in'), values: fc.array(someText, { maxLength: 3 }) }),
  fc.record({ kind: fc.constant('contains'), value: someText }),
  fc.record({ kind: fc.constant('pattern'), pieces: fc.array(someText, { minLength: 1, maxLength: 4 }) }),
)
const comparison = fc.constantFrom<Comparison[]>('=', '>', '>=', '<', '<=')
const number = fc.constantFrom(-3, 0, 1, 4.5, 1_000)
const tagKey = fc.constantFrom(...tagKeys, 'missing')
const attributeKey = fc.constantFrom(...attributeKeys.slice(0, 3), ...stackKeys, 'missing')
const field = fc.constantFrom(...eventTextFields)
const ids = fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 3 })

const anyLeaf: fc.Arbitrary<EventCondition> = fc.oneof(
  fc.record({ kind: fc.constant('issues'), issueIds: ids }),
  fc.record({ kind: fc.constant('projects'), projectIds: ids }),
  fc.record({ kind: fc.constant('text'), field, match: anyMatch }),
  fc.record({ kind: fc.constant('has'), field }),
  fc.record({ kind: fc.constant('tag'), key: tagKey, match: anyMatch }),
  fc.record({ kind: fc.constant('hasTag'), key: tagKey }),
  fc.record({ kind: fc.constant('tagNumber'), key: tagKey, comparison, value: number }),
  fc.record({ kind: fc.constant('attribute'), key: attributeKey, match: anyMatch }),
  fc.record({ kind: fc.constant('hasAttribute'), key: attributeKey }),
  fc.record({ kind: fc.constant('attributeNumber'), key: attributeKey, comparison, value: number }),
  fc.record({ kind: fc.constant('user'), match: anyMatch }),
  fc.record({ kind: fc.constant('handled'), handled: maybe(fc.boolean()) }),
  fc.record({ kind: fc.constant('mentions'), match: anyMatch }),
  fc.record({
    kind: fc.constant('time'),
    field: fc.constantFrom('timestamp', 'receivedAt'),
    comparison,
    value: number,
  }),
)

const { condition: anyCondition } = fc.letrec<{ condition: Condition<EventCondition> }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    anyLeaf,
    fc.record({ kind: fc.constant('and'), of: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('or'), of: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('not'), of: tie('condition') }),
  ),
}))

const anySearch = fc.record({
  projectIds: fc.uniqueArray(fc.constantFrom(1, 2), { maxLength: 2 }),
  environments: maybe(fc.uniqueArray(fc.constantFrom('production', '', 'staging'), { maxLength: 2 })),
  start: maybe(fc.constantFrom(0, 1, 1_500)),
  end: maybe(fc.constantFrom(1, 2_000, 200_000_000)),
  where: anyCondition,
  flag: fc.boolean(),
  limit: fc.integer({ min: 1, max: 6 }),
})
