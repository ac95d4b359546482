import type { EventRow, EventStore } from '../storage/events/port.ts'

/** Rows that may wait for the events view before the digest waits for it. */
const maxWaiting = 2000

export interface EventsQueue {
  /** Hands over the rows of the run that ends at `to`; waits only when too many are waiting. Throws what an earlier append threw. */
  add(rows: EventRow[], to: number): Promise<void>
  /** Never resolves; rejects when an append fails, for those who sleep meanwhile. */
  failed: Promise<never>
}

/**
 * Feeds the events view beside the other two: whatever comes in while one append is under way goes into the next as one batch. A columnar
 * append costs some 14 ms of CPU whatever its size, so batches that grow under load are what makes it cheap by the row; when idle there is
 * nothing to wait for. `onApplied` hears how far the view is.
 */
export function createEventsQueue(
  events: Pick<EventStore, 'append'>,
  spool: string,
  start: number,
  onApplied: (position: number) => void,
): EventsQueue {
  let waiting: EventRow[] = []
  let applied = start
  let target = start
  let running: Promise<void> | null = null
  let failure: unknown = null
  const { promise: failed, reject: announce } = Promise.withResolvers<never>()
  // Whoever adds next hears of it in any case.
  failed.catch(() => undefined)

  async function appendAll(): Promise<void> {
    while (applied < target) {
      const batch = { spool, from: applied, to: target, rows: waiting }
      waiting = []
      if (!(await events.append(batch)))
        throw new Error(`the events view is not at position ${batch.from} of spool ${spool}`)
      applied = batch.to
      onApplied(applied)
    }
  }

  function run(): void {
    running ??= appendAll()
      .catch((error: unknown) => {
        failure = error ?? new Error('an append to the events view failed')
        announce(failure)
      })
      .finally(() => {
        running = null
        // Rows may have come in between the last look at them and this.
        if (failure === null && applied < target) run()
      })
  }

  return {
    async add(rows, to) {
      if (failure !== null) throw failure
      waiting.push(...rows)
      target = to
      run()
      while (running !== null && waiting.length > maxWaiting) await running
      if (failure !== null) throw failure
    },
    failed,
  }
}
