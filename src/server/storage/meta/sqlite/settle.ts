import type { Database } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'
import { inSteps } from '../../sqlite/steps.ts'
import type { IssueStore } from '../ports/issues.ts'
import { addActivity } from './activities.ts'

/** How long an issue counts as new, regressed or escalating (https://docs.sentry.io/product/issues/states-triage/). */
const turnedMs = 7 * 86_400_000

/** Issues settled in one transaction. */
const settledAtOnce = 500

export function settleStore(database: Database): Pick<IssueStore, 'settleIssues'> {
  return {
    settleIssues: (now) => inSteps(database, settledAtOnce, () => settleSome(database, now)),
  }
}

function settleSome(database: Database, now: number): number {
  const before = now - turnedMs
  const rows = database.all(
    `SELECT id, substatus FROM issues INDEXED BY issues_turned
     WHERE substatus IN ('new', 'regressed', 'escalating') AND created_at <= ?
       AND (substatus = 'new' OR coalesce((
         SELECT max(created_at) FROM activities
         WHERE issue_id = issues.id AND type IN ('set_regression', 'set_escalating')), 0) <= ?)
     LIMIT ?`,
    before,
    before,
    settledAtOnce,
  )
  for (const row of rows) {
    const issueId = integer(row, 'id')
    database.run(`UPDATE issues SET substatus = 'ongoing', needs_review = 0 WHERE id = ?`, issueId)
    const data = { after_days: turnedMs / 86_400_000 }
    addActivity(database, { issueId, type: 'auto_set_ongoing', userId: null, data, createdAt: now })
  }
  return rows.length
}
