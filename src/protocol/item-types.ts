import type { JsonObject } from './event.ts'

/** What is counted and limited apart: the names in rate limits, outcomes and client reports. */
export const dataCategories = [
  'default',
  'error',
  'transaction',
  'span',
  'security',
  'attachment',
  'attachment_item',
  'session',
  'profile',
  'profile_chunk',
  'profile_chunk_ui',
  'replay',
  'monitor',
  'feedback',
  'log_item',
  'log_byte',
  'trace_metric',
  'metric_bucket',
  'internal',
] as const
export type DataCategory = (typeof dataCategories)[number]

/** How much of a kind one envelope may hold. Bytes are those of the payload, after decompression. */
export interface ItemBudget {
  /** Of a single item. */
  itemBytes: number
  /** Of all items of this budget together. */
  totalBytes: number
  /** How many items; more than that and the later ones go. */
  items: number
}

const KiB = 1024
const MiB = 1024 * KiB

/**
 * Sizes as Sentry documents them (https://develop.sentry.dev/sdk/data-model/envelopes/#size-limits). Item types that
 * share the envelope's event id share one place: a second one could only overwrite the first.
 */
export const itemBudgets = {
  event: { itemBytes: MiB, totalBytes: MiB, items: 1 },
  attachment: { itemBytes: 100 * MiB, totalBytes: 100 * MiB, items: Infinity },
  session: { itemBytes: MiB, totalBytes: 100 * MiB, items: 100 },
  client_report: { itemBytes: 4 * KiB, totalBytes: 100 * KiB, items: 100 },
  check_in: { itemBytes: 100 * KiB, totalBytes: 100 * KiB, items: 1 },
  profile: { itemBytes: 50 * MiB, totalBytes: 50 * MiB, items: 1 },
  replay_event: { itemBytes: MiB, totalBytes: MiB, items: 1 },
  replay: { itemBytes: 10 * MiB, totalBytes: 10 * MiB, items: 1 },
  span: { itemBytes: MiB, totalBytes: 10 * MiB, items: Infinity },
  /** Logs, spans and metrics that come as one item holding many. */
  container: { itemBytes: 10 * MiB, totalBytes: 10 * MiB, items: Infinity },
  other: { itemBytes: MiB, totalBytes: 10 * MiB, items: Infinity },
} as const satisfies Record<string, ItemBudget>
export type ItemBudgetName = keyof typeof itemBudgets

/**
 * What becomes of an accepted item today. `digest`: stored as what it is. `report`: kept as what somebody wrote about an event.
 * `attach`: kept as a file of the event that the envelope is about. `track`: counted in the health of its release, as one session or as many.
 * `replay`: kept as part of a segment of a replay. `count`: its numbers join the outcomes.
 * `outcome`: not stored, counted as dropped with this reason. `drop`: reserved or dead, ignored without a count.
 */
export type ItemFate =
  | { does: 'digest' }
  | { does: 'report'; as: 'user_report' | 'feedback' }
  | { does: 'attach' }
  | { does: 'track'; as: 'session' | 'sessions' }
  | { does: 'replay'; as: 'event' | 'recording' | 'video' }
  | { does: 'count' }
  | { does: 'outcome'; reason: string }
  | { does: 'drop' }

export interface ItemRule {
  /** Null: not part of any count. */
  category: DataCategory | null
  budget: ItemBudgetName
  fate: ItemFate
}

const digest: ItemFate = { does: 'digest' }
const attach: ItemFate = { does: 'attach' }
const count: ItemFate = { does: 'count' }
const drop: ItemFate = { does: 'drop' }
const notYet = (reason: string): ItemFate => ({ does: 'outcome', reason })

/** Every item type that SDKs send (https://develop.sentry.dev/sdk/data-model/envelope-items/), and what is done with it. */
export const itemTypes = {
  event: { category: 'error', budget: 'event', fate: digest },
  transaction: { category: 'transaction', budget: 'event', fate: notYet('unsupported_transaction') },
  feedback: { category: 'feedback', budget: 'event', fate: { does: 'report', as: 'feedback' } },
  user_report: { category: 'feedback', budget: 'other', fate: { does: 'report', as: 'user_report' } },
  attachment: { category: 'attachment', budget: 'attachment', fate: attach },
  session: { category: 'session', budget: 'session', fate: { does: 'track', as: 'session' } },
  sessions: { category: 'session', budget: 'session', fate: { does: 'track', as: 'sessions' } },
  client_report: { category: null, budget: 'client_report', fate: count },
  check_in: { category: 'monitor', budget: 'check_in', fate: notYet('unsupported_check_in') },
  replay_event: { category: 'replay', budget: 'replay_event', fate: { does: 'replay', as: 'event' } },
  replay_recording: { category: 'replay', budget: 'replay', fate: { does: 'replay', as: 'recording' } },
  replay_video: { category: 'replay', budget: 'replay', fate: { does: 'replay', as: 'video' } },
  log: { category: 'log_item', budget: 'container', fate: notYet('unsupported_log') },
  span: { category: 'span', budget: 'span', fate: notYet('unsupported_span') },
  otel_span: { category: 'span', budget: 'span', fate: notYet('unsupported_span') },
  trace_metric: { category: 'trace_metric', budget: 'container', fate: notYet('unsupported_trace_metric') },
  profile: { category: 'profile', budget: 'profile', fate: notYet('unsupported_profile') },
  profile_chunk: { category: 'profile_chunk', budget: 'profile', fate: notYet('unsupported_profile_chunk') },
  profile_chunk_ui: { category: 'profile_chunk_ui', budget: 'profile', fate: notYet('unsupported_profile_chunk') },
  raw_security: { category: 'security', budget: 'event', fate: notYet('unsupported_security_report') },
  nel: { category: null, budget: 'other', fate: notYet('unsupported_nel') },
  statsd: { category: 'metric_bucket', budget: 'other', fate: drop },
  metric_buckets: { category: 'metric_bucket', budget: 'other', fate: drop },
  security: { category: 'security', budget: 'event', fate: drop },
  unreal_report: { category: 'error', budget: 'attachment', fate: drop },
  form_data: { category: null, budget: 'other', fate: drop },
  integration: { category: null, budget: 'container', fate: drop },
} as const satisfies Record<string, ItemRule>
export type ItemType = keyof typeof itemTypes

/** For types that no SDK had when this was written: kept on the wire, counted, never a reason to refuse an envelope. */
const unknownItem: ItemRule = { category: null, budget: 'other', fate: notYet('unknown_item_type') }

export function isItemType(type: string): type is ItemType {
  return Object.hasOwn(itemTypes, type)
}

/** The rule of an item by its headers; never fails. */
export function findItemRule(type: string, header: JsonObject): ItemRule {
  if (!isItemType(type)) return unknownItem
  const rule: ItemRule = itemTypes[type]
  // One span an item, or a container of many: told apart by the count in the header.
  if (type === 'span' && header.item_count !== undefined) return { ...rule, budget: 'container' }
  return rule
}

export interface ItemQuantity {
  category: DataCategory
  quantity: number
}

/**
 * How much an item counts towards limits and outcomes: attachments and logs count their bytes as well, containers the items they
 * say they hold. Types without a category count one `default`, so that no drop goes unseen; client reports count nothing.
 */
export function measureItem(type: string, header: JsonObject, size: number): ItemQuantity[] {
  if (type === 'client_report') return []
  const { category } = findItemRule(type, header)
  if (category === null) return [{ category: 'default', quantity: 1 }]
  const held = isContainer(type) ? readCount(header.item_count) : 1
  const quantities: ItemQuantity[] = [{ category, quantity: held }]
  if (category === 'attachment')
    return [
      { category, quantity: Math.max(size, 1) },
      { category: 'attachment_item', quantity: 1 },
    ]
  if (category === 'log_item') quantities.push({ category: 'log_byte', quantity: Math.max(size, 1) })
  return quantities
}

function isContainer(type: string): boolean {
  return type === 'log' || type === 'span' || type === 'trace_metric'
}

/** A sender's own count is believed up to a bound, lest one envelope fill a year's statistics. */
const maximumHeld = 100_000

function readCount(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? Math.min(value, maximumHeld) : 1
}
