import { createHash } from 'node:crypto'
import { parseEventId } from '../../../protocol/event-id.ts'
import { readSession, readSessions, type SessionAttributes, type SessionFault } from '../../../protocol/session.ts'
import { type SessionCounts, type SessionPlace, type SessionUpdate, stateDays } from '../../storage/sessions/port.ts'
import type { SpoolRecord } from '../../storage/spool/port.ts'
import { hashUser } from '../../storage/user-sketch.ts'
import { cleanText } from '../normalize/clean-text.ts'
import { isValidEnvironment, isValidRelease } from '../normalize/release.ts'
import { clockDrift } from '../normalize/time.ts'
import type { FilterReason, FilterSession, ProjectSettings } from '../types.ts'

/** Where sessions were sent from and to. */
export interface SessionOrigin {
  record: SpoolRecord
  settings: ProjectSettings
  /** Which item of its envelope. */
  item: number
  /** By the sender's clock. */
  sentAt: number | null
  filter: FilterSession
}

/** `timestamp`: it started too long before it was received, or after. */
export type SessionRefusal =
  | { ok: false; outcome: 'invalid'; reason: SessionFault | 'invalid_release' | 'timestamp' }
  | { ok: false; outcome: 'filtered'; reason: FilterReason }

export interface RefusedSessions {
  outcome: 'invalid' | 'filtered'
  reason: SessionRefusal['reason'] | 'too_many_items'
  quantity: number
}

/** From the payload of a `session` item to what the sessions view takes. */
export function trackSession(
  json: string,
  origin: SessionOrigin,
): { ok: true; update: SessionUpdate } | SessionRefusal {
  const read = readSession(json)
  if (!read.ok) return { ok: false, outcome: 'invalid', reason: read.reason }
  const { sid, did, isInit, started, status, errors, duration, abnormalMechanism, attributes } = read.session
  const named = judgeAttributes(attributes, origin)
  if (!named.ok) return named
  const place = placeOf(started, did, named, origin)
  if (place === null) return tooLateOrEarly
  return {
    ok: true,
    update: { ...place, sid: sessionId(sid, origin), isInit, status, errors, duration, abnormalMechanism },
  }
}

/** From the payload of a `sessions` item, bucket by bucket; an item that cannot be read at all counts as one. */
export function trackSessions(
  json: string,
  origin: SessionOrigin,
): { counts: SessionCounts[]; refused: RefusedSessions[] } {
  const read = readSessions(json)
  if (!read.ok) return { counts: [], refused: [{ outcome: 'invalid', reason: read.reason, quantity: 1 }] }
  const refused: RefusedSessions[] = [
    { outcome: 'invalid', reason: 'invalid_session', quantity: read.invalid },
    { outcome: 'invalid', reason: 'too_many_items', quantity: read.excess },
  ]
  const named = judgeAttributes(read.attributes, origin)
  if (!named.ok) {
    const { outcome, reason } = named
    return { counts: [], refused: [...refused, { outcome, reason, quantity: read.buckets.length }] }
  }
  const counts: SessionCounts[] = []
  for (const { did, started, ...numbers } of read.buckets) {
    const place = placeOf(started, did, named, origin)
    if (place !== null) counts.push({ ...place, ...numbers })
  }
  refused.push({ outcome: 'invalid', reason: 'timestamp', quantity: read.buckets.length - counts.length })
  return { counts, refused }
}

/** A release that no API could name is refused, as in Sentry; an environment of that kind is left out. */
function judgeAttributes(
  attributes: SessionAttributes,
  { record, settings, filter }: SessionOrigin,
): { ok: true; release: string; environment: string } | SessionRefusal {
  const verdict = filter(attributes, record.receipt, settings.filters)
  if (!verdict.kept) return { ok: false, outcome: 'filtered', reason: verdict.reason }
  const { release, environment } = attributes
  if (release !== '' && !isValidRelease(release)) return { ok: false, outcome: 'invalid', reason: 'invalid_release' }
  return {
    ok: true,
    release: cleanText(release),
    environment: isValidEnvironment(environment) ? cleanText(environment) : '',
  }
}

/** The state of a session is kept so long: older updates could only be counted twice. */
const maxPastMs = stateDays * 86_400_000
/** As with events. */
const maxFutureMs = 60_000

const tooLateOrEarly: SessionRefusal = { ok: false, outcome: 'invalid', reason: 'timestamp' }

/** Null when it did not start in the time before its receipt. By the receipt, never by the clock: same bytes, same result. */
function placeOf(
  started: number,
  did: string | null,
  { release, environment }: { release: string; environment: string },
  { record: { position, receipt }, settings, sentAt }: SessionOrigin,
): SessionPlace | null {
  const { receivedAt } = receipt
  const at = started + clockDrift(receivedAt, sentAt)
  if (at < receivedAt - maxPastMs || at > receivedAt + maxFutureMs) return null
  return {
    position,
    organizationId: settings.organizationId,
    projectId: settings.id,
    receivedAt,
    started: at,
    release,
    environment,
    user: did === null ? null : hashUser(did),
  }
}

/** 32 hex digits. A session without an id is one of its own: nothing can be told of it again. */
function sessionId(sid: string | null, { record, item }: SessionOrigin): string {
  const known = parseEventId(sid)
  if (known !== null) return known
  const name = sid ?? `${record.receipt.receivedAt} ${record.position} ${item}`
  return createHash('md5').update(name).digest('hex')
}
