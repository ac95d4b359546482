import type { Logger } from 'pino'
import type { Storage } from '../storage/storage.ts'
import { deleteReplays } from './delete-replays.ts'
import { runJob } from './run-job.ts'

const everyMs = 60_000
/** A store that fails is tried again after so long, then twice as long and so on, up to a minute. */
const firstRetryMs = 1000
const batch = 20

export interface JobRunner {
  /** There may be something to do. */
  wake(): void
  /** Resolves when the step under way has ended; what is left is done after the next start. */
  stop(): Promise<void>
}

export interface JobRunnerContext {
  storage: Storage
  spool: string
  now: () => number
  log: Pick<Logger, 'info' | 'error'>
}

/**
 * Does the filed jobs in the order they were filed (a merge before the deletion of what was merged), at the start, when woken and every minute;
 * then deletes the replays that are to go; wakes snoozed issues every minute too.
 */
export function followJobs({ storage, spool, now, log }: JobRunnerContext): JobRunner {
  const stopping = new AbortController()
  const { signal } = stopping
  let wakeUp = (): void => undefined
  let isWoken = true

  /** Ends after the time, when woken, or when it is time to stop. */
  function sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      timer.unref()
      wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
      if (signal.aborted) wakeUp()
    })
  }
  signal.addEventListener('abort', () => wakeUp())

  async function runAll(): Promise<void> {
    for (;;) {
      const jobs = await storage.meta.listJobs(batch)
      const isAll = jobs.length < batch
      for (const [index, job] of jobs.entries()) {
        if (signal.aborted) return
        await runJob(job, isAll && index === jobs.length - 1, { storage, spool, signal, pause: sleep })
      }
      if (isAll) return
    }
  }

  async function run(): Promise<void> {
    let wokenAt = 0
    for (let failures = 0; !signal.aborted; ) {
      isWoken = false
      try {
        if (now() - wokenAt >= everyMs) {
          await storage.meta.wakeSnoozed(now())
          await storage.meta.settleIssues(now())
          wokenAt = now()
        }
        await runAll()
        await deleteReplays(storage, { signal, now })
        failures = 0
      } catch (error) {
        if (signal.aborted) return
        failures++
        log.error(error, 'a job failed; it is tried again')
      }
      const isDue = isWoken && failures === 0
      if (!isDue) await sleep(failures === 0 ? everyMs : Math.min(firstRetryMs * 2 ** (failures - 1), everyMs))
    }
  }

  const running = run()
  return {
    wake() {
      isWoken = true
      wakeUp()
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}
