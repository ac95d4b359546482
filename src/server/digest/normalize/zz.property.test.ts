import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../protocol/event.ts'
import { createNormalizer } from './normalize.ts'
import { deriveTags } from './tags.ts'
import { findTypeErrors } from './testing/conformance.ts'
import { exampleReceipt } from './testing/example-receipt.ts'

const normalize = createNormalizer()
const receipt = exampleReceipt({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0' })
const envelope = { eventId: null, sentAt: null }

/** Names that mean something to the normaliser, and some that mean something to JavaScript. */
const names = [
  'exception',
  'values',
  'stacktrace',
  'frames',
  'type',
  'value',
  'mechanism',
  'meta',
  'signal',
  'number',
  'vars',
  'lineno',
  'filename',
  'abs_path',
  'pre_context',
  'context_line',
  'breadcrumbs',
  'timestamp',
  'level',
  'message',
  'data',
  'category',
  'logentry',
  'formatted',
  'params',
  'request',
  'url',
  'headers',
  'cookies',
  'query_string',
  'env',
  'method',
  'user',
  'id',
  'ip_address',
  'geo',
  'contexts',
  'os',
  'runtime',
  'raw_description',
  'browser',
  'trace',
  'trace_id',
  'tags',
  'key',
  'extra',
  'modules',
  'release',
  'dist',
  'environment',
  'platform',
  'event_id',
  'sdk',
  'packages',
  'name',
  'version',
  'integrations',
  'fingerprint',
  'debug_meta',
  'images',
  'csp',
  'violated_directive',
  'hpkp',
  'expectct',
  'spans',
  'measurements',
  'template',
  'threads',
  'thread_id',
  'errors',
  '_meta',
  'rem',
  'len',
  '',
  'transaction',
  'logger',
  'server_name',
  'site',
  'sentry.interfaces.Exception',
  'sentry.interfaces.Http',
  'sentry.interfaces.User',
  'nel',
  'start_timestamp',
  'culprit',
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  'length',
]
const texts = [
  '',
  '0',
  'NaN',
  'Infinity',
  '-1',
  '1e999',
  '2024-02-30T00:00:00Z',
  '2023-11-14T22:13:20Z',
  '{{auto}}',
  '127.0.0.1',
  'javascript',
  'transaction',
  'error',
  '%s %d %(x)s',
  '{} {0} {x}',
  'https://a:b@host/p?x=1#f',
  'a=b&c=d',
  '{"a":[1]}',
  '[',
  '\0',
  '\ud800',
  'x\udfff',
  'Windows NT 10.0.19041',
  'TypeError: x',
  'line\nbreak',
  'sentry:user',
  'Mozilla/5.0 (iPhone)',
  '__proto__',
]

const key = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...names) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
)
const leaf = fc.oneof(
  fc.constantFrom(...texts),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
)
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 5 }),
    // Built from text, as the parser builds it: an own `__proto__` is possible there.
    fc.array(fc.tuple(key, tie('tree')), { maxLength: 6 }).map((entries) => fromEntries(entries)),
  ),
}))
const payload = fc
  .array(fc.tuple(fc.constantFrom(...names), tree), { maxLength: 12 })
  .map((entries) => fromEntries(entries))

function fromEntries(entries: [string, unknown][]): unknown {
  const members = entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? 'null'}`)
  return JSON.parse(`{${members.join(',')}}`)
}

describe('normalize, of anything', () => {
  test('never throws, gives the types, and gives the same again', () => {
    fc.assert(
      fc.property(fc.oneof(payload, tree), (raw) => {
        const event = normalize(raw, receipt, envelope)
        expect(findTypeErrors(event)).toEqual([])
        expect(createNormalizer()(raw, receipt, envelope)).toEqual(event)
      }),
      { numRuns: 12000 },
    )
  })

  test('leaves the payload alone', () => {
    fc.assert(
      fc.property(payload, (raw) => {
        const before = JSON.stringify(raw)
        normalize(raw, receipt, envelope)
        expect(JSON.stringify(raw)).toBe(before)
      }),
      { numRuns: 2000 },
    )
  })

  test('tags derived twice are those derived once', () => {
    fc.assert(
      fc.property(payload, (raw) => {
        const event = normalize(raw, receipt, envelope)
        event.tags = deriveTags(event)
        expect(deriveTags(event)).toEqual(event.tags)
        expect(findTypeErrors(event)).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  test.each(['array', 'object'])('takes a payload that is nested a hundred thousand times: %s', (kind) => {
    const deep = nested(kind, 100_000)
    for (const member of [
      'extra',
      'contexts',
      'exception',
      'tags',
      'request',
      'user',
      '_meta',
      'breadcrumbs',
      'other',
      'errors',
      'logentry',
    ]) {
      expect(findTypeErrors(normalize({ [member]: deep }, receipt, envelope))).toEqual([])
      expect(
        findTypeErrors(normalize({ [member]: { data: deep, values: [deep], x: deep } }, receipt, envelope)),
      ).toEqual([])
    }
    expect(findTypeErrors(normalize(deep, receipt, envelope))).toEqual([])
  })

  test('takes lists of a hundred thousand, and what it gives is not longer', () => {
    const many = Array.from(
      { length: 100_000 },
      (_, index): Json => ({ type: 'A', value: `${index}`, message: 'x', name: 'n' }),
    )
    for (const member of ['exception', 'breadcrumbs', 'threads', 'tags', 'fingerprint', 'spans', 'errors', 'request']) {
      const event = normalize({ [member]: many, type: 'transaction', debug_meta: { images: many } }, receipt, envelope)
      expect(findTypeErrors(event)).toEqual([])
      expect(JSON.stringify(event).length).toBeLessThan(1_000_000)
    }
  })

  test('texts without end are cut', () => {
    const long = 'ab c'.repeat(500_000)
    const event = normalize(
      {
        message: long,
        transaction: long,
        release: long,
        tags: { a: long },
        extra: { a: long },
        user: { id: long, x: long },
        [long]: 1,
      },
      receipt,
      envelope,
    )
    expect(findTypeErrors(event)).toEqual([])
    expect(JSON.stringify(event).length).toBeLessThan(300_000)
  })
})

function nested(kind: string, depth: number): unknown {
  return JSON.parse(
    kind === 'array' ? '['.repeat(depth) + ']'.repeat(depth) : `${'{"data":'.repeat(depth)}1${'}'.repeat(depth)}`,
  )
}
