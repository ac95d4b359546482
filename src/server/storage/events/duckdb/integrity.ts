import type { EventStore } from '../port.ts'
import { number, type Readers } from './connection.ts'
import { idColumns, setColumns } from './id-columns.ts'
import { name, type Sql, sql } from './sql.ts'
import { rowTables } from './statement.ts'

/**
 * DuckDB has no integrity check of its own, but reading a block verifies its checksum: this reads every block of every
 * column (about a second for 1M events), then what must hold between the tables. Each finding is a sentence.
 */
export const checkIntegrity = (readers: Readers): EventStore['checkIntegrity'] => {
  return async () => {
    const problems: string[] = []
    const check = async (find: () => Promise<string | null>) => {
      try {
        const problem = await find()
        if (problem) problems.push(problem)
      } catch (error) {
        problems.push(error instanceof Error ? error.message : String(error))
      }
    }
    for (const table of [...rowTables, 'terms', 'sets', 'slots', 'offsets'].map(name)) {
      await check(async () => {
        await readers.query(sql`SELECT bit_xor(hash(${table})) FROM ${table}`)
        return null
      })
    }
    for (const table of [sql`terms`, sql`sets`]) {
      await check(async () => {
        const [row] = await readers.query(
          sql`SELECT count(*) AS n FROM (SELECT id FROM ${table} GROUP BY id HAVING count(*) > 1)`,
        )
        return number(row?.n) > 0
          ? `${number(row?.n)} ids of the table ${table.text} stand for more than one entry`
          : null
      })
    }
    // One column at a time: all of them at once are a thousand million ids for 10M events.
    for (const column of idColumns) {
      await check(async () => {
        const used = sql`SELECT DISTINCT ${name(column)} AS id FROM events`
        const missing = await countMissing(
          readers,
          used,
          setColumns.some((one) => one === column) ? sql`sets` : sql`terms`,
        )
        return missing > 0 ? `${missing} ids of the column ${column} are missing from the dictionary` : null
      })
    }
    for (const used of [
      sql`SELECT DISTINCT unnest(tags) AS id FROM events WHERE len(tags) > 0`,
      sql`SELECT DISTINCT unnest(terms) AS id FROM sets`,
    ]) {
      await check(async () => {
        const missing = await countMissing(readers, used, sql`terms`)
        return missing > 0 ? `${missing} listed ids are missing from the dictionary` : null
      })
    }
    await check(async () => {
      const [row] = await readers.query(
        sql`SELECT count(*) AS n FROM (SELECT spool FROM offsets GROUP BY spool HAVING count(*) > 1)`,
      )
      return number(row?.n) > 0 ? `${number(row?.n)} spools have more than one offset` : null
    })
    return problems
  }
}

async function countMissing(readers: Readers, used: Sql, table: Sql): Promise<number> {
  const [row] = await readers.query(
    sql`SELECT count(*) AS n FROM (${used}) AS used ANTI JOIN ${table} USING (id) WHERE id <> 0`,
  )
  return number(row?.n)
}
