import { dataCategories, type DataCategory } from '../../../protocol/item-types.ts'

/** What an SDK dropped by itself, by reason and category. */
export interface Discarded {
  reason: string
  category: DataCategory
  quantity: number
}

const lists = ['discarded_events', 'rate_limited_events', 'filtered_events', 'filtered_sampling_events'] as const

/**
 * Reads a client report (https://develop.sentry.dev/sdk/telemetry/client-reports/): `{timestamp, discarded_events: [{reason, category,
 * quantity}]}`. Entries that make no sense are left out; names are cut so that a hostile report cannot fill the counters.
 */
export function readClientReport(payload: Uint8Array | null): Discarded[] {
  if (payload === null) return []
  let report: unknown
  try {
    report = JSON.parse(Buffer.from(payload).toString('utf8'))
  } catch {
    return []
  }
  if (!isRecord(report)) return []
  const discarded: Discarded[] = []
  for (const list of lists) {
    const entries = report[list]
    if (!Array.isArray(entries)) continue
    for (const entry of entries.slice(0, maxEntries)) {
      const read = isRecord(entry) ? readEntry(entry) : null
      if (read !== null) discarded.push(read)
    }
  }
  return discarded
}

/** SDKs have about a dozen reasons and as many categories. */
const maxEntries = 200

function readEntry(entry: Record<string, unknown>): Discarded | null {
  const { reason, category, quantity } = entry
  if (typeof quantity !== 'number' || !Number.isSafeInteger(quantity) || quantity <= 0) return null
  return {
    reason: typeof reason === 'string' ? reason.slice(0, 64) : '',
    category: dataCategories.find((known) => known === category) ?? 'default',
    quantity: Math.min(quantity, 1_000_000_000),
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
