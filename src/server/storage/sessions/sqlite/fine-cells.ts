import type { Database, Row, Value } from '../../sqlite/database.ts'
import { blob, integer } from '../../sqlite/rows.ts'
import { createDelta, type Delta, type Deltas, splitUsers } from './deltas.ts'
import { counters } from './kinds.ts'
import { addToParcel, emptyParcel, readParcel, writeParcel } from './parcel.ts'
import type { Place, Places } from './places.ts'

/** Writes what a batch counted, and notes that the wider cells lack it. */
export function writeFineCells(database: Database, deltas: Deltas<Place>): void {
  const starts = [...deltas.values()].flatMap((ofPlace) => [...ofPlace.keys()])
  if (starts.length === 0) return
  const first = starts.reduce((least, start) => Math.min(least, start))
  const last = starts.reduce((most, start) => Math.max(most, start))
  const batch = database.run('INSERT INTO batches (first, last) VALUES (?, ?)', first, last).lastInsertRowid
  for (const [place, ofPlace] of deltas) {
    for (const [start, delta] of ofPlace) writeFineCell(database, [start, place.id, batch], delta)
  }
}

function writeFineCell(database: Database, key: [start: number, placeId: number, batch: number], delta: Delta): void {
  const { counts, durationCount, durationSum, durationMax } = delta
  const parcel = writeParcel(addToParcel(emptyParcel, { ...delta, users: splitUsers(delta.users) }))
  const values: Value[] = [...key, ...counts, durationCount, durationSum, durationMax, parcel]
  database.run('INSERT INTO fine_cells VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', ...values)
}

export function readFineDelta(row: Row): Delta {
  return {
    ...createDelta(),
    counts: counters.map((counter) => integer(row, counter)),
    durationCount: integer(row, 'durations'),
    durationSum: integer(row, 'duration_sum'),
    durationMax: integer(row, 'duration_max'),
    parcels: row.parcel === null ? [] : [readParcel(blob(row, 'parcel'))],
  }
}

/** Gives everything that is not in the wider cells yet: after a start. */
export function readUnfolded(
  database: Database,
  places: Places,
  add: (place: Place, start: number, delta: Delta) => void,
): void {
  for (const batch of database.all('SELECT id, first, last FROM batches')) {
    const rows = database.all(
      'SELECT * FROM fine_cells WHERE start >= ? AND start <= ? AND batch = ?',
      integer(batch, 'first'),
      integer(batch, 'last'),
      integer(batch, 'id'),
    )
    for (const row of rows) {
      const place = places.find(integer(row, 'place_id'))
      if (place) add(place, integer(row, 'start'), readFineDelta(row))
    }
  }
}
