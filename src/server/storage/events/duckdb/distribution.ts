import type { DuckDBDataChunk } from '@duckdb/node-api'
import { number } from './connection.ts'
import type { Reading } from './events.ts'
import { bigint, commaList, name, type Sql, sql } from './sql.ts'
import { addEvent, addEvents, emptyCounts, sumOf, type TagCounts } from './tag-counts.ts'

/** How often each tag of some events is among them, by the slot that it is in; `listed` stands for those without one. */
export type Distribution = Map<number, TagCounts>
export const listed = -1

/** So many columns are counted faster by the engine, whatever the events. */
const fewColumns = 2
/**
 * From so many events on the engine counts column by column: of 760,000 in 10 ms a column, 27 where there are 120,000 values; reading 13 columns of them over took
 * 750 ms. Of 100,000 events it takes as long as counting them here, of fewer longer, since planning a statement takes some milliseconds.
 */
export const manyEvents = 120_000
/** Values of a column that are read over, the most frequent, then those seen last: of the others only how many they are. */
const mostListed = 5000

/**
 * Counts the tags in these slots over the events of a condition, all of their values or the most frequent, of which at least twice `top`. Few events are counted here:
 * read as a stream, one look at them for all columns.
 */
export async function readDistribution(
  reading: Reading,
  condition: Sql,
  slots: number[],
  top: number,
): Promise<Distribution> {
  const columns = slots.filter((slot) => slot !== listed)
  const distribution: Distribution = new Map()
  const byEngine = columns.length <= fewColumns || (await countEvents(reading, condition)) >= reading.manyEvents
  if (byEngine) {
    const most = Math.max(mostListed, 2 * top)
    const counted = columns.map(async (slot) => [slot, await countColumn(reading, condition, slot, most)] as const)
    for (const [slot, counts] of await Promise.all(counted)) distribution.set(slot, counts)
  } else {
    const counted = columns.map(() => emptyCounts())
    const ids = columns.map((slot) => name(`t${slot}`))
    // As DOUBLE: other 8-byte columns come over as big integers.
    await reading.readers.queryChunks(
      sql`SELECT CAST(timestamp AS DOUBLE), ${commaList(ids)} FROM events WHERE ${condition}`,
      (chunk) => countChunk(chunk, counted),
    )
    for (const [place, slot] of columns.entries()) distribution.set(slot, counted[place] ?? emptyCounts())
  }
  if (slots.includes(listed)) distribution.set(listed, await countListed(reading, condition))
  return distribution
}

async function countEvents({ readers }: Reading, condition: Sql): Promise<number> {
  const [count] = await readers.queryNumbers(sql`SELECT CAST(count(*) AS DOUBLE) FROM events WHERE ${condition}`)
  return count?.[0] ?? 0
}

/** As DOUBLE: other 8-byte columns come over as big integers. */
const groupFigures = sql`CAST(count(*) AS DOUBLE) AS n, CAST(min(timestamp) AS DOUBLE) AS first, CAST(max(timestamp) AS DOUBLE) AS last`

async function countColumn({ readers }: Reading, condition: Sql, slot: number, most: number): Promise<TagCounts> {
  const id = name(`t${slot}`)
  // The row of id 0, which no tag has, says how many there are.
  const [ids = [], events = [], first = [], last = []] = await readers.queryNumbers(sql`
    WITH counted AS MATERIALIZED (SELECT ${id} AS id, ${groupFigures} FROM events WHERE ${condition} AND ${id} <> 0 GROUP BY ${id})
    SELECT 0, CAST(count(*) AS DOUBLE), coalesce(sum(n), 0), 0 FROM counted
    UNION ALL (SELECT id, n, first, last FROM counted ORDER BY n DESC, last DESC LIMIT ${bigint(most)})`)
  const counts = emptyCounts()
  let all = { values: 0, events: 0 }
  for (const [row, one] of ids.entries()) {
    if (one === 0) all = { values: events[row] ?? 0, events: first[row] ?? 0 }
    else addEvents(counts, one, events[row] ?? 0, first[row] ?? 0, last[row] ?? 0)
  }
  counts.beyond = { values: all.values - counts.size, events: all.events - sumOf(counts) }
  return counts
}

function countChunk(chunk: DuckDBDataChunk, counted: TagCounts[]): void {
  const rows = chunk.rowCount
  const times = new Float64Array(rows)
  const vector = chunk.getColumnVector(0)
  for (let row = 0; row < rows; row++) times[row] = number(vector.getItem(row))
  for (const [place, counts] of counted.entries()) {
    const ids = chunk.getColumnVector(place + 1)
    for (let row = 0; row < rows; row++) {
      const id = ids.getItem(row)
      if (typeof id === 'number' && id !== 0) addEvent(counts, id, times[row] ?? 0)
    }
  }
}

async function countListed({ readers }: Reading, condition: Sql): Promise<TagCounts> {
  const unnested = sql`SELECT unnest(tags) AS id, timestamp FROM events WHERE ${condition} AND len(tags) > 0`
  const [ids = [], events = [], first = [], last = []] = await readers.queryNumbers(
    sql`SELECT id, ${groupFigures} FROM (${unnested}) GROUP BY id`,
  )
  const counts = emptyCounts()
  for (const [row, id] of ids.entries()) addEvents(counts, id, events[row] ?? 0, first[row] ?? 0, last[row] ?? 0)
  return counts
}
