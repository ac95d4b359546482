import { BIGINT, UBIGINT, UINTEGER, UUID } from '@duckdb/node-api'
import { allColumns } from './id-columns.ts'
import type { Bound, Sql } from './sql.ts'

/**
 * What DuckDB is given for a query over `events`: as little to plan as can be, since planning is most of a query that looks into one hour. Of
 * 2.7 ms over a view of two tables it takes 1 to name only the columns that are needed, and 0.3 to write numbers out: a statement with a `?` is planned twice,
 * once without its values.
 */
export function toPlan(statement: Sql): Sql {
  return writeOut(narrow(statement))
}

const columnNames: ReadonlySet<string> = new Set(allColumns)

/** Takes the columns that the statement names, wherever, from the tables themselves: the view has all 118 bound for each of them. */
function narrow(statement: Sql): Sql {
  if (!statement.text.includes('FROM events')) return statement
  const named = new Set<string>()
  for (const [word] of statement.text.matchAll(/[a-z][a-z0-9_]*/g)) if (columnNames.has(word)) named.add(word)
  // A count of rows names none.
  if (named.size === 0) named.add('project_id')
  const columns = [...named].map((column) => `"${column}"`).join()
  const rows = rowTables.map((table) => `SELECT ${columns} FROM ${table}`).join(' UNION ALL ')
  return { text: statement.text.replaceAll(/FROM events\b/g, `FROM (${rows}) AS events`), values: statement.values }
}

/** What the view `events` is made of (migrations.ts). */
export const rowTables = ['settled', 'fresh', 'late'] as const

/** Numbers and ids in place of their `?`, if there is nothing else: texts stay values for ever. */
function writeOut(statement: Sql): Sql {
  const { text, values } = statement
  if (values.length === 0) return statement
  const parts = text.split('?')
  if (parts.length !== values.length + 1) return statement
  let written = parts[0] ?? ''
  for (const [place, bound] of values.entries()) {
    const literal = literalOf(bound)
    if (literal === null) return statement
    written += literal + (parts[place + 1] ?? '')
  }
  return { text: written, values: [] }
}

/** With its type: a number has that of the smallest that it fits into, and a column of another one would be cast row by row. */
function literalOf({ value, type }: Bound): string | null {
  if (type === BIGINT || type === UBIGINT || type === UINTEGER) {
    if (typeof value !== 'bigint' && typeof value !== 'number') return null
    return `CAST(${BigInt(value)} AS ${type.toString()})`
  }
  return type === UUID ? `CAST('${String(value)}' AS UUID)` : null
}
