import { sumOutcomes } from '../outcome-sums.ts'
import {
  type OutcomeColumn,
  type OutcomeCount,
  type OutcomeStore,
  type OutcomeSum,
  outcomeNames,
} from '../ports/outcomes.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { integer, oneOf, text } from '../../sqlite/rows.ts'

const hour = 3_600_000

/** What came in and what became of it, in counters of an hour. */
export function outcomeStore(database: Database): OutcomeStore {
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
    async sumOutcomes(query) {
      const { projectIds, from, to, interval, groupBy } = query
      const columns = groupBy.map((column) => columnNames[column])
      const within = (column: OutcomeColumn) =>
        `(? IS NULL OR ${columnNames[column]} IN (SELECT value FROM json_each(?)))`
      const filters = [query.categories, query.outcomes, query.reasons, query.publicKeys].flatMap((values) => {
        const list = values === null ? null : JSON.stringify(values)
        return [list, list]
      })
      const rows = database.all(
        `SELECT ${['CAST((hour - ?) / ? AS INTEGER) AS bucket', ...columns].join(', ')}, sum(quantity) AS quantity FROM outcomes
         WHERE project_id IN (SELECT value FROM json_each(?)) AND hour >= ? AND hour < ? AND ${within('category')}
           AND ${within('outcome')} AND ${within('reason')} AND ${within('publicKey')}
         GROUP BY ${['1', ...columns].join(', ')} ORDER BY ${['1', ...columns].join(', ')}`,
        from,
        interval ?? Number.MAX_SAFE_INTEGER,
        JSON.stringify(projectIds),
        from,
        to,
        ...filters,
      )
      return rows.map((row) => readSum(row, groupBy))
    },
  }
}

const columnNames: Record<OutcomeColumn, string> = {
  projectId: 'project_id',
  publicKey: 'public_key',
  category: 'category',
  outcome: 'outcome',
  reason: 'reason',
}

function readSum(row: Row, columns: OutcomeColumn[]): OutcomeSum {
  const sum: OutcomeSum = { bucket: integer(row, 'bucket'), quantity: integer(row, 'quantity') }
  if (columns.includes('projectId')) sum.projectId = integer(row, 'project_id')
  if (columns.includes('publicKey')) sum.publicKey = text(row, 'public_key')
  if (columns.includes('category')) sum.category = text(row, 'category')
  if (columns.includes('outcome')) sum.outcome = oneOf(outcomeNames, row, 'outcome')
  if (columns.includes('reason')) sum.reason = text(row, 'reason')
  return sum
}

/** Adds the counts within the caller's transaction; equal counters are added up first, so one write each. */
export function addOutcomes(database: Database, outcomes: OutcomeCount[]): void {
  for (const sum of sumOutcomes(outcomes)) {
    if (sum.quantity === 0) continue
    database.run(
      `INSERT INTO outcomes (project_id, hour, public_key, category, outcome, reason, quantity)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity`,
      sum.projectId,
      Math.floor(sum.at / hour) * hour,
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
