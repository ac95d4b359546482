export const outcomeNames = [
  'accepted',
  'filtered',
  'rate_limited',
  'invalid',
  'abuse',
  'client_discard',
  'cardinality_limited',
] as const

export type OutcomeName = (typeof outcomeNames)[number]

export interface OutcomeCount {
  projectId: number
  publicKey: string
  /** Any time within the hour counted. */
  at: number
  category: string
  outcome: OutcomeName
  /** '' when accepted. */
  reason: string
  quantity: number
}

export interface OutcomeQuery {
  projectIds: number[]
  from: number
  to: number
}

export const outcomeColumns = ['projectId', 'publicKey', 'category', 'outcome', 'reason'] as const

export type OutcomeColumn = (typeof outcomeColumns)[number]

export interface OutcomeSumQuery {
  projectIds: number[]
  /** from ≤ start of the hour < to; milliseconds since 1970. */
  from: number
  to: number
  groupBy: OutcomeColumn[]
  /** Whole hours, counted from `from`; null = one sum of it all. */
  interval: number | null
  /** Null = all. */
  categories: string[] | null
  outcomes: OutcomeName[] | null
  reasons: string[] | null
  publicKeys: string[] | null
}

/** Columns that were not grouped by are absent. */
export interface OutcomeSum extends Partial<Pick<OutcomeCount, OutcomeColumn>> {
  /** The interval's number, from 0. */
  bucket: number
  quantity: number
}

export interface OutcomeStore {
  /** Adds counts to the hourly outcome counters, outside any batch (drops decided before the spool). */
  countOutcomes(outcomes: OutcomeCount[]): Promise<void>
  readOutcomes(query: OutcomeQuery): Promise<OutcomeCount[]>
  /** Sums by bucket and columns, in their order. Nothing is answered for what has no counts. */
  sumOutcomes(query: OutcomeSumQuery): Promise<OutcomeSum[]>
}

/** Every method may be called from another thread. */
export const outcomeMethods = {
  countOutcomes: true,
  readOutcomes: true,
  sumOutcomes: true,
} as const satisfies Record<keyof OutcomeStore, true>
