import type { Database, Value } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'
import type { Condition, IssueCondition } from '../../condition.ts'
import type { IssueSearch, IssueStore } from '../ports/issues.ts'
import { compileIssueCondition, type RowTest } from './issue-condition.ts'
import { pageByIds, pageOfFew } from './issue-page.ts'
import { findIssues } from './issue-rows.ts'
import { type Filter, type Point, walkOrder } from './issue-walk.ts'
import { type Trends, walkTrends } from './trends.ts'

/** Where counting stops: the list shows "1000+". */
const maxHits = 1000

/** Ids that are looked up one by one; more are tested while walking the order. */
const fewIds = 5000

/** The issue list, and issues that meet a condition. */
export function searchStore(database: Database, trends: Trends): Pick<IssueStore, 'searchIssues' | 'matchIssues'> {
  let tests: RowTest[] = []
  database.define('passes', (test, ...columns) => Number(tests[Number(test)]?.(...columns) ?? false))

  /** Runs the body while SQL can call the condition's tests, on one snapshot: the page, its rows and its hits agree with each other. */
  function withFilter<T>(projectIds: number[], where: Condition<IssueCondition>, body: (filter: Filter) => T): T {
    const compiled = compileIssueCondition(where)
    tests = compiled.tests
    try {
      return database.snapshot(() => body({ projectIds: [...new Set(projectIds)], ...compiled }))
    } finally {
      tests = []
    }
  }

  return {
    async searchIssues(query) {
      return withFilter(query.projectIds, query.where, (filter) => {
        const { points, hits, hasMore } = findPage(database, trends, query, filter)
        const ids = points.map((point) => point.id)
        return { issues: findIssues(database, ids), values: points.map((point) => point.value), hasMore, hits }
      })
    },
    async matchIssues({ projectIds, where, ids, limit }) {
      const all: Condition<IssueCondition> = ids === null ? where : { kind: 'and', of: [{ kind: 'ids', ids }, where] }
      return withFilter(projectIds, all, (filter) => matchIssues(database, filter, idsOf(all), limit))
    },
  }
}

/** The shortest list of ids that everything that matches is in; null when there is none. */
function idsOf(where: Condition<IssueCondition>): number[] | null {
  if (where.kind === 'ids') return where.ids
  if (where.kind !== 'and') return null
  let shortest: number[] | null = null
  for (const part of where.of) {
    const ids = idsOf(part)
    if (ids !== null && (shortest === null || ids.length < shortest.length)) shortest = ids
  }
  return shortest
}

function findPage(
  database: Database,
  trends: Trends,
  query: IssueSearch,
  filter: Filter,
): { points: Point[]; hits: number; hasMore: boolean } {
  const ids = idsOf(query.where)
  // Few to choose from, or few that match: then all of them are here, and the page is cut from them.
  const few =
    ids !== null && ids.length <= fewIds
      ? pageByIds(database, query, filter, ids)
      : pageOfFew(database, query, filter, maxHits)
  if (few !== null) return { ...few, hits: Math.min(few.hits, maxHits) }
  const most = query.limit + 1
  const points =
    query.sort === 'trends'
      ? walkTrends(database, trends, query, filter, most)
      : walkOrder(database, query, filter, most)
  const page = points.slice(0, query.limit)
  if (query.backwards) page.reverse()
  return { points: page, hits: maxHits, hasMore: points.length > query.limit }
}

function matchIssues(database: Database, filter: Filter, ids: number[] | null, limit: number): number[] {
  if (ids !== null && ids.length <= fewIds) {
    const rows = database.all(
      `SELECT id FROM issues NOT INDEXED WHERE id IN (SELECT value FROM json_each(?))
         AND project_id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL AND ${filter.sql} ORDER BY id LIMIT ?`,
      JSON.stringify(ids),
      JSON.stringify(filter.projectIds),
      ...filter.values,
      limit,
    )
    return rows.map((row) => integer(row, 'id'))
  }
  const found = filter.projectIds.flatMap((projectId) => {
    const values: Value[] = [projectId, ...filter.values]
    return database
      .all(
        `SELECT id FROM issues INDEXED BY issues_by_date WHERE project_id = ? AND deleted_at IS NULL AND ${filter.sql}`,
        ...values,
      )
      .map((row) => integer(row, 'id'))
  })
  return found.sort((a, b) => a - b).slice(0, limit)
}
