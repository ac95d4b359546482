import { randomUUID } from 'node:crypto'
import { decodeUtf8 } from '../../protocol/bytes.ts'
import { formatEnvelope } from '../../protocol/envelope.ts'
import { parseEventId } from '../../protocol/event-id.ts'
import { itemBudgets } from '../../protocol/item-types.ts'
import { inflate } from './decode.ts'
import type { MemoryLease } from './memory-gauge.ts'
import { refuse } from './refuse.ts'
import type { Result } from './types.ts'

/**
 * Wraps the body of the old `/store/` endpoint, one event, into the envelope that the same event would come in today. The body is
 * JSON, or base64 of JSON, or base64 of zlib of JSON; or `sentry_data` of a form or a query string, with one of those. Unlike an
 * envelope's payload it is parsed before the answer, as by Sentry's gateway: what is not JSON gets 400.
 */
export async function wrapStoreBody(body: Uint8Array, lease: MemoryLease): Promise<Result<Uint8Array>> {
  const unwrapped = await unwrap(body, lease)
  if (!unwrapped.ok) return unwrapped
  const payload = unwrapped.value
  if (payload.length === 0) return refuse('malformed_event', { detail: 'empty request body' })

  let event: unknown
  try {
    event = JSON.parse(decodeUtf8(payload))
  } catch (error) {
    return refuseJson(error instanceof Error ? error.message : String(error))
  }
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return refuseJson('expected an object')
  const given = 'event_id' in event ? event.event_id : null
  const eventId = (given ?? null) === null ? randomUUID().replaceAll('-', '') : parseEventId(given)
  if (eventId === null) return refuseJson('invalid event_id')
  // SDKs of 2019 sent transactions here, before there were envelopes.
  const type = 'type' in event && event.type === 'transaction' ? 'transaction' : 'event'
  return { ok: true, value: formatEnvelope({ event_id: eventId }, [{ header: { type }, payload }]) }
}

const maximum = itemBudgets.event.itemBytes

async function unwrap(body: Uint8Array, lease: MemoryLease): Promise<Result<Uint8Array>> {
  if (startsJson(body)) return { ok: true, value: body }
  // A third more for base64, and some for the percent signs of a form.
  if (body.length > maximum * 2) return refuse('too_large')
  let text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1').trim()
  if (/(?:^|&)sentry_data=/.test(text)) {
    text = (new URLSearchParams(text).get('sentry_data') ?? '').trim()
    if (text.startsWith('{')) return { ok: true, value: Buffer.from(text) }
    // A `+` of base64 that was not escaped has become a space.
    text = text.replaceAll(' ', '+')
  }
  if (text === '') return { ok: true, value: new Uint8Array(0) }
  if (!/^[A-Za-z0-9+/_\-\s]*={0,2}$/.test(text)) return refuseJson('neither JSON nor base64')
  const decoded = Buffer.from(text, 'base64')
  return startsJson(decoded) ? { ok: true, value: decoded } : inflate('deflate', decoded, maximum, lease)
}

/** Whether the first byte that is no white space opens an object. */
function startsJson(body: Uint8Array): boolean {
  const first = body.find((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)
  return first === 0x7b
}

function refuseJson(cause: string): Result<never> {
  return refuse('malformed_event', { detail: 'invalid JSON data', causes: [cause] })
}
