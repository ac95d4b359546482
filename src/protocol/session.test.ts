import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maxBuckets, readSession, readSessions, sessionStatuses } from './session.ts'

const started = '2026-11-21T04:30:34.326Z'
const startedMs = Date.parse(started)

function session(own: object) {
  const result = readSession(JSON.stringify({ started, ...own }))
  return result.ok ? result.session : result.reason
}

const sessions = (said: unknown) => readSessions(JSON.stringify(said))

describe('a session', () => {
  test('is read whole', () => {
    const attrs = { release: 'shop@2.0.1', environment: 'staging', ip_address: '{{auto}}', user_agent: 'Firefox/72.0' }
    const update = {
      sid: '8333339f-5675-4f89-a9a0-1c935255ab58',
      did: 'jane',
      seq: 42,
      init: true,
      timestamp: '2026-11-21T05:03:01.816Z',
      duration: 1947.49,
      status: 'abnormal',
      errors: 2,
      abnormal_mechanism: 'anr_foreground',
      attrs,
    }
    expect(session(update)).toEqual({
      sid: '8333339f-5675-4f89-a9a0-1c935255ab58',
      did: 'jane',
      isInit: true,
      started: startedMs,
      status: 'abnormal',
      errors: 2,
      duration: 1_947_490,
      abnormalMechanism: 'anr_foreground',
      attributes: {
        release: 'shop@2.0.1',
        environment: 'staging',
        ipAddress: '{{auto}}',
        userAgent: 'Firefox/72.0',
      },
    })
  })

  test('need only say when it started', () => {
    expect(session({})).toEqual({
      sid: null,
      did: null,
      isInit: false,
      started: startedMs,
      status: 'ok',
      errors: 0,
      duration: null,
      abnormalMechanism: null,
      attributes: { release: '', environment: '', ipAddress: null, userAgent: null },
    })
  })

  test.each([
    [1_700_000_000, 1_700_000_000_000],
    ['1700000000.5', 1_700_000_000_500],
    [1_700_000_000.123, 1_700_000_000_123],
    // Not the next bucket of ten seconds.
    [1_700_000_009.999_999, 1_700_000_009_999],
    ['2023-11-14T23:13:20+01:00', 1_700_000_000_000],
    ['2023-11-14T22:13:20.123456Z', 1_700_000_000_123],
  ])('that started %s', (value, expected) => expect(session({ started: value })).toMatchObject({ started: expected }))

  test.each([
    [{ status: null }, { status: 'ok' }],
    [{ status: 'exited' }, { status: 'exited' }],
    [{ status: 'unhandled' }, { status: 'unhandled' }],
    [{ status: 'of_the_future' }, { status: 'errored' }],
    [{ status: 'constructor' }, { status: 'errored' }],
    [{ status: '' }, { status: 'errored' }],
    [{ status: 7 }, { status: 'errored' }],
    [{ status: 'crashed' }, { errors: 1 }],
    [{ status: 'crashed', errors: 3 }, { errors: 3 }],
    [{ errors: '3' }, { errors: 3 }],
    [{ errors: 2.9 }, { errors: 2 }],
    [{ errors: -1 }, { errors: 0 }],
    [{ errors: 1e300 }, { errors: 1e9 }],
    [{ errors: 'NaN' }, { errors: 0 }],
    [{ errors: [5] }, { errors: 0 }],
    [{ duration: '0.0125' }, { duration: 13 }],
    [{ duration: 0 }, { duration: 0 }],
    [{ duration: -0.0001 }, { duration: 0 }],
    [{ duration: -1 }, { duration: null }],
    [{ duration: 'Infinity' }, { duration: null }],
    [{ duration: 1e12 }, { duration: null }],
    [{ duration: true }, { duration: null }],
    [{ init: false }, { isInit: false }],
    [{ init: 'true' }, { isInit: true }],
    [{ init: 1 }, { isInit: false }],
    [{ seq: 0 }, { isInit: false }],
    [{ did: '' }, { did: null }],
    [{ did: 42 }, { did: '42' }],
    [{ did: {} }, { did: null }],
    [{ did: '00000000-0000-0000-0000-000000000000' }, { did: null }],
    [{ did: '00000000000000000000000000000000' }, { did: null }],
    [{ sid: ' a ' }, { sid: 'a' }],
    [{ sid: false }, { sid: null }],
    [{ abnormal_mechanism: 'anr_background' }, { abnormalMechanism: null }],
    [{ status: 'abnormal', abnormal_mechanism: 'none' }, { abnormalMechanism: null }],
    [{ status: 'abnormal', abnormal_mechanism: 'anr_background' }, { abnormalMechanism: 'anr_background' }],
    [{ attrs: { release: 1.5, environment: null } }, { attributes: { release: '1.5', environment: '' } }],
    [{ attrs: ['release'] }, { attributes: { release: '', environment: '' } }],
  ])('%j is %j', (own, expected) => expect(session(own)).toMatchObject(expected))

  test.each(['', '{', 'null, null'])('%j is no JSON', (json) => {
    expect(readSession(json)).toEqual({ ok: false, reason: 'invalid_json' })
    expect(readSessions(json)).toEqual({ ok: false, reason: 'invalid_json' })
  })

  test.each([null, 7, [], 'session', {}, { started: 'soon' }, { started: null }, { started: 1e12 }])(
    '%j is none',
    (said) => expect(readSession(JSON.stringify(said))).toEqual({ ok: false, reason: 'invalid_session' }),
  )
})

describe('counted sessions', () => {
  test('are read bucket by bucket', () => {
    const said = {
      aggregates: [
        { started, exited: 123, abnormal: 5, crashed: 7 },
        { started, did: 'x', exited: '12', errored: 3, unhandled: 1 },
      ],
      attrs: { release: 'api@1', environment: 'prod' },
    }
    const none = { did: null, exited: 0, errored: 0, abnormal: 0, crashed: 0, unhandled: 0 }
    expect(sessions(said)).toEqual({
      ok: true,
      buckets: [
        { ...none, started: startedMs, exited: 123, abnormal: 5, crashed: 7 },
        { ...none, started: startedMs, did: 'x', exited: 12, errored: 3, unhandled: 1 },
      ],
      attributes: { release: 'api@1', environment: 'prod', ipAddress: null, userAgent: null },
      invalid: 0,
      excess: 0,
    })
  })

  test('of a bucket without start or counts are passed over', () => {
    const bad = [null, 7, [], {}, { exited: 1 }, { started }, { started, exited: 0 }, { started, crashed: -5 }]
    expect(sessions({ aggregates: [...bad, { started, exited: 1 }] })).toMatchObject({
      buckets: [{ exited: 1 }],
      invalid: bad.length,
    })
  })

  test(`are read up to ${maxBuckets} buckets`, () => {
    const aggregates = Array.from({ length: maxBuckets + 3 }, (_, exited) => ({ started, exited: exited + 1 }))
    const read = sessions({ aggregates })
    expect(read).toMatchObject({ invalid: 0, excess: 3 })
    expect(read.ok && read.buckets.at(-1)?.exited).toBe(maxBuckets)
  })

  test.each([null, [], {}, { aggregates: {} }, { aggregates: 'all' }])('%j are none', (said) =>
    expect(sessions(said)).toEqual({ ok: false, reason: 'invalid_session' }),
  )
})

describe('any text', () => {
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.double(),
    fc.constantFrom('1e999', '-1', 'NaN', '0x10', ' 7 ', started, 1e308, -1e308, 1.7e9),
    fc.constantFrom(...sessionStatuses),
  )
  const names = ['sid', 'did', 'init', 'seq', 'started', 'timestamp', 'duration', 'status', 'errors', 'attrs'] as const
  const counts = ['exited', 'errored', 'abnormal', 'crashed', 'unhandled'] as const
  const member = fc.constantFrom<string>(...names, ...counts, 'abnormal_mechanism', 'release', 'environment')
  const said = fc.dictionary(member, fc.oneof(odd, fc.dictionary(member, odd)), { maxKeys: 17 })

  function expectSound(numbers: (number | null)[], texts: (string | null)[]): void {
    const isSound = (number: number | null) =>
      number === null || (Number.isSafeInteger(number) && !Object.is(number, -0))
    expect(numbers.filter((number) => !isSound(number))).toEqual([])
    expect(texts.filter((text) => text !== null && text !== text.trim())).toEqual([])
  }

  test('is a sound session or a reason', () => {
    const text = fc.oneof(
      said.map((value) => JSON.stringify(value)),
      fc.json(),
      fc.string(),
    )
    fc.assert(
      fc.property(text, (json) => {
        const read = readSession(json)
        if (!read.ok) return
        const { started: start, errors, duration, status, sid, did, attributes } = read.session
        expectSound([start, errors, duration], [sid, did, ...Object.values(attributes)])
        expect(sessionStatuses).toContain(status)
        expect(errors).toBeGreaterThanOrEqual(status === 'crashed' ? 1 : 0)
        expect(duration ?? 0).toBeGreaterThanOrEqual(0)
        expect([null, sid]).not.toContain('')
      }),
    )
  })

  test('is sound counts or a reason, and no bucket is lost', () => {
    const text = fc.oneof(
      fc
        .record({ aggregates: fc.oneof(fc.array(fc.oneof(said, odd)), odd), attrs: fc.oneof(said, odd) })
        .map((value) => JSON.stringify(value)),
      fc.string(),
    )
    fc.assert(
      fc.property(text, (json) => {
        const read = readSessions(json)
        if (!read.ok) return
        const aggregates: unknown = JSON.parse(json)?.aggregates
        expect(read.buckets.length + read.invalid + read.excess).toBe(
          Array.isArray(aggregates) ? aggregates.length : -1,
        )
        for (const { did, started: start, ...bucket } of read.buckets) {
          expectSound([start, ...Object.values(bucket)], [did])
          expect(Object.values(bucket).reduce((sum, count) => sum + count)).toBeGreaterThan(0)
          expect(Math.min(...Object.values(bucket))).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})
