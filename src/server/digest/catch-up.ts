import type { StoredEvent } from '../../protocol/event.ts'
import type { EventRow } from '../storage/events/port.ts'
import type { StoredPayload } from '../storage/payloads/port.ts'
import type { Storage } from '../storage/storage.ts'
import { toEventRow } from './columns.ts'

const chunk = 500

/** Whether the views have applied all that there is, `end` being where the spool ends. */
export async function isCaughtUp(storage: Storage, spool: string, end: number): Promise<boolean> {
  if ((await storage.meta.offset(spool)) < end) return false
  for (const source of new Set([spool, ...(await storage.payloads.spools())])) {
    if ((await storage.events.offset(source)) !== (await storage.meta.offset(source))) return false
  }
  return true
}

/**
 * Brings the events view up to the meta view, from the payload store: after a kill between the two, and after the columnar file was
 * lost, when it rebuilds all that is kept. `spool` is the one that is written today; others may have come before it. Returns how many
 * rows were added.
 */
export async function catchUpEvents(
  storage: Storage,
  spool: string,
  onProgress: (rows: number) => void,
): Promise<number> {
  let rows = 0
  for (const source of new Set([spool, ...(await storage.payloads.spools())])) {
    const target = await storage.meta.offset(source)
    let from = await storage.events.offset(source)
    if (from > target) {
      throw new Error(
        `the events view has applied spool ${source} up to ${from}, the meta view only up to ${target}: they are not of the same ` +
          'time. Restore both from one backup, or move the events file away: it is rebuilt from the payloads',
      )
    }
    while (from < target) {
      const payloads = await storage.payloads.range(source, from, target, chunk)
      const last = payloads.at(-1)
      const isLast = payloads.length < chunk || last === undefined
      const to = isLast ? target : last.position + 1
      await storage.events.append({ spool: source, from, to, rows: await toRows(storage, payloads) })
      rows += payloads.length
      onProgress(rows)
      from = to
    }
  }
  return rows
}

/** Rows of stored payloads. The issue comes from the hashes, so that merged issues get the events that are theirs today. */
async function toRows(storage: Storage, payloads: StoredPayload[]): Promise<EventRow[]> {
  // Written by recordRun: the shape is known.
  const events = payloads.map((payload) => JSON.parse(payload.json) as StoredEvent)
  const keys = events.map((event) => ({ projectId: event.project, hashes: event.grouping.hashes }))
  const issueIds = await storage.meta.resolveHashes(keys)
  return payloads.flatMap((payload, index) => {
    const event = events[index]
    const issueId = issueIds[index]
    // No issue: it was deleted since; its events go with it.
    if (event === undefined || issueId === null || issueId === undefined) return []
    return [toEventRow(event, { position: payload.position, receivedAt: payload.receivedAt, issueId })]
  })
}
