import type { ListPage, Release, ReleaseSearch, ReleaseSort, ReleaseStore } from '../ports/releases.ts'
import type { Database, Value } from '../../sqlite/database.ts'
import { integer, text } from '../../sqlite/rows.ts'
import { meetsCondition } from '../release-condition.ts'
import { rankReleases } from './release-ranks.ts'
import { readRelease } from './release-rows.ts'
import { releaseConditions } from './release-conditions.ts'

type ListMethods = 'searchReleases' | 'rankReleases' | 'findNeighbours' | 'findPreviousWithCommits'

/** Releases in order: pages, and what stands beside one. */
export function releaseListStore(database: Database): Pick<ReleaseStore, ListMethods> {
  return {
    searchReleases: async (search) => database.snapshot(() => searchReleases(database, search)),
    rankReleases: async (search) => database.snapshot(() => rankReleases(database, search)),
    findNeighbours: async (releaseId, scope) => database.snapshot(() => findNeighbours(database, releaseId, scope)),
    async findPreviousWithCommits(releaseId) {
      const row = database.get(
        `SELECT other.* FROM releases this JOIN releases other ON other.organization_id = this.organization_id
         WHERE this.id = ? AND other.commit_count > 0 AND (other.dated_at, other.id) < (this.dated_at, this.id)
           AND EXISTS (SELECT 1 FROM release_projects a JOIN release_projects b ON b.project_id = a.project_id
                       WHERE a.release_id = this.id AND b.release_id = other.id)
         ORDER BY other.dated_at DESC, other.id DESC LIMIT 1`,
        releaseId,
      )
      return row ? readRelease(row) : null
    },
  }
}

const columnsOfSort: Record<ReleaseSort, string> = {
  date: 'r.dated_at, r.id',
  semver: 'r.version_key, r.dated_at, r.id',
  build: 'r.build_number, r.dated_at, r.id',
}

/** Names are tested here, not by the engine, so that many rows may be read for one page: so many at a time. */
const chunkSize = 500

function searchReleases(database: Database, search: ReleaseSearch): ListPage<Release> {
  const { where, limit, backwards } = search
  const isFiltered = where.kind !== 'and' || where.of.length > 0
  const size = isFiltered ? Math.max(chunkSize, limit + 1) : limit + 1
  const found: Release[] = []
  let edge: Edge | null = search.after && openEdge(database, search, search.after)
  // The row that the cursor names is gone, and with it the place in the order.
  if (search.after && !edge) return { rows: [], hasMore: false }
  for (;;) {
    const rows = readChunk(database, search, edge, size)
    const last = rows.at(-1)
    found.push(...rows.map(readRelease).filter((release) => !isFiltered || meetsCondition(release.version, where)))
    if (rows.length < size || found.length > limit || !last) break
    edge =
      search.sort === 'date'
        ? dateEdge(integer(last, 'dated_at'), integer(last, 'id'))
        : idEdge(search, integer(last, 'id'))
  }
  const page = found.slice(0, limit)
  return { rows: backwards ? page.toReversed() : page, hasMore: found.length > limit }
}

/** A place in the order, as the right side of a comparison of the sort's columns. */
interface Edge {
  sql: string
  values: Value[]
}

function dateEdge(datedAt: number, id: number): Edge {
  return { sql: '(?, ?)', values: [datedAt, id] }
}

function idEdge({ sort }: ReleaseSearch, id: number): Edge {
  return { sql: `(SELECT ${columnsOfSort[sort]} FROM releases r WHERE id = ?)`, values: [id] }
}

/** Dates make an edge by themselves; the other orders need the row. Null when it is not there. */
function openEdge(database: Database, search: ReleaseSearch, after: { value: number; id: number }): Edge | null {
  if (search.sort === 'date') return dateEdge(after.value, after.id)
  const row = database.get(
    'SELECT id FROM releases WHERE id = ? AND organization_id = ?',
    after.id,
    search.organizationId,
  )
  return row ? idEdge(search, after.id) : null
}

function readChunk(database: Database, search: ReleaseSearch, edge: Edge | null, size: number) {
  const { sort, backwards } = search
  const columns = columnsOfSort[sort]
  const { sql: conditions, values } = releaseConditions(search)
  if (edge) {
    conditions.push(`(${columns}) ${backwards ? '>' : '<'} ${edge.sql}`)
    values.push(...edge.values)
  }
  const direction = backwards ? 'ASC' : 'DESC'
  const order = columns
    .split(', ')
    .map((column) => `${column} ${direction}`)
    .join(', ')
  return database.all(
    `SELECT r.* FROM releases r WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ?`,
    ...values,
    size,
  )
}

function findNeighbours(
  database: Database,
  releaseId: number,
  { projectId, environments }: { projectId: number; environments: string[] | null },
) {
  const seen = `(?2 IS NULL OR EXISTS (SELECT 1 FROM release_environments e WHERE e.release_id = p.release_id
    AND e.project_id = p.project_id AND e.environment IN (SELECT value FROM json_each(?2))))`
  const find = (beside: string, direction: 'ASC' | 'DESC'): string | null => {
    const row = database.get(
      `SELECT version FROM release_projects p JOIN releases ON releases.id = p.release_id
       WHERE p.project_id = ?1 AND ${seen} AND ${beside}
       ORDER BY p.dated_at ${direction}, p.release_id ${direction} LIMIT 1`,
      projectId,
      environments && JSON.stringify(environments),
      releaseId,
    )
    return row ? text(row, 'version') : null
  }
  const here = '(SELECT dated_at, id FROM releases WHERE id = ?3)'
  return {
    previous: find(`(p.dated_at, p.release_id) < ${here}`, 'DESC'),
    next: find(`(p.dated_at, p.release_id) > ${here}`, 'ASC'),
    first: find('?3 IS NOT NULL', 'ASC'),
    last: find('?3 IS NOT NULL', 'DESC'),
  }
}
