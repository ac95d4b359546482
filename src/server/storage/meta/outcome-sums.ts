import type { OutcomeCount } from './ports/outcomes.ts'

const hour = 3_600_000

/** Counts waiting to be written, one a counter (hour, key, category, outcome, reason), however many were added. */
export type OutcomeSums = Map<string, OutcomeCount>

/** Adds a count to the sums; what it is equal in, but for the moment within the hour, becomes one. */
export function addOutcome(sums: OutcomeSums, count: OutcomeCount): void {
  const { projectId, publicKey, at, category, outcome, reason, quantity } = count
  // The reason last: clients name it, and it may hold spaces.
  const name = `${projectId} ${publicKey} ${Math.floor(at / hour)} ${category} ${outcome} ${reason}`
  const sum = sums.get(name)
  if (sum) sum.quantity += quantity
  else sums.set(name, { ...count })
}

/** The counts, equal ones added up. */
export function sumOutcomes(counts: Iterable<OutcomeCount>): OutcomeCount[] {
  const sums: OutcomeSums = new Map()
  for (const count of counts) addOutcome(sums, count)
  return [...sums.values()]
}
