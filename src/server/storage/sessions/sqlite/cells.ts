import type { Database, Value } from '../../sqlite/database.ts'
import { countUsers } from '../../user-sketch.ts'
import { type CellOwner, type Delta, type Deltas, splitUsers } from './deltas.ts'
import type { Span } from './grid.ts'
import { addToParcel, emptyParcel, isSameParcel, type Parcel, readParts, writeParcel } from './parcel.ts'

/** Adds the deltas to the cells of one width that begin at `since` or later. */
export function writeCells(database: Database, span: Span, deltas: Deltas<CellOwner>, since: number): void {
  for (const [{ ownerId, environmentId, releaseId }, ofOwner] of deltas) {
    for (const [start, delta] of ofOwner) {
      if (start >= since) writeCell(database, [span, ownerId, environmentId, releaseId, start], delta)
    }
  }
}

type CellKey = [span: number, ownerId: number, environmentId: number, releaseId: number, start: number]

function writeCell(database: Database, key: CellKey, delta: Delta): void {
  const parcel = growParcel(database, key, delta)
  const users = parcel.users.map((sketch) => (sketch === null ? 0 : countUsers(sketch)))
  const { counts, durationCount, durationSum, durationMax } = delta
  const values: Value[] = [...key, ...counts, durationCount, durationSum, durationMax, ...users]
  database.run(
    `INSERT INTO cells VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
       sessions = sessions + excluded.sessions, errored = errored + excluded.errored, crashed = crashed + excluded.crashed,
       abnormal = abnormal + excluded.abnormal, unhandled = unhandled + excluded.unhandled,
       durations = durations + excluded.durations, duration_sum = duration_sum + excluded.duration_sum,
       duration_max = max(duration_max, excluded.duration_max),
       users = excluded.users, users_errored = excluded.users_errored, users_crashed = excluded.users_crashed,
       users_abnormal = excluded.users_abnormal, users_unhandled = excluded.users_unhandled,
       users_anr = excluded.users_anr, users_foreground_anr = excluded.users_foreground_anr`,
    ...values,
  )
}

function growParcel(database: Database, key: CellKey, delta: Delta): Parcel {
  const row = database.get(
    'SELECT durations, users FROM parcels WHERE span = ? AND owner_id = ? AND environment_id = ? AND release_id = ? AND start = ?',
    ...key,
  )
  const parcel = row ? readParts(row) : emptyParcel
  const grown = addToParcel(parcel, { ...delta, users: splitUsers(delta.users) })
  // Where thousands of users are known, most are seen again.
  if (!isSameParcel(parcel, grown)) {
    database.run(
      `INSERT INTO parcels VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET durations = excluded.durations, users = excluded.users`,
      ...key,
      grown.durations,
      writeParcel({ users: grown.users, durations: null }),
    )
  }
  return grown
}
