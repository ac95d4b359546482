import type { SessionState, SessionUpdate } from '../port.ts'
import type { Database, Row, Value } from '../../sqlite/database.ts'
import { fileSlice } from '../../sqlite/filing.ts'
import { flag, integer } from '../../sqlite/rows.ts'
import { addCount, addDuration, addUser, deltaOf, type Delta, type Deltas } from './deltas.ts'
import { fineSpan, floorTo } from './grid.ts'
import {
  abnormalCounter,
  abnormalUsers,
  allUsers,
  anrUsers,
  crashedCounter,
  crashedUsers,
  erroredCounter,
  erroredUsers,
  foregroundAnrUsers,
  sessionCounter,
  unhandledCounter,
  unhandledUsers,
} from './kinds.ts'
import type { Place, Places } from './places.ts'

/** What is known of a session, as bits of `states.facts`. Each is set once and stays, so the order of updates makes no difference. */
const began = 1
const erred = 2
const lasted = 4
/** How it ended, in two bits above; of two ends the higher counts. */
const endShift = 3
const ends = { none: 0, unhandled: 1, abnormal: 2, crashed: 3 } as const
const endWords = [null, 'unhandled', 'abnormal', 'crashed'] as const
const endCounters = [null, unhandledCounter, abnormalCounter, crashedCounter] as const

/** Counts what is new in an update, in the cell of 10 s that the session began in, and remembers it. */
export function countUpdate(database: Database, places: Places, deltas: Deltas<Place>, update: SessionUpdate): void {
  const sid = Buffer.from(update.sid, 'hex')
  const known = findState(database, sid, update.projectId)
  const home = known ? places.find(integer(known, 'place_id')) : null
  const place = home ?? places.of(update)
  const started = known && home ? integer(known, 'started') : floorTo(Math.floor(update.started / 1000), fineSpan)
  const before = known && home ? integer(known, 'facts') : 0
  const facts = joinFacts(before, factsOf(update))
  if (!known) {
    database.run('INSERT INTO new_states VALUES (?, ?, ?, ?, ?)', sid, update.projectId, place.id, started, facts)
  } else if (facts !== before) {
    const table = flag(known, 'is_new') ? 'new_states' : 'states'
    const change = `UPDATE ${table} SET place_id = ?, started = ?, facts = ? WHERE sid = ? AND project_id = ?`
    database.run(change, place.id, started, facts, sid, update.projectId)
  }
  if (facts === before && update.user === null) return
  const delta = deltaOf(deltas, place, started)
  addFacts(delta, before, facts)
  if ((facts & ~before & lasted) !== 0) addDuration(delta, Math.round(update.duration ?? 0))
  if (update.user !== null) for (const kind of userKindsOf(update)) addUser(delta, kind, update.user)
}

/** So many stay in the small table: 3 MB in the page cache. */
export const mostNewStates = 64_000

const filing = { from: 'new_states', into: 'states', keys: ['sid', 'project_id'] }

/** Files what is too many in the small table; `after` is where to go on, and may be lost. */
export function fileStates(database: Database, after: Value[] | null, most: number): Value[] | null {
  return fileSlice(database, filing, after, most)
}

const stateIn = (table: string, isNew: 0 | 1): string =>
  `SELECT place_id, started, facts, ${isNew} AS is_new FROM ${table} WHERE sid = ?1 AND project_id = ?2`
const selectState = `${stateIn('new_states', 1)} UNION ALL ${stateIn('states', 0)} LIMIT 1`

function findState(database: Database, sid: Uint8Array, projectId: number): Row | undefined {
  return database.get(selectState, sid, projectId)
}

/** See `SessionStore.listStates`. */
export function listStates(
  database: Database,
  places: Places,
  { projectId, sids }: { projectId: number; sids: string[] },
): SessionState[] {
  return [...new Set(sids)].flatMap((sid) => {
    const row = findState(database, Buffer.from(sid, 'hex'), projectId)
    const place = row && places.find(integer(row, 'place_id'))
    if (!row || !place) return []
    const { release, environment } = place
    const facts = integer(row, 'facts')
    const end = endWords[facts >>> endShift] ?? null
    return {
      sid,
      release,
      environment,
      started: integer(row, 'started') * 1000,
      status: end ?? ((facts & lasted) === 0 ? 'ok' : 'exited'),
      isErrored: (facts & erred) !== 0,
    }
  })
}

function factsOf(update: SessionUpdate): number {
  const { status, isInit, duration } = update
  return (
    (isInit ? began : 0) |
    (isErrored(update) ? erred : 0) |
    (status === 'exited' && duration !== null ? lasted : 0) |
    (endOf(status) << endShift)
  )
}

function joinFacts(a: number, b: number): number {
  const end = Math.max(a >>> endShift, b >>> endShift)
  return ((a | b) & (began | erred | lasted)) | (end << endShift)
}

function addFacts(delta: Delta, before: number, after: number): void {
  const gained = after & ~before
  if ((gained & began) !== 0) addCount(delta, sessionCounter, 1)
  if ((gained & erred) !== 0) addCount(delta, erroredCounter, 1)
  const [old, end] = [endCounters[before >>> endShift] ?? null, endCounters[after >>> endShift] ?? null]
  if (old === end) return
  if (old !== null) addCount(delta, old, -1)
  if (end !== null) addCount(delta, end, 1)
}

function endOf(status: SessionUpdate['status']): number {
  return status === 'crashed' || status === 'abnormal' || status === 'unhandled' ? ends[status] : ends.none
}

function isErrored({ status, errors }: SessionUpdate): boolean {
  return errors > 0 || (status !== 'ok' && status !== 'exited')
}

function userKindsOf(update: SessionUpdate): number[] {
  const kinds: number[] = [allUsers]
  if (isErrored(update)) kinds.push(erroredUsers)
  if (update.status === 'crashed') kinds.push(crashedUsers)
  if (update.status === 'unhandled') kinds.push(unhandledUsers)
  if (update.status !== 'abnormal') return kinds
  kinds.push(abnormalUsers)
  const mechanism = update.abnormalMechanism
  if (mechanism === 'anr_foreground' || mechanism === 'anr_background') kinds.push(anrUsers)
  if (mechanism === 'anr_foreground') kinds.push(foregroundAnrUsers)
  return kinds
}
