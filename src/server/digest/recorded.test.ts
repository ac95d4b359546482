import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseEnvelope } from '../../protocol/envelope.ts'
import type { StoredEvent } from '../../protocol/event.ts'
import { defaultProjectSettings } from '../projects/defaults.ts'
import { hashUser } from '../storage/user-sketch.ts'
import { exampleReceipt } from './normalize/testing/example-receipt.ts'
import { findTypeErrors } from './normalize/testing/conformance.ts'
import { type Prepared, type PreparedAttachment, prepareRecord } from './prepare.ts'
import { createSteps } from './steps.ts'

/** Recorded by scripts/record-envelopes.ts: `<sdk>-<version>-<scene>.envelope`. */
const folder = path.join(import.meta.dirname, '../../../fixtures/envelopes')
const steps = createSteps()

interface Recording {
  sdk: string
  version: string
  scene: string
  events: StoredEvent[]
  attachments: PreparedAttachment[]
  sessions: Prepared['sessions']
  /** `outcome/category/reason` → quantity. */
  outcomes: Record<string, number>
}

function digest(file: string): Recording {
  const [, sdk = '', version = '', scene = ''] = /^(.+?)-(\d+\.\d+\.\d+)-(.+)\.envelope$/.exec(file) ?? []
  const envelope = readFileSync(path.join(folder, file))
  // A moment after it was sent: an old event's time would be replaced by that of its arrival.
  const receivedAt = (parseEnvelope(envelope).header?.sentAt ?? 1_795_000_000_000) + 50
  const receipt = exampleReceipt({ projectId: 1, receivedAt, clientIp: '203.0.113.9' })
  const settings = { id: 1, organizationId: 1, slug: 'app', platform: null, ...defaultProjectSettings() }
  const prepared = prepareRecord(steps, { position: 0, receipt, envelope }, settings)
  const outcomes: Record<string, number> = {}
  for (const { outcome, category, reason, quantity } of prepared.outcomes) {
    const name = `${outcome}/${category}/${reason}`
    outcomes[name] = (outcomes[name] ?? 0) + quantity
  }
  const { attachments, sessions } = prepared
  const events = prepared.events.map(({ json }) => JSON.parse(json))
  return { sdk, version, scene, events, attachments, sessions, outcomes }
}

const recordings = readdirSync(folder)
  .filter((file) => file.endsWith('.envelope'))
  .map((file) => ({ file, ...digest(file) }))
const find = (sdk: string, scene: string) => {
  const found = recordings.find(
    (recording) => recording.sdk === `sentry.javascript.${sdk}` && recording.scene === scene,
  )
  if (!found) throw new Error(`${scene} of ${sdk} was not recorded`)
  return found
}
const eventOf = (sdk: string, scene: string): StoredEvent => {
  const [event] = find(sdk, scene).events
  if (!event) throw new Error(`${scene} of ${sdk} has no event`)
  return event
}
/** All events of a scene; an SDK sends those of one moment in any order. */
const eventsOf = (sdk: string, scene: string): StoredEvent[] =>
  recordings
    .filter((one) => one.sdk === `sentry.javascript.${sdk}` && one.scene.replace(/-\d+$/, '') === scene)
    .flatMap(({ events }) => events)
const titled = (events: StoredEvent[], title: string) => events.filter((event) => event.summary.title === title)
const hashesOf = (events: StoredEvent[]) => events.map((event) => event.grouping.hashes)
const tagsOf = (event: StoredEvent) => Object.fromEntries(event.tags)

describe('every recorded event', () => {
  const withEvents = recordings.filter(({ events }) => events.length > 0)

  test.each(withEvents)('$file has its types, its SDK and no faults', ({ sdk, version, events }) => {
    for (const event of events) {
      expect(findTypeErrors(event)).toEqual([])
      expect(event.errors ?? []).toEqual([])
      expect(event.sdk).toMatchObject({ name: sdk, version })
      expect(event.summary.title).not.toMatch(/^$|^<un/)
      expect(event.grouping.hashes.length).toBeGreaterThan(0)
      expect(event.contexts?.trace?.trace_id).toMatch(/^[0-9a-f]{32}$/)
      expect(tagsOf(event)).toMatchObject({
        environment: event.environment,
        release: event.release,
        level: event.level,
      })
    }
  })

  test('says the same when it is digested again', () => {
    for (const { file, events } of recordings) expect(digest(file).events).toEqual(events)
  })
})

describe('what is no event', () => {
  test.each([
    ['node', 'session', { 'accepted/session/': 1 }],
    ['node', 'sessions', { 'accepted/session/': 1 }],
    ['node', 'transaction', { 'invalid/transaction/unsupported_transaction': 1 }],
    ['node', 'log', { 'invalid/log_item/unsupported_log': 2, 'invalid/log_byte/unsupported_log': expect.any(Number) }],
    ['node', 'trace_metric', { 'invalid/trace_metric/unsupported_trace_metric': 1 }],
    ['node', 'check_in', { 'invalid/monitor/unsupported_check_in': 1 }],
    ['node', 'feedback', { 'accepted/feedback/': 1 }],
    ['node', 'client_report', { 'client_discard/error/before_send': 1 }],
    ['browser', 'session', { 'accepted/session/': 1 }],
  ])('%s %s is counted with a reason', (sdk, scene, outcomes) => {
    expect(find(sdk, scene)).toMatchObject({ events: [] })
    expect(find(sdk, scene).outcomes).toEqual(outcomes)
  })

  test('sessions are tracked from their start to their end', () => {
    const sessionsOf = (sdk: string) =>
      recordings
        .filter((one) => one.sdk === `sentry.javascript.${sdk}`)
        .flatMap(({ sessions }) => sessions.updates)
        .toSorted((a, b) => a.errors - b.errors || Number(b.isInit) - Number(a.isInit))
    const page = { release: 'shop@2.0.1', environment: 'staging', status: 'ok', abnormalMechanism: null }
    expect(sessionsOf('browser')).toMatchObject([
      { ...page, isInit: true, errors: 0, user: null },
      { ...page, isInit: false, errors: 0, user: hashUser('7') },
      { ...page, isInit: false, errors: 1, user: hashUser('7') },
    ])
    expect(new Set(sessionsOf('browser').map(({ sid }) => sid)).size).toBe(1)
    const process = { release: 'checkout@1.4.2', environment: 'production', isInit: true, status: 'exited', user: null }
    expect(sessionsOf('node').toSorted((a, b) => (a.duration ?? 0) - (b.duration ?? 0))).toMatchObject([
      { ...process, duration: 12 },
      { ...process, duration: 23 },
    ])
  })

  test('requests come counted by the minute', () => {
    const { counts } = find('node', 'sessions').sessions
    expect(counts).toMatchObject([
      { release: 'api@5.1.0', environment: 'staging', exited: 5, errored: 2, crashed: 1, abnormal: 0, unhandled: 0 },
    ])
    expect((counts[0]?.started ?? 1) % 60_000).toBe(0)
  })

  test('an attachment beside an event is kept as a file of it', () => {
    const event = eventOf('node', 'other-items')
    expect(event.summary.title).toBe('Error: with an attachment')
    const { attachments, outcomes } = find('node', 'other-items')
    const content = 'kept beside the event'
    expect(attachments).toMatchObject([
      {
        eventId: event.event_id,
        type: 'event.attachment',
        name: 'note.txt',
        size: content.length,
        sha1: createHash('sha1').update(content).digest('hex'),
      },
    ])
    // Counted when it is recorded.
    expect(outcomes).toEqual({})
  })
})

describe('@sentry/node', () => {
  test('an uncaught error', () => {
    const event = eventOf('node', 'uncaught-error')
    expect(event).toMatchObject({ level: 'fatal', platform: 'node', server_name: 'web-1', release: 'checkout@1.4.2' })
    expect(event.summary).toMatchObject({
      title: "TypeError: Cannot read properties of undefined (reading 'amount')",
      metadata: { type: 'TypeError', function: 'priceOf' },
    })
    expect(tagsOf(event)).toMatchObject({ handled: 'no', mechanism: 'auto.node.onuncaughtexception' })
    const frames = event.exception?.values[0]?.stacktrace?.frames ?? []
    expect(frames.filter((frame) => frame.in_app).map((frame) => frame.function)).toEqual([
      'Immediate.checkOut',
      'sumOf',
      'priceOf',
    ])
    expect(frames.at(-1)).toMatchObject({ context_line: '  return item.price.amount', lineno: 6 })
  })

  test('an unhandled rejection', () => {
    const event = eventOf('node', 'unhandled-rejection')
    expect(event.summary.title).toBe('PaymentDeclined: the card was declined for 42')
    expect(tagsOf(event)).toMatchObject({ handled: 'no', mechanism: 'auto.node.onunhandledrejection' })
  })

  test('a message, a parameterized message and an error with all that can be attached', () => {
    const scenes = eventsOf('node', 'everything')
    for (const event of scenes) {
      expect(event).toMatchObject({
        dist: '77',
        user: {
          id: '42',
          email: 'jane@example.com',
          username: 'jane',
          ip_address: '203.0.113.7',
          data: { plan: 'gold' },
        },
        contexts: { cart: { items: ['book', 'pen'], total: { amount: 12.5 } }, runtime: { name: 'node' } },
        extra: { attempt: 2 },
      })
      expect(tagsOf(event)).toMatchObject({ 'cart.size': '3', shop: 'de', checkout: 'true', user: 'id:42' })
      expect(event.breadcrumbs?.values.slice(0, 3)).toMatchObject([
        { category: 'cart', message: 'added a book', level: 'info' },
        { type: 'http', level: 'warning', data: { status_code: 503 } },
        { category: 'console', message: 'the till is open' },
      ])
    }
    const order = scenes.find((event) => event.logentry?.params)
    expect(order?.logentry).toEqual({
      message: 'order %s of %s is late',
      formatted: 'order 1234 of jane is late',
      params: [1234, 'jane'],
    })
    const error = scenes.find((event) => event.exception)
    expect(error).toMatchObject({ level: 'fatal', transaction: 'POST /checkout' })
    expect(scenes.map((event) => event.summary.title).toSorted()).toEqual([
      'RangeError: page 7 of 6',
      'order 1234 of jane is late',
      'the printer is out of paper',
    ])
  })

  test('a chain of causes and an aggregate', () => {
    const events = eventsOf('node', 'cause-chain')
    const [chain] = titled(events, 'RangeError: no cart')
    expect(chain?.exception?.values.map((value) => value.type)).toEqual(['TypeError', 'Error', 'RangeError'])
    expect(chain?.exception?.values.map((value) => value.mechanism?.parent_id ?? null)).toEqual([1, 0, null])
    expect(titled(events, 'AggregateError: all mirrors failed')).toHaveLength(1)
  })

  test('fingerprints', () => {
    const events = eventsOf('node', 'fingerprints')
    const [reading] = titled(events, 'TypeError: reading a file')
    const [writing] = titled(events, 'RangeError: writing a file')
    expect(reading?.grouping).toMatchObject({ fingerprint: ['storage-down'], hashes: writing?.grouping.hashes })
    const [north, south] = hashesOf(titled(events, 'EvalError: no seat left'))
    expect(north).not.toEqual(south)
    const [first] = hashesOf(titled(events, 'URIError: seat 1 is broken'))
    expect(hashesOf(titled(events, 'URIError: seat 2 is broken'))).toEqual([first])
    expect(first).not.toEqual(north)
  })

  test('a request, without its secrets', () => {
    const event = eventOf('node', 'http-server')
    expect(event.request).toMatchObject({
      url: 'http://127.0.0.1:8080/carts/7',
      method: 'POST',
      query_string: expect.arrayContaining([['coupon', 'SPRING']]),
      cookies: expect.arrayContaining([
        ['theme', 'dark'],
        ['session', '[Filtered]'],
      ]),
      data: { item: 'book', card: '[Filtered]', password: '[Filtered]' },
    })
    expect(tagsOf(event)).toMatchObject({ 'browser.name': 'Chrome', transaction: 'POST /carts/7' })
    expect(JSON.stringify(event)).not.toMatch(/hunter2|4111111111111111|abcdefghijklmnop|s3cr3t-of-jane/)
  })
})

describe('@sentry/browser', () => {
  test('an error that nothing catches', () => {
    const event = eventOf('browser', 'onerror')
    expect(event.summary).toMatchObject({
      title: "TypeError: Cannot read properties of undefined (reading 'amount')",
      location: '/app.js',
    })
    expect(event.exception?.values[0]?.stacktrace?.frames.slice(-2)).toMatchObject([
      { function: 'HTMLButtonElement.onPay', in_app: true },
      { function: 'priceOf', abs_path: 'http://127.0.0.1:8080/app.js', filename: '/app.js' },
    ])
    expect(event.breadcrumbs?.values.at(-1)).toMatchObject({ category: 'ui.click' })
    expect(event.request).toMatchObject({
      url: 'http://127.0.0.1:8080/',
      query_string: [['coupon', 'SPRING']],
      fragment: 'cart',
    })
    expect(tagsOf(event)).toMatchObject({
      handled: 'no',
      'os.name': 'Linux',
      'browser.name': expect.stringContaining('Chrome'),
    })
    // `sdk.settings.infer_ip` is `auto`.
    expect(event.user).toEqual({ ip_address: '203.0.113.9' })
  })

  test('a rejection that nothing catches', () => {
    const event = eventOf('browser', 'unhandled-rejection')
    expect(event.summary.title).toBe('OutOfStock: 3 books are missing')
    expect(tagsOf(event)).toMatchObject({ handled: 'no' })
  })

  test('a message comes with the stack of the call, as a synthetic exception', () => {
    const event = eventOf('browser', 'everything')
    expect(event.summary).toMatchObject({ title: 'tellAboutCart', metadata: { value: 'the cart is full' } })
    expect(event).toMatchObject({
      logentry: { formatted: 'the cart is full' },
      user: { id: '7', email: 'joe@example.com', username: 'joe' },
      contexts: { cart: { items: ['book'], total: 12 } },
      extra: { attempt: 3 },
    })
    expect(event.breadcrumbs?.values).toMatchObject([
      { category: 'ui.click' },
      { category: 'cart', data: { sku: 'B-1' } },
      { category: 'console', level: 'warning' },
      { category: 'fetch', data: { status_code: 200 } },
    ])
  })

  test('a chain of causes and a fingerprint', () => {
    expect(eventOf('browser', 'cause-chain').exception?.values.map((value) => value.value)).toEqual([
      'no network',
      'the order was not sent',
    ])
    const [one, two] = hashesOf(eventsOf('browser', 'fingerprints'))
    expect(one).toHaveLength(1)
    expect(two).toEqual(one)
  })
})
