import type { DuckDBConnection } from '@duckdb/node-api'
import type { WriterState } from './append.ts'
import { number, type Readers, run, transaction } from './connection.ts'
import { idColumns, setColumns } from './id-columns.ts'
import { type NumberedRows, setIdsOf } from './rows.ts'
import { integers, name, type Sql, sql } from './sql.ts'

/** Runs in its turn among the writes. */
type QueueWrite = <Result>(write: () => Promise<Result>) => Promise<Result>

/**
 * Deletes terms and sets that no event has. What is used is read column by column beside the writes (10M events: 3 s in all); what appends use
 * meanwhile is remembered, and the deletion itself is one write. An id that is found used although its event was deleted since stays until
 * the next sweep. Ids are not given out again while the file is open.
 */
export async function sweepDictionary(
  readers: Readers,
  connection: DuckDBConnection,
  state: WriterState,
  queueWrite: QueueWrite,
): Promise<number> {
  const [due] = await readers.query(sql`SELECT count(*) AS due FROM unswept`)
  if (number(due?.due) === 0) return 0
  const touched = { terms: new Set<number>(), sets: new Set<number>() }
  const touch = (numbered: NumberedRows) => {
    for (const [row, list] of numbered.listed.entries()) {
      for (const id of setIdsOf(numbered, row)) touched.sets.add(id)
      for (const id of list) touched.terms.add(id)
    }
    // With the ids of sets among them: a term more that stays until the next sweep.
    for (const id of numbered.ids) touched.terms.add(id)
  }
  // In its turn, so that no append that began before is missed by both.
  const known = await queueWrite(async () => {
    state.onAppended.push(touch)
    return {
      terms: await idsOf(readers, sql`SELECT id FROM terms`),
      sets: await idsOf(readers, sql`SELECT id FROM sets`),
    }
  })
  try {
    const usedSets = new Set<number>()
    for (const column of setColumns) {
      for (const id of await idsOf(readers, sql`SELECT DISTINCT ${name(column)} FROM events`)) usedSets.add(id)
    }
    const used = new Set<number>()
    const use = async (select: Sql) => {
      for (const id of await idsOf(readers, select)) used.add(id)
    }
    for (const column of idColumns) {
      if (!isSetColumn(column)) await use(sql`SELECT DISTINCT ${name(column)} FROM events`)
    }
    await use(sql`SELECT DISTINCT unnest(tags) FROM events WHERE len(tags) > 0`)
    const unusedSets = known.sets.filter((id) => !usedSets.has(id))
    await use(sql`SELECT DISTINCT unnest(terms) FROM sets WHERE id NOT IN (SELECT unnest(${integers(unusedSets)}))`)
    const unusedTerms = known.terms.filter((id) => !used.has(id))
    return await queueWrite(async () => {
      const sets = unusedSets.filter((id) => !touched.sets.has(id))
      const kept = unusedSets.filter((id) => touched.sets.has(id))
      for (const id of await idsOf(readers, termsOfSets(kept))) touched.terms.add(id)
      const terms = unusedTerms.filter((id) => !touched.terms.has(id))
      await transaction(connection, async () => {
        await run(connection, sql`DELETE FROM sets WHERE id IN (SELECT unnest(${integers(sets)}))`)
        await run(connection, sql`DELETE FROM terms WHERE id IN (SELECT unnest(${integers(terms)}))`)
        await run(connection, sql`DELETE FROM unswept`)
      })
      state.dictionary.forget()
      return sets.length + terms.length
    })
  } finally {
    state.onAppended.splice(state.onAppended.indexOf(touch), 1)
  }
}

function isSetColumn(column: string): boolean {
  return setColumns.some((one) => one === column)
}

function termsOfSets(ids: number[]): Sql {
  return sql`SELECT DISTINCT unnest(terms) FROM sets WHERE id IN (SELECT unnest(${integers(ids)}))`
}

async function idsOf(readers: Readers, select: Sql): Promise<number[]> {
  const [ids = []] = await readers.queryNumbers(select)
  return [...ids]
}
