import type { JsonObject, NormalizedEvent, StoredEvent } from '../../protocol/event.ts'
import { parseEnvelope, type EnvelopeItem } from '../../protocol/envelope.ts'
import { parseEventId } from '../../protocol/event-id.ts'
import { findItemRule, type ItemFate, measureItem } from '../../protocol/item-types.ts'
import { createHash } from 'node:crypto'
import type { EventRow } from '../storage/events/port.ts'
import type { Occurrence, UserReport } from '../storage/meta/ports/issues.ts'
import type { NewAttachment } from '../storage/meta/ports/attachments.ts'
import type { OutcomeCount } from '../storage/meta/ports/outcomes.ts'
import type { AnySource } from '../storage/observability/port.ts'
import type { ReplayLink } from '../storage/replays/records.ts'
import type { SpoolRecord } from '../storage/spool/port.ts'
import type { SessionCounts, SessionUpdate } from '../storage/sessions/port.ts'
import { toColumns, toOccurrence } from './columns.ts'
import { readAttachment } from './items/attachment.ts'
import { readClientReport } from './items/client-report.ts'
import { type ReplayItem, trackReplay } from './items/replay.ts'
import type { PreparedSegment } from './items/replay-segment.ts'
import { type SessionOrigin, trackSession, trackSessions } from './items/session.ts'
import { readFeedback, readUserReport } from './items/user-report.ts'
import type { Filter, FilterSession, Group, Normalize, ProjectSettings, Receipt, Scrub } from './types.ts'
import { isCleanJson } from './normalize/clean-text.ts'
import { isRecord } from './normalize/notes.ts'
import { deriveTags } from './normalize/tags.ts'
import type { RecordingScrubber } from './scrub/scrub-recording.ts'
import { type Sdk, tellOfEvent, tellOfSegment, tellOfSession } from './user-sessions.ts'

/** An event ready to be stored; the issue is found when it is recorded. */
export interface PreparedEvent {
  position: number
  projectId: number
  publicKey: string
  receivedAt: number
  eventId: string
  /** The stored event as text. */
  json: string
  occurrence: Occurrence
  row: Omit<EventRow, 'issueId'>
}

/** Its issue is looked up when it is recorded. */
export type PreparedReport = Omit<UserReport, 'id' | 'issueId'>

/** Its issue is looked up when it is recorded; its blob is named after where it stood in the spool. */
export interface PreparedAttachment extends Omit<NewAttachment, 'issueId' | 'blobId'> {
  publicKey: string
  position: number
  /** Which item of its envelope. */
  item: number
  /** A view into the envelope, good as long as that is. */
  content: Uint8Array
}

export interface Prepared {
  events: PreparedEvent[]
  reports: PreparedReport[]
  attachments: PreparedAttachment[]
  sessions: { updates: SessionUpdate[]; counts: SessionCounts[] }
  replays: { segments: PreparedSegment[]; links: ReplayLink[] }
  /** What all of these tell of user sessions. */
  userSessions: AnySource[]
  outcomes: OutcomeCount[]
}

export function nothingPrepared(): Prepared {
  return {
    events: [],
    reports: [],
    attachments: [],
    sessions: { updates: [], counts: [] },
    replays: { segments: [], links: [] },
    userSessions: [],
    outcomes: [],
  }
}

export interface DigestSteps {
  normalize: Normalize
  filter: Filter
  filterSession: FilterSession
  scrub: Scrub
  scrubRecording: RecordingScrubber
  group: Group
}

/**
 * Parse → normalise → filter → scrub → group: one spooled envelope becomes rows. Pure: the same record and settings give the same rows,
 * which is what makes replaying after a crash safe. `settings` null = the project is gone.
 */
export function prepareRecord(steps: DigestSteps, record: SpoolRecord, settings: ProjectSettings | null): Prepared {
  const prepared = nothingPrepared()
  const { receipt } = record
  const envelope = parseEnvelope(record.envelope)
  const facts: EnvelopeFacts = {
    eventId: envelope.header?.eventId ?? null,
    sentAt: envelope.header?.sentAt ?? null,
    replayId: readReplayId(envelope.header?.attributes.trace),
    sdk: readSdk(envelope.header?.attributes.sdk, receipt),
  }
  const attachments: number[] = []
  const replay: ReplayItem[] = []
  let refusal: ItemRefusal | null = null
  for (const [index, item] of envelope.items.entries()) {
    const rule = findItemRule(item.type, item.header)
    if (settings === null) countItem(prepared, receipt, item, 'invalid', 'project_id')
    else if (rule.fate.does === 'attach') attachments.push(index)
    else if (rule.fate.does === 'replay') replay.push({ as: rule.fate.as, item, index })
    else {
      const refused = digestItem(steps, prepared, record, settings, item, index, rule.fate, facts)
      if (rule.budget === 'event') refusal ??= refused
    }
  }
  // Last, because attachments go where the event of their envelope goes, wherever in it that stands.
  for (const index of attachments) {
    const item = envelope.items[index]
    if (item === undefined) continue
    if (refusal === null) digestAttachment(prepared, record, item, index, facts)
    else countItem(prepared, receipt, item, refusal.outcome, refusal.reason)
  }
  if (settings !== null && replay.length > 0) digestReplay(steps, prepared, record, settings, replay, facts)
  if (!envelope.ok) prepared.outcomes.push(outcomeOf(receipt, 'default', 1, 'invalid', envelope.fault.reason))
  return prepared
}

interface EnvelopeFacts {
  eventId: string | null
  sentAt: number | null
  /** The replay that was going on, by the trace context. */
  replayId: string | null
  sdk: Sdk
}

/** Why an item was not kept. */
interface ItemRefusal {
  outcome: OutcomeCount['outcome']
  reason: string
}

function digestItem(
  steps: DigestSteps,
  prepared: Prepared,
  record: SpoolRecord,
  settings: ProjectSettings,
  item: EnvelopeItem,
  index: number,
  fate: ItemFate,
  facts: EnvelopeFacts,
): ItemRefusal | null {
  switch (fate.does) {
    case 'digest':
      return digestEvent(steps, prepared, record, settings, item, facts)
    case 'report':
      return digestReport(prepared, record.receipt, item, fate.as, facts)
    case 'track': {
      const origin = { record, settings, item: index, sentAt: facts.sentAt, filter: steps.filterSession }
      if (fate.as === 'session') digestSession(prepared, origin, item, facts)
      else digestSessions(prepared, origin, item)
      break
    }
    case 'count':
      for (const discarded of readClientReport(item.payload)) {
        prepared.outcomes.push(
          outcomeOf(record.receipt, discarded.category, discarded.quantity, 'client_discard', discarded.reason),
        )
      }
      break
    case 'outcome':
      return countItem(prepared, record.receipt, item, 'invalid', fate.reason)
    case 'attach':
    case 'replay':
    case 'drop':
      break
  }
  return null
}

function digestEvent(
  steps: DigestSteps,
  prepared: Prepared,
  record: SpoolRecord,
  settings: ProjectSettings,
  item: EnvelopeItem,
  facts: EnvelopeFacts,
): ItemRefusal | null {
  const { receipt, position } = record
  const json = readUtf8(item.payload)
  const raw = parseJson(json)
  if (raw === undefined) return countItem(prepared, receipt, item, 'invalid', 'invalid_json')
  const event = steps.normalize(raw, receipt, { ...facts, isClean: isCleanJson(json) })
  nameReplay(event, facts.replayId)
  if (event.type === 'transaction') return countItem(prepared, receipt, item, 'invalid', 'unsupported_transaction')
  const verdict = steps.filter(event, receipt, settings.filters)
  if (!verdict.kept) return countItem(prepared, receipt, item, 'filtered', verdict.reason)
  steps.scrub(event, settings.scrub)
  const { grouping, summary } = steps.group(event, settings.grouping)
  event.tags = deriveTags(event)
  const stored: StoredEvent = { ...event, project: settings.id, summary, grouping }
  const place = { position, receivedAt: receipt.receivedAt }
  const row = toColumns(stored, place)
  if (row.replayId !== null) {
    prepared.replays.links.push({
      position,
      organizationId: settings.organizationId,
      projectId: settings.id,
      receivedAt: receipt.receivedAt,
      replayId: row.replayId,
      eventId: event.event_id,
      level: event.level,
      at: row.timestamp,
      traceId: row.traceId,
    })
  }
  prepared.userSessions.push(...tellOfEvent(stored, row, settings))
  prepared.events.push({
    position,
    projectId: settings.id,
    publicKey: receipt.publicKey,
    receivedAt: receipt.receivedAt,
    eventId: event.event_id,
    json: JSON.stringify(stored),
    occurrence: toOccurrence(stored, row),
    row,
  })
  return null
}

/** What an event does not say, the trace context of its envelope may: which replay was going on (https://develop.sentry.dev/sdk/telemetry/traces/). */
function nameReplay(event: NormalizedEvent, replayId: string | null): void {
  if (replayId === null || event.contexts?.replay?.replay_id) return
  event.contexts = { ...event.contexts, replay: { type: 'replay', replay_id: replayId } }
}

function readReplayId(trace: JsonObject[string] | undefined): string | null {
  return isRecord(trace) ? parseEventId(trace.replay_id) : null
}

/** As the envelope says; else as the request did (`sentry.javascript.browser/11.12.0`). */
function readSdk(said: JsonObject[string] | undefined, { client }: Receipt): Sdk {
  const [name = '', version = ''] = client?.split('/') ?? []
  const { name: ownName, version: ownVersion } = isRecord(said) ? said : {}
  if (typeof ownName === 'string') return { name: ownName, version: typeof ownVersion === 'string' ? ownVersion : null }
  return { name: name || null, version: version || null }
}

/** Items of a replay count one each, as in Relay: a browser's segment is two, a mobile one, which comes in one piece, is one. */
function digestReplay(
  steps: DigestSteps,
  prepared: Prepared,
  record: SpoolRecord,
  settings: ProjectSettings,
  items: ReplayItem[],
  { eventId, sdk }: EnvelopeFacts,
): void {
  const { segments, refusals } = trackReplay(items, { record, settings, eventId, steps })
  prepared.replays.segments.push(...segments)
  prepared.userSessions.push(...segments.map((segment) => tellOfSegment(segment, sdk, settings)))
  for (const [index, { item }] of items.entries()) {
    const refusal = refusals[index]
    countItem(prepared, record.receipt, item, refusal?.outcome ?? 'accepted', refusal?.reason ?? '')
  }
}

function digestSession(prepared: Prepared, origin: SessionOrigin, item: EnvelopeItem, { sdk }: EnvelopeFacts): void {
  const tracked = trackSession(readUtf8(item.payload), origin)
  if (tracked.ok) {
    prepared.sessions.updates.push(tracked.update)
    prepared.userSessions.push(...tellOfSession(tracked.update, sdk, origin.settings))
  }
  countSessions(prepared, origin, tracked.ok ? 'accepted' : tracked.outcome, tracked.ok ? '' : tracked.reason, 1)
}

/**
 * An item of counted sessions counts as many as it holds buckets, as in Relay once it has opened one (`ExpandedSessions::quantities`): a bucket is
 * what is kept or refused, so that what came in is the sum of both.
 */
function digestSessions(prepared: Prepared, origin: SessionOrigin, item: EnvelopeItem): void {
  const { counts, refused } = trackSessions(readUtf8(item.payload), origin)
  prepared.sessions.counts.push(...counts)
  countSessions(prepared, origin, 'accepted', '', counts.length)
  for (const { outcome, reason, quantity } of refused) countSessions(prepared, origin, outcome, reason, quantity)
}

function countSessions(
  prepared: Prepared,
  { record }: SessionOrigin,
  outcome: OutcomeCount['outcome'],
  reason: string,
  quantity: number,
): void {
  if (quantity > 0) prepared.outcomes.push(outcomeOf(record.receipt, 'session', quantity, outcome, reason))
}

function digestAttachment(
  prepared: Prepared,
  { receipt, position }: SpoolRecord,
  item: EnvelopeItem,
  index: number,
  facts: EnvelopeFacts,
): void {
  const eventId = facts.eventId ?? prepared.events[0]?.eventId
  // Ingest writes an id into every envelope that has attachments; one of another writer may lack it.
  if (eventId === undefined || item.payload === null) {
    countItem(prepared, receipt, item, 'invalid', 'missing_event_id')
    return
  }
  const read = readAttachment(item)
  if (!read.ok) {
    countItem(prepared, receipt, item, 'invalid', read.reason)
    return
  }
  prepared.attachments.push({
    ...read.attachment,
    projectId: receipt.projectId,
    publicKey: receipt.publicKey,
    position,
    item: index,
    eventId,
    size: item.payload.length,
    sha1: createHash('sha1').update(item.payload).digest('hex'),
    createdAt: receipt.receivedAt,
    content: item.payload,
  })
}

function digestReport(
  prepared: Prepared,
  receipt: Receipt,
  item: EnvelopeItem,
  kind: 'user_report' | 'feedback',
  facts: EnvelopeFacts,
): ItemRefusal | null {
  const read = kind === 'feedback' ? readFeedback : readUserReport
  const report = read(item.payload, facts.eventId)
  if (report === null) return countItem(prepared, receipt, item, 'invalid', 'invalid_json')
  prepared.reports.push({ projectId: receipt.projectId, ...report, createdAt: receipt.receivedAt })
  countItem(prepared, receipt, item, 'accepted', '')
  return null
}

function readUtf8(payload: Uint8Array | null): string {
  return payload === null ? '' : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('utf8')
}

/** Undefined when it is no JSON at all. */
function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function countItem(
  prepared: Prepared,
  receipt: Receipt,
  item: EnvelopeItem,
  outcome: OutcomeCount['outcome'],
  reason: string,
): ItemRefusal {
  for (const { category, quantity } of measureItem(item.type, item.header, item.size)) {
    prepared.outcomes.push(outcomeOf(receipt, category, quantity, outcome, reason))
  }
  return { outcome, reason }
}

export function outcomeOf(
  receipt: Pick<Receipt, 'projectId' | 'publicKey' | 'receivedAt'>,
  category: string,
  quantity: number,
  outcome: OutcomeCount['outcome'],
  reason: string,
): OutcomeCount {
  const { projectId, publicKey, receivedAt } = receipt
  return { projectId, publicKey, at: receivedAt, category, outcome, reason, quantity }
}
