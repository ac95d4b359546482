/**
 * How far the spool is written and how far it is digested, shared between the HTTP thread and the digest worker: two numbers and a flag that
 * says that the worker sleeps.
 */
export interface Progress {
  shared: SharedArrayBuffer
  /** Position behind the last durable record. */
  setWritten(position: number): void
  written(): number
  /** Position that all views have passed. */
  setDigested(position: number): void
  digested(): number
  /** The worker says it found nothing to do. Look at `written` once more afterwards, lest a wake-up is missed. */
  fallAsleep(): void
  isAsleep(): boolean
  /** True once for each sleep: the caller has to wake the worker. */
  takeSleeper(): boolean
}

const cells = { written: 0, digested: 1, asleep: 2 } as const

export function createProgress(shared = new SharedArrayBuffer(3 * 8)): Progress {
  const view = new BigInt64Array(shared)
  return {
    shared,
    setWritten: (position) => void Atomics.store(view, cells.written, BigInt(position)),
    written: () => Number(Atomics.load(view, cells.written)),
    setDigested: (position) => void Atomics.store(view, cells.digested, BigInt(position)),
    digested: () => Number(Atomics.load(view, cells.digested)),
    fallAsleep: () => void Atomics.store(view, cells.asleep, 1n),
    isAsleep: () => Atomics.load(view, cells.asleep) === 1n,
    takeSleeper: () => Atomics.exchange(view, cells.asleep, 0n) === 1n,
  }
}
