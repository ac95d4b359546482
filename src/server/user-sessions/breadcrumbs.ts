import { readStoredEvent } from '../events/read-event.ts'
import type { Breadcrumb } from '../../protocol/event.ts'
import type { FoundEvent } from '../storage/events/port.ts'
import type { Storage } from '../storage/storage.ts'

export type TimedBreadcrumb = Breadcrumb & { timestamp: number }

/** Payloads that are read at most: one holds up to 100 breadcrumbs. */
const mostPayloads = 10
const mostBreadcrumbs = 500

/**
 * What the events' breadcrumbs tell of a time (both inclusive), each once, the last of it, by time. What an event's breadcrumbs cover is not read again of
 * earlier events of the same SDK.
 */
export async function listBreadcrumbs(
  rows: FoundEvent[],
  { start, end }: { start: number; end: number },
  storage: Pick<Storage, 'payloads'>,
): Promise<TimedBreadcrumb[]> {
  const told = new Map<string, TimedBreadcrumb>()
  const coveredSince = new Map<string | null, number>()
  let reads = 0
  for (const { projectId, eventId, receivedAt, timestamp: at, sdkName } of rows.toReversed()) {
    if (at >= (coveredSince.get(sdkName) ?? Number.POSITIVE_INFINITY)) continue
    if (reads === mostPayloads) break
    reads += 1
    const stored = await readStoredEvent(projectId, eventId, receivedAt, storage)
    let earliest = at
    for (const breadcrumb of stored?.event.breadcrumbs?.values ?? []) {
      const { timestamp } = breadcrumb
      if (typeof timestamp !== 'number') continue
      earliest = Math.min(earliest, timestamp * 1000)
      if (timestamp * 1000 < start || timestamp * 1000 > end) continue
      told.set(JSON.stringify([timestamp, breadcrumb.category, breadcrumb.message, breadcrumb.data]), {
        ...breadcrumb,
        timestamp,
      })
    }
    coveredSince.set(sdkName, earliest)
  }
  return [...told.values()].toSorted((a, b) => a.timestamp - b.timestamp).slice(-mostBreadcrumbs)
}
