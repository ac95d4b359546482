import fc from 'fast-check'
import type { Condition } from '../../condition.ts'
import {
  replayNumbers,
  replayIdLists,
  type ReplayCondition,
  type ReplayQuery,
  type ReplaySortKey,
  replayTextLists,
  replayTexts,
} from '../port.ts'
import type { ReplayLink, ReplaySegment } from '../records.ts'
import {
  blobOf,
  dayMs,
  element,
  eventOf,
  everyPage,
  hourMs,
  minuteMs,
  noon,
  query,
  replayOf,
  traceOf,
} from './harness.ts'

/** What can happen, and what can be asked: few values, so that they meet. */

const texts = ['a', 'A', 'b', 'shop', 'Zürich', '\u{1f600}', '\uff5e', 'aäb']
export const users = [5, 6]
const levels = ['debug', 'info', 'warning', 'error', 'fatal'] as const

const text = fc.constantFrom(...texts)
const maybe = fc.option(fc.oneof({ weight: 6, arbitrary: text }, { weight: 1, arbitrary: fc.constant('') }), {
  freq: 3,
})
const time = fc
  .tuple(fc.constantFrom(-30, -1, 0, 1), fc.constantFrom(-hourMs, 0, minuteMs), fc.integer({ min: 0, max: 3 }))
  .map(([days, shift, ms]) => noon + days * dayMs + shift + ms)
const eventNumber = fc.integer({ min: 1, max: 5 })
const event = eventNumber.map(eventOf)
const trace = fc.integer({ min: 1, max: 4 }).map(traceOf)
const replay = fc.integer({ min: 1, max: 4 }).map(replayOf)
/** The third is another organisation's. */
const project = fc.constantFrom(1, 1, 2, 3)

const told = fc.record({
  environment: maybe,
  release: maybe,
  dist: maybe,
  platform: text,
  urls: fc.array(text, { maxLength: 3 }),
  errorIds: fc.array(event, { maxLength: 2 }),
  traceIds: fc.array(trace, { maxLength: 2 }),
  segmentNames: fc.array(text, { maxLength: 2 }),
  user: fc.option(fc.record({ id: maybe, username: maybe, email: maybe, ip: maybe })),
  geo: fc.option(fc.record({ city: maybe, countryCode: maybe, region: maybe, subdivision: maybe })),
  sdk: fc.record({ name: maybe, version: maybe }),
  os: fc.record({ name: maybe, version: maybe }),
  browser: fc.record({ name: maybe, version: maybe }),
  device: fc.record({ name: maybe, brand: maybe, model: maybe, family: maybe }),
  otaUpdates: fc.record({ channel: maybe, runtimeVersion: maybe, updateId: maybe }),
  tags: fc.uniqueArray(
    fc.tuple(fc.constantFrom('k', 'l', 'url'), fc.constantFrom(...texts, '')).map((pair): [string, string] => pair),
    { maxLength: 2, selector: ([key]) => key },
  ),
})

const click = fc
  .record({
    at: time,
    nodeId: fc.constantFrom(1, 2),
    isDead: fc.boolean(),
    isRage: fc.boolean(),
    element: fc
      .record({
        tag: fc.constantFrom('a', 'button'),
        id: fc.constantFrom('', 'x'),
        classes: fc.subarray(['c', 'd']),
        text: fc.constantFrom('', 'Save', 'a"b'),
      })
      .map(element),
  })
  .map((one) => ({ ...one, isRage: one.isRage && one.isDead }))

const recording = fc.record({
  blobId: fc.constant(blobOf(0)),
  kind: fc.constantFrom('rrweb' as const, 'video' as const),
  bytes: fc.nat(1000),
  clicks: fc.array(click, { maxLength: 3 }),
  counts: fc.record({
    taps: fc.nat(2),
    multiClicks: fc.nat(1),
    inputs: fc.nat(1),
    consoleMessages: fc.nat(2),
    requests: fc.nat(60),
    webVitals: fc.nat(1),
    mutations: fc.nat(1),
    hydrationErrors: fc.nat(1),
  }),
  navigations: fc.array(text, { maxLength: 2 }),
})

const segment: fc.Arbitrary<ReplaySegment> = fc
  .record({
    projectId: project,
    replayId: replay,
    segmentId: fc.nat(3),
    replayType: fc.constantFrom('session' as const, 'buffer' as const),
    startedAt: time,
    length: fc.constantFrom(0, 999, minuteMs, -1),
    told: fc.option(told, { freq: 4 }),
    recording: fc.option(recording, { freq: 4 }),
  })
  .map(({ length, ...own }) => ({
    ...own,
    position: 0,
    organizationId: 1,
    receivedAt: own.startedAt + 5000,
    finishedAt: own.startedAt + length,
  }))

const link: fc.Arbitrary<ReplayLink> = fc
  .record({ projectId: project, replayId: replay, event: eventNumber, level: fc.constantFrom(...levels), at: time })
  .map(({ event: n, ...own }) => ({
    ...own,
    eventId: eventOf(n),
    // An event is of one trace, or of none.
    traceId: n === 5 ? null : traceOf(n + 2),
    position: 0,
    organizationId: 1,
    receivedAt: own.at,
  }))

export const record = fc.oneof({ weight: 3, arbitrary: segment }, { weight: 1, arbitrary: link })

/** Projects and organisations of a history are its own. */
export function withProject<One extends { projectId: number; organizationId: number }>(one: One, firstId: number): One {
  return { ...one, projectId: firstId + one.projectId, organizationId: firstId + (one.projectId === 3 ? 1 : 0) }
}

const match = fc.oneof(
  text.map((value) => ({ kind: 'equals', value }) as const),
  fc.array(text, { maxLength: 2 }).map((values) => ({ kind: 'in', values }) as const),
  fc
    .array(fc.constantFrom('', 'a', 'B', 'ü'), { minLength: 1, maxLength: 3 })
    .map((pieces) => ({ kind: 'pattern', pieces }) as const),
  fc.constantFrom('', 'A', 'o', 'Ü', 'A"b').map((value) => ({ kind: 'contains', value }) as const),
)
const comparison = fc.constantFrom('=', '>', '>=', '<', '<=')
const part = fc.oneof(
  fc.record({
    part: fc.constantFrom('tag', 'id', 'class', 'role'),
    match: fc.constantFrom('a', 'button', 'x', 'c', 'd').map((value) => ({ kind: 'equals', value }) as const),
  }),
  fc.record({
    part: fc.constant('text' as const),
    match: fc.constantFrom('Save', 'a"b').map((value) => ({ kind: 'equals', value }) as const),
  }),
  fc.record({ part: fc.constant('text' as const), match }),
)

const leaf: fc.Arbitrary<ReplayCondition> = fc.oneof(
  fc.record({ kind: fc.constant('replays'), replayIds: fc.array(replay, { maxLength: 2 }) }),
  fc.record({
    kind: fc.constant('number'),
    field: fc.constantFrom(...replayNumbers),
    comparison,
    value: fc.constantFrom(0, 0.5, 1, 2, 60),
  }),
  fc.record({ kind: fc.constant('time'), field: fc.constantFrom('startedAt', 'finishedAt'), comparison, value: time }),
  fc.record({ kind: fc.constant('text'), field: fc.constantFrom(...replayTexts, ...replayTextLists), match }),
  fc.record({ kind: fc.constant('text'), field: fc.constantFrom(...replayTextLists), match }),
  fc.record({ kind: fc.constant('has'), field: fc.constantFrom(...replayTexts, ...replayTextLists, ...replayIdLists) }),
  fc.record({ kind: fc.constant('tag'), key: fc.constantFrom('k', 'l', 'none'), match }),
  fc.record({ kind: fc.constant('hasTag'), key: fc.constantFrom('k', 'l', 'none') }),
  fc.record({
    kind: fc.constant('ids'),
    field: fc.constantFrom(...replayIdLists),
    ids: fc.array(fc.oneof(event, trace), { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('click'),
    clicks: fc.constantFrom('all', 'dead', 'rage'),
    parts: fc.array(part, { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('viewedBy'), userIds: fc.subarray(users) }),
  fc.constant({ kind: 'archived' }),
)

const where: fc.Arbitrary<Condition<ReplayCondition>> = fc.letrec<{ any: Condition<ReplayCondition> }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), of: fc.array(tie('any'), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('not' as const), of: tie('any') }),
  ),
})).any

const sortKeys: readonly ReplaySortKey[] = ['startedAt', 'finishedAt', 'projectId', ...replayNumbers, ...replayTexts]

export const question = fc.record({
  projects: fc.subarray([1, 2, 3], { minLength: 1 }),
  environments: fc.option(fc.subarray(texts), { freq: 2 }),
  where,
  start: fc.oneof(time, fc.constant(noon - 90 * dayMs)),
  end: fc.oneof(time, fc.constant(noon + 90 * dayMs)),
  key: fc.constantFrom(...sortKeys),
  descending: fc.boolean(),
  limit: fc.constantFrom(1, 3, 100),
  offset: fc.constantFrom(0, 0, 1, 2),
  viewerId: fc.option(fc.constantFrom(...users)),
  of: fc.oneof(
    fc.record({ kind: fc.constant('tag'), key: fc.constantFrom('k', 'l', 'none') }),
    fc.record({ kind: fc.constant('text'), field: fc.constantFrom(...replayTexts, ...replayTextLists) }),
  ),
  contains: fc.option(fc.constantFrom('A', 'ü', 'o', '')),
})

export type Question = typeof question extends fc.Arbitrary<infer One> ? One : never

export function toQuery({ firstId, ...asked }: Partial<Question> & { firstId: number }): ReplayQuery {
  const { projects = [], key = 'startedAt', descending = true, ...own } = asked
  return {
    ...query({ ...everyPage, ...own }),
    projectIds: projects.map((id) => firstId + id),
    sort: { key, descending },
  }
}

export const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      envelopes: fc.array(fc.array(record, { minLength: 1, maxLength: 2 }), { maxLength: 8 }),
      again: fc.nat(3),
      notYet: fc.nat(2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ reopen: fc.constantFrom('closed' as const, 'killed' as const) }) },
  { weight: 2, arbitrary: fc.record({ ask: question }) },
  {
    weight: 2,
    arbitrary: fc.record({
      view: fc.record({ projectId: project, replayId: replay, userId: fc.constantFrom(...users), at: time }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      deleteReplays: fc.record({ projectId: project, ids: fc.array(replay, { minLength: 1, maxLength: 2 }) }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ deleteProject: fc.constantFrom(2, 3) }) },
  { weight: 1, arbitrary: fc.record({ forget: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ deleteBefore: fc.constantFrom(29, 0) }) },
)

export type Step = typeof step extends fc.Arbitrary<infer One> ? One : never
