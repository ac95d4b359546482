import type { Database, Value } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'
import type { IssueSearch, IssueSort } from '../ports/issues.ts'
import type { CompiledCondition } from './issue-condition.ts'

export type Filter = Pick<CompiledCondition, 'sql' | 'values'> & { projectIds: number[] }

/** A place in an order: its sort value, and the id that decides among equals. */
export interface Point {
  id: number
  value: number
}

/** A priority and a time as one number: the times of one priority are all below those of the next. */
export const priorityStep = 10_000_000_000_000

/** What issues are sorted by, as SQL; trends have their own. */
export const sortValues: Record<Exclude<IssueSort, 'trends'>, string> = {
  date: 'last_seen',
  new: 'first_seen',
  freq: 'times_seen',
  user: 'users_seen',
  priority: `priority * ${priorityStep} + last_seen`,
}

/** Highest value first, the newer issue first among equals. */
export function comparePoints(a: Point, b: Point): number {
  return b.value - a.value || b.id - a.id
}

/** A stretch of an index that is in the order asked for, and how to get in behind the cursor. */
interface Stretch {
  index: string
  /** Equalities that hold all along it. */
  at: { sql: string; values: Value[] }
  column: string
  /** Added to the column it gives the sort value. */
  base: number
}

/**
 * The first `count` issues behind the query's position, in walking order. One walk for each stretch of an index that has the order, merged
 * here: with `project_id IN (…)` SQLite would read and sort all issues of all projects to show 25.
 */
export function walkOrder(
  database: Database,
  query: Pick<IssueSearch, 'sort' | 'after' | 'backwards'>,
  filter: Filter,
  count: number,
): Point[] {
  const { sort } = query
  if (sort === 'user') return walkUsers(database, query, filter, count)
  const points = filter.projectIds.flatMap((projectId) =>
    stretchesOf(sort, projectId).flatMap((stretch) => walkStretch(database, query, filter, stretch, count)),
  )
  points.sort((a, b) => (query.backwards ? comparePoints(b, a) : comparePoints(a, b)))
  return points.slice(0, count)
}

function stretchesOf(sort: Exclude<IssueSort, 'user'>, projectId: number): Stretch[] {
  if (sort === 'new' || sort === 'freq') {
    const at = { sql: 'project_id = ?', values: [projectId] }
    return [{ index: `issues_by_${sort}`, at, column: sortValues[sort], base: 0 }]
  }
  return [3, 2, 1].map((priority) => ({
    index: 'issues_by_date',
    at: { sql: 'project_id = ? AND priority = ?', values: [projectId, priority] },
    column: 'last_seen',
    base: sort === 'priority' ? priority * priorityStep : 0,
  }))
}

function walkStretch(
  database: Database,
  { after, backwards }: Pick<IssueSearch, 'after' | 'backwards'>,
  filter: Filter,
  { index, at, column, base }: Stretch,
  count: number,
): Point[] {
  const direction = backwards ? 'ASC' : 'DESC'
  const start = after
    ? { sql: `AND (${column}, id) ${backwards ? '>' : '<'} (?, ?)`, values: [after.value - base, after.id] }
    : { sql: '', values: [] }
  const rows = database.all(
    `SELECT id, ${column} AS value FROM issues INDEXED BY ${index}
     WHERE ${at.sql} AND deleted_at IS NULL ${start.sql} AND ${filter.sql}
     ORDER BY ${column} ${direction}, id ${direction} LIMIT ?`,
    ...at.values,
    ...start.values,
    ...filter.values,
    count,
  )
  return rows.map((row) => ({ id: integer(row, 'id'), value: integer(row, 'value') + base }))
}

/** Rows read in one step of a walk that does not know when it will end. */
const stepSize = 200

/**
 * The order by users has no index of its own: an issue has no more users than events, so that in the order by events, those with the most
 * users are found when what comes next has fewer events than the last of them has users.
 */
function walkUsers(
  database: Database,
  { after, backwards }: Pick<IssueSearch, 'after' | 'backwards'>,
  filter: Filter,
  count: number,
): Point[] {
  const order = (a: Point, b: Point) => (backwards ? comparePoints(b, a) : comparePoints(a, b))
  let best: Point[] = []
  const least = () => (best.length < count || backwards ? 0 : (best.at(-1)?.value ?? 0))
  for (const projectId of filter.projectIds) {
    let from: Point = { value: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER }
    while (from.value >= least()) {
      const rows = database.all(
        `SELECT id, times_seen, users_seen AS value FROM issues INDEXED BY issues_by_freq
         WHERE project_id = ? AND deleted_at IS NULL AND (times_seen, id) < (?, ?) AND ${filter.sql}
         ORDER BY times_seen DESC, id DESC LIMIT ?`,
        projectId,
        from.value,
        from.id,
        ...filter.values,
        stepSize,
      )
      const points = rows.map((row) => ({ id: integer(row, 'id'), value: integer(row, 'value') }))
      const behind = after === null ? points : points.filter((point) => order(point, after) > 0)
      best = [...best, ...behind].sort(order).slice(0, count)
      const last = rows.at(-1)
      if (last === undefined || rows.length < stepSize) break
      from = { value: integer(last, 'times_seen'), id: integer(last, 'id') }
    }
  }
  return best
}
