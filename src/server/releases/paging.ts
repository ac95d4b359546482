import { type Cursor, type Page, pageOf, type Position } from '../http/paging.ts'
import type {
  ListPage,
  ListPoint,
  ListQuery,
  RankedRelease,
  RankPoint,
  Release,
} from '../storage/meta/ports/releases.ts'

/** What a request's cursor asks of a list of the store. */
export function listQuery(cursor: Cursor | null, limit: number): ListQuery {
  const after = cursor && { value: cursor.value, id: Number(cursor.id) }
  return { limit, after, backwards: cursor?.backwards ?? false }
}

/** What the store gave, as a page of the API. */
export function toPage<Row>(list: ListPage<Row>, cursor: Cursor | null, pointOf: (row: Row) => ListPoint): Page<Row> {
  return pageOf(list.rows, list.hasMore, cursor, (row): Position => {
    const { value, id } = pointOf(row)
    return { value, id: BigInt(id) }
  })
}

/** Room for the id of a project beside that of a release in a cursor. */
const projectIds = 1n << 32n

/** What a request's cursor asks of a list by ranks. */
export function rankedQuery(
  cursor: Cursor | null,
  limit: number,
): { limit: number; after: RankPoint | null; backwards: boolean } {
  const after = cursor && {
    rank: cursor.value,
    id: Number(cursor.id / projectIds),
    projectId: Number(cursor.id % projectIds),
  }
  return { limit, after, backwards: cursor?.backwards ?? false }
}

/** Ranked releases, as a page of the API. */
export function toRankedPage(
  list: ListPage<RankedRelease>,
  cursor: Cursor | null,
  byProject: boolean,
): Page<{ release: Release; projectId: number | null }> {
  const rows = list.rows.map(({ release, point }) => ({
    release,
    projectId: byProject ? point.projectId : null,
    point,
  }))
  return pageOf(rows, list.hasMore, cursor, ({ point }): Position => {
    return { value: point.rank, id: BigInt(point.id) * projectIds + BigInt(point.projectId) }
  })
}
