import { selectNth } from '../../select-nth.ts'
import type { EventStore, TagFigures } from '../port.ts'
import { number, string } from './connection.ts'
import { type Distribution, listed, readDistribution } from './distribution.ts'
import type { Reading } from './events.ts'
import type { Slots } from './slots.ts'
import { bigint, commaList, isOneOf, name, type Sql, sql, text, texts } from './sql.ts'
import { addEvents, emptyCounts, sumOf, type TagCounts } from './tag-counts.ts'
import { isLarge, type TagMemory } from './tag-memory.ts'

/** Runs a reading between writes, so that what it found is all there is until the next write. */
export type Between = <Result>(read: () => Promise<Result>) => Promise<Result>

export const countTags =
  (reading: Reading, slots: Slots, memory: TagMemory, between: Between): EventStore['countTags'] =>
  async ({ issueId, keys, topValues, ...query }) => {
    const isWhole = query.environments === null && query.start === null && query.end === null
    const wanted = placesOf(slots, keys)
    const known: Distribution = new Map()
    for (const slot of isWhole ? wanted : []) {
      const counts = memory.get(issueId, slot)
      if (counts && isEnough(counts, topValues)) known.set(slot, counts)
    }
    const missing = wanted.filter((slot) => !known.has(slot))

    async function count(): Promise<Distribution> {
      const condition = await reading.plan({ issueIds: [issueId], ...query })
      const read = (slots: number[]) => readDistribution(reading, condition, slots, topValues)
      const remember = (counted: Distribution) => {
        for (const [slot, counts] of counted) memory.remember(issueId, slot, counts)
      }
      const before = memory.writes()
      const counted = await read(missing)
      if (!isWhole) return counted
      if (before !== null && before === memory.writes()) {
        remember(counted)
        return counted
      }
      // A write came in between: again, of what can be kept up to date from then on.
      const lasting = [...counted].filter(([, { beyond }]) => beyond.values === 0)
      if (isLarge(lasting.map(([, counts]) => counts))) {
        await between(async () => remember(await read(lasting.map(([slot]) => slot))))
      }
      return counted
    }
    const distribution: Distribution = missing.length === 0 ? known : new Map([...known, ...(await count())])
    const byKey = await groupByKey(reading, distribution)
    const chosen = [...byKey]
      .filter(([key]) => keys === null || keys.some((one) => one.toWellFormed() === key))
      .map(([key, counts]) => ({ key, counts, values: chooseTop(counts, topValues) }))
    const read = await reading.terms.read(chosen.flatMap(({ values }) => values.map(({ id }) => id)))
    const figures = chosen.map(({ key, counts, values }): TagFigures => {
      const named = values.map(({ id, ...value }) => ({ value: read.get(id)?.[1] ?? '', ...value }))
      named.sort((a, b) => b.count - a.count || b.lastSeen - a.lastSeen || compareBytes(a.value, b.value))
      return {
        key,
        totalValues: sumOf(counts),
        uniqueValues: counts.size + counts.beyond.values,
        values: named.slice(0, topValues),
      }
    })
    return figures.sort((a, b) => b.totalValues - a.totalValues || compareBytes(a.key, b.key))
  }

/** Whether the most frequent are among those listed, also where many are equal. */
function isEnough({ beyond, size }: TagCounts, top: number): boolean {
  return beyond.values === 0 || size >= 2 * top
}

/** Where tags of these keys may be, whatever the project. */
function placesOf(slots: Slots, keys: string[] | null): number[] {
  if (keys === null) return slots.listsAny() ? [...slots.used(), listed] : slots.used()
  const found = keys.map((key) => slots.find(key.toWellFormed(), null))
  const places = new Set(found.flatMap((one) => one.slots.map(({ slot }) => slot)))
  return found.some((one) => one.inList) ? [...places, listed] : [...places]
}

/** All events are of one project, where a slot has one key: that of any tag in it. */
async function groupByKey({ terms }: Reading, distribution: Distribution): Promise<Map<string, TagCounts>> {
  const rest = distribution.get(listed) ?? emptyCounts()
  const firsts = [...distribution].flatMap(([slot, { size, ids }]) =>
    slot === listed || size === 0 ? [] : [ids[0] ?? 0],
  )
  const read = await terms.read([...firsts, ...rest.ids.subarray(0, rest.size)])
  const byKey = new Map<string, TagCounts>()
  for (const [slot, counts] of distribution) {
    const key = slot === listed || counts.size === 0 ? undefined : read.get(counts.ids[0] ?? 0)?.[0]
    if (key !== undefined) byKey.set(key, counts)
  }
  for (const [place, id] of rest.ids.subarray(0, rest.size).entries()) {
    const key = read.get(id)?.[0]
    if (key === undefined) continue
    const counts = byKey.get(key) ?? emptyCounts()
    byKey.set(key, counts)
    addEvents(counts, id, rest.events[place] ?? 0, rest.first[place] ?? 0, rest.last[place] ?? 0)
  }
  return byKey
}

/** Among more equals than this, which of them come first is left to chance: their texts would all have to be read. */
const maxEquals = 1000

interface Chosen {
  id: number
  count: number
  firstSeen: number
  lastSeen: number
}

/** The most frequent, of equals those seen last; more than asked for where they are equal in both: their texts decide. */
function chooseTop({ size, ids, events, first, last }: TagCounts, top: number): Chosen[] {
  const least = leastOfTop(events.subarray(0, size), top)
  const above: number[] = []
  const equal: number[] = []
  for (let place = 0; place < size; place++) {
    const count = events[place] ?? 0
    if (count > least) above.push(place)
    else if (count === least) equal.push(place)
  }
  const wanted = top - above.length
  const times = Float64Array.from(equal, (place) => last[place] ?? 0)
  const latest = wanted < equal.length ? selectNth(times, equal.length - wanted) : Number.NEGATIVE_INFINITY
  const seenLast = equal.filter((place) => (last[place] ?? 0) >= latest)
  return [...above, ...seenLast.slice(0, Math.max(wanted, maxEquals))].map((place) => ({
    id: ids[place] ?? 0,
    count: events[place] ?? 0,
    firstSeen: first[place] ?? 0,
    lastSeen: last[place] ?? 0,
  }))
}

/** The `top`-th largest count. There are few different ones however many values: sorting 100,000 of them takes 10 ms. */
function leastOfTop(events: Uint32Array, top: number): number {
  const alike = new Map<number, number>()
  for (const count of events) alike.set(count, (alike.get(count) ?? 0) + 1)
  let seen = 0
  for (const count of [...alike.keys()].sort((a, b) => b - a)) {
    seen += alike.get(count) ?? 0
    if (seen >= top) return count
  }
  return 0
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

export const sumTags =
  (reading: Reading, slots: Slots): EventStore['sumTags'] =>
  async ({ issueId, ...query }) => {
    const sums = await sumByKey(reading, slots, await reading.plan({ issueIds: [issueId], ...query }))
    return [...sums].map(([key, events]) => ({ key, events })).sort(mostUsedFirst)
  }

export const listTagKeys =
  (reading: Reading, slots: Slots): EventStore['listTagKeys'] =>
  async (query) => {
    if (query.projectIds.length === 0) return []
    const events = await sumByKey(reading, slots, await reading.plan(query))
    const values = await countValues(reading.readers, [...events.keys()], query.projectIds)
    return [...events].map(([key, count]) => ({ key, events: count, values: values.get(key) ?? 0 })).sort(mostUsedFirst)
  }

function mostUsedFirst(a: { key: string; events: number }, b: { key: string; events: number }): number {
  return b.events - a.events || compareBytes(a.key, b.key)
}

/** How many events have a tag of each key: all columns in one look, 10 ms of 760,000 events of one issue. */
async function sumByKey({ readers, terms }: Reading, slots: Slots, condition: Sql): Promise<Map<string, number>> {
  const used = slots.used()
  const counted = commaList(used.map((slot) => sql`count_if(${name(`t${slot}`)} <> 0) AS ${name(`n${slot}`)}`))
  const events = new Map<string, number>()
  const add = (key: string, count: number) => void (count > 0 && events.set(key, (events.get(key) ?? 0) + count))
  const rows =
    used.length === 0
      ? []
      : await readers.query(sql`SELECT project_id, ${counted} FROM events WHERE ${condition} GROUP BY project_id`)
  for (const row of rows) {
    const keys = slots.keysOf(number(row.project_id))
    for (const slot of used) {
      const key = keys.get(slot)
      if (key !== undefined) add(key, number(row[`n${slot}`]))
    }
  }
  if (!slots.listsAny()) return events
  const listed = await readers.query(
    sql`SELECT id, count(*) AS events FROM (SELECT unnest(tags) AS id FROM events WHERE ${condition} AND len(tags) > 0) GROUP BY id`,
  )
  const read = await terms.read(listed.map((row) => number(row.id)))
  for (const row of listed) add(read.get(number(row.id))?.[0] ?? '', number(row.events))
  return events
}

async function countValues(
  readers: Reading['readers'],
  keys: string[],
  projectIds: number[],
): Promise<Map<string, number>> {
  const rows = await readers.query(sql`
    SELECT key, count(DISTINCT value) AS values FROM terms
    WHERE key IN (SELECT unnest(${texts(keys)})) AND ${isOneOf(sql`project_id`, projectIds)} GROUP BY key`)
  return new Map(rows.map((row) => [string(row.key), number(row.values)]))
}

export const listTagValues =
  ({ readers, plan }: Reading, slots: Slots): EventStore['listTagValues'] =>
  async ({ key: sentKey, contains, limit, offset, ...query }) => {
    if (query.projectIds.length === 0) return []
    const key = sentKey.toWellFormed()
    const condition = await plan(query)
    const places = slots.find(key, query.projectIds)
    const parts = places.slots.map(({ slot }) => countOfColumn(condition, name(`t${slot}`)))
    if (places.inList) parts.push(countOfList(condition))
    if (parts.length === 0) return []
    const isSought =
      contains === null ? sql`true` : sql`contains(lower(value), lower(${text(contains.toWellFormed())}))`
    const rows = await readers.query(sql`
      SELECT value, CAST(sum(events) AS BIGINT) AS events, min(first) AS first, max(last) AS last
      FROM (${unionOf(parts)}) JOIN (SELECT id, value FROM terms WHERE key = ${text(key)} AND ${isSought}) USING (id)
      GROUP BY value ORDER BY events DESC, value LIMIT ${bigint(limit)} OFFSET ${bigint(offset)}`)
    return rows.map((row) => ({
      value: string(row.value),
      count: number(row.events),
      firstSeen: number(row.first),
      lastSeen: number(row.last),
    }))
  }

const figures = sql`count(*) AS events, min(timestamp) AS first, max(timestamp) AS last`

function countOfColumn(condition: Sql, column: Sql): Sql {
  return sql`SELECT ${column} AS id, ${figures} FROM events WHERE ${condition} AND ${column} <> 0 GROUP BY ${column}`
}

function countOfList(condition: Sql): Sql {
  return sql`SELECT id, ${figures}
    FROM (SELECT unnest(tags) AS id, timestamp FROM events WHERE ${condition} AND len(tags) > 0) GROUP BY id`
}

function unionOf(parts: Sql[]): Sql {
  const [first, ...rest] = parts
  if (first === undefined) throw new Error('a union of nothing')
  return rest.reduce((all, part) => sql`${all} UNION ALL ${part}`, first)
}
