/** An event as far as seeking goes. */
export interface Stop {
  timestamp: number
  /** Of rrweb: 4 is the head of a full snapshot, from which a document can be built anew. */
  type: number
}

const head = 4

/**
 * The times by which to get from one to another so that no step applies more than so many events: the page stays responsive between them. Nothing before
 * the last full snapshot has to be applied; what is applied already need not be again, unless it goes back.
 * @param events by time
 * @returns at least the goal, which comes last
 */
export function planSeek(events: readonly Stop[], from: number, to: number, perStep: number): number[] {
  const snapshot = events.findLast(({ type, timestamp }) => type === head && timestamp <= to)?.timestamp ?? -Infinity
  const start = to < from ? snapshot : Math.max(from, snapshot)
  const between = events.filter(({ timestamp }) => timestamp >= start && timestamp < to)
  const steps: number[] = []
  for (let at = perStep - 1; at < between.length - 1; at += perStep) {
    // An event is applied by a step that ends after it.
    const time = (between[at]?.timestamp ?? to) + 1
    if (time < to && time !== steps.at(-1)) steps.push(time)
  }
  return [...steps, to]
}
