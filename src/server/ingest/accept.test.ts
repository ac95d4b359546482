import type { Response } from 'light-my-request'
import { beforeEach, describe, expect, it } from 'vitest'
import { decodeUtf8 } from '../../protocol/bytes.ts'
import { parseRateLimits } from '../../protocol/rate-limits.ts'
import { createFakeServer, envelope, eventId, type FakeServer, oneEvent, publicKey } from './fake-server.ts'
import { defaultIngestLimits } from './types.ts'

let server: FakeServer
beforeEach(async () => {
  server = await createFakeServer()
})

function send(payload: string | Buffer): Promise<Response> {
  return server.app.inject({ method: 'POST', url: `/api/42/envelope/?sentry_key=${publicKey}`, payload })
}

/** What was counted, without what is the same everywhere. */
function counted(): unknown[] {
  return server.outcomes.map(({ category, outcome, reason, quantity }) => ({ category, outcome, reason, quantity }))
}

const big = 'x'.repeat(1024 * 1024 + 1)

describe('the event id', () => {
  it('of the envelope beats that of the event', async () => {
    const response = await send(envelope({ event_id: eventId }, ['event', `{"event_id":"${'1'.repeat(32)}"}`]))
    expect(response.json()).toEqual({ id: eventId })
    expect(server.spooled[0]?.eventId).toBe(eventId)
  })

  it('is answered in lower case without dashes', async () => {
    const response = await send(envelope({ event_id: '9EC79C33-EC99-42AB-8353-589FCB2E04DC' }, ['event', '{}']))
    expect(response.json()).toEqual({ id: eventId })
  })

  it('is taken from the event when the envelope has none, and written into the envelope', async () => {
    const response = await send(envelope({ sdk: {} }, ['event', `{"event_id":"${eventId}"}`]))
    expect(response.json()).toEqual({ id: eventId })
    expect(server.spooled[0]).toMatchObject({ eventId, items: [{ type: 'event' }] })
  })

  it.each(['{}', '{"event_id":"12"}', 'nonsense', '[]', ''])('is made when there is none (%s)', async (event) => {
    const response = await send(envelope({}, ['event', event]))
    const { id } = response.json()
    expect(id).toMatch(/^[0-9a-f]{32}$/)
    expect(server.spooled[0]?.eventId).toBe(id)
    expect(decodeUtf8(server.spooled[0]?.items[0]?.payload ?? new Uint8Array(0))).toBe(event)
  })

  it('is not needed where there is no event', async () => {
    const response = await send(envelope({}, ['session', '{}'], ['client_report', '{}']))
    expect([response.statusCode, response.json()]).toEqual([200, {}])
    expect(server.spooled[0]).toMatchObject({ eventId: null, items: [{ type: 'session' }, { type: 'client_report' }] })
  })

  it('must be one', async () => {
    const response = await send(envelope({ event_id: 'nonsense' }, ['event', '{}']))
    expect(response.statusCode).toBe(400)
    expect(response.json()).toEqual({
      detail: 'invalid event envelope',
      causes: ['invalid event id in the envelope header (at byte 0)'],
    })
  })
})

describe('a well-formed envelope', () => {
  it('goes into the spool byte for byte', async () => {
    const text = `{"event_id":"${eventId}","x": 1}\n\n{"type":"event"}\n{"message":"hello"}\n{"type":"of_the_future","length":0}`
    expect((await send(text)).statusCode).toBe(200)
    expect(server.spooled[0]?.text).toBe(text)
  })

  it('is taken in whatever its payloads are: the digest looks into them', async () => {
    const text = envelope({ event_id: eventId }, ['event', 'this is not JSON'])
    expect((await send(text)).statusCode).toBe(200)
    expect(server.spooled[0]?.text).toBe(text)
  })

  it('without items is answered and not kept', async () => {
    expect((await send(`{"event_id":"${eventId}"}`)).json()).toEqual({ id: eventId })
    expect((await send('{}\n')).json()).toEqual({})
    expect(server.spooled).toEqual([])
  })
})

describe('a malformed envelope', () => {
  it.each([
    ['', 'empty request body', undefined],
    ['hello', 'invalid event envelope', ['invalid envelope header (at byte 0)']],
    ['\n', 'invalid event envelope', ['missing envelope header (at byte 1)']],
    [
      '{}\n{"type":"event","length":9}\n{}',
      'invalid event envelope',
      ['unexpected end of file (in item 0 at byte 33)'],
    ],
    ['{}\n{"length":2}\n{}', 'invalid event envelope', ['invalid item header (in item 0 at byte 3)']],
  ])('%j is refused', async (text, detail, causes) => {
    const response = await send(text)
    expect(response.statusCode).toBe(400)
    expect(response.json()).toEqual({ detail, causes })
    expect(server.spooled).toEqual([])
  })

  it('keeps what came before the break, and says that there was one', async () => {
    const response = await send(`${oneEvent}{"type":"transaction","length":100}\n{"cut":`)
    expect(response.statusCode).toBe(400)
    expect(server.spooled).toMatchObject([{ eventId, text: oneEvent, items: [{ type: 'event' }] }])
    expect(counted()).toEqual([
      { category: 'transaction', outcome: 'invalid', reason: 'invalid_envelope', quantity: 1 },
    ])
  })

  it('has bounds to its header lines and its number of items', async () => {
    const long = await send(`{"x":"${'x'.repeat(defaultIngestLimits.headerBytes)}"}\n`)
    expect(long.json().causes).toEqual(['header line exceeds the size limit (at byte 0)'])
    const many = await send(`{}\n${'{"type":"session"}\n{}\n'.repeat(defaultIngestLimits.items + 1)}`)
    expect(many.json().causes[0]).toMatch(/^too many items/)
  })
})

describe('size limits', () => {
  it('refuse an event that is too large', async () => {
    const response = await send(envelope({ event_id: eventId }, ['event', big]))
    expect(response.statusCode).toBe(413)
    expect(response.json()).toEqual({
      detail: "envelope exceeded size limits for type 'event' (https://develop.sentry.dev/sdk/envelopes/#size-limits)",
    })
    expect(server.spooled).toEqual([])
    expect(counted()).toEqual([{ category: 'error', outcome: 'invalid', reason: 'too_large', quantity: 1 }])
  })

  it('take an event of exactly the limit', async () => {
    expect((await send(envelope({ event_id: eventId }, ['event', big.slice(1)]))).statusCode).toBe(200)
  })

  it('take out what is too large and keep the rest', async () => {
    const response = await send(
      envelope(
        { event_id: eventId },
        ['check_in', big],
        ['event', '{}'],
        ['client_report', big],
        ['attachment', 'abc'],
      ),
    )
    expect([response.statusCode, response.json()]).toEqual([200, { id: eventId }])
    expect(server.spooled[0]?.text).toBe(envelope({ event_id: eventId }, ['event', '{}'], ['attachment', 'abc']))
    expect(counted()).toEqual([{ category: 'monitor', outcome: 'invalid', reason: 'too_large', quantity: 1 }])
  })

  it('leave one event in an envelope', async () => {
    const first = ['event', '{"n":1}'] satisfies [string, string]
    const response = await send(
      envelope({ event_id: eventId }, first, ['event', '{"n":2}'], ['transaction', '{"n":3}']),
    )
    expect(response.statusCode).toBe(200)
    expect(server.spooled[0]?.text).toBe(envelope({ event_id: eventId }, first))
    expect(counted()).toEqual([
      { category: 'error', outcome: 'invalid', reason: 'too_many_items', quantity: 1 },
      { category: 'transaction', outcome: 'invalid', reason: 'too_many_items', quantity: 1 },
    ])
  })

  it('count the items of a kind together', async () => {
    const sessions = Array.from({ length: 102 }, (): [string, string] => ['session', '{}'])
    expect((await send(envelope({}, ...sessions))).statusCode).toBe(200)
    expect(server.spooled[0]?.items.length).toBe(100)
    expect(server.outcomes.length).toBe(2)
  })
})

describe("a key's rate limit", () => {
  beforeEach(() => {
    server.keys.set(publicKey, { projectId: 42, isActive: true, rateLimit: { window: 60, count: 2 } })
    server.state.now = 1_800_000_000_000 + 15_000
  })

  it('refuses errors over it until the window ends', async () => {
    expect((await send(oneEvent)).statusCode).toBe(200)
    expect((await send(oneEvent)).statusCode).toBe(200)
    const response = await send(oneEvent)
    expect(response.statusCode).toBe(429)
    expect(response.json().detail).toMatch(/rate limit/)
    expect(response.headers['retry-after']).toBe('45')
    expect(parseRateLimits(String(response.headers['x-sentry-rate-limits']))).toEqual([
      {
        retryAfter: 45,
        categories: ['default', 'error', 'security'],
        scope: 'key',
        reasonCode: 'key_quota',
        namespaces: [],
      },
    ])
    expect(server.spooled.length).toBe(2)
    expect(server.outcomes).toEqual([
      {
        projectId: 42,
        publicKey,
        at: server.state.now,
        category: 'error',
        outcome: 'rate_limited',
        reason: 'key_quota',
        quantity: 1,
      },
    ])
    server.state.now += 45_000
    expect((await send(oneEvent)).statusCode).toBe(200)
  })

  it('takes the error and its attachments out, keeps the rest, and says so in the answer', async () => {
    server.keys.set(publicKey, { projectId: 42, isActive: true, rateLimit: { window: 60, count: 0 } })
    const response = await send(
      envelope(
        { event_id: eventId },
        ['event', '{}'],
        ['attachment', 'abc'],
        ['client_report', '{}'],
        ['session', '{}'],
      ),
    )
    expect(response.statusCode).toBe(200)
    expect(response.headers['x-sentry-rate-limits']).toBe('45:default;error;security:key:key_quota')
    expect(server.spooled[0]?.text).toBe(envelope({ event_id: eventId }, ['client_report', '{}'], ['session', '{}']))
    expect(counted()).toEqual([
      { category: 'error', outcome: 'rate_limited', reason: 'key_quota', quantity: 1 },
      { category: 'attachment', outcome: 'rate_limited', reason: 'key_quota', quantity: 3 },
      { category: 'attachment_item', outcome: 'rate_limited', reason: 'key_quota', quantity: 1 },
    ])
  })

  it('does not touch other data, nor count what was too large', async () => {
    for (let i = 0; i < 5; i++) {
      const others = envelope({ event_id: eventId }, ['transaction', '{}'], ['of_the_future', '{}'], ['session', '{}'])
      expect((await send(others)).statusCode).toBe(200)
      expect((await send(envelope({ event_id: eventId }, ['event', big]))).statusCode).toBe(413)
    }
    expect((await send(oneEvent)).statusCode).toBe(200)
  })
})

describe('a spool that takes nothing in', () => {
  it.each(['disk_full', 'backlog'] as const)(
    'is a 503 for the reason %s, before anything is written',
    async (reason) => {
      server.state.refusal = { reason, retryAfter: 30 }
      const response = await send(envelope({ event_id: eventId }, ['event', '{}'], ['session', '{}']))
      expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '30'])
      expect(server.spooled).toEqual([])
      expect(counted()).toEqual([
        { category: 'error', outcome: 'rate_limited', reason, quantity: 1 },
        { category: 'session', outcome: 'rate_limited', reason, quantity: 1 },
      ])
    },
  )

  it('does not use the rate limit up', async () => {
    server.keys.set(publicKey, { projectId: 42, isActive: true, rateLimit: { window: 60, count: 1 } })
    server.state.refusal = { reason: 'backlog', retryAfter: 1 }
    await send(oneEvent)
    server.state.refusal = null
    expect((await send(oneEvent)).statusCode).toBe(200)
  })

  it('is a 503 when writing fails, without an id that would promise something', async () => {
    const errors: unknown[] = []
    server = await createFakeServer({ onSpoolError: (error) => errors.push(error) })
    server.state.failure = new Error('EIO')
    const response = await send(oneEvent)
    expect([response.statusCode, response.json()]).toEqual([
      503,
      { detail: 'The server is not taking in data at the moment; try again later' },
    ])
    expect(errors).toEqual([server.state.failure])
    expect(counted()).toEqual([{ category: 'error', outcome: 'invalid', reason: 'spool_failed', quantity: 1 }])
  })
})
