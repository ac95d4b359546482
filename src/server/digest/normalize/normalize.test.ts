import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createNormalizer } from './normalize.ts'
import { deriveTags } from './tags.ts'
import { findTypeErrors } from './testing/conformance.ts'
import { exampleReceipt, receivedAt } from './testing/example-receipt.ts'
import { eventFixtures, normalizedFixture, readEventFixture } from './testing/fixture.ts'

const normalize = createNormalizer()
const none = { eventId: null, sentAt: null }
const of = (raw: unknown, receipt = exampleReceipt()) => normalize(raw, receipt, none)

describe('ids', () => {
  const own = '3882f0cd-6fcf-4b16-b941-7ce61f8bfb13'
  const hex = '3882f0cd6fcf4b16b9417ce61f8bfb13'

  test('the envelope’s wins over the payload’s', () => {
    expect(of({ event_id: own }).event_id).toBe(hex)
    expect(of({ event_id: own.toUpperCase() }).event_id).toBe(hex)
    expect(normalize({ event_id: 'f'.repeat(32) }, exampleReceipt(), { eventId: own, sentAt: null }).event_id).toBe(hex)
  })

  test('a broken one is noted and replaced by one that is always the same', () => {
    const event = of({ event_id: 'xyz' })
    expect(event.event_id).toMatch(/^[0-9a-f]{32}$/)
    expect(of({ event_id: 'xyz' }).event_id).toBe(event.event_id)
    expect(of({ event_id: 'xyz' }, exampleReceipt({ receivedAt: receivedAt + 1 })).event_id).not.toBe(event.event_id)
    expect(of({}).event_id).not.toBe(event.event_id)
    expect(event.errors).toMatchObject([{ type: 'invalid_data', name: 'event_id', value: 'xyz' }])
  })
})

describe('members', () => {
  test.each([null, 'text', 5, [], true])('a payload that is %j becomes an event with an error', (raw) => {
    const event = of(raw)
    expect(event).toMatchObject({
      type: 'default',
      platform: 'other',
      level: 'error',
      tags: [],
      timestamp: receivedAt / 1000,
    })
    expect(event.errors).toMatchObject([{ type: 'invalid_data', name: '' }])
  })

  test.each([
    [{ type: 'transaction' }, 'transaction'],
    [{ type: 'error' }, 'default'],
    [{ type: 'default', exception: { type: 'A' } }, 'error'],
    [{ csp: { blocked_uri: 'x' } }, 'csp'],
    [{ hpkp: { hostname: 'x' } }, 'hpkp'],
    [{ expectct: { hostname: 'x' } }, 'expectct'],
    [{ expectstaple: { hostname: 'x' } }, 'expectstaple'],
    [{ contexts: { nel: { phase: 'dns' } } }, 'nel'],
    [{ csp: {}, exception: { type: 'A' } }, 'error'],
  ])('%j is of type %s', (raw, type) => expect(of(raw).type).toBe(type))

  test('level and platform have defaults', () => {
    expect(of({ type: 'transaction' }).level).toBe('info')
    expect(of({ level: 'loud' })).toMatchObject({ level: 'error', errors: [{ type: 'invalid_data', name: 'level' }] })
    expect(of({ platform: 'cobol' }).platform).toBe('other')
    expect(of({ platform: 'node' }).platform).toBe('node')
  })

  test('spans and measurements are a transaction’s only', () => {
    const more = {
      spans: [{ span_id: 'a' }],
      measurements: { lcp: { value: 1 }, bad: {} },
      contexts: { trace: { op: 'x' } },
    }
    expect(of(more)).not.toHaveProperty('spans')
    expect(of(more)).not.toHaveProperty('measurements')
    expect(of({ ...more, type: 'transaction' })).toMatchObject({
      spans: [{ span_id: 'a' }],
      measurements: { lcp: { value: 1 } },
      contexts: { trace: { op: 'x', status: 'unknown' } },
    })
  })

  test('fingerprints are lists of texts', () => {
    expect(of({ fingerprint: ['a', 1, true] }).fingerprint).toEqual(['a', '1', 'true'])
    expect(of({ fingerprint: [] }).fingerprint).toBeNull()
    expect(of({ fingerprint: 'a' }).fingerprint).toEqual(['a'])
    expect(of({ fingerprint: ['a', {}] })).toMatchObject({ fingerprint: ['a'], errors: [{ name: 'fingerprint.1' }] })
    expect(of({ fingerprint: {} })).toMatchObject({ fingerprint: null, errors: [{ name: 'fingerprint' }] })
  })

  test('the SDK is that of the request where none is sent', () => {
    const receipt = exampleReceipt({ client: 'sentry.python/2.1.0' })
    expect(of({}, receipt).sdk).toEqual({ name: 'sentry.python', version: '2.1.0' })
    expect(of({ sdk: { name: 'own', version: 1, packages: [{ name: 'p', version: '2' }, {}] } }, receipt).sdk).toEqual({
      name: 'own',
      version: '1',
      packages: [{ name: 'p', version: '2' }],
    })
  })

  test('members that the protocol does not name are kept, those that the digest sets are not', () => {
    const event = of({ culprit: 'x'.repeat(300), own: { a: 1 }, project: 7, summary: {}, grouping: {} })
    expect(event).toMatchObject({ culprit: `${'x'.repeat(197)}...`, own: { a: 1 } })
    for (const name of ['project', 'summary', 'grouping']) expect(event).not.toHaveProperty(name)
  })

  test('names of old protocols are known', () => {
    const event = of({
      'sentry.interfaces.Http': { url: 'http://x/' },
      'sentry.interfaces.User': { id: '1' },
      'sentry.interfaces.Stacktrace': { frames: [{ function: 'f' }] },
      'sentry.interfaces.Template': { lineno: 3 },
      request: null,
      user: { id: '2' },
    })
    expect(event).toMatchObject({
      request: { url: 'http://x/' },
      user: { id: '2' },
      stacktrace: { frames: [{ function: 'f' }] },
      template: { lineno: 3 },
    })
    expect(Object.keys(event).filter((key) => key.startsWith('sentry.'))).toEqual([])
  })

  test('notes of SDKs and relays stay', () => {
    const event = of({
      extra: { a: '' },
      _meta: { extra: { a: { '': { rem: [['!config', 'x', 0, 5]] } } } },
      errors: [{ type: 'js_no_source', url: 'x' }, 5],
    })
    expect(event._meta).toEqual({ extra: { a: { '': { rem: [['!config', 'x', 0, 5]] } } } })
    expect(event.errors).toEqual([{ type: 'js_no_source' }])
  })
})

describe('security reports', () => {
  const receipt = exampleReceipt({
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0',
    clientHints: { 'sec-ch-ua-platform': '"Linux"' },
  })

  test('are of the browser that brings them', () => {
    const event = of({ csp: { violated_directive: 'IMG-SRC https://x', blocked_uri: 'http://evil' } }, receipt)
    expect(event).toMatchObject({
      type: 'csp',
      logger: 'csp',
      user: { ip_address: '203.0.113.9' },
      csp: { effective_directive: 'img-src' },
      request: {
        headers: [
          ['User-Agent', receipt.userAgent],
          ['Sec-Ch-Ua-Platform', '"Linux"'],
        ],
      },
      contexts: { browser: { name: 'Firefox', version: '115.0' } },
    })
  })
})

describe.skipIf(eventFixtures === null)('payloads of real SDKs', () => {
  const names = eventFixtures === null ? [] : readdirSync(eventFixtures).map((file) => file.replace(/\.json$/, ''))

  test.each(names)('%s has the types, and the same again', (name) => {
    const raw = readEventFixture(name)
    const before = JSON.stringify(raw)
    const event = of(raw)
    expect(findTypeErrors(event)).toEqual([])
    expect(of(raw)).toEqual(event)
    expect(JSON.stringify(raw)).toBe(before)
  })

  test('javascript', () => {
    const event = normalizedFixture('javascript')
    expect(event).toMatchObject({
      type: 'error',
      user: { id: '1', email: 'mail@example.org', ip_address: '127.0.0.1' },
      exception: { values: [{ type: 'TypeError', value: "Object [object Object] has no method 'updateFrom'" }] },
    })
    expect(
      event.exception?.values[0]?.stacktrace?.frames.map((frame) => [
        frame.function,
        frame.filename,
        frame.lineno,
        frame.in_app,
      ]),
    ).toEqual([
      ['member', '../../sentry/scripts/views.js', 283, true],
      ['merge', '../../sentry/scripts/views.js', 268, true],
      ['poll', '../../sentry/scripts/views.js', 389, true],
      ['apply', 'raven.js', 62, false],
    ])
    expect(event.breadcrumbs?.values.map((breadcrumb) => breadcrumb.level)).toEqual([
      'info',
      'info',
      'warning',
      'error',
      'fatal',
      'debug',
      'info',
      'info',
    ])
    expect(deriveTags(event)).toEqual([
      ['browser', 'Chrome 65.0.3325'],
      ['browser.name', 'Chrome'],
      ['level', 'error'],
      ['os', 'Mac OS X 10.13.4'],
      ['os.name', 'Mac OS X'],
      ['user', 'id:1'],
    ])
    expect(event.errors).toBeUndefined()
  })

  test('python', () => {
    const event = normalizedFixture('python')
    expect(event).toMatchObject({ type: 'default', environment: 'prod' })
    expect(event.stacktrace?.frames.map((frame) => frame.function)).toEqual([
      'build_msg',
      'capture',
      'captureMessage',
      'send_test_message',
      'main',
    ])
    expect(event.stacktrace?.frames[0]?.vars?.["'stack'"]).toBe(true)
    expect(event.tags).toEqual([
      ['level', 'error'],
      ['server_name', 'web01.example.org'],
    ])
  })

  test('cocoa', () => {
    const event = normalizedFixture('cocoa')
    expect(event).toMatchObject({
      event_id: 'bfe4379d82934b2b91d70b1167bcae8d',
      release: 'io.sentry.sentry-ios-cocoapods-1.0',
      dist: '1',
      level: 'fatal',
    })
    const exception = event.exception?.values[0]
    expect(exception).toMatchObject({
      type: 'EXC_BAD_ACCESS',
      mechanism: { type: 'mach', meta: { signal: { name: 'SIGBUS' }, mach_exception: { name: 'EXC_BAD_ACCESS' } } },
    })
    expect(exception?.stacktrace?.frames).toHaveLength(22)
    expect(event.threads?.values).toHaveLength(10)
    expect(event.debug_meta?.images).toHaveLength(166)
    expect(Object.fromEntries(deriveTags(event))).toMatchObject({
      a: 'b',
      device: 'iPhone9,4',
      'device.family': 'iOS',
      os: 'iOS 10.3.3',
      'os.rooted': 'no',
      'app.device': '5773f9b6cf12099af7a8e1d1dcfd530d13391522',
      user: 'id:1234',
    })
  })

  test('java', () => {
    const event = normalizedFixture('java')
    expect(event).toMatchObject({
      release: '3.0.2',
      environment: 'production',
      user: { email: 'user@sentry.io', username: 'user', data: { account_level: 'premium' } },
      request: {
        method: 'GET',
        url: 'http://localhost:8080/',
        query_string: [['logged_in', '1']],
        data: { logged_in: ['1'] },
        inferred_content_type: 'application/json',
      },
      logentry: { formatted: 'Authentication failed, token expired!' },
      sdk: { name: 'sentry-java', client_ip: '172.56.7.13' },
    })
    expect(event.exception?.values[0]).toMatchObject({ type: 'ApiException', module: 'io.sentry.example' })
    expect(event.exception?.values[0]?.stacktrace?.frames).toHaveLength(57)
    expect(Object.fromEntries(deriveTags(event))).toMatchObject({
      user: 'email:user@sentry.io',
      browser: 'Chrome 60.0.3112',
      server_name: 'web1.example.com',
      release: '3.0.2',
    })
  })

  test('php', () => {
    const event = normalizedFixture('php')
    expect(event.exception?.values[0]).toMatchObject({
      type: 'Exception',
      value: 'This is a test exception sent from the Raven CLI.',
    })
    expect(event.exception?.values[0]?.stacktrace?.frames.at(-1)).toMatchObject({
      function: 'raven_cli_test',
      lineno: 16,
      vars: { args: { foo: 'bar' } },
    })
  })

  test('aspnetcore', () => {
    const event = normalizedFixture('aspnetcore')
    expect(event.request).toMatchObject({
      method: 'POST',
      cookies: [[expect.stringContaining('Antiforgery'), expect.any(String)]],
      data: { a: 'b', c: [{ d: 'e', f: 'g' }] },
    })
    expect(event.stacktrace?.frames).toHaveLength(70)
    expect(Object.keys(event.modules ?? {})).toHaveLength(161)
    expect(Object.fromEntries(deriveTags(event))).toMatchObject({
      'server-runtime': '.NET Core 2.1.5',
      'server-os': 'Windows 10.0.17134',
      user: 'ip:::1',
      ConnectionId: '0HLIA5VKBAHTH',
    })
  })

  test('csp', () => {
    expect(normalizedFixture('csp')).toMatchObject({
      type: 'csp',
      logger: 'csp',
      logentry: { formatted: "Blocked 'script' from 'example.org'" },
      csp: { effective_directive: 'script-src', blocked_uri: 'https://example.com', line_number: 304 },
      user: { ip_address: '203.0.113.9' },
      request: { url: 'https://example.com/welcome/' },
    })
    expect(normalizedFixture('hpkp').type).toBe('hpkp')
    expect(normalizedFixture('expectct').type).toBe('expectct')
  })

  test('native', () => {
    const event = normalizedFixture('native')
    expect(event).toMatchObject({ type: 'error', logentry: { message: 'thread_demo Failing!' } })
    expect(event.exception?.values[0]?.raw_stacktrace?.frames).toHaveLength(13)
    expect(event.debug_meta?.images).toHaveLength(181)
  })

  test('transaction', () => {
    const event = normalizedFixture('transaction')
    expect(event).toMatchObject({
      type: 'transaction',
      level: 'info',
      transaction: '/country_by_code/',
      measurements: { lcp: { value: 2807.335 } },
    })
    expect(event.spans).toHaveLength(2)
  })

  const defects = (name: string) => normalizedFixture(name).errors?.map(({ type, name: at }) => `${type} ${at}`)

  test('broken ones name their defects', () => {
    expect(defects('empty-exception')).toEqual(['missing_attribute exception.values.0'])
    expect(defects('empty-stacktrace')).toEqual(['invalid_data stacktrace.frames'])
    expect(defects('invalid-interfaces')).toEqual([
      'invalid_data logentry.formatted',
      'missing_attribute exception.values.0.type',
      'missing_attribute exception.values.1.type',
      'missing_attribute exception.values.2.mechanism.type',
      'invalid_data exception.values.3.mechanism.description',
      'invalid_data exception.values.4.stacktrace.frames',
      'invalid_data template.pre_context.0',
      'invalid_data template.context_line',
      'invalid_data template.post_context.0',
      'invalid_data breadcrumbs.values.1.level',
      'invalid_data breadcrumbs.values.2.data',
      'invalid_data user.ip_address',
      'invalid_data request.query_string.2',
      'invalid_data sdk.integrations',
      'invalid_data sdk.packages',
      'invalid_data debug_meta.is_debug_build',
      'missing_attribute debug_meta.images.0.type',
    ])
  })

  test('take microseconds', () => {
    const timings = ['php', 'javascript', 'aspnetcore', 'native'].map((name) => {
      const raw = readEventFixture(name)
      const rounds = Array.from({ length: 30 }, () =>
        timeOf(() => normalize(raw, exampleReceipt(), { eventId: 'a'.repeat(32), sentAt: null }), 20),
      )
      return [name, JSON.stringify(raw).length, Math.min(...rounds.slice(5))] as const
    })
    process.stdout.write(
      `${timings.map(([name, length, time]) => `normalize ${name} ${length} B: ${time.toFixed(0)} µs`).join('\n')}\n`,
    )
    // Four times the budget: these run beside others.
    for (const [, length, time] of timings) expect(time).toBeLessThan(length < 12_000 ? 240 : 2400)
  })
})

/** Mean microseconds of a run. */
function timeOf(run: () => void, times: number): number {
  const start = performance.now()
  for (let index = 0; index < times; index++) run()
  return ((performance.now() - start) / times) * 1000
}
