import zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodeUtf8 } from '../../protocol/bytes.ts'
import { parseEnvelope } from '../../protocol/envelope.ts'
import { eventId } from './fake-server.ts'
import { createMemoryGauge } from './memory-gauge.ts'
import { wrapStoreBody } from './store-body.ts'

const event = JSON.stringify({ event_id: eventId, message: 'grüße ~~~???' })
const zipped = zlib.deflateSync(event)

function wrap(body: string | Buffer) {
  return wrapStoreBody(Buffer.from(body), createMemoryGauge(10 * 1024 * 1024).lease())
}

/** Id, type and payload of the one event. */
async function unwrap(body: string | Buffer): Promise<{ id: string | null; type?: string; payload: string }> {
  const wrapped = await wrap(body)
  if (!wrapped.ok) throw new Error(`${wrapped.refusal.detail}: ${wrapped.refusal.causes.join()}`)
  const parsed = parseEnvelope(wrapped.value)
  if (!parsed.ok) throw new Error(parsed.fault.reason)
  const [item] = parsed.items
  return { id: parsed.header.eventId, type: item?.type, payload: decodeUtf8(item?.payload ?? new Uint8Array(0)) }
}

describe('wrapStoreBody', () => {
  it.each<[string, string | Buffer]>([
    ['JSON', event],
    ['base64 of JSON', Buffer.from(event).toString('base64')],
    ['base64 of zlib', zipped.toString('base64')],
    ['base64 of zlib for URLs', zipped.toString('base64url')],
    ['base64 of bare deflate', zlib.deflateRawSync(event).toString('base64')],
    ['base64 in lines', `${zipped.toString('base64').replaceAll(/.{20}/g, '$&\r\n')}\n`],
    ['a form with JSON', `sentry_key=abc&sentry_data=${encodeURIComponent(event)}`],
    ['a form with base64', `sentry_data=${encodeURIComponent(zipped.toString('base64'))}`],
    ['a form with base64 that was not escaped', `sentry_data=${zipped.toString('base64')}`],
  ])('reads %s', async (_name, body) => {
    expect(await unwrap(body)).toEqual({ id: eventId, type: 'event', payload: event })
  })

  it('keeps white space and line breaks of the JSON as sent', async () => {
    expect((await unwrap('\n { "message":\n1 }\n')).payload).toBe('\n { "message":\n1 }\n')
  })

  it('makes an id when the event has none', async () => {
    expect((await unwrap('{"event_id":null}')).id).toMatch(/^[0-9a-f]{32}$/)
  })

  it('knows transactions', async () => {
    expect((await unwrap('{"type":"transaction"}')).type).toBe('transaction')
    expect((await unwrap('{"type":"csp"}')).type).toBe('event')
  })

  it.each<[string, string | Buffer, string]>([
    ['nothing', '', 'empty request body'],
    ['white space', ' \n', 'empty request body'],
    ['an empty form', 'sentry_data=', 'empty request body'],
    ['broken JSON', '{"message":', 'invalid JSON data'],
    ['an array', '[]', 'invalid JSON data'],
    ['text', 'hello, world', 'invalid JSON data'],
    ['an id that is none', '{"event_id":"12"}', 'invalid JSON data'],
    ['base64 of something', 'aGVsbG8gd29ybGQ=', 'invalid request body'],
    ['base64 of a number', zlib.deflateSync('1').toString('base64'), 'invalid JSON data'],
  ])('refuses %s', async (_name, body, detail) => {
    expect(await wrap(body)).toMatchObject({ ok: false, refusal: { detail } })
  })

  it('stops inflating at the size limit of an event', async () => {
    const bomb = zlib.deflateSync(Buffer.alloc(20 * 1024 * 1024)).toString('base64')
    expect(await wrap(bomb)).toMatchObject({ ok: false, refusal: { code: 'too_large' } })
  })
})
