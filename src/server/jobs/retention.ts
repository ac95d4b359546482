import type { Logger } from 'pino'
import { dayOf, startOfDay } from '../storage/blobs/key.ts'
import type { Storage } from '../storage/storage.ts'
import { removeDeadBlobs } from './dead-blobs.ts'

const dayMs = 24 * 3_600_000
const everyMs = 3_600_000

/**
 * Removes events, replays and sessions older than the retention: payloads and attachments a day at a time, then the rows of events. Issues stay, with the
 * counts of their whole life; by the hour they are known no further back than their events are. Of sessions also goes what only late updates
 * need. Gives how many rows of events went.
 */
export async function removeExpired(storage: Storage, retentionDays: number, now: number): Promise<number> {
  const limit = now - retentionDays * dayMs
  await storage.payloads.dropBefore(limit)
  await removeExpiredAttachments(storage, limit)
  await storage.replays.deleteBefore(limit)
  await removeExpiredRecordings(storage, limit)
  await storage.sessions.deleteBefore(limit)
  await storage.sessions.sweep(now)
  await storage.userSessions.deleteBefore(limit)
  const rows = await storage.events.deleteBefore(limit)
  for (let issue: number | null = 0; issue !== null; ) issue = await storage.meta.foldIssueHours(limit, issue)
  return rows
}

/** Rows that go in one transaction: some 5 ms of the storage thread. */
const attachmentsAtOnce = 1000

/** Whole days, as their events go; rows first, so that none promises a file that is gone. */
async function removeExpiredAttachments(storage: Pick<Storage, 'meta' | 'blobs'>, limit: number): Promise<void> {
  const midnight = startOfDay(dayOf(limit))
  while ((await storage.meta.deleteAttachmentsBefore(midnight, attachmentsAtOnce)) === attachmentsAtOnce);
  await storage.blobs.dropBefore('attachments', midnight)
}

/** A day after their rows, so that a replay that spans midnight is whole as long as it is there; and what was left of deleted ones. */
async function removeExpiredRecordings(storage: Pick<Storage, 'replays' | 'blobs'>, limit: number): Promise<void> {
  await storage.blobs.dropBefore('replays', startOfDay(dayOf(limit - dayMs)))
  await removeDeadBlobs(storage)
}

/** Runs `removeExpired` once an hour, the first time an hour after the start. */
export function scheduleRetention(
  storage: Storage,
  retentionDays: number,
  now: () => number,
  log: Pick<Logger, 'info' | 'error'>,
): { stop(): void } {
  const timer = setInterval(() => {
    removeExpired(storage, retentionDays, now()).then(
      (rows) => {
        if (rows > 0) log.info(`retention: removed ${rows} events older than ${retentionDays} days`)
      },
      (error: unknown) => log.error(error, 'retention failed; it is tried again in an hour'),
    )
  }, everyMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
