import type { Database } from '../../sqlite/database.ts'
import { writeCells } from './cells.ts'
import { addDelta, createOwners, type Deltas, deltaOf, widen } from './deltas.ts'
import { readUnfolded } from './fine-cells.ts'
import { daySpan, type Grid, hourSpan, shortSpan, weekSpan } from './grid.ts'
import type { Place, Places } from './places.ts'

/**
 * What is in the finest cells and not yet in the wider ones. Those are written when somebody asks, or when much has gathered: most sessions of a second
 * fall into the same few hundred of them, and each is up to 20 KB (writing them with every batch took 60 to 120 µs a session, this 5).
 */
export interface Unfolded {
  deltas: Deltas<Place>
  /** How many rows of the finest cells. */
  rows: number
}

/** A batch of 10,000 rows is folded in some 60 ms. */
export const mostUnfolded = 10_000

export function loadUnfolded(database: Database, places: Places): Unfolded {
  const unfolded: Unfolded = { deltas: new Map(), rows: 0 }
  readUnfolded(database, places, (place, start, delta) => {
    addDelta(deltaOf(unfolded.deltas, place, start), delta)
    unfolded.rows++
  })
  return unfolded
}

export function gather(unfolded: Unfolded, deltas: Deltas<Place>): void {
  for (const [place, ofPlace] of deltas) {
    for (const [start, delta] of ofPlace) {
      addDelta(deltaOf(unfolded.deltas, place, start), delta)
      unfolded.rows++
    }
  }
}

/** Five minutes come from the 10 seconds, hours from them, and so on: each delta is added up once a step. */
export function fold(database: Database, { deltas }: Unfolded, grid: Grid): void {
  const ownersOf = createOwners()
  const byPlace = widen(deltas, shortSpan, (place) => [place])
  const short = widen(byPlace, shortSpan, ownersOf)
  const hours = widen(short, hourSpan, (owner) => [owner])
  const days = widen(hours, daySpan, (owner) => [owner])
  const weeks = widen(days, weekSpan, (owner) => [owner])
  writeCells(database, shortSpan, short, grid.fineSince)
  writeCells(database, hourSpan, hours, grid.keptSince)
  writeCells(database, daySpan, days, grid.keptSince)
  writeCells(database, weekSpan, weeks, 0)
  database.run('DELETE FROM batches')
}
