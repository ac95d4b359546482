import type { StoredEvent } from '../../protocol/event.ts'
import type { EventRow } from '../storage/events/port.ts'
import type { IssueJob } from '../storage/meta/ports/issues.ts'
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
  const deletions = await readDeletions(storage)
  for (const source of new Set([spool, ...(await storage.payloads.spools())])) {
    const target = await storage.meta.offset(source)
    let from = await storage.events.offset(source)
    const owners = ownersBefore(deletions, source)
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
      await storage.events.append({ spool: source, from, to, rows: await toRows(storage, payloads, owners) })
      rows += payloads.length
      onProgress(rows)
      from = to
    }
  }
  return rows
}

/** Who owned a hash when this position was recorded, if an issue that is being deleted did. */
type Owners = (projectId: number, hash: string, position: number) => number | null

type Deletion = Extract<IssueJob, { kind: 'delete' }>

/** More deletions than ever wait. */
const maxDeletions = 100_000

async function readDeletions(storage: Pick<Storage, 'meta'>): Promise<Deletion[]> {
  const jobs = await storage.meta.listJobs(maxDeletions)
  return jobs.filter((job) => job.kind === 'delete')
}

function ownersBefore(deletions: Deletion[], spool: string): Owners {
  const owners = new Map<string, { until: number; issueId: number }[]>()
  for (const { projectId, hashes, offsets } of deletions) {
    const until = offsets.find((offset) => offset.spool === spool)?.position ?? 0
    for (const { hash, issueId } of hashes) {
      const key = `${projectId}:${hash}`
      owners.set(key, [...(owners.get(key) ?? []), { until, issueId }])
    }
  }
  // In the order of the deletions: the first one after the position took it away.
  return (projectId, hash, position) =>
    owners.get(`${projectId}:${hash}`)?.find(({ until }) => position < until)?.issueId ?? null
}

/**
 * Rows of stored payloads. The issue comes from the hashes, so that merged issues get the events that are theirs today. Events of issues that are
 * being deleted get rows too, by which the job finds them; what belongs to nobody any more is removed.
 */
async function toRows(storage: Storage, payloads: StoredPayload[], owners: Owners): Promise<EventRow[]> {
  // Written by recordRun: the shape is known.
  const events = payloads.map((payload) => JSON.parse(payload.json) as StoredEvent)
  const keys = events.map((event) => ({ projectId: event.project, hashes: event.grouping.hashes }))
  const issueIds = await storage.meta.resolveHashes(keys)
  const rows: EventRow[] = []
  const orphans: { projectId: number; eventId: string; receivedAt: number }[] = []
  for (const [index, { position, projectId, eventId, receivedAt }] of payloads.entries()) {
    const event = events[index]
    if (event === undefined) continue
    const deleted = event.grouping.hashes.map((hash) => owners(projectId, hash, position)).find((id) => id !== null)
    const issueId = deleted ?? issueIds[index] ?? null
    if (issueId === null) orphans.push({ projectId, eventId, receivedAt })
    else rows.push(toEventRow(event, { position, receivedAt, issueId }))
  }
  if (orphans.length > 0) await storage.payloads.remove(orphans)
  return rows
}
