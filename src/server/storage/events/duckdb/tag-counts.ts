/**
 * How often each tag is among some events, by its id. Columns and a table of places instead of a Map of objects: 32 bytes a tag instead of 80, and a
 * third less time.
 */
export interface TagCounts {
  /** How many tags; the columns are longer. */
  size: number
  ids: Uint32Array
  events: Uint32Array
  /** Milliseconds since 1970. */
  first: Float64Array
  last: Float64Array
  /** Place of an id in the columns by its hash, −1 for none; twice as long as they are, so that a look-up takes two steps. */
  places: Int32Array
  /** What is counted but not listed: values with the fewest events. */
  beyond: { values: number; events: number }
}

const smallest = 16

export function emptyCounts(): TagCounts {
  return {
    size: 0,
    ids: new Uint32Array(smallest),
    events: new Uint32Array(smallest),
    first: new Float64Array(smallest),
    last: new Float64Array(smallest),
    places: new Int32Array(2 * smallest).fill(-1),
    beyond: { values: 0, events: 0 },
  }
}

/** Counts one event more. */
export function addEvent(counts: TagCounts, id: number, time: number): void {
  addEvents(counts, id, 1, time, time)
}

export function addEvents(counts: TagCounts, id: number, events: number, first: number, last: number): void {
  const { ids, places } = counts
  let slot = slotOf(id, places)
  for (let place = places[slot] ?? -1; place >= 0; place = places[slot] ?? -1) {
    if (ids[place] === id) {
      counts.events[place] = (counts.events[place] ?? 0) + events
      if (first < (counts.first[place] ?? first)) counts.first[place] = first
      if (last > (counts.last[place] ?? last)) counts.last[place] = last
      return
    }
    slot = (slot + 1) & (places.length - 1)
  }
  if (counts.size === ids.length) {
    grow(counts)
    addEvents(counts, id, events, first, last)
    return
  }
  const place = counts.size++
  places[slot] = place
  ids[place] = id
  counts.events[place] = events
  counts.first[place] = first
  counts.last[place] = last
}

/** Ids follow one another; multiplying by an odd number spreads them (Fibonacci hashing). */
function slotOf(id: number, places: Int32Array): number {
  return (Math.imul(id, 0x9e3779b1) >>> 7) & (places.length - 1)
}

function grow(counts: TagCounts): void {
  const length = 2 * counts.ids.length
  counts.ids = lengthened(counts.ids, new Uint32Array(length))
  counts.events = lengthened(counts.events, new Uint32Array(length))
  counts.first = lengthened(counts.first, new Float64Array(length))
  counts.last = lengthened(counts.last, new Float64Array(length))
  const places = new Int32Array(2 * length).fill(-1)
  for (let place = 0; place < counts.size; place++) {
    let slot = slotOf(counts.ids[place] ?? 0, places)
    while ((places[slot] ?? -1) >= 0) slot = (slot + 1) & (places.length - 1)
    places[slot] = place
  }
  counts.places = places
}

function lengthened<Column extends Uint32Array | Float64Array>(column: Column, longer: Column): Column {
  longer.set(column)
  return longer
}

/** Of memory. */
export function bytesOf(counts: TagCounts): number {
  return 200 + 24 * counts.ids.length + 4 * counts.places.length
}

/** How many events have a tag of these, listed or not. */
export function sumOf(counts: TagCounts): number {
  let sum = counts.beyond.events
  for (let place = 0; place < counts.size; place++) sum += counts.events[place] ?? 0
  return sum
}
