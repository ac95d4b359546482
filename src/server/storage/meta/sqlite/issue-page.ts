import type { Database } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'
import type { IssueSearch } from '../ports/issues.ts'
import { comparePoints, type Filter, type Point, sortValues } from './issue-walk.ts'
import { trendValues } from './trends.ts'

interface FewPage {
  points: Point[]
  hits: number
  hasMore: boolean
}

/** The page when nothing but these ids can match: each is looked up. */
export function pageByIds(database: Database, query: IssueSearch, filter: Filter, ids: number[]): FewPage {
  const rows = database.all(
    `SELECT id, ${valueOf(query)} AS value FROM issues NOT INDEXED WHERE id IN (SELECT value FROM json_each(?))
       AND project_id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL AND ${filter.sql}`,
    JSON.stringify(ids),
    JSON.stringify(filter.projectIds),
    ...filter.values,
  )
  const points = rows.map((row) => ({ id: integer(row, 'id'), value: integer(row, 'value') }))
  return cutPage(query, trends(database, query, points))
}

/**
 * The page when fewer than `most` issues match at all, else null. One index has all columns that lists are filtered by, and stops being read
 * when there are enough; so a rare word is not looked for twice, once for the page and once for the hits.
 */
export function pageOfFew(database: Database, query: IssueSearch, filter: Filter, most: number): FewPage | null {
  const points: Point[] = []
  for (const projectId of filter.projectIds) {
    const rows = database.all(
      `SELECT id, ${valueOf(query)} AS value FROM issues INDEXED BY issues_by_date
       WHERE project_id = ? AND deleted_at IS NULL AND ${filter.sql} LIMIT ?`,
      projectId,
      ...filter.values,
      most - points.length,
    )
    for (const row of rows) points.push({ id: integer(row, 'id'), value: integer(row, 'value') })
    if (points.length >= most) return null
  }
  return cutPage(query, trends(database, query, points))
}

function valueOf({ sort }: IssueSearch): string {
  return sortValues[sort === 'trends' ? 'date' : sort]
}

function trends(database: Database, query: IssueSearch, points: Point[]): Point[] {
  return query.sort === 'trends' ? trendValues(database, points, query.now) : points
}

/** The page behind the query's position, of all that match. */
function cutPage({ after, backwards, limit }: IssueSearch, points: Point[]): FewPage {
  const sorted = points.sort(comparePoints)
  const hits = sorted.length
  if (backwards) {
    const before = after ? sorted.filter((point) => comparePoints(point, after) < 0) : sorted
    return { points: limit === 0 ? [] : before.slice(-limit), hits, hasMore: before.length > limit }
  }
  const behind = after ? sorted.filter((point) => comparePoints(point, after) > 0) : sorted
  return { points: behind.slice(0, limit), hits, hasMore: behind.length > limit }
}
