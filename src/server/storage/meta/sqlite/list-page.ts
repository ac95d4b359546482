import type { ListPage, ListQuery } from '../ports/releases.ts'
import type { Database, Row, Value } from '../../sqlite/database.ts'

/** A list that is sorted by a column and, among equals, by id. Names of columns come from code, never from input. */
export interface PagedList<Item> {
  /** With a WHERE clause that conditions can be added to. */
  select: string
  values: Value[]
  /** Null: by id alone. */
  value: string | null
  id: string
  order: 'ASC' | 'DESC'
  read: (row: Row) => Item
}

/** One page by keyset: rows that come or go meanwhile neither repeat nor hide others. */
export function listPage<Item>(database: Database, query: ListQuery, list: PagedList<Item>): ListPage<Item> {
  const { limit, after, backwards } = query
  const isAscending = (list.order === 'ASC') !== backwards
  const values = [...list.values]
  let where = ''
  if (after) {
    const sign = isAscending ? '>' : '<'
    where = list.value === null ? ` AND ${list.id} ${sign} ?` : ` AND (${list.value}, ${list.id}) ${sign} (?, ?)`
    values.push(...(list.value === null ? [after.id] : [after.value, after.id]))
  }
  const direction = isAscending ? 'ASC' : 'DESC'
  const byValue = list.value === null ? '' : `${list.value} ${direction}, `
  const rows = database.all(
    `${list.select}${where} ORDER BY ${byValue}${list.id} ${direction} LIMIT ?`,
    ...values,
    limit + 1,
  )
  const page = rows.slice(0, limit).map(list.read)
  return { rows: backwards ? page.toReversed() : page, hasMore: rows.length > limit }
}
