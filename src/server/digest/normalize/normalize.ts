import type { EventError, Json, JsonObject, NormalizedEvent } from '../../../protocol/event.ts'
import { eventMembers } from '../event-members.ts'
import type { Normalize, Receipt } from '../types.ts'
import { addAgentContexts, clientInfo } from './agent-contexts.ts'
import type { BagLimits } from './bag.ts'
import { bag, copyBag, extraBag, largeBag } from './bag.ts'
import { readBreadcrumbs } from './breadcrumbs.ts'
import { cleanText, cutText } from './clean-text.ts'
import { readContexts } from './contexts.ts'
import { readDebugMeta } from './debug-meta.ts'
import { readExceptions } from './exception.ts'
import { readFingerprint } from './fingerprint.ts'
import { readEventId } from './ids.ts'
import { renameLegacyKeys } from './legacy.ts'
import { inferType, readLevel, readPlatform } from './level.ts'
import { readLogEntry } from './logentry.ts'
import { nameSignals } from './mechanism.ts'
import type { Notes } from './notes.ts'
import { createNotes, isRecord, reject } from './notes.ts'
import { looseText, readCount, readField, text } from './read.ts'
import { readDist, readEnvironment, readRelease } from './release.ts'
import { readRequest, withHeaders } from './request.ts'
import { readInferIp, readSdk, sdkOfClient } from './sdk.ts'
import { readCsp, readReport, receiptHeaders } from './security.ts'
import { osFamily } from './signals.ts'
import { readMeasurements, readSpans } from './spans.ts'
import { stacktrace } from './stacktrace.ts'
import { readTags } from './tag-list.ts'
import { readTemplate } from './template.ts'
import { readThreads } from './threads.ts'
import { readEventTime, readTimestamp } from './time.ts'
import type { UserAgent } from './user-agent.ts'
import { createUserAgentParser } from './user-agent.ts'
import { readUser, resolveIps } from './user.ts'

/** Python apps list some hundred packages here. */
const modulesBag: BagLimits = { depth: 2, size: 65_536 }
const metaBag: BagLimits = { depth: 24, size: 65_536 }
const maxOtherMembers = 50

const readStacktrace = stacktrace(false)
const readModules = bag(modulesBag)
const readExtra = bag(extraBag)
const readInfo = bag(largeBag)

/** Members that are read below, and those that the digest sets itself: a client must not. */
const known = new Set<string>([...eventMembers, 'site', 'project', 'summary', 'grouping', '__proto__'])

/** A normaliser with its own memory of user agents. */
export function createNormalizer(): Normalize {
  const parseUserAgent = createUserAgentParser()
  return (raw, receipt, envelope) => normalizeEvent(raw, receipt, envelope, parseUserAgent)
}

/**
 * Makes the event of any JSON value: never throws, and the same value and receipt give the same event.
 * Follows the order of Sentry's own normalisation, since later steps look at what earlier ones made.
 */
function normalizeEvent(
  raw: unknown,
  receipt: Receipt,
  envelope: { eventId: string | null; sentAt: number | null; isClean?: boolean },
  parseUserAgent: (header: string) => UserAgent,
): NormalizedEvent {
  const notes = createNotes(envelope.isClean)
  if (!isRecord(raw)) reject(notes, 'invalid_data', raw, 'expected an object')
  const sent = isRecord(raw) ? renameLegacyKeys(raw) : {}
  if (isRecord(sent._meta)) notes.meta = readMeta(sent._meta)

  const event: NormalizedEvent = {
    event_id: readEventId(notes, sent, raw, receipt, envelope.eventId),
    type: 'default',
    platform: readPlatform(sent.platform),
    level: readField(notes, sent, 'level', readLevel) ?? (sent.type === 'transaction' ? 'info' : 'error'),
    timestamp: readEventTime(notes, sent, receipt, envelope.sentAt),
    received: receipt.receivedAt / 1000,
    tags: [],
  }
  readMembers(notes, sent, event)
  readInterfaces(notes, sent, event)
  readFreeData(notes, sent, event)
  event.type = inferType(sent.type, event)
  if (event.type === 'transaction') readTransaction(notes, sent, event)
  completeReport(event, receipt)
  completeExceptions(event)
  const { clientIp } = receipt
  const user = resolveIps(event.user, event.request, {
    platform: event.platform,
    clientIp,
    infer: readInferIp(sent.sdk),
  })
  if (user) event.user = user
  else delete event.user
  const info = clientInfo(event.request, event.platform, receipt)
  const contexts = addAgentContexts(event.contexts, event.platform, info, parseUserAgent)
  if (contexts) event.contexts = contexts
  event.sdk ??= sdkOfClient(receipt.client)
  if (event.sdk === null) delete event.sdk
  copyOthers(notes, sent, event)
  finish(notes, sent.errors, event)
  return event
}

type Members = Record<string, unknown>

function readMembers(notes: Notes, sent: Members, event: NormalizedEvent): void {
  set(event, 'version', readField(notes, sent, 'version', looseText(16)))
  set(event, 'logger', readField(notes, sent, 'logger', text(64)) || undefined)
  set(event, 'transaction', readField(notes, sent, 'transaction', text(200)) || undefined)
  set(event, 'server_name', readField(notes, sent, 'server_name', looseText(200)) || undefined)
  set(event, 'release', readField(notes, sent, 'release', readRelease))
  set(event, 'dist', readField(notes, sent, 'dist', readDist))
  set(event, 'time_spent', readField(notes, sent, 'time_spent', readCount))
  const { tags, environment } = readTags(notes, sent.tags)
  event.tags = tags
  set(event, 'environment', readField(notes, sent, 'environment', readEnvironment))
  if (event.environment === undefined && environment !== null) {
    set(event, 'environment', readField(notes, { environment }, 'environment', readEnvironment))
  }
  const site = readField(notes, sent, 'site', looseText(200))
  if (site && !tags.some(([key]) => key === 'site')) tags.push(['site', site])
}

function readInterfaces(notes: Notes, sent: Members, event: NormalizedEvent): void {
  set(event, 'logentry', readField(notes, sent, 'logentry', readLogEntry))
  set(event, 'exception', readField(notes, sent, 'exception', readExceptions))
  set(event, 'stacktrace', readField(notes, sent, 'stacktrace', readStacktrace))
  set(event, 'threads', readField(notes, sent, 'threads', readThreads))
  set(event, 'template', readField(notes, sent, 'template', readTemplate))
  set(event, 'breadcrumbs', readField(notes, sent, 'breadcrumbs', readBreadcrumbs))
  set(event, 'user', readField(notes, sent, 'user', readUser))
  set(event, 'request', readField(notes, sent, 'request', readRequest))
  set(event, 'contexts', readField(notes, sent, 'contexts', readContexts))
  set(event, 'csp', readField(notes, sent, 'csp', readCsp))
  for (const name of ['hpkp', 'expectct', 'expectstaple', 'nel'] as const) {
    set(event, name, readField(notes, sent, name, readReport))
  }
  set(event, 'sdk', readField(notes, sent, 'sdk', readSdk))
  set(event, 'fingerprint', readField(notes, sent, 'fingerprint', readFingerprint))
  set(event, 'debug_meta', readField(notes, sent, 'debug_meta', readDebugMeta))
}

function readFreeData(notes: Notes, sent: Members, event: NormalizedEvent): void {
  set(event, 'extra', readField(notes, sent, 'extra', readExtra))
  const modules = readField(notes, sent, 'modules', readModules)
  if (!modules) return
  event.modules = {}
  for (const [name, version] of Object.entries(modules)) {
    event.modules[name] = version === null ? null : typeof version === 'string' ? version : JSON.stringify(version)
  }
}

function readTransaction(notes: Notes, sent: Members, event: NormalizedEvent): void {
  set(event, 'start_timestamp', readField(notes, sent, 'start_timestamp', readTimestamp))
  set(event, 'transaction_info', readField(notes, sent, 'transaction_info', readInfo))
  set(event, 'spans', readField(notes, sent, 'spans', readSpans))
  set(event, 'measurements', readField(notes, sent, 'measurements', readMeasurements))
  const trace = event.contexts?.trace
  if (trace) trace.status ??= 'unknown'
}

/** Security reports come from the browser itself: address and agent are those of the report's request. */
function completeReport(event: NormalizedEvent, receipt: Receipt): void {
  const isReport = event.csp || event.hpkp || event.expectct || event.expectstaple
  if (!isReport && event.type !== 'nel') return
  if (receipt.clientIp) event.user = { ...event.user, ip_address: receipt.clientIp }
  if (!isReport) return
  event.logger ??= 'csp'
  const request = withHeaders(event.request, receiptHeaders(receipt))
  if (request) event.request = request
}

function completeExceptions(event: NormalizedEvent): void {
  const exceptions = event.exception?.values
  if (!exceptions) return
  const [only] = exceptions
  if (only && exceptions.length === 1 && event.stacktrace) {
    only.stacktrace ??= event.stacktrace
    delete event.stacktrace
  }
  const os = osFamily(event.contexts?.os?.name)
  for (const exception of exceptions) if (exception.mechanism) nameSignals(exception.mechanism, os)
}

/** Members that the protocol does not name are kept, within limits. */
function copyOthers(notes: Notes, sent: Members, event: NormalizedEvent): void {
  let left = maxOtherMembers
  for (const name in sent) {
    const value = sent[name]
    if (known.has(name) || value === null || value === undefined) continue
    const key = cleanText(name)
    if (key.length > 200) continue
    if (left-- === 0) return
    notes.path.push(key)
    event[key] =
      key === 'culprit' && typeof value === 'string' ? text(200)(notes, value) : copyBag(notes, value, largeBag)
    notes.path.pop()
  }
}

function finish(notes: Notes, sentErrors: unknown, event: NormalizedEvent): void {
  const errors = [...readErrors(sentErrors), ...notes.errors]
  if (errors.length > 0) event.errors = errors
  if (Object.keys(notes.meta).length > 0) event._meta = notes.meta
}

/** Defects that the SDK or a relay before us found. */
function readErrors(value: unknown): EventError[] {
  if (!Array.isArray(value)) return []
  const errors: EventError[] = []
  for (const item of value.slice(0, 50)) {
    const sent: unknown = item
    if (!isRecord(sent) || typeof sent.type !== 'string') continue
    const error: EventError = { type: cleanText(cutText(sent.type, 128)) }
    if (typeof sent.name === 'string') error.name = cleanText(cutText(sent.name, 256))
    if (sent.value !== undefined) error.value = copyBag(createNotes(), sent.value, { depth: 3, size: 512 })
    errors.push(error)
  }
  return errors
}

/** `_meta` as sent: remarks of the SDK and of relays before us. */
function readMeta(value: Members): JsonObject {
  const copy: Json = copyBag(createNotes(), value, metaBag)
  return isRecord(copy) ? copy : {}
}

function set<K extends string & keyof NormalizedEvent>(
  event: NormalizedEvent,
  key: K,
  value: NormalizedEvent[K] | undefined,
): void {
  if (value !== undefined) event[key] = value
}
