import fc from 'fast-check'
import type { InjectOptions, Response } from 'light-my-request'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createFakeServer,
  disabledKey,
  envelope,
  eventId,
  type FakeServer,
  oneEvent,
  otherKey,
  publicKey,
} from './fake-server.ts'

let server: FakeServer
beforeAll(async () => {
  server = await createFakeServer()
})
beforeEach(() => {
  server.spooled.length = 0
  server.outcomes.length = 0
})

const auth = { 'x-sentry-auth': `Sentry sentry_version=7, sentry_key=${publicKey}, sentry_client=sentry.python/2.1` }
const dsn = `https://${publicKey}@sentry.example.com/42`

function send(options: InjectOptions): Promise<Response> {
  return server.app.inject({ method: 'POST', url: '/api/42/envelope/', payload: oneEvent, ...options })
}

describe('naming the key', () => {
  it.each<[string, InjectOptions]>([
    ['X-Sentry-Auth', { headers: auth }],
    ['the query string', { url: `/api/42/envelope/?sentry_version=7&sentry_key=${publicKey}` }],
    ['Authorization: Sentry', { headers: { authorization: `Sentry sentry_key=${publicKey}` } }],
    [
      'the user of basic auth',
      { headers: { authorization: `Basic ${Buffer.from(`${publicKey}:`).toString('base64')}` } },
    ],
    ['the DSN in the envelope', { payload: envelope({ event_id: eventId, dsn }, ['event', '{}']) }],
    ['a header and the same DSN', { headers: auth, payload: envelope({ event_id: eventId, dsn }, ['event', '{}']) }],
    ['a header beside an empty one', { headers: { ...auth, authorization: '' } }],
    ['a header beside a token for something else', { headers: { ...auth, authorization: 'Bearer abc' } }],
    ['a key with a secret', { headers: { 'x-sentry-auth': `sentry sentry_key=${publicKey}, sentry_secret=x` } }],
  ])('works by %s', async (_name, options) => {
    const response = await send(options)
    expect(response.statusCode).toBe(200)
    expect(response.json()).toEqual({ id: eventId })
    expect(server.spooled[0]?.receipt).toMatchObject({ projectId: 42, publicKey })
  })

  it.each<[string, InjectOptions, number, object]>([
    ['no key at all', {}, 401, { detail: 'missing authorization information' }],
    ['an empty header', { headers: { 'x-sentry-auth': '' } }, 401, { detail: 'missing authorization information' }],
    ['no key and no envelope', { payload: 'hello' }, 401, { detail: 'bad envelope authentication header' }],
    [
      'a DSN that is none',
      { payload: envelope({ dsn: 'nonsense' }, ['event', '{}']) },
      401,
      { detail: 'bad envelope authentication header', causes: ['invalid dsn'] },
    ],
    [
      'a header without a key',
      { headers: { 'x-sentry-auth': 'Sentry sentry_version=7' } },
      401,
      { detail: 'bad x-sentry-auth header', causes: ['missing public key'] },
    ],
    [
      'a header and a query string',
      { headers: auth, url: `/api/42/envelope/?sentry_key=${publicKey}` },
      401,
      { detail: 'multiple authorization payloads detected' },
    ],
    [
      'two headers',
      { headers: { ...auth, authorization: `Sentry sentry_key=${otherKey}` } },
      401,
      { detail: 'multiple authorization payloads detected' },
    ],
    [
      'a version of the future',
      { headers: { 'x-sentry-auth': `Sentry sentry_version=8, sentry_key=${publicKey}` } },
      400,
      { detail: 'unsupported protocol version (8)' },
    ],
    [
      'a key that can be none',
      { url: '/api/42/envelope/?sentry_key=abc' },
      400,
      { detail: 'bad sentry DSN public key' },
    ],
    [
      'a project that is no number',
      { url: '/api/web/envelope/', headers: auth },
      400,
      { detail: 'bad project path parameter' },
    ],
    [
      'the DSN of another key than the header',
      { headers: auth, payload: envelope({ dsn: `https://${otherKey}@h/42` }, ['event', '{}']) },
      400,
      { detail: 'invalid event envelope', causes: ['public key header mismatch between envelope and request'] },
    ],
    [
      'the DSN of another project than the header',
      { headers: auth, payload: envelope({ dsn: `https://${publicKey}@h/43` }, ['event', '{}']) },
      400,
      { detail: 'invalid event envelope', causes: ['project id header mismatch between envelope and request'] },
    ],
  ])('fails with %s', async (_name, options, status, body) => {
    const response = await send(options)
    expect(response.statusCode).toBe(status)
    expect(response.json()).toEqual(body)
    expect(response.headers['x-sentry-error']).toBe(response.json().detail)
    expect(server.spooled).toEqual([])
  })

  it.each<[string, InjectOptions]>([
    ['an unknown key', { url: `/api/42/envelope/?sentry_key=${'0'.repeat(32)}` }],
    ['a disabled key', { url: `/api/42/envelope/?sentry_key=${disabledKey}` }],
    ["another project's key", { url: `/api/42/envelope/?sentry_key=${otherKey}` }],
    ['a project that does not exist', { url: '/api/99/envelope/', headers: auth }],
    [
      "a DSN of another project than the path's",
      { payload: envelope({ dsn: `https://${otherKey}@h/43` }, ['event', '{}']) },
    ],
    ['an unknown key in the DSN', { payload: envelope({ dsn: `https://${'0'.repeat(32)}@h/42` }, ['event', '{}']) }],
  ])('answers the same for %s', async (_name, options) => {
    const response = await send(options)
    expect(response.statusCode).toBe(403)
    expect(response.json()).toEqual({ detail: 'event submission rejected with_reason: ProjectId' })
    expect(response.headers['x-sentry-error']).toBe('event submission rejected with_reason: ProjectId')
    expect(server.spooled).toEqual([])
  })

  it('waits for a key that has to be looked up', async () => {
    const slow = await createFakeServer({
      findKey: (key) => Promise.resolve(key === publicKey ? { projectId: 42, isActive: true, rateLimit: null } : null),
    })
    const response = await slow.app.inject({
      method: 'POST',
      url: '/api/42/envelope/',
      headers: auth,
      payload: oneEvent,
    })
    expect(response.statusCode).toBe(200)
  })
})

describe('CORS', () => {
  const exposed = 'x-sentry-error, x-sentry-rate-limits, retry-after'

  it.each(['/api/42/envelope/', '/api/42/store/', '/api/store/'])('answers a preflight to %s', async (url) => {
    const response = await server.app.inject({
      method: 'OPTIONS',
      url,
      headers: {
        origin: 'https://shop.example.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-sentry-auth',
      },
    })
    expect(response.statusCode).toBe(200)
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers':
        'x-sentry-auth, x-requested-with, x-forwarded-for, origin, referer, accept, content-type, authentication, authorization, content-encoding, transfer-encoding',
      'access-control-max-age': '3600',
      'access-control-expose-headers': exposed,
    })
  })

  it.each<[number, InjectOptions]>([
    [200, { headers: auth }],
    [400, { headers: auth, payload: 'hello' }],
    [401, {}],
    [403, { url: `/api/43/envelope/?sentry_key=${publicKey}` }],
    [405, { method: 'PUT', headers: auth }],
    [415, { headers: { ...auth, 'content-encoding': 'compress' } }],
  ])('lets any page read a %i', async (status, options) => {
    const response = await send(options)
    expect(response.statusCode).toBe(status)
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': exposed,
    })
  })
})

describe('the request', () => {
  it.each([
    '',
    'text/plain;charset=UTF-8',
    'application/json',
    'application/x-sentry-envelope',
    'nonsense',
    ';',
    'a/b/c',
  ])('may have the content type "%s"', async (type) => {
    const response = await send({ headers: { ...auth, 'content-type': type } })
    expect(response.statusCode).toBe(200)
    expect(response.headers['content-type']).toMatch(/^application\/json/)
  })

  it('may do without the last slash', async () => {
    for (const url of ['/api/42/envelope', '/api/42/store', '/api/store']) {
      const payload = url.endsWith('store') ? '{"message":"hello"}' : oneEvent
      expect((await send({ url, headers: auth, payload })).statusCode).toBe(200)
    }
    const lenient = await createFakeServer({ ignoreTrailingSlash: true })
    for (const url of ['/api/42/envelope', '/api/42/envelope/']) {
      const response = await lenient.app.inject({ method: 'POST', url, headers: auth, payload: oneEvent })
      expect(response.statusCode).toBe(200)
    }
  })

  it('is remembered in the receipt', async () => {
    await send({
      headers: {
        ...auth,
        'user-agent': 'Mozilla/5.0',
        origin: 'https://shop.example.com',
        referer: 'https://shop.example.com/cart',
        'sec-ch-ua-platform': '"macOS"',
        'sec-ch-ua': '"Chromium";v="140"',
      },
      remoteAddress: '203.0.113.9',
    })
    expect(server.spooled[0]?.receipt).toEqual({
      projectId: 42,
      publicKey,
      receivedAt: server.state.now,
      clientIp: '203.0.113.9',
      userAgent: 'Mozilla/5.0',
      clientHints: { 'sec-ch-ua-platform': '"macOS"', 'sec-ch-ua': '"Chromium";v="140"' },
      origin: 'https://shop.example.com',
      client: 'sentry.python/2.1',
    })
  })

  it('names its client in the envelope when it does nowhere else, and its page as the referer', async () => {
    await send({
      payload: envelope({ event_id: eventId, dsn, sdk: { name: 'sentry.native', version: '0.7.1' } }, ['event', '{}']),
      headers: { referer: 'https://shop.example.com/cart' },
    })
    expect(server.spooled[0]?.receipt).toMatchObject({
      client: 'sentry.native/0.7.1',
      origin: 'https://shop.example.com/cart',
    })
  })

  it('has methods', async () => {
    const response = await send({ method: 'GET', headers: auth, payload: undefined })
    expect([response.statusCode, response.headers.allow]).toEqual([405, 'POST, OPTIONS'])
    const put = await send({ method: 'PUT', url: '/api/42/store/', headers: auth })
    expect([put.statusCode, put.headers.allow]).toEqual([405, 'GET, POST, OPTIONS'])
  })
})

describe('store', () => {
  const event = JSON.stringify({ event_id: eventId, message: 'hello' })

  it('wraps the event into an envelope', async () => {
    const response = await send({ url: '/api/42/store/', headers: auth, payload: event })
    expect([response.statusCode, response.json()]).toEqual([200, { id: eventId }])
    expect(server.spooled[0]).toMatchObject({
      eventId,
      text: `{"event_id":"${eventId}"}\n{"type":"event","length":${event.length}}\n${event}\n`,
    })
  })

  it('knows the project by the key when the path does not say', async () => {
    const response = await send({ url: `/api/store/?sentry_key=${otherKey}`, payload: event })
    expect(response.statusCode).toBe(200)
    expect(server.spooled[0]?.receipt.projectId).toBe(43)
  })

  it('takes an envelope that says it is one', async () => {
    const headers = { ...auth, 'content-type': 'application/x-sentry-envelope' }
    expect((await send({ url: '/api/42/store/', headers })).json()).toEqual({ id: eventId })
  })

  it('refuses what is not JSON', async () => {
    const response = await send({ url: '/api/42/store/', headers: auth, payload: '{"message":' })
    expect(response.statusCode).toBe(400)
    expect(response.json()).toMatchObject({ detail: 'invalid JSON data' })
    expect(server.spooled).toEqual([])
  })

  it('answers a GET with a pixel', async () => {
    const data = encodeURIComponent(event)
    const response = await send({
      method: 'GET',
      url: `/api/42/store/?sentry_key=${publicKey}&sentry_version=7&sentry_data=${data}`,
      payload: undefined,
    })
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'image/gif'])
    expect(response.rawPayload.subarray(0, 6).toString()).toBe('GIF89a')
    expect(server.spooled[0]?.eventId).toBe(eventId)

    const byHeader = await send({
      method: 'GET',
      url: `/api/42/store/?sentry_data=${data}`,
      headers: auth,
      payload: undefined,
    })
    expect(byHeader.statusCode).toBe(200)
    const empty = await send({ method: 'GET', url: '/api/42/store/', headers: auth, payload: undefined })
    expect([empty.statusCode, empty.json()]).toEqual([400, { detail: 'empty request body' }])
  })
})

describe('surprises', () => {
  it('are a 500 with CORS and without details', async () => {
    const broken = await createFakeServer({ findKey: () => Promise.reject(new Error('the secret database password')) })
    const response = await broken.app.inject({
      method: 'POST',
      url: '/api/42/envelope/',
      headers: auth,
      payload: oneEvent,
    })
    expect(response.statusCode).toBe(500)
    expect(response.body).toBe('{"detail":"Internal Error"}')
    expect(response.headers['access-control-allow-origin']).toBe('*')
  })
})

describe('properties', () => {
  const scraps = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          oneEvent,
          '{}',
          '\n',
          '{"type":"event"}\n',
          '{"type":"attachment","length":3}\nabc',
          '"dsn":',
          '[[[[',
        ),
        fc.string(),
        fc.constant(`{"dsn":"${dsn}"}\n`),
      ),
      { maxLength: 6 },
    )
    .map((parts) => Buffer.from(parts.join('')))
  const body = fc.oneof(
    scraps,
    fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
  )
  const headers = fc.record(
    {
      'x-sentry-auth': fc.constantFrom(auth['x-sentry-auth'], 'Sentry', 'Sentry ,', ''),
      'content-encoding': fc.constantFrom('gzip', 'deflate', 'br', 'zstd', 'identity', 'nonsense', ''),
      'content-type': fc.constantFrom('application/json', 'nonsense', 'application/x-sentry-envelope'),
      authorization: fc.constantFrom('Basic', 'Basic !', 'Basic Og==', 'Sentry sentry_key='),
    },
    { requiredKeys: [] },
  )
  const url = fc.constantFrom(
    '/api/42/envelope/',
    `/api/42/envelope/?sentry_key=${publicKey}`,
    '/api/0x2a/envelope/',
    '/api/%00/envelope/',
    '/api/42/store/',
    `/api/store/?sentry_key=${publicKey}`,
    '/api/42/store/?sentry_data=%7B%7D&sentry_key',
    '/api/42/store/?sentry_version=%',
  )

  it('no garbage makes it fail, and what it takes in is a sound envelope', async () => {
    await fc.assert(
      fc.asyncProperty(body, headers, url, async (payload, headers, url) => {
        const response = await send({ url, headers, payload })
        expect(response.statusCode).toBeLessThan(500)
        expect(typeof response.json().detail).toBe(response.statusCode === 200 ? 'undefined' : 'string')
      }),
      { numRuns: 600 },
    )
  })

  it('garbage behind items costs none of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 50 }), async (garbage) => {
        server.spooled.length = 0
        await send({ headers: auth, payload: Buffer.concat([Buffer.from(oneEvent), garbage]) })
        expect(server.spooled).toMatchObject([{ eventId }])
        expect(server.spooled[0]?.items[0]).toMatchObject({ type: 'event', size: 19 })
      }),
      { numRuns: 200 },
    )
  })
})
