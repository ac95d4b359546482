import type { StoredEvent } from '../../protocol/event.ts'
import { parseEnvelope, type EnvelopeItem } from '../../protocol/envelope.ts'
import { findItemRule, measureItem } from '../../protocol/item-types.ts'
import type { EventRow } from '../storage/events/port.ts'
import type { Occurrence, OutcomeCount } from '../storage/meta/port.ts'
import type { SpoolRecord } from '../storage/spool/port.ts'
import { toColumns, toOccurrence } from './columns.ts'
import { readClientReport } from './items/client-report.ts'
import type { Filter, Group, Normalize, ProjectSettings, Receipt, Scrub } from './types.ts'
import { isCleanJson } from './normalize/clean-text.ts'
import { deriveTags } from './normalize/tags.ts'

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

export interface Prepared {
  events: PreparedEvent[]
  outcomes: OutcomeCount[]
}

export interface DigestSteps {
  normalize: Normalize
  filter: Filter
  scrub: Scrub
  group: Group
}

/**
 * Parse → normalise → filter → scrub → group: one spooled envelope becomes rows. Pure: the same record and settings give the same rows,
 * which is what makes replaying after a crash safe. `settings` null = the project is gone.
 */
export function prepareRecord(steps: DigestSteps, record: SpoolRecord, settings: ProjectSettings | null): Prepared {
  const prepared: Prepared = { events: [], outcomes: [] }
  const { receipt } = record
  const envelope = parseEnvelope(record.envelope)
  const facts: EnvelopeFacts = { eventId: envelope.header?.eventId ?? null, sentAt: envelope.header?.sentAt ?? null }
  for (const item of envelope.items) {
    if (settings === null) countItem(prepared, receipt, item, 'invalid', 'project_id')
    else digestItem(steps, prepared, record, settings, item, facts)
  }
  if (!envelope.ok) prepared.outcomes.push(outcomeOf(receipt, 'default', 1, 'invalid', envelope.fault.reason))
  return prepared
}

interface EnvelopeFacts {
  eventId: string | null
  sentAt: number | null
}

function digestItem(
  steps: DigestSteps,
  prepared: Prepared,
  record: SpoolRecord,
  settings: ProjectSettings,
  item: EnvelopeItem,
  facts: EnvelopeFacts,
): void {
  const { fate } = findItemRule(item.type, item.header)
  switch (fate.does) {
    case 'digest':
      digestEvent(steps, prepared, record, settings, item, facts)
      break
    case 'count':
      for (const discarded of readClientReport(item.payload)) {
        prepared.outcomes.push(
          outcomeOf(record.receipt, discarded.category, discarded.quantity, 'client_discard', discarded.reason),
        )
      }
      break
    case 'outcome':
      countItem(prepared, record.receipt, item, 'invalid', fate.reason)
      break
    case 'drop':
      break
  }
}

function digestEvent(
  steps: DigestSteps,
  prepared: Prepared,
  record: SpoolRecord,
  settings: ProjectSettings,
  item: EnvelopeItem,
  facts: EnvelopeFacts,
): void {
  const { receipt, position } = record
  const json = readUtf8(item.payload)
  const raw = parseJson(json)
  if (raw === undefined) return countItem(prepared, receipt, item, 'invalid', 'invalid_json')
  const event = steps.normalize(raw, receipt, { ...facts, isClean: isCleanJson(json) })
  if (event.type === 'transaction') return countItem(prepared, receipt, item, 'invalid', 'unsupported_transaction')
  const verdict = steps.filter(event, receipt, settings.filters)
  if (!verdict.kept) return countItem(prepared, receipt, item, 'filtered', verdict.reason)
  steps.scrub(event, settings.scrub)
  const { grouping, summary } = steps.group(event, settings.grouping)
  event.tags = deriveTags(event)
  const stored: StoredEvent = { ...event, project: settings.id, summary, grouping }
  const place = { position, receivedAt: receipt.receivedAt }
  prepared.events.push({
    position,
    projectId: settings.id,
    publicKey: receipt.publicKey,
    receivedAt: receipt.receivedAt,
    eventId: event.event_id,
    json: JSON.stringify(stored),
    occurrence: toOccurrence(stored, place),
    row: toColumns(stored, place),
  })
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
): void {
  for (const { category, quantity } of measureItem(item.type, item.header, item.size)) {
    prepared.outcomes.push(outcomeOf(receipt, category, quantity, outcome, reason))
  }
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
