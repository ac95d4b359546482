import type { MetaStore, OutcomeCount } from '../port.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { integer, oneOf, text } from '../../sqlite/rows.ts'

const hour = 3_600_000
const outcomeNames = [
  'accepted',
  'filtered',
  'rate_limited',
  'invalid',
  'abuse',
  'client_discard',
  'cardinality_limited',
] as const

/** What came in and what became of it, in counters of an hour. */
export function outcomeStore(database: Database): Pick<MetaStore, 'countOutcomes' | 'readOutcomes'> {
  return {
    async countOutcomes(outcomes) {
      if (outcomes.length > 0) database.write(() => addOutcomes(database, outcomes))
    },
    async readOutcomes({ projectIds, from, to }) {
      const rows = database.all(
        `SELECT * FROM outcomes WHERE project_id IN (SELECT value FROM json_each(?)) AND hour > ? AND hour < ?
         ORDER BY hour, project_id, public_key, category, outcome, reason`,
        JSON.stringify(projectIds),
        from - hour,
        to,
      )
      return rows.map(readOutcome)
    },
  }
}

/** Adds the counts within the caller's transaction; equal counters are added up first, so one write each. */
export function addOutcomes(database: Database, outcomes: OutcomeCount[]): void {
  const sums = new Map<string, OutcomeCount>()
  for (const outcome of outcomes) {
    if (outcome.quantity === 0) continue
    const start = outcome.at - (((outcome.at % hour) + hour) % hour)
    const key = JSON.stringify([
      outcome.projectId,
      start,
      outcome.publicKey,
      outcome.category,
      outcome.outcome,
      outcome.reason,
    ])
    const sum = sums.get(key)
    if (sum) sum.quantity += outcome.quantity
    else sums.set(key, { ...outcome, at: start })
  }
  for (const sum of sums.values()) {
    database.run(
      `INSERT INTO outcomes (project_id, hour, public_key, category, outcome, reason, quantity)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity`,
      sum.projectId,
      sum.at,
      sum.publicKey,
      sum.category,
      sum.outcome,
      sum.reason,
      sum.quantity,
    )
  }
}

function readOutcome(row: Row): OutcomeCount {
  return {
    projectId: integer(row, 'project_id'),
    publicKey: text(row, 'public_key'),
    at: integer(row, 'hour'),
    category: text(row, 'category'),
    outcome: oneOf(outcomeNames, row, 'outcome'),
    reason: text(row, 'reason'),
    quantity: integer(row, 'quantity'),
  }
}
