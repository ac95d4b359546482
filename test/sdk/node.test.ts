import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiClient, eventually, signIn } from '../support/client.ts'
import { dig, list, record, text } from '../support/json.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { sumOutcomes } from './outcomes.ts'
import { runApp } from './run-app.ts'
import { entry, expectServed, readEvent, readLatest, tagsOf } from './served.ts'

let folder = { path: '', remove: async () => {} }
let server: BootedServer
let client: ApiClient
beforeAll(async () => {
  folder = await temporaryFolder('sdk-node')
  server = await bootServer({ data: folder.path })
  client = await signIn(server)
})
afterAll(async () => {
  await server.kill()
  await folder.remove()
})

/** Runs an app and reads back each event that it sent. */
async function runAndRead(app: string) {
  const run = await runApp(app, server.dsn)
  const events = []
  for (const sent of run.sent) {
    const served = await readEvent(client, text(sent, 'event_id'))
    expectServed(served, sent)
    expect(served['sdk']).toEqual({ name: 'sentry.javascript.node', version: '10.78.0' })
    events.push({ sent, served })
  }
  return { ...run, events }
}

function only<T>(items: T[]): T {
  const [item] = items
  if (item === undefined || items.length !== 1) throw new Error(`expected one, got ${items.length}`)
  return item
}

describe('an uncaught error', () => {
  test('is an issue with its stack, source and handledness', async () => {
    const { code, events } = await runAndRead('uncaught-error')
    expect(code).toBe(1)
    const { served } = only(events)
    expect(served).toMatchObject({
      title: "TypeError: Cannot read properties of undefined (reading 'amount')",
      type: 'error',
      metadata: { type: 'TypeError', function: 'priceOf' },
    })
    const [exception] = list(entry(served, 'exception'), 'values')
    expect(dig(exception, 'mechanism')).toMatchObject({ type: 'auto.node.onuncaughtexception', handled: false })
    const frames = list(exception, 'stacktrace', 'frames')
    const own = frames.filter((frame) => dig(frame, 'inApp') === true)
    expect(own.map((frame) => dig(frame, 'function'))).toEqual(['Immediate.checkOut', 'sumOf', 'priceOf'])
    expect(dig(frames.at(-1), 'context')).toContainEqual([6, '  return item.price.amount'])
    expect(tagsOf(served)).toMatchObject({ handled: 'no', mechanism: 'auto.node.onuncaughtexception', level: 'fatal' })

    const issueId = text(served, 'groupID')
    expect(await readLatest(client, issueId)).toMatchObject({ eventID: served['eventID'], entries: served['entries'] })
    expect(await client.get(`/organizations/lapwing/issues/${issueId}/`)).toMatchObject({
      title: served['title'],
      level: 'fatal',
      count: '1',
      status: 'unresolved',
      isUnhandled: true,
    })
  })
})

describe('an unhandled rejection', () => {
  test('is told from an uncaught error', async () => {
    const { events } = await runAndRead('unhandled-rejection')
    const { served } = only(events)
    expect(served['title']).toBe('PaymentDeclined: the card was declined for 42')
    expect(dig(entry(served, 'exception'), 'values', 0, 'mechanism')).toMatchObject({
      type: 'auto.node.onunhandledrejection',
      handled: false,
    })
  })
})

describe('all that an app can attach', () => {
  test('comes back with a message, an error and a parameterized message', async () => {
    const { events } = await runAndRead('everything')
    const by = (title: string) => {
      const found = events.find(({ served }) => served['title'] === title)
      if (!found) throw new Error(`no event ${title} among ${events.map(({ served }) => served['title']).join(', ')}`)
      return found.served
    }
    const message = by('the printer is out of paper')
    const error = by('RangeError: page 7 of 6')
    const order = by('order 1234 of jane is late')
    for (const served of [message, error, order]) {
      expect(served['user']).toMatchObject({
        id: '42',
        email: 'jane@example.com',
        username: 'jane',
        ip_address: '203.0.113.7',
        data: { plan: 'gold' },
      })
      expect(served['dist']).toBe('77')
      expect(tagsOf(served)).toMatchObject({
        'cart.size': '3',
        shop: 'de',
        checkout: 'true',
        user: 'id:42',
        server_name: 'web-1',
        dist: '77',
      })
      expect(dig(served, 'contexts', 'cart')).toMatchObject({
        items: ['book', 'pen'],
        total: { amount: 12.5, currency: 'EUR' },
      })
      expect(dig(served, 'contexts', 'runtime')).toMatchObject({ name: 'node', version: process.version })
      expect(served['context']).toMatchObject({ attempt: 2, basket: { 'a key': ['deep', true] } })
      const crumbs = list(entry(served, 'breadcrumbs'), 'values')
      expect(crumbs.map((crumb) => dig(crumb, 'category'))).toEqual(
        ['cart', 'http', 'console', 'sentry.message', 'sentry.event'].slice(0, crumbs.length),
      )
    }
    expect(message).toMatchObject({ type: 'default', message: 'the printer is out of paper' })
    expect(tagsOf(message)).toMatchObject({ level: 'warning' })
    expect(error).toMatchObject({ type: 'error', culprit: 'POST /checkout' })
    expect(tagsOf(error)).toMatchObject({
      level: 'fatal',
      printer: 'third floor',
      transaction: 'POST /checkout',
      handled: 'yes',
    })
    expect(entry(order, 'message')).toEqual({
      message: 'order %s of %s is late',
      formatted: 'order 1234 of jane is late',
      params: [1234, 'jane'],
    })
  })
})

describe('a chain of causes', () => {
  test('comes back in order, each exception with its own stack', async () => {
    const { events } = await runAndRead('cause-chain')
    const chain = events.find(({ served }) => served['title'] === 'RangeError: no cart')?.served
    expect(list(entry(chain, 'exception'), 'values').map((value) => [dig(value, 'type'), dig(value, 'value')])).toEqual(
      [
        ['TypeError', 'socket hang up'],
        ['Error', 'query failed: select * from carts'],
        ['RangeError', 'no cart'],
      ],
    )
    for (const [index, name] of ['openSocket', 'query', 'loadCart'].entries()) {
      const frames = list(entry(chain, 'exception'), 'values', index, 'stacktrace', 'frames')
      expect(dig(frames.at(-1), 'function')).toBe(name)
    }
  })

  test('an aggregate of errors keeps its parts', async () => {
    const { events } = await runAndRead('cause-chain')
    const group = events.find(({ served }) => served['title'] === 'AggregateError: all mirrors failed')?.served
    const values = list(entry(group, 'exception'), 'values')
    expect(new Set(values.map((value) => dig(value, 'value')))).toEqual(
      new Set(['all mirrors failed', 'first mirror', 'second mirror']),
    )
    expect(values.find((value) => dig(value, 'value') === 'all mirrors failed')).toMatchObject({
      mechanism: { is_exception_group: true, exception_id: 0 },
    })
  })
})

describe('fingerprints', () => {
  test('join what the app says belongs together and part what it parts', async () => {
    const { events } = await runAndRead('fingerprints')
    // Those of one moment arrive in any order.
    const groupsOf = (title: string) =>
      events.filter(({ served }) => served['title'] === title).map(({ served }) => text(served, 'groupID'))
    const [reading, writing] = [...groupsOf('TypeError: reading a file'), ...groupsOf('RangeError: writing a file')]
    const [north, south] = groupsOf('EvalError: no seat left')
    const [first, second] = [...groupsOf('URIError: seat 1 is broken'), ...groupsOf('URIError: seat 2 is broken')]
    expect(reading).toBe(writing)
    expect(north).not.toBe(south)
    expect(first).toBe(second)
    expect(new Set([reading, north, south, first]).size).toBe(4)
    expect(await client.get(`/organizations/lapwing/issues/${reading}/`)).toMatchObject({ count: '2' })
  })
})

describe('an error while a request is served', () => {
  test('has the request, without its secrets', async () => {
    const { events } = await runAndRead('http-server')
    const { served } = only(events)
    const request = entry(served, 'request')
    expect(request).toMatchObject({
      method: 'POST',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/carts\/7$/),
    })
    expect(dig(request, 'query')).toContainEqual(['coupon', 'SPRING'])
    expect(Object.fromEntries(list(request, 'headers').map((pair) => [dig(pair, 0), dig(pair, 1)]))).toMatchObject({
      'X-Request-Id': 'r-17',
      'Content-Type': 'application/json',
    })
    expect(dig(request, 'cookies')).toContainEqual(['theme', 'dark'])
    expect(dig(request, 'data')).toEqual({ item: 'book', card: '[Filtered]', password: '[Filtered]' })
    expect(tagsOf(served)).toMatchObject({ url: dig(request, 'url'), 'browser.name': 'Chrome', user: 'ip:127.0.0.1' })
    const all = JSON.stringify(served)
    for (const secret of ['hunter2', '4111111111111111', 'abcdefghijklmnop', 's3cr3t-of-jane']) {
      expect(all).not.toContain(secret)
    }
  })
})

describe('time', () => {
  test('an event is in the API within a second of its flush', async () => {
    const waits: Promise<number>[] = []
    let last = ''
    const measure = async (eventId: string, flushed: number) => {
      await eventually(() => client.get(`/projects/lapwing/app/events/${eventId}/`), 10)
      return Date.now() - flushed
    }
    await runApp('rounds', server.dsn, (line) => {
      const eventId = dig(line, 'sent', 'event_id')
      if (typeof eventId === 'string') last = eventId
      if (typeof line['flushed'] === 'number') waits.push(measure(last, line['flushed']))
    })
    const sorted = (await Promise.all(waits)).toSorted((a, b) => a - b)
    expect(sorted).toHaveLength(7)
    // The median: a shared machine stalls now and then.
    expect(sorted[3]).toBeLessThan(1000)
    console.log(`from flush to visible: median ${sorted[3]} ms, slowest ${sorted[6]} ms`)
  })
})

describe('attachments', () => {
  test('come back byte by byte, to be saved', async () => {
    const { events } = await runAndRead('attachments')
    const eventId = text(only(events).sent, 'event_id')
    const path = `/projects/lapwing/app/events/${eventId}/attachments/`
    const listed = await eventually(async () => {
      const found = list(await client.get(path))
      return found.length === 7 && found
    })
    const all = Uint8Array.from({ length: 1024 }, (_, index) => index % 256)
    const big = Buffer.alloc(12 * 1024 * 1024)
    for (let at = 0, state = 1; at < big.length; at += 4) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      big.writeUInt32LE(state, at)
    }
    const expected: [name: string, content: Uint8Array, served: string, type?: string][] = [
      ['../../é "quoted".html', Buffer.from('<script>1</script>'), 'application/octet-stream'],
      ['all-bytes.bin', all, 'application/octet-stream'],
      ['big.bin', big, 'application/octet-stream'],
      ['config.json', Buffer.from('{"theme":"dark ☾"}'), 'application/json; charset=utf-8'],
      ['empty.txt', Buffer.alloc(0), 'text/plain; charset=utf-8'],
      ['pixel.gif', Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAEALAAAAAABAAEAAAICTAEAOw==', 'base64'), 'image/gif'],
      [
        'view-hierarchy.json',
        Buffer.from('{"rendering_system":"test","windows":[]}'),
        'application/json; charset=utf-8',
        'event.view_hierarchy',
      ],
    ]
    expect(listed).toMatchObject(
      expected.map(([name, content, , type = 'event.attachment']) => ({ name, type, size: content.length })),
    )
    for (const [index, [name, content, served]] of expected.entries()) {
      const url = `${server.url}/api/0${path}${text(listed[index], 'id')}/?download=1`
      const answer = await fetch(url, { headers: { cookie: client.cookie } })
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect([name, answer.status, Buffer.compare(bytes, content)]).toEqual([name, 200, 0])
      expect([name, answer.headers.get('content-type')]).toEqual([name, served])
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /)
      expect(createHash('sha1').update(bytes).digest('hex')).toBe(dig(listed[index], 'sha1'))
    }
    const issueId = text(only(events).served, 'groupID')
    expect(list(await client.get(`/organizations/lapwing/issues/${issueId}/attachments/`))).toHaveLength(7)
    expect(await client.get(`/organizations/lapwing/issues/${issueId}/`)).toMatchObject({
      latestEventHasAttachments: true,
    })
  })
})

describe('items that are no errors', () => {
  test('never fail a request, and each is counted with a reason', async () => {
    const own = await temporaryFolder('sdk-items')
    const booted = await bootServer({ data: own.path })
    try {
      const run = await runApp('other-items', booted.dsn)
      expect(run.stderr).toBe('')
      expect(run.code).toBe(0)
      expect(new Set(run.items)).toEqual(
        new Set([
          'session',
          'check_in',
          'log',
          'trace_metric',
          'feedback',
          'transaction',
          'attachment',
          'client_report',
        ]),
      )
      const reader = await signIn(booted)
      const served = await readEvent(reader, text(only(run.sent), 'event_id'))
      expect(served['title']).toBe('Error: with an attachment')
      expect(await booted.stop()).toBe(0)
      const outcomes = await sumOutcomes(own.path)
      expect(outcomes).toMatchObject({
        'accepted/error': 1,
        'client_discard/error/before_send': 1,
        'invalid/transaction/unsupported_transaction': 1,
        'invalid/monitor/unsupported_check_in': 2,
        'accepted/feedback': 1,
        'invalid/log_item/unsupported_log': 2,
        'invalid/trace_metric/unsupported_trace_metric': 1,
        'accepted/attachment_item': 1,
        'accepted/attachment': 'kept beside the event'.length,
      })
      expect(outcomes['accepted/session']).toBe(run.items.filter((item) => item === 'session').length)
      expect(
        Object.keys(record(outcomes)).filter((name) => name.includes('unknown') || name.includes('invalid_json')),
      ).toEqual([])
    } finally {
      await booted.kill()
      await own.remove()
    }
  })
})
