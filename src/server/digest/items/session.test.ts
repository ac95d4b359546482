import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultProjectSettings } from '../../projects/defaults.ts'
import type { SessionCounts, SessionUpdate } from '../../storage/sessions/port.ts'
import { hashUser } from '../../storage/user-sketch.ts'
import { createSessionFilter } from '../filters/filters.ts'
import { exampleReceipt, receivedAt } from '../normalize/testing/example-receipt.ts'
import type { FilterSettings, Receipt } from '../types.ts'
import { type SessionOrigin, trackSession, trackSessions } from './session.ts'

const minute = 60_000
const day = 86_400_000
const iso = (time: number) => new Date(time).toISOString()

interface Circumstances {
  receipt?: Partial<Receipt>
  filters?: Partial<FilterSettings>
  sentAt?: number | null
  position?: number
  item?: number
}

function origin({ receipt, filters, sentAt = null, position = 70, item = 0 }: Circumstances = {}): SessionOrigin {
  const settings = defaultProjectSettings()
  return {
    record: { position, receipt: exampleReceipt({ projectId: 7, ...receipt }), envelope: new Uint8Array() },
    settings: {
      id: 7,
      organizationId: 3,
      slug: 'shop',
      platform: null,
      ...settings,
      filters: { ...settings.filters, ...filters },
    },
    item,
    sentAt,
    filter: createSessionFilter(),
  }
}

const told = { sid: '8333339f-5675-4f89-a9a0-1c935255ab58', started: iso(receivedAt - minute) }
const attrs = { release: 'shop@2.0.1', environment: 'staging' }

const track = (own: object, circumstances?: Circumstances) =>
  trackSession(JSON.stringify({ ...told, attrs, ...own }), origin(circumstances))

function update(own: object, circumstances?: Circumstances): SessionUpdate {
  const tracked = track(own, circumstances)
  if (!tracked.ok) throw new Error(tracked.reason)
  return tracked.update
}

describe('a session', () => {
  test('is placed where and when it started', () => {
    expect(update({ init: true, did: 'jane', status: 'exited', duration: 1.5 })).toEqual({
      position: 70,
      organizationId: 3,
      projectId: 7,
      receivedAt,
      started: receivedAt - minute,
      release: 'shop@2.0.1',
      environment: 'staging',
      user: hashUser('jane'),
      sid: '8333339f56754f89a9a01c935255ab58',
      isInit: true,
      status: 'exited',
      errors: 0,
      duration: 1500,
      abnormalMechanism: null,
    })
  })

  test('is the same whether its id has dashes or not, or is any other text', () => {
    expect(update({ sid: '8333339F56754F89A9A01C935255AB58' }).sid).toBe('8333339f56754f89a9a01c935255ab58')
    expect(update({ sid: 'my session' }).sid).toBe(createHash('md5').update('my session').digest('hex'))
    expect(update({ sid: 12 }).sid).toBe(createHash('md5').update('12').digest('hex'))
  })

  test('without an id is one of its own, and the same when it is digested again', () => {
    const { sid } = update({ sid: '' })
    expect(sid).toMatch(/^[0-9a-f]{32}$/)
    expect(update({ sid: null }).sid).toBe(sid)
    expect(update({ sid: null }, { item: 1 }).sid).not.toBe(sid)
    expect(update({ sid: null }, { position: 71 }).sid).not.toBe(sid)
  })

  test('of a clock that is wrong by an hour or more is moved by that', () => {
    const started = iso(receivedAt - 3 * day - minute)
    expect(update({ started }, { sentAt: receivedAt - 3 * day }).started).toBe(receivedAt - minute)
    const ahead = iso(receivedAt + 2 * day)
    expect(update({ started: ahead }, { sentAt: receivedAt + 2 * day }).started).toBe(receivedAt)
    expect(update({}, { sentAt: receivedAt - 54 * minute }).started).toBe(receivedAt - minute)
  })

  test.each([
    [5 * day, true],
    [5 * day + 1, false],
    [-minute, true],
    [-minute - 1, false],
  ])('that started %i ms before it was received: %j', (age, isKept) => {
    const tracked = track({ started: iso(receivedAt - age) })
    const refused = { ok: false, outcome: 'invalid', reason: 'timestamp' }
    expect(tracked).toMatchObject(isKept ? { ok: true } : refused)
  })

  test.each([
    [{ release: 'latest' }, { ok: false, outcome: 'invalid', reason: 'invalid_release' }],
    [{ release: 'a/b' }, { ok: false, outcome: 'invalid', reason: 'invalid_release' }],
    [{ release: 'x'.repeat(201) }, { ok: false, outcome: 'invalid', reason: 'invalid_release' }],
    [
      { release: ' shop@1 ', environment: 'a/b' },
      { ok: true, update: { release: 'shop@1', environment: '' } },
    ],
    [{ environment: 'none' }, { ok: true, update: { release: '', environment: '' } }],
    [{ release: 'nul\u0000 \ud800' }, { ok: true, update: { release: 'nul\ufffd \ufffd' } }],
  ])('of %j', (own, expected) => expect(track({ attrs: own })).toMatchObject(expected))

  test.each<[Partial<FilterSettings>, string | null]>([
    [{ ipAddresses: ['203.0.113.0/24'] }, 'ip-address'],
    [{ releases: ['shop@2.*'] }, 'release-version'],
    [{ localhost: true }, 'localhost'],
    [{ webCrawlers: true }, 'web-crawlers'],
    [{ legacyBrowsers: ['ie'] }, null],
    [{ browserExtensions: true, errorMessages: ['*'], reactHydrationErrors: true, chunkLoadErrors: true }, null],
  ])('is filtered by %j: %s', (filters, reason) => {
    const sender = { ...attrs, ip_address: '127.0.0.1', user_agent: 'Googlebot/2.1' }
    const tracked = track({ attrs: sender }, { filters: { webCrawlers: false, ...filters } })
    expect(tracked).toMatchObject(reason === null ? { ok: true } : { ok: false, outcome: 'filtered', reason })
  })

  test('of an old browser is filtered', () => {
    const agent = 'Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)'
    const tracked = track({ attrs: { ...attrs, user_agent: agent } }, { filters: { legacyBrowsers: ['ie'] } })
    expect(tracked).toMatchObject({ ok: false, outcome: 'filtered', reason: 'legacy-browsers' })
  })
})

test('any session is placed soundly, or refused with a reason', () => {
  const odd = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }))
  const when = fc.oneof(
    fc.integer({ min: -7 * day, max: day }).map((ago) => iso(receivedAt + ago)),
    fc.double({ noNaN: true }),
  )
  const said = fc.record(
    {
      sid: odd,
      did: odd,
      started: when,
      status: odd,
      errors: odd,
      duration: odd,
      attrs: fc.dictionary(fc.constantFrom('release', 'environment', 'user_agent'), odd),
    },
    { requiredKeys: ['started'] },
  )
  const sentAt = fc.oneof(
    fc.integer({ min: -7 * day, max: day }).map((ago) => receivedAt + ago),
    fc.constantFrom(null, 0, Number.NaN, Number.POSITIVE_INFINITY),
  )
  fc.assert(
    fc.property(said, sentAt, (session, sent) => {
      const tracked = trackSession(JSON.stringify(session), origin({ sentAt: sent, filters: { webCrawlers: true } }))
      const kept = tracked.ok ? [tracked.update] : []
      for (const { sid, started, release, environment, user } of kept) {
        expect(sid).toMatch(/^[0-9a-f]{32}$/)
        expect(Number.isSafeInteger(started)).toBe(true)
        expect(started).toBeGreaterThanOrEqual(receivedAt - 5 * day)
        expect(started).toBeLessThanOrEqual(receivedAt + minute)
        expect(user === null || (Number.isSafeInteger(user) && user >= 0)).toBe(true)
        expect(`${release}${environment}`).not.toMatch(/[\0\n\r/\\]/)
        expect(`${release}\n${environment}`.isWellFormed()).toBe(true)
        expect(release.length).toBeLessThanOrEqual(200)
        expect(environment.length).toBeLessThanOrEqual(64)
      }
    }),
  )
})

describe('counted sessions', () => {
  const started = iso(receivedAt - minute)
  const trackAll = (aggregates: unknown[], circumstances?: Circumstances, own: object = attrs) => {
    const { counts, refused } = trackSessions(JSON.stringify({ aggregates, attrs: own }), origin(circumstances))
    return { counts, refused: refused.filter(({ quantity }) => quantity > 0) }
  }

  test('are placed bucket by bucket', () => {
    const buckets = [
      { started, exited: 3 },
      { started, did: 'jane', crashed: 1 },
    ]
    const { counts, refused } = trackAll(buckets)
    expect(refused).toEqual([])
    const place = {
      position: 70,
      organizationId: 3,
      projectId: 7,
      receivedAt,
      started: receivedAt - minute,
      release: 'shop@2.0.1',
      environment: 'staging',
    }
    const none = { exited: 0, errored: 0, abnormal: 0, crashed: 0, unhandled: 0 }
    expect(counts).toEqual([
      { ...place, user: null, ...none, exited: 3 },
      { ...place, user: hashUser('jane'), ...none, crashed: 1 },
    ])
  })

  test('are kept or refused one bucket at a time, and none goes uncounted', () => {
    const old = { started: iso(receivedAt - 6 * day), exited: 1 }
    const good = { started, exited: 1 }
    const many = Array.from({ length: 102 }, () => good)
    const { counts, refused } = trackAll([old, {}, old, ...many])
    expect(counts).toHaveLength(97)
    expect(refused).toEqual([
      { outcome: 'invalid', reason: 'invalid_session', quantity: 1 },
      { outcome: 'invalid', reason: 'too_many_items', quantity: 5 },
      { outcome: 'invalid', reason: 'timestamp', quantity: 2 },
    ])
  })

  test('of a release that is invalid or filtered are refused together', () => {
    const buckets = [
      { started, exited: 1 },
      { started, exited: 2 },
    ]
    expect(trackAll(buckets, {}, { release: '..' })).toEqual({
      counts: [],
      refused: [{ outcome: 'invalid', reason: 'invalid_release', quantity: 2 }],
    })
    expect(trackAll(buckets, { filters: { releases: ['shop@*'] } })).toEqual({
      counts: [],
      refused: [{ outcome: 'filtered', reason: 'release-version', quantity: 2 }],
    })
  })

  test('that cannot be read count as one', () => {
    const refused = [{ outcome: 'invalid', reason: 'invalid_json', quantity: 1 }]
    expect(trackSessions('{', origin())).toEqual({ counts: [], refused })
  })
})

/** What Sentry counts of an update (`sessions-update-counters.json`), read off what the view is given. */
function emitsOf({ isInit, status, errors, user, abnormalMechanism }: SessionUpdate): string[] {
  const did = user === null ? [] : ['∋did']
  const isErrored = errors > 0 || !['ok', 'exited'].includes(status)
  const counted = status === 'crashed' || status === 'abnormal' || status === 'unhandled' ? [status] : []
  return [
    ...(isInit ? ['session{init}+=1'] : []),
    ...(isErrored ? ['error∋sid'] : []),
    ...did.map((of) => (isErrored ? `user{errored}${of}` : `user{}${of}`)),
    ...counted.flatMap((name) => [
      `session{${name}}+=1`,
      ...did.map((of) => `user{${[name, ...abnormal(abnormalMechanism)].join(',')}}${of}`),
    ]),
  ]
}

const abnormal = (mechanism: string | null) => (mechanism === null ? [] : [`abnormal_mechanism=${mechanism}`])

/** The same of a bucket. */
function emitsOfCounts({ exited, errored, abnormal: failed, crashed, unhandled, user }: SessionCounts): string[] {
  const bad = errored + failed + crashed + unhandled
  const counters = { init: exited + bad, errored_preaggr: bad, abnormal: failed, crashed, unhandled }
  const sums = Object.entries(counters).flatMap(([name, count]) => (count > 0 ? [`session{${name}}+=${count}`] : []))
  return [...sums, ...(user === null ? [] : [bad > 0 ? 'user{errored}∋x' : 'user{}∋x'])]
}

const fixtures = process.env['LAPWING_FIXTURES'] ?? ''

interface CounterRow {
  update?: object
  aggregate?: { started: string }
  emits: string[]
}

// Set LAPWING_FIXTURES to the folder of fixtures to run these.
describe.skipIf(fixtures === '')('the counters of', () => {
  const rows: CounterRow[] =
    fixtures === '' ? [] : JSON.parse(readFileSync(path.join(fixtures, 'sessions-update-counters.json'), 'utf8'))

  test.each(rows.flatMap((row) => (row.update ? [[row.update, row.emits] as const] : [])))(
    'the update %j are Sentry’s',
    (own, emits) => expect(emitsOf(update(own))).toEqual(emits),
  )

  test.each(rows.flatMap((row) => (row.aggregate ? [[row.aggregate, row.emits] as const] : [])))(
    'the bucket %j are Sentry’s',
    (bucket, emits) => {
      const receipt = { receivedAt: Date.parse(bucket.started) + minute }
      const { counts } = trackSessions(JSON.stringify({ aggregates: [bucket], attrs }), origin({ receipt }))
      expect(counts.map(emitsOfCounts)).toEqual([emits])
    },
  )
})
