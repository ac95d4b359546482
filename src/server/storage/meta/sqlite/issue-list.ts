import type { IssueListPlan, IssueSort } from '../port.ts'
import type { Database, Value } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'

/** Where counting stops: the list shows "1000+". */
const maxHits = 1000

const sortColumns: Record<IssueSort, string> = { date: 'last_seen', new: 'first_seen', freq: 'times_seen' }

interface Condition {
  sql: string
  values: Value[]
}

interface Point {
  id: number
  value: number
}

/**
 * Compiles the plan and runs it: the ids of one page, in the plan's order, with their sort values.
 *
 * One walk along the sort order's index for each project, merged here: with `project_id IN (…)` SQLite would read and sort all
 * issues of all projects to show 25.
 */
export function listIssues(
  database: Database,
  plan: IssueListPlan,
): { ids: number[]; values: number[]; hasMore: boolean; hits: number } {
  const filter = compileFilter(plan)
  const projectIds = [...new Set(plan.projectIds)]
  const points = projectIds.flatMap((projectId) => readPage(database, plan, filter, projectId))
  points.sort((a, b) => (plan.backwards ? comparePoints(b, a) : comparePoints(a, b)))
  const page = points.slice(0, plan.limit)
  const hasMore = points.length > plan.limit
  // A whole list on one page is counted already: a rare word is not searched for twice.
  const hits = plan.after === null && !hasMore ? page.length : countHits(database, plan, filter, projectIds)
  if (plan.backwards) page.reverse()
  return { ids: page.map((point) => point.id), values: page.map((point) => point.value), hasMore, hits }
}

/** The plan's order: highest value first, the newer issue first among equals. */
function comparePoints(a: Point, b: Point): number {
  return b.value - a.value || b.id - a.id
}

/** The first `limit + 1` of one project after the plan's position, in walking order. */
function readPage(database: Database, plan: IssueListPlan, filter: Condition, projectId: number): Point[] {
  const column = sortColumns[plan.sort]
  const direction = plan.backwards ? 'ASC' : 'DESC'
  const start: Condition = plan.after
    ? { sql: `AND (${column}, id) ${plan.backwards ? '>' : '<'} (?, ?)`, values: [plan.after.value, plan.after.id] }
    : { sql: '', values: [] }
  const rows = database.all(
    `SELECT id, ${column} AS value FROM issues ${hint(plan)} WHERE project_id = ? ${start.sql} ${filter.sql}
     ORDER BY ${column} ${direction}, id ${direction} LIMIT ?`,
    projectId,
    ...start.values,
    ...filter.values,
    plan.limit + 1,
  )
  return rows.map((row) => ({ id: integer(row, 'id'), value: integer(row, 'value') }))
}

function countHits(database: Database, plan: IssueListPlan, filter: Condition, projectIds: number[]): number {
  let hits = 0
  for (const projectId of projectIds) {
    if (hits >= maxHits) break
    const row = database.get(
      `SELECT count(*) AS count FROM (SELECT 1 FROM issues ${hint(plan)} WHERE project_id = ? ${filter.sql} LIMIT ?)`,
      projectId,
      ...filter.values,
      maxHits - hits,
    )
    if (row) hits += integer(row, 'count')
  }
  return hits
}

/** With ids given, the primary key is the way in; else the index of the sort order, which has the filtered columns in it. */
function hint(plan: IssueListPlan): string {
  return plan.ids === null ? `INDEXED BY issues_by_${plan.sort}` : 'NOT INDEXED'
}

/** Constant SQL for each set of conditions present, so that the statements are prepared once. */
function compileFilter(plan: IssueListPlan): Condition {
  const conditions: Condition[] = []
  const add = (sql: string, value: Value) => conditions.push({ sql, values: [value] })
  if (plan.ids) add('id IN (SELECT value FROM json_each(?))', JSON.stringify(plan.ids))
  if (plan.statuses) add('status IN (SELECT value FROM json_each(?))', JSON.stringify(plan.statuses))
  if (plan.substatuses) add('substatus IN (SELECT value FROM json_each(?))', JSON.stringify(plan.substatuses))
  if (plan.levels) add('level IN (SELECT value FROM json_each(?))', JSON.stringify(plan.levels))
  if (plan.from !== null) add('last_seen >= ?', plan.from)
  if (plan.to !== null) add('first_seen <= ?', plan.to)
  // Lower case on both sides by the same function: SQLite's own LIKE folds ASCII only.
  for (const part of plan.text) add('instr(search_text, ?) > 0', part.toLowerCase())
  return {
    sql: conditions.map((condition) => `AND ${condition.sql}`).join(' '),
    values: conditions.flatMap((condition) => condition.values),
  }
}
