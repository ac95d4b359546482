import { parseTimestamp } from './timestamp.ts'

/** How a session is going or ended (https://develop.sentry.dev/sdk/telemetry/sessions/). `errored` stands for words that this program does not know. */
export const sessionStatuses = ['ok', 'exited', 'errored', 'unhandled', 'abnormal', 'crashed'] as const
export type SessionStatus = (typeof sessionStatuses)[number]

/** How an app that did not answer was caught at it; other words say nothing that is counted. */
export const abnormalMechanisms = ['anr_foreground', 'anr_background'] as const
export type AbnormalMechanism = (typeof abnormalMechanisms)[number]

/** What a `session` item tells of one session; times as the sender's clock had them. */
export interface ReadSession {
  /** As sent; null when it names none. */
  sid: string | null
  /** Whose it is, as sent; null for nobody in particular. */
  did: string | null
  isInit: boolean
  /** Milliseconds since 1970. */
  started: number
  status: SessionStatus
  errors: number
  /** Milliseconds. */
  duration: number | null
  abnormalMechanism: AbnormalMechanism | null
  attributes: SessionAttributes
}

/** One bucket of a `sessions` item: sessions that began in one minute, mostly. */
export interface ReadSessionCounts {
  did: string | null
  started: number
  exited: number
  errored: number
  abnormal: number
  crashed: number
  unhandled: number
}

/** Trimmed; '' when not named. */
export interface SessionAttributes {
  release: string
  environment: string
  ipAddress: string | null
  userAgent: string | null
}

/** Of one `sessions` item more are not looked at (https://develop.sentry.dev/sdk/telemetry/sessions/#sdk-considerations). */
export const maxBuckets = 100

/** `invalid_json`: no JSON at all. `invalid_session`: not a session, or it does not say when it started. */
export type SessionFault = 'invalid_json' | 'invalid_session'

export type SessionResult = { ok: true; session: ReadSession } | { ok: false; reason: SessionFault }

export type SessionsResult =
  | {
      ok: true
      buckets: ReadSessionCounts[]
      attributes: SessionAttributes
      /** Buckets without a start, or that count nothing. */
      invalid: number
      /** Buckets beyond `maxBuckets`. */
      excess: number
    }
  | { ok: false; reason: SessionFault }

/**
 * Reads the payload of a `session` item. Never throws. What is told badly beside the start is left out (a negative duration) or held within
 * bounds. `seq` and `timestamp` are passed over: nothing that is counted depends on the order in which updates were made.
 */
export function readSession(json: string): SessionResult {
  const said = parseJson(json)
  if (said === undefined) return { ok: false, reason: 'invalid_json' }
  const started = isRecord(said) ? readStart(said.started) : null
  if (!isRecord(said) || started === null) return { ok: false, reason: 'invalid_session' }
  const status = readStatus(said.status)
  const errors = readCount(said.errors)
  return {
    ok: true,
    session: {
      sid: readName(said.sid),
      did: readDistinctId(said.did),
      isInit: said.init === true || said.init === 'true',
      started,
      status,
      errors: status === 'crashed' ? Math.max(1, errors) : errors,
      duration: readDuration(said.duration),
      abnormalMechanism:
        status === 'abnormal' ? (abnormalMechanisms.find((known) => known === said.abnormal_mechanism) ?? null) : null,
      attributes: readAttributes(said.attrs),
    },
  }
}

/** Reads the payload of a `sessions` item: `{aggregates: [{started, did, exited, errored …}], attrs}`. Never throws. */
export function readSessions(json: string): SessionsResult {
  const said = parseJson(json)
  if (said === undefined) return { ok: false, reason: 'invalid_json' }
  if (!isRecord(said) || !Array.isArray(said.aggregates)) return { ok: false, reason: 'invalid_session' }
  const listed: unknown[] = said.aggregates.slice(0, maxBuckets)
  const buckets = listed.map(readBucket).filter((bucket) => bucket !== null)
  return {
    ok: true,
    buckets,
    attributes: readAttributes(said.attrs),
    invalid: listed.length - buckets.length,
    excess: said.aggregates.length - listed.length,
  }
}

function readBucket(said: unknown): ReadSessionCounts | null {
  if (!isRecord(said)) return null
  const started = readStart(said.started)
  if (started === null) return null
  const exited = readCount(said.exited)
  const errored = readCount(said.errored)
  const abnormal = readCount(said.abnormal)
  const crashed = readCount(said.crashed)
  const unhandled = readCount(said.unhandled)
  if (exited + errored + abnormal + crashed + unhandled === 0) return null
  return { did: readDistinctId(said.did), started, exited, errored, abnormal, crashed, unhandled }
}

function readAttributes(said: unknown): SessionAttributes {
  if (!isRecord(said)) return { release: '', environment: '', ipAddress: null, userAgent: null }
  return {
    release: readName(said.release) ?? '',
    environment: readName(said.environment) ?? '',
    ipAddress: readName(said.ip_address),
    userAgent: readName(said.user_agent),
  }
}

/** Milliseconds; parts of one are cut off, less the dust that seconds as floats have (0.2 µs of today's). */
function readStart(value: unknown): number | null {
  const seconds = parseTimestamp(value)
  return seconds === null ? null : Math.floor(seconds * 1000 + 0.0005)
}

function readStatus(value: unknown): SessionStatus {
  if (value === undefined || value === null) return 'ok'
  return sessionStatuses.find((known) => known === value) ?? 'errored'
}

/** Text, or a number written as one. */
function readName(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
  return text === '' ? null : text
}

/** SDKs that must send a user, but know none, send this. */
const nilIds = new Set(['00000000-0000-0000-0000-000000000000', '00000000000000000000000000000000'])

function readDistinctId(value: unknown): string | null {
  const did = readName(value)
  return did === null || nilIds.has(did) ? null : did
}

/** More than any machine counts in a minute; sums of it stay exact. */
const maxCount = 1_000_000_000

function readCount(value: unknown): number {
  if (value === undefined) return 0
  const count = Math.trunc(readNumber(value))
  return count > 0 ? Math.min(count, maxCount) : 0
}

/** What 32 bits hold, as in Sentry: 49 days. Longer ones come of broken clocks. */
const maxDurationMs = 2 ** 32

/** Milliseconds of seconds. */
function readDuration(value: unknown): number | null {
  if (value === undefined || value === null) return null
  const duration = Math.round(readNumber(value) * 1000)
  // Plus 0, because -0.0001 would become -0.
  return duration >= 0 && duration < maxDurationMs ? duration + 0 : null
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i

/** A number, or text that is one; NaN for anything else. */
function readNumber(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.length <= 32 && decimal.test(value.trim()) ? Number(value) : Number.NaN
}

/** Undefined when it is no JSON at all. */
function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
