import type { EventStore } from '../port.ts'
import { number, type Readers } from './connection.ts'
import { sql } from './sql.ts'

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
    for (const statement of [
      sql`SELECT bit_xor(hash(events)) FROM events`,
      sql`SELECT bit_xor(hash(tags)) FROM tags`,
      sql`SELECT bit_xor(hash(offsets)) FROM offsets`,
    ]) {
      await check(async () => {
        await readers.query(statement)
        return null
      })
    }
    await check(async () => {
      const [row] = await readers.query(
        sql`SELECT count(*) AS n FROM (SELECT id FROM tags GROUP BY id HAVING count(*) > 1)`,
      )
      return number(row?.n) > 0 ? `${number(row?.n)} ids of the tag dictionary stand for more than one tag` : null
    })
    await check(async () => {
      const [row] = await readers.query(sql`
        SELECT count(*) AS n FROM (
          SELECT DISTINCT unnest(list_append(tags, user_key)) AS id FROM events
        ) AS used ANTI JOIN tags USING (id) WHERE id IS NOT NULL`)
      return number(row?.n) > 0 ? `${number(row?.n)} tags of events are missing from the tag dictionary` : null
    })
    await check(async () => {
      const [row] = await readers.query(
        sql`SELECT count(*) AS n FROM (SELECT spool FROM offsets GROUP BY spool HAVING count(*) > 1)`,
      )
      return number(row?.n) > 0 ? `${number(row?.n)} spools have more than one offset` : null
    })
    return problems
  }
}
