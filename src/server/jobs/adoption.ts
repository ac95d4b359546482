import type { Logger } from 'pino'
import { settleAdoptions } from '../releases/health/settle.ts'
import type { Storage } from '../storage/storage.ts'

const everyMs = 60_000

/** Runs `settleAdoptions` every minute: it asks for some milliseconds of the storage thread. */
export function scheduleAdoption(
  storage: Pick<Storage, 'meta' | 'sessions'>,
  now: () => number,
  log: Pick<Logger, 'info' | 'error'>,
): { stop(): void } {
  const timer = setInterval(() => {
    settleAdoptions(storage, now()).then(
      (count) => {
        if (count > 0) log.info(`${count} releases came into use or went out of it`)
      },
      (error: unknown) => log.error(error, 'settling which releases are in use failed; it is tried again in a minute'),
    )
  }, everyMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
