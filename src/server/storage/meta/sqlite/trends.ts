import type { Database } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'
import type { IssueSearch } from '../ports/issues.ts'
import { hour, hourOf } from './issue-cells.ts'
import { comparePoints, type Filter, type Point, walkOrder } from './issue-walk.ts'

/** Below every trend: issues without events in the last 24 hours follow by when they were last seen. */
const asleep = -10_000_000_000_000

/** Trends are kept as whole thousandths, so that a cursor can hold them. */
const precision = 1000

/**
 * How much more an issue is seen than it used to be: events of the last 24 hours (this one and the 23 whole ones before it) over the daily
 * mean of the 7 days before them, plus one, which keeps a handful of events of a new issue from being infinitely many more.
 */
const trendOf = `(SELECT cast(coalesce(sum(iif(hour >= ?1, events, 0)) * ${7 * precision} / (sum(iif(hour < ?1, events, 0)) + 7), 0) AS INTEGER)
  FROM issue_hours WHERE issue_id = issues.id AND hour >= ?2)`

/** When the last 24 hours and the 7 days before them began. */
function windowsAt(now: number): { recent: number; before: number } {
  const recent = hourOf(now) - 23 * hour
  return { recent, before: recent - 168 * hour }
}

/**
 * Trends of the issues that were seen in the last 24 hours. Of 100,000 issues these may be tens of thousands, which take 100 ms to add up:
 * they are kept for the hour that they are good for, and of those that were touched since, each is added up again.
 */
export interface Trends {
  /** The issues of a project that were seen in the last 24 hours, highest trend first. */
  list(projectId: number, now: number): readonly Point[]
  /** Events of these issues were counted, or counted anew. */
  touch(projectId: number, issueIds: Iterable<number>): void
}

interface ProjectTrends {
  recent: number
  points: Point[]
  touched: Set<number>
}

/** So many touched issues are worth a look each; more are no fewer than all. */
const mostTouched = 5000

export function openTrends(database: Database): Trends {
  const projects = new Map<number, ProjectTrends>()
  let version = -1

  return {
    list(projectId, now) {
      // Another number when another connection has committed since: then nothing is known of what was touched.
      const row = database.get('PRAGMA data_version')
      const current = row ? integer(row, 'data_version') : -1
      if (current !== version) projects.clear()
      version = current
      const { recent } = windowsAt(now)
      const known = projects.get(projectId)
      const isGood = known !== undefined && known.recent === recent && known.touched.size <= mostTouched
      const points = isGood ? bringUpToDate(database, projectId, known, now) : readTrends(database, projectId, now)
      projects.set(projectId, { recent, points, touched: new Set() })
      return points
    },
    touch(projectId, issueIds) {
      const known = projects.get(projectId)
      if (known) for (const id of issueIds) known.touched.add(id)
    },
  }
}

function readTrends(database: Database, projectId: number, now: number): Point[] {
  const { recent, before } = windowsAt(now)
  const rows = database.all(
    `SELECT id, ${trendOf} AS value FROM issues INDEXED BY issues_by_date
     WHERE project_id = ?3 AND priority IN (1, 2, 3) AND last_seen >= ?1 AND deleted_at IS NULL`,
    recent,
    before,
    projectId,
  )
  return rows.map((row) => ({ id: integer(row, 'id'), value: integer(row, 'value') })).sort(comparePoints)
}

function bringUpToDate(
  database: Database,
  projectId: number,
  { points, touched }: ProjectTrends,
  now: number,
): Point[] {
  if (touched.size === 0) return points
  const { recent, before } = windowsAt(now)
  const rows = database.all(
    `SELECT id, ${trendOf} AS value FROM issues NOT INDEXED
     WHERE id IN (SELECT value FROM json_each(?3)) AND project_id = ?4 AND last_seen >= ?1 AND deleted_at IS NULL`,
    recent,
    before,
    JSON.stringify([...touched]),
    projectId,
  )
  const changed = rows.map((row) => ({ id: integer(row, 'id'), value: integer(row, 'value') }))
  return [...points.filter(({ id }) => !touched.has(id)), ...changed].sort(comparePoints)
}

/** Turns times last seen into trends. */
export function trendValues(database: Database, points: Point[], now: number): Point[] {
  const { recent, before } = windowsAt(now)
  return points.map(({ id, value }) => {
    if (value < recent) return { id, value: value + asleep }
    const row = database.get(`SELECT ${trendOf} AS value FROM issues WHERE id = ?3`, recent, before, id)
    return { id, value: row ? integer(row, 'value') : 0 }
  })
}

/** As `walkOrder`: first the issues of the last 24 hours by their trend, then the others. */
export function walkTrends(
  database: Database,
  trends: Trends,
  query: IssueSearch,
  filter: Filter,
  count: number,
): Point[] {
  const awake = (most: number) => walkAwake(database, trends, query, filter, most)
  const sleeping = (most: number) => walkAsleep(database, query, filter, most)
  const [first, second] = query.backwards ? [sleeping, awake] : [awake, sleeping]
  const points = first(count)
  return points.length < count ? [...points, ...second(count - points.length)] : points
}

/** Looks at the first ones of each project, and at more when too few of them pass the filter; nearly always most do. */
function walkAwake(database: Database, trends: Trends, query: IssueSearch, filter: Filter, count: number): Point[] {
  const order = (a: Point, b: Point) => (query.backwards ? comparePoints(b, a) : comparePoints(a, b))
  const lists = filter.projectIds.map((projectId) => trends.list(projectId, query.now))
  for (let size = 4 * count; ; size *= 4) {
    const candidates = lists
      .flatMap((points) => nextPoints(points, query, size))
      .sort(order)
      .slice(0, size)
    const found = keepMatching(database, candidates, filter)
    if (found.length >= count || candidates.length < size) return found.slice(0, count)
  }
}

/** The first `size` of a list behind the query's position, in walking order. */
function nextPoints(points: readonly Point[], { after, backwards }: IssueSearch, size: number): Point[] {
  const isBefore = (point: Point) => (after === null ? backwards : comparePoints(point, after) < (backwards ? 0 : 1))
  let [from, to] = [0, points.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    const point = points[middle]
    if (point && isBefore(point)) from = middle + 1
    else to = middle
  }
  return backwards ? points.slice(Math.max(0, from - size), from).reverse() : points.slice(from, from + size)
}

function keepMatching(database: Database, points: Point[], filter: Filter): Point[] {
  const rows = database.all(
    `SELECT id FROM issues NOT INDEXED WHERE id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL AND ${filter.sql}`,
    JSON.stringify(points.map((point) => point.id)),
    ...filter.values,
  )
  const passing = new Set(rows.map((row) => integer(row, 'id')))
  return points.filter((point) => passing.has(point.id))
}

function walkAsleep(database: Database, query: IssueSearch, filter: Filter, count: number): Point[] {
  const { recent } = windowsAt(query.now)
  const { after, backwards } = query
  // In the order by date; a position among the trends is above all of these.
  const isAbove = after !== null && after.value >= 0
  if (backwards && isAbove) return []
  const position = after === null || isAbove ? null : { value: after.value - asleep, id: after.id }
  const asleepOnly: Filter = { ...filter, sql: `last_seen < ? AND ${filter.sql}`, values: [recent, ...filter.values] }
  const points = walkOrder(database, { sort: 'date', after: position, backwards }, asleepOnly, count)
  return points.map(({ id, value }) => ({ id, value: value + asleep }))
}
