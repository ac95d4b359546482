import type { Reading } from './events.ts'
import { bigint, integers, listOf, name, type Sql, sql } from './sql.ts'

/** How often each tag of some events is among them, by the slot that it is in; `listed`: those without one. */
export interface Distribution {
  slots: Map<number, Counts>
  listed: Counts
}

/** Columns, an entry a tag. */
export interface Counts {
  ids: number[]
  events: number[]
  first: number[]
  last: number[]
  /** Which entry an id has; made when the first is added to. */
  places: Map<number, number> | null
}

export function emptyCounts(): Counts {
  return { ids: [], events: [], first: [], last: [], places: null }
}

/** Counts one event more. */
export function addEvent(counts: Counts, id: number, time: number): void {
  counts.places ??= new Map(counts.ids.map((known, place) => [known, place]))
  const place = counts.places.get(id)
  if (place === undefined) {
    counts.places.set(id, counts.ids.length)
    pushCount(counts, id, 1, time, time)
    return
  }
  counts.events[place] = (counts.events[place] ?? 0) + 1
  counts.first[place] = Math.min(counts.first[place] ?? time, time)
  counts.last[place] = Math.max(counts.last[place] ?? time, time)
}

export function pushCount(counts: Counts, id: number, events: number, first: number, last: number): void {
  counts.ids.push(id)
  counts.events.push(events)
  counts.first.push(first)
  counts.last.push(last)
}

/** Counts the tags in these slots, and those listed if asked for, over the events of a condition. */
export async function readDistribution(
  { readers }: Reading,
  condition: Sql,
  slots: number[],
  withListed: boolean,
): Promise<Distribution> {
  const distribution: Distribution = { slots: new Map(), listed: emptyCounts() }
  const parts: Sql[] =
    slots.length <= maxParts ? slots.map((slot) => ofSlot(condition, slot)) : [ofSlots(condition, slots)]
  if (withListed) parts.push(ofList(condition))
  for (const part of parts) {
    const [slot = [], ids = [], events = [], first = [], last = []] = await readers.queryNumbers(part)
    for (const [row, id] of ids.entries()) {
      const counts = countsOf(distribution, slot[row] ?? -1)
      pushCount(counts, id, events[row] ?? 0, first[row] ?? 0, last[row] ?? 0)
    }
  }
  return distribution
}

/** One column at a time is 25 ms an issue of 600,000 of 10M events; all at once 400. */
const maxParts = 4

export function countsOf(distribution: Distribution, slot: number): Counts {
  if (slot < 0) return distribution.listed
  const counts = distribution.slots.get(slot) ?? emptyCounts()
  distribution.slots.set(slot, counts)
  return counts
}

/** As DOUBLE: other 8-byte columns come over as big integers. */
const figures = sql`CAST(count(*) AS DOUBLE), CAST(min(timestamp) AS DOUBLE), CAST(max(timestamp) AS DOUBLE)`

function ofSlot(condition: Sql, slot: number): Sql {
  const column = name(`t${slot}`)
  return sql`SELECT ${slotNumber(slot)}, ${column}, ${figures} FROM events
    WHERE ${condition} AND ${column} <> 0 GROUP BY ${column}`
}

function slotNumber(slot: number): Sql {
  return sql`CAST(${bigint(slot)} AS DOUBLE)`
}

function ofSlots(condition: Sql, slots: number[]): Sql {
  const columns = listOf(slots.map((slot) => `t${slot}`))
  return sql`SELECT CAST(min(slot) AS DOUBLE), id, ${figures}
    FROM (SELECT unnest(${integers(slots)}) AS slot, unnest(${columns}) AS id, timestamp FROM events WHERE ${condition})
    WHERE id <> 0 GROUP BY id`
}

function ofList(condition: Sql): Sql {
  return sql`SELECT CAST(-1 AS DOUBLE), id, ${figures}
    FROM (SELECT unnest(tags) AS id, timestamp FROM events WHERE ${condition} AND len(tags) > 0) GROUP BY id`
}
