import type { SessionDurations, SessionFigures, SessionUsers } from '../port.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'
import { createUserUnion, type UserUnion } from '../../user-union.ts'
import { type DurationSketch, readQuantiles } from '../duration-sketch.ts'
import type { CellOwner } from './deltas.ts'
import type { Segment } from './grid.ts'
import { counters, userKinds } from './kinds.ts'
import { type Parcel, readParts } from './parcel.ts'

/** Cells added up, as far as plain numbers go; of users and durations what the parcels have to add. */
export interface Tally {
  /** How many cells; with one, its numbers of users are those of the tally. */
  cells: number
  /** By counter. */
  counts: number[]
  durations: number
  durationSum: number
  durationMax: number
  /** By kind, of the last cell; null when that is of the finest, which do not count users. */
  users: number[] | null
  unions: UserUnion[] | null
  sketches: DurationSketch[]
}

export interface Wants {
  users: boolean
  durations: boolean
}

export function createTally(): Tally {
  return {
    cells: 0,
    counts: counters.map(() => 0),
    durations: 0,
    durationSum: 0,
    durationMax: 0,
    users: null,
    unions: null,
    sketches: [],
  }
}

const userColumns = [
  'users',
  'users_errored',
  'users_crashed',
  'users_abnormal',
  'users_unhandled',
  'users_anr',
  'users_foreground_anr',
] as const

const ofOwner = 'span = ? AND owner_id = ? AND environment_id = ? AND release_id = ? AND start >= ? AND start < ?'

function valuesOf({ ownerId, environmentId, releaseId }: CellOwner, { span, from, to }: Segment): number[] {
  return [span, ownerId, environmentId, releaseId, from, to]
}

const selectCells = `SELECT *, 1 AS cells FROM cells WHERE ${ofOwner}`
/** Durations alone do without the pages that hold the users. */
const selectDurations = `SELECT start, durations FROM parcels WHERE ${ofOwner}`
const selectParcels = `SELECT start, durations, users FROM parcels WHERE ${ofOwner}`

/** The cells of an owner in a segment. */
export function readCells(database: Database, owner: CellOwner, segment: Segment): Row[] {
  return database.all(selectCells, ...valuesOf(owner, segment))
}

const sums = ['cells', ...counters, 'durations', 'duration_sum']
const maxima = ['duration_max', ...userColumns]

const selectSum = `SELECT ${sums.map((column) => `coalesce(sum(${column === 'cells' ? '1' : column}), 0) AS ${column}`).join()},
    ${maxima.map((column) => `coalesce(max(${column}), 0) AS ${column}`).join()}
  FROM cells WHERE ${ofOwner}`

/** A segment's cells of an owner as one row; null without any. */
export function readSum(database: Database, owner: CellOwner, segment: Segment): Row | null {
  const row = database.get(selectSum, ...valuesOf(owner, segment))
  return row && integer(row, 'cells') > 0 ? row : null
}

/** The finest cells of all places in a segment. */
export function readFineCells(database: Database, { from, to }: Segment): Row[] {
  return database.all('SELECT *, 1 AS cells FROM fine_cells WHERE start >= ? AND start < ?', from, to)
}

export function addCells(tally: Tally, row: Row): void {
  tally.cells += integer(row, 'cells')
  for (const [place, counter] of counters.entries()) {
    tally.counts[place] = (tally.counts[place] ?? 0) + integer(row, counter)
  }
  tally.durations += integer(row, 'durations')
  tally.durationSum += integer(row, 'duration_sum')
  tally.durationMax = Math.max(tally.durationMax, integer(row, 'duration_max'))
  tally.users = row.users === undefined ? null : userColumns.map((column) => integer(row, column))
}

/** Whether the users can only be told by adding up who they are. */
export function needsUnion({ cells, users }: Tally): boolean {
  return cells > 1 || (cells === 1 && users === null)
}

/** Adds who and how long from an owner's cells, as far as the tallies need it. */
export function addParcels(
  database: Database,
  owner: CellOwner,
  segment: Segment,
  wants: Wants,
  tallyAt: (start: number) => Tally | undefined,
): void {
  const rows = database.all(wants.users ? selectParcels : selectDurations, ...valuesOf(owner, segment))
  for (const row of rows) {
    const tally = tallyAt(integer(row, 'start'))
    if (tally) addParcel(tally, readParts(row), wants)
  }
}

export function addParcel(tally: Tally, parcel: Parcel, wants: Wants): void {
  if (wants.durations && parcel.durations) tally.sketches.push(parcel.durations)
  if (!wants.users || !needsUnion(tally)) return
  tally.unions ??= userKinds.map(createUserUnion)
  for (const [kind, sketch] of parcel.users.entries()) if (sketch) tally.unions[kind]?.add(sketch)
}

export function toFigures(tally: Tally, wants: Wants): SessionFigures {
  const [sessions = 0, errored = 0, crashed = 0, abnormal = 0, unhandled = 0] = tally.counts
  return {
    sessions,
    errored,
    crashed,
    abnormal,
    unhandled,
    users: wants.users ? usersOf(tally) : null,
    durations: wants.durations ? durationsOf(tally) : null,
  }
}

function usersOf(tally: Tally): SessionUsers {
  const { users, unions } = tally
  const counted = needsUnion(tally) ? (unions ?? []).map((union) => union.count()) : (users ?? [])
  const [all = 0, errored = 0, crashed = 0, abnormal = 0, unhandled = 0, anr = 0, foregroundAnr = 0] = counted
  return { all, errored, crashed, abnormal, unhandled, anr, foregroundAnr }
}

const quantiles = [0.5, 0.75, 0.9, 0.95, 0.99]

function durationsOf({ durations, durationSum, durationMax, sketches }: Tally): SessionDurations | null {
  if (durations === 0) return null
  const [p50 = 0, p75 = 0, p90 = 0, p95 = 0, p99 = 0] = readQuantiles(sketches, quantiles) ?? []
  return { average: durationSum / durations, max: durationMax, p50, p75, p90, p95, p99 }
}
