import type { SessionState, SessionUpdate } from '../port.ts'
import type { Database } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'
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
  const known = database.get(
    'SELECT place_id, started, facts FROM states WHERE sid = ? AND project_id = ?',
    sid,
    update.projectId,
  )
  const home = known ? places.find(integer(known, 'place_id')) : null
  const place = home ?? places.of(update)
  const started = known && home ? integer(known, 'started') : floorTo(Math.floor(update.started / 1000), fineSpan)
  const before = known && home ? integer(known, 'facts') : 0
  const facts = joinFacts(before, factsOf(update))
  if (!known || facts !== before) {
    database.run(
      `INSERT INTO states VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET place_id = excluded.place_id, started = excluded.started, facts = excluded.facts`,
      sid,
      update.projectId,
      place.id,
      started,
      facts,
    )
  }
  if (facts === before && update.user === null) return
  const delta = deltaOf(deltas, place, started)
  addFacts(delta, before, facts)
  if ((facts & ~before & lasted) !== 0) addDuration(delta, Math.round(update.duration ?? 0))
  if (update.user !== null) for (const kind of userKindsOf(update)) addUser(delta, kind, update.user)
}

/** See `SessionStore.listStates`. */
export function listStates(
  database: Database,
  places: Places,
  { projectId, sids }: { projectId: number; sids: string[] },
): SessionState[] {
  return [...new Set(sids)].flatMap((sid) => {
    const row = database.get(
      'SELECT place_id, started, facts FROM states WHERE sid = ? AND project_id = ?',
      Buffer.from(sid, 'hex'),
      projectId,
    )
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
