import type { Logger } from 'pino'
import { resolveOldIssues } from '../projects/auto-resolve.ts'
import type { Storage } from '../storage/storage.ts'

const everyMs = 3_600_000

/** Runs `resolveOldIssues` once an hour: ages are set in hours. */
export function scheduleAutoResolve(
  storage: Pick<Storage, 'meta'>,
  now: () => number,
  log: Pick<Logger, 'info' | 'error'>,
): { stop(): void } {
  const timer = setInterval(() => {
    resolveOldIssues(storage.meta, now()).then(
      (count) => {
        if (count > 0) log.info(`resolved ${count} issues that were not seen for as long as their projects say`)
      },
      (error: unknown) => log.error(error, 'resolving old issues failed; it is tried again in an hour'),
    )
  }, everyMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
