import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { concatBytes, decodeUtf8 } from '../../protocol/bytes.ts'
import { parseDsn } from '../../protocol/dsn.ts'
import {
  addEventId,
  type EnvelopeFault,
  type EnvelopeHeader,
  type EnvelopeItem,
  type EnvelopeLimits,
  envelopeFaults,
  type ParsedEnvelope,
  parseEnvelope,
} from '../../protocol/envelope.ts'
import { parseEventId } from '../../protocol/event-id.ts'
import { findItemRule, isItemType, measureItem } from '../../protocol/item-types.ts'
import { formatRateLimits, type RateLimit } from '../../protocol/rate-limits.ts'
import type { Receipt } from '../digest/types.ts'
import { authorize, type Sender } from './authenticate.ts'
import { type Drop, largestPayload, limitRate, limitSizes } from './limit-items.ts'
import { refuse } from './refuse.ts'
import type { IngestContext, Result } from './types.ts'

/** One request, read and decoded. */
export interface Submission {
  /** Null when the request named no key: then the envelope's DSN must. */
  sender: Sender | null
  /** Project id in the path; null on `/api/store/`. */
  project: string | null
  headers: IncomingHttpHeaders
  clientIp: string | null
  /** The envelope. */
  bytes: Uint8Array
}

export interface Acceptance {
  eventId: string | null
  /** Limits that took something out; the rest of the envelope is in the spool. */
  rateLimits: RateLimit[]
}

/**
 * Takes an envelope in: authorise → check → spool. When it resolves with `ok`, what was not dropped is on disk.
 *
 * Payloads are not parsed here. An event that is not JSON inside a well-formed envelope gets its 200, as from Sentry's gateway, which
 * looks into payloads only after it has answered; the digest counts it as `invalid`. Items over their limits are taken
 * out and counted, the rest is kept. When an envelope breaks off, the items before the break are kept too, and the answer is 400:
 * nothing that arrived whole is lost, and the sender learns that not all of it did.
 */
export async function acceptEnvelope(context: IngestContext, submission: Submission): Promise<Result<Acceptance>> {
  const { bytes } = submission
  if (bytes.length === 0) return refuse('malformed_envelope', { detail: 'empty request body' })
  const parsed = parseEnvelope(bytes, envelopeLimits(context))
  const identified = await identify(context, submission, parsed)
  if (!identified.ok) return identified
  const sender = identified.value
  const now = context.now()
  if (!parsed.ok) countFault(context, sender, parsed.fault, now)
  if (parsed.header === null) return refuseFault(parsed)
  const { header, items } = parsed

  const sized = limitSizes(items)
  const closed = context.spool.refusal()
  if (closed !== null) {
    countDrops(context, sender, sized.drops, now)
    countDrops(context, sender, dropAll(sized.kept, 'rate_limited', closed.reason), now)
    return refuse('unavailable', { headers: { 'retry-after': String(closed.retryAfter) } })
  }
  const { kept, drops, active } = limitRate(context.rateLimiter, sender, sized.kept, now)
  countDrops(context, sender, sized.drops, now)
  countDrops(context, sender, drops, now)

  let { eventId } = header
  if (kept.length > 0) {
    const missingId = eventId === null && kept.some(needsEventId)
    if (missingId) eventId = findEventId(kept) ?? randomUUID().replaceAll('-', '')
    const whole = parsed.ok && kept.length === items.length && !missingId
    const envelope = whole ? bytes : assemble(bytes, header, missingId ? eventId : null, kept)
    try {
      await context.spool.append(writeReceipt(submission, sender, header, now), envelope)
    } catch (error) {
      context.onSpoolError(error)
      countDrops(context, sender, dropAll(kept, 'invalid', 'spool_failed'), now)
      return refuse('unavailable', { headers: { 'retry-after': '60' } })
    }
  }

  if (!parsed.ok) return refuseFault(parsed)
  if (kept.length === 0 && active.length > 0) return refuseLimited(active)
  const [tooLarge] = sized.drops
  if (kept.length === 0 && tooLarge !== undefined) {
    const type = isItemType(tooLarge.item.type) ? tooLarge.item.type : 'unknown'
    return refuse('too_large', {
      detail: `envelope exceeded size limits for type '${type}' (https://develop.sentry.dev/sdk/envelopes/#size-limits)`,
    })
  }
  return { ok: true, value: { eventId, rateLimits: active } }
}

/** The DSN in the envelope's header names the key when the request did not; when both did, they must agree. */
async function identify(
  context: IngestContext,
  submission: Submission,
  parsed: ParsedEnvelope,
): Promise<Result<Sender>> {
  const { sender, project } = submission
  const text = parsed.header?.dsn ?? null
  if (sender === null && text === null) {
    if (parsed.header === null) return refuse('missing_dsn_key', { detail: 'bad envelope authentication header' })
    return refuse('missing_dsn_key')
  }
  if (text === null) return sender === null ? refuse('missing_dsn_key') : { ok: true, value: sender }

  const dsn = parseDsn(text)
  if (!dsn.ok) {
    if (sender === null)
      return refuse('missing_dsn_key', { detail: 'bad envelope authentication header', causes: ['invalid dsn'] })
    return refuseEnvelope([envelopeFaults.invalid_header, 'invalid dsn'])
  }
  const { publicKey, projectId } = dsn.dsn
  if (sender === null) {
    if (project !== null && project !== projectId) return refuse('rejected_project')
    return authorize(context, { publicKey, version: 7, client: null }, projectId)
  }
  if (Number(projectId) !== sender.projectId)
    return refuseEnvelope(['project id header mismatch between envelope and request'])
  if (publicKey !== sender.publicKey) return refuseEnvelope(['public key header mismatch between envelope and request'])
  return { ok: true, value: sender }
}

function envelopeLimits(context: IngestContext): EnvelopeLimits {
  const { headerBytes, items } = context.limits
  return { headerBytes, items, itemBytes: largestPayload }
}

function refuseEnvelope(causes: string[]): Result<never> {
  return refuse('malformed_envelope', { detail: 'invalid event envelope', causes })
}

function refuseFault(parsed: ParsedEnvelope): Result<never> {
  if (parsed.ok) return refuseEnvelope([])
  const { reason, offset, item } = parsed.fault
  const place = item === null ? `at byte ${offset}` : `in item ${item} at byte ${offset}`
  return refuseEnvelope([`${envelopeFaults[reason]} (${place})`])
}

function refuseLimited(active: RateLimit[]): Result<never> {
  const longest = Math.max(...active.map((limit) => limit.retryAfter))
  return refuse('rate_limited', {
    headers: { 'retry-after': String(longest), 'x-sentry-rate-limits': formatRateLimits(active) },
  })
}

/** Items that are, or belong to, the event that the envelope's id is about. */
function needsEventId(item: EnvelopeItem): boolean {
  const { budget } = findItemRule(item.type, item.header)
  return budget === 'event' || budget === 'attachment'
}

/** The id within the event itself, for the rare SDK that does not repeat it in the envelope's header. */
function findEventId(items: readonly EnvelopeItem[]): string | null {
  for (const { type, payload } of items) {
    if (payload === null || findItemRule(type, {}).budget !== 'event') continue
    try {
      const event: unknown = JSON.parse(decodeUtf8(payload))
      if (typeof event === 'object' && event !== null && 'event_id' in event) return parseEventId(event.event_id)
    } catch {
      // Not JSON: the digest says so.
    }
  }
  return null
}

/** The envelope with these items only, and with this id when it had none. */
function assemble(
  bytes: Uint8Array,
  header: EnvelopeHeader,
  eventId: string | null,
  items: readonly EnvelopeItem[],
): Uint8Array {
  const parts = [eventId === null ? bytes.subarray(0, header.end) : addEventId(bytes, header, eventId)]
  for (const { start, end } of items) parts.push(bytes.subarray(start, end))
  return concatBytes(parts)
}

function writeReceipt(submission: Submission, sender: Sender, header: EnvelopeHeader, now: number): Receipt {
  const { headers, clientIp } = submission
  const clientHints: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (name.startsWith('sec-ch-ua') && typeof value === 'string') clientHints[name] = value
  }
  return {
    projectId: sender.projectId,
    publicKey: sender.publicKey,
    receivedAt: now,
    clientIp,
    userAgent: headers['user-agent'] ?? null,
    clientHints,
    origin: headers.origin ?? headers.referer ?? null,
    client: sender.client ?? readSdk(header),
  }
}

/** `sdk` in the envelope's header, for senders that name themselves nowhere else. */
function readSdk(header: EnvelopeHeader): string | null {
  const { sdk } = header.attributes
  if (typeof sdk !== 'object' || sdk === null || Array.isArray(sdk)) return null
  return typeof sdk.name === 'string' && typeof sdk.version === 'string' ? `${sdk.name}/${sdk.version}` : null
}

function dropAll(items: readonly EnvelopeItem[], outcome: Drop['outcome'], reason: string): Drop[] {
  return items.map((item) => ({ item, outcome, reason }))
}

function countDrops(context: IngestContext, sender: Sender, drops: readonly Drop[], at: number): void {
  const { projectId, publicKey } = sender
  for (const { item, outcome, reason } of drops) {
    for (const { category, quantity } of measureItem(item.type, item.header, item.size)) {
      context.countOutcome({ projectId, publicKey, at, category, outcome, reason, quantity })
    }
  }
}

/** What was lost where an envelope broke off: one item, of the kind that could still be read. */
function countFault(context: IngestContext, sender: Sender, fault: EnvelopeFault, at: number): void {
  const { projectId, publicKey } = sender
  const category = (fault.type === null ? null : findItemRule(fault.type, {}).category) ?? 'default'
  context.countOutcome({
    projectId,
    publicKey,
    at,
    category,
    outcome: 'invalid',
    reason: 'invalid_envelope',
    quantity: 1,
  })
}
