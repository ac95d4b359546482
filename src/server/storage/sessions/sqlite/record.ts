import type { SessionBatch, SessionCounts, SessionPlace } from '../port.ts'
import type { Database } from '../../sqlite/database.ts'
import { readDeletedProjects } from '../../sqlite/deleted-projects.ts'
import { readOffset, writeOffset } from '../../sqlite/offsets.ts'
import { addCount, addUser, type Deltas, deltaOf, isEmpty } from './deltas.ts'
import { writeFineCells } from './fine-cells.ts'
import { fineSinceAt, fineSpan, floorTo, type Grid, writeGrid } from './grid.ts'
import {
  abnormalCounter,
  abnormalUsers,
  allUsers,
  crashedCounter,
  crashedUsers,
  erroredCounter,
  erroredUsers,
  sessionCounter,
  unhandledCounter,
  unhandledUsers,
} from './kinds.ts'
import type { Place, Places } from './places.ts'
import { countUpdate } from './states.ts'

/** See `SessionStore.record`. To be called within a transaction; gives what was counted, and the grid as it is then. */
export function recordBatch(
  database: Database,
  places: Places,
  grid: Grid,
  batch: SessionBatch,
): { deltas: Deltas<Place>; grid: Grid } {
  const deltas: Deltas<Place> = new Map()
  const offset = readOffset(database, batch.spool)
  if (batch.to <= offset) return { deltas, grid }
  const deleted = readDeletedProjects(database)
  const isPassedOver = ({ position, projectId }: SessionPlace): boolean => position < offset || deleted.has(projectId)
  let newest = 0
  for (const update of batch.updates) {
    if (isPassedOver(update)) continue
    countUpdate(database, places, deltas, update)
    newest = Math.max(newest, update.receivedAt)
  }
  for (const counts of batch.counts) {
    if (isPassedOver(counts)) continue
    addCounts(deltas, places, counts)
    newest = Math.max(newest, counts.receivedAt)
  }
  const moved = moveGrid(database, grid, newest)
  keepCounted(deltas, places, moved)
  writeFineCells(database, deltas)
  places.flush()
  writeOffset(database, batch.spool, batch.to)
  return { deltas, grid: moved }
}

/** The narrow cells end where the newest session says: a late one must not be in them and missing in those around it. */
function moveGrid(database: Database, grid: Grid, newest: number): Grid {
  const fineSince = fineSinceAt(newest)
  if (fineSince <= grid.fineSince) return grid
  const moved = { ...grid, fineSince }
  writeGrid(database, moved)
  return moved
}

function addCounts(deltas: Deltas<Place>, places: Places, counted: SessionCounts): void {
  const { exited, errored, abnormal, crashed, unhandled, user } = counted
  const ill = errored + abnormal + crashed + unhandled
  if (exited + ill === 0) return
  const delta = deltaOf(deltas, places.of(counted), floorTo(Math.floor(counted.started / 1000), fineSpan))
  addCount(delta, sessionCounter, exited + ill)
  addCount(delta, erroredCounter, ill)
  addCount(delta, crashedCounter, crashed)
  addCount(delta, abnormalCounter, abnormal)
  addCount(delta, unhandledCounter, unhandled)
  if (user === null) return
  addUser(delta, allUsers, user)
  if (ill > 0) addUser(delta, erroredUsers, user)
  if (crashed > 0) addUser(delta, crashedUsers, user)
  if (abnormal > 0) addUser(delta, abnormalUsers, user)
  if (unhandled > 0) addUser(delta, unhandledUsers, user)
}

/** Leaves out what is past keeping and what counts nothing. */
function keepCounted(deltas: Deltas<Place>, places: Places, { keptSince }: Grid): void {
  for (const [place, ofPlace] of deltas) {
    for (const [start, delta] of ofPlace) {
      if (start < keptSince || isEmpty(delta)) ofPlace.delete(start)
      else places.touch(place, start)
    }
  }
}
