import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventBatch, EventRow } from '../port.ts'
import { fill } from './chunks.ts'
import { createPreparedRun, number, type Run, string, transaction } from './connection.ts'
import { appendSets, appendTerms, type Dictionary, type NumberedTerm, openDictionary } from './dictionary.ts'
import { appendEvents, isLate, type NumberedRows, numberRows, settleRows } from './rows.ts'
import { appendSlots, openSlots, type Slots } from './slots.ts'
import { bigint, isHexId, sql, text } from './sql.ts'

/** What the one writer of a file knows by heart; changed after a commit only. */
export interface WriterState {
  run: Run
  offsets: Map<string, number>
  dictionary: Dictionary
  slots: Slots
  /** Of all events. */
  times: { oldest: number | null; newest: number | null }
  /** Rows that are not in order yet (settle.ts), deleted ones perhaps among them. */
  fresh: number
  /** Told of every batch once it is committed. */
  onAppended: ((rows: NumberedRows, terms: NumberedTerm[]) => void)[]
}

export async function readWriterState(connection: DuckDBConnection): Promise<WriterState> {
  const run = createPreparedRun(connection)
  const rows = await run(sql`SELECT spool, position FROM offsets`)
  const [fresh] = await run(sql`SELECT count(*) AS n FROM fresh`)
  const [times] = await run(sql`SELECT min(timestamp) AS oldest, max(timestamp) AS newest FROM events`)
  return {
    run,
    offsets: new Map(rows.map((row) => [string(row.spool), number(row.position)])),
    dictionary: await openDictionary(run),
    slots: await openSlots(run),
    times: { oldest: numberOrNull(times?.oldest), newest: numberOrNull(times?.newest) },
    fresh: number(fresh?.n),
    onAppended: [],
  }
}

/**
 * Writes rows, new dictionary entries and the offset in one transaction, or nothing (false) when the batch does not start
 * where the last one ended. One call at a time: the caller queues.
 */
export async function appendBatch(
  connection: DuckDBConnection,
  state: WriterState,
  { spool, from, to, rows }: EventBatch,
): Promise<boolean> {
  const { run, offsets, dictionary, slots } = state
  if ((offsets.get(spool) ?? 0) !== from) return false
  if (to < from) throw new RangeError(`a batch cannot end (${to}) before it starts (${from})`)
  const malformed = rows.find((row) => !isHexId(row.eventId))
  if (malformed) throw new TypeError(`not an event id of 32 hex digits: ${malformed.eventId}`)

  const numbering = dictionary.begin()
  let isCommitted = false
  try {
    const numbered = numberRows(rows, numbering, slots)
    await numbering.resolve()
    settleRows(numbered, numbering)
    await transaction(connection, async () => {
      const { terms, sets } = numbering.added
      const taken = slots.added()
      if (terms.length > 0) await fill(connection, 'terms', (appender) => appendTerms(appender, terms))
      if (sets.length > 0) await fill(connection, 'sets', (appender) => appendSets(appender, sets))
      if (taken.length > 0) await fill(connection, 'slots', (appender) => appendSlots(appender, taken))
      for (const [table, places] of tablesOf(rows)) {
        if (places.length > 0) await fill(connection, table, (appender) => appendEvents(appender, numbered, places))
      }
      await (offsets.has(spool)
        ? run(sql`UPDATE offsets SET position = ${bigint(to)} WHERE spool = ${text(spool)}`)
        : run(sql`INSERT INTO offsets VALUES (${text(spool)}, ${bigint(to)})`))
    })
    isCommitted = true
    offsets.set(spool, to)
    state.fresh += rows.length
    numbering.remember()
    for (const row of rows) widen(state.times, Math.round(row.timestamp))
    for (const tell of state.onAppended) tell(numbered, numbering.added.terms)
    return true
  } finally {
    slots.settle(isCommitted)
  }
}

/** Places of the rows that go into each table. */
function tablesOf(rows: EventRow[]): [string, number[]][] {
  const fresh: number[] = []
  const late: number[] = []
  for (const [place, row] of rows.entries()) (isLate(row) ? late : fresh).push(place)
  return [
    ['fresh', fresh],
    ['late', late],
  ]
}

function widen(times: WriterState['times'], time: number): void {
  times.oldest = Math.min(times.oldest ?? time, time)
  times.newest = Math.max(times.newest ?? time, time)
}

function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : number(value)
}
