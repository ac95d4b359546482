import { addOutcome, type OutcomeSums } from '../storage/meta/outcome-sums.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { OutcomeCount } from '../storage/meta/ports/outcomes.ts'

const flushMs = 1000

export type Outcome = Omit<OutcomeCount, 'at'>

export interface OutcomeCounter {
  count: (outcome: Outcome) => void
  flush(): Promise<void>
  close(): Promise<void>
}

/** Adds up what was refused before the spool and writes the sums once a second: a flood of refusals must not become a flood of writes. */
export function createOutcomeCounter(
  meta: Pick<MetaStore, 'countOutcomes'>,
  now: () => number,
  onError: (error: unknown) => void,
): OutcomeCounter {
  let counts: OutcomeSums = new Map()

  async function flush(): Promise<void> {
    if (counts.size === 0) return
    const batch = [...counts.values()]
    counts = new Map()
    try {
      await meta.countOutcomes(batch)
    } catch (error) {
      for (const outcome of batch) addOutcome(counts, outcome)
      onError(error)
    }
  }

  const timer = setInterval(() => void flush(), flushMs)
  timer.unref()
  return {
    count: (outcome) => addOutcome(counts, { ...outcome, at: now() }),
    flush,
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}
