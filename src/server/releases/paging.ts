import { type Cursor, type Page, pageOf, type Position } from '../http/paging.ts'
import type { ListPage, ListPoint, ListQuery } from '../storage/meta/ports/releases.ts'

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
