import type { Storage } from '../storage/storage.ts'

/** The events view follows within milliseconds; while it catches up or fails, seconds. */
const lookAgainMs = 50

/**
 * Waits until the events view has taken in all that meta had recorded when this was called: events on their way to an issue have their rows then.
 * `spool` is the one that is written today. Ends early, with `stopped`, when the signal says so.
 */
export async function waitForEvents(
  storage: Storage,
  spool: string,
  options: { signal: AbortSignal; pause: (milliseconds: number) => Promise<void> },
): Promise<'caught up' | 'stopped'> {
  for (const source of new Set([spool, ...(await storage.payloads.spools())])) {
    const target = await storage.meta.offset(source)
    while ((await storage.events.offset(source)) < target) {
      if (options.signal.aborted) return 'stopped'
      await options.pause(lookAgainMs)
    }
  }
  return 'caught up'
}
