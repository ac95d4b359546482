import type { Logger } from 'pino'
import type { Storage } from '../storage/storage.ts'

const dayMs = 24 * 3_600_000
const everyMs = 3_600_000

/** Removes events older than the retention: payloads a day file at a time, then their rows. Issues stay, with their counts. */
export async function removeExpired(storage: Storage, retentionDays: number, now: number): Promise<number> {
  const limit = now - retentionDays * dayMs
  await storage.payloads.dropBefore(limit)
  return storage.events.deleteBefore(limit)
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
