import type { Database, Row, Value } from '../../sqlite/database.ts'
import { blob, flag, integer, integerOrNull, textOrNull } from '../../sqlite/rows.ts'
import { type Fold, foldOf, type Part, type Span, spanOf, toUserSession } from '../part.ts'
import { mostSpanMs, type SourceKind, sourceKinds } from '../port.ts'
import { packFacts, packFold, unpackFacts, unpackFold } from './packing.ts'

/** A part as it is kept. */
export interface KeptPart {
  no: number
  part: Part
  home: number | null
  /** Of a part that is its own home: what its user session adds up to. */
  fold: Fold | null
  /** It is its own home, and of no other. */
  isAlone: boolean
  /** How these two are written, where it was read. */
  packed: { facts: string | null; fold: string | null } | null
}

const dayMs = 86_400_000

export function hexBytes(id: string): Uint8Array {
  return Buffer.from(id, 'hex')
}

export const keyOf = ({ projectId, kind, id }: Pick<Part, 'projectId' | 'kind' | 'id'>) => `${id} ${kind} ${projectId}`

const readColumns =
  'parts.no, parts.project_id, kind, parts.id, received_at, parts.user_hash, user_at, parts.start, end, ended_at, is_over, home, facts, fold'

export function findPart(database: Database, wanted: Pick<Part, 'projectId' | 'kind' | 'id'>): KeptPart | null {
  return findParts(database, [wanted.id]).get(keyOf(wanted)) ?? null
}

/** Those of these ids that there are, by `keyOf`: a thousand by one statement take half the time, in their order no page is read twice. */
export function findParts(database: Database, ids: string[]): Map<string, KeptPart> {
  const sorted = JSON.stringify([...new Set(ids)].sort())
  const kept = new Map<string, KeptPart>()
  for (const table of ['new_ids', 'filed_ids']) {
    const rows = database.all(
      `SELECT ${readColumns} FROM json_each(?) AS wanted CROSS JOIN ${table} AS known ON known.id = unhex(wanted.value)
       CROSS JOIN parts ON parts.no = known.no AND parts.id = unhex(wanted.value)`,
      sorted,
    )
    for (const row of rows) {
      const one = toPart(row)
      kept.set(keyOf(one.part), one)
    }
  }
  return kept
}

export function findHome(database: Database, home: number): KeptPart | null {
  const row = database.get(`SELECT ${readColumns} FROM parts WHERE no = ? AND home = no`, home)
  return row ? toPart(row) : null
}

export function listPartsOf(database: Database, home: number): KeptPart[] {
  return database.all(`SELECT ${readColumns} FROM parts WHERE home = ?`, home).map(toPart)
}

const touching: Record<SourceKind, string> = {
  replay: touchingOthers(0),
  session: `FROM (${['new_users', 'filed_users'].map(touchingIn).join(' UNION ALL ')}) AS found
    CROSS JOIN parts ON parts.no = found.no AND end >= ?3`,
  event: touchingOthers(2),
}

function touchingIn(table: string): string {
  return `SELECT no FROM ${table} WHERE day IN (?5, ?5 + 1, ?5 + 2) AND project_id = ?1 AND user_hash = ?2
    AND start BETWEEN ?3 - ${mostSpanMs} AND ?4`
}

function touchingOthers(kind: number): string {
  return `FROM parts WHERE kind = ${kind} AND kind <> 1 AND project_id = ?1 AND user_hash = ?2
    AND start BETWEEN ?3 - ${mostSpanMs} AND ?4 AND end >= ?3`
}

/** A user's time: a span of `spanOf`, or some of it. */
export interface Reach {
  projectId: number
  user: number
  span: Span
}

/** No span is longer than `mostSpanMs`: older starts need no look. */
function touchingValues(kind: SourceKind, { projectId, user, span: { start, end } }: Reach): number[] {
  const values = [projectId, user, start, end]
  return kind === 'session' ? [...values, Math.trunc((start - mostSpanMs) / dayMs)] : values
}

/** Those of the user that touch the span. */
export function listTouching(database: Database, kind: SourceKind, reach: Reach): KeptPart[] {
  return database.all(`SELECT ${readColumns} ${touching[kind]}`, ...touchingValues(kind, reach)).map(toPart)
}

/** The home of that which began first, or last, of those that touch the span; of several the first by id. */
export function homeOfTouching(
  database: Database,
  which: 'first' | 'last',
  kind: SourceKind,
  reach: Reach,
): number | null {
  const order = which === 'first' ? 'parts.start' : 'parts.start DESC'
  const row = database.get(
    `SELECT home ${touching[kind]} ORDER BY ${order}, parts.id LIMIT 1`,
    ...touchingValues(kind, reach),
  )
  return row ? integer(row, 'home') : null
}

/** Those users of a project of whom there is any replay or event. */
export function listAccompanied(database: Database, projectId: number, users: number[]): Set<number> {
  const rows = database.all(
    `SELECT value FROM json_each(?1) WHERE EXISTS (SELECT 1 FROM parts WHERE kind <> 1 AND project_id = ?2 AND user_hash = value)`,
    JSON.stringify(users),
    projectId,
  )
  return new Set(rows.map((row) => integer(row, 'value')))
}

/** The number of the next part. */
export function nextNo(database: Database): number {
  const row = database.get('SELECT coalesce(max(no), 0) + 1 AS next FROM parts')
  return row ? integer(row, 'next') : 1
}

/** What may change of a part, in the order of `valuesOf`. */
const columns = [
  'received_at',
  'user_hash',
  'user_at',
  'start',
  'end',
  'ended_at',
  'is_over',
  'home',
  'facts',
  'last_day',
  'platform',
  'created_at',
  'duration',
  'app_version',
  'manufacturer',
  'model',
  'network_type',
  'os_version',
  'user',
  'has_exception',
  'is_anr',
  'is_crash',
  'rage_tap',
  'fold',
] as const

const insertion = `INSERT INTO parts (no, project_id, kind, id, ${columns.join(', ')}) VALUES (?, ?, ?, ?, ${columns.map(() => '?').join(', ')})`

/** Without what it is found by; see `writeKeys`. */
export function insertPart(database: Database, kept: KeptPart): void {
  const { no, part } = kept
  database.run(insertion, no, part.projectId, sourceKinds.indexOf(part.kind), hexBytes(part.id), ...valuesOf(kept))
}

/**
 * What parts are found by that were inserted. All of a batch by one statement each, in order: 4 µs a part less than one by one. (By a trigger it takes as much as all
 * else, since SQLite then keeps each page that it may have to put back.)
 */
export function writeKeys(database: Database, inserted: readonly { no: number; part: Part }[]): void {
  if (inserted.length === 0) return
  const ids = inserted.map(({ no, part }) => [part.id, no] as const)
  database.run(
    'INSERT INTO new_ids SELECT unhex(value ->> 0), value ->> 1 FROM json_each(?)',
    JSON.stringify(ids.sort(([a], [b]) => (a < b ? -1 : 1))),
  )
  const users = inserted.flatMap(({ no, part }) => {
    if (part.kind !== 'session' || part.user === null) return []
    const { start } = spanOf(part)
    return [[Math.trunc(start / dayMs), part.projectId, part.user[1], start, no] as const]
  })
  if (users.length === 0) return
  database.run(
    'INSERT INTO new_users SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?)',
    JSON.stringify(users.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])),
  )
}

/** Writes what differs: most updates touch no column that an index is of. */
export function updatePart(database: Database, before: KeptPart, after: KeptPart): void {
  const [old, values] = [valuesOf(before), valuesOf(after)]
  const changed = columns.flatMap((_, index) => (values[index] === old[index] ? [] : [index]))
  if (changed.length === 0) return
  const set = changed.map((index) => `${columns[index]} = ?`).join(', ')
  database.run(`UPDATE parts SET ${set} WHERE no = ?`, ...changed.map((index) => values[index] ?? null), after.no)
}

function valuesOf({ part, home, fold, isAlone, packed }: KeptPart): Value[] {
  const { receivedAt, user, startedAt, endedAt, isOver, facts } = part
  const { start, end } = spanOf(part)
  return [
    receivedAt,
    user?.[1] ?? null,
    user?.[0] ?? null,
    start,
    end,
    endedAt === end ? null : endedAt,
    Number(isOver),
    home,
    packed ? packed.facts : isAlone ? null : packFacts(facts, startedAt),
    home === null ? dayOf(receivedAt) : fold ? dayOf(fold.receivedAt) : null,
    ...(fold ? valuesOfFold(part, fold, packed?.fold ?? packFold(fold)) : noFold),
  ]
}

/** Days since 1970 (UTC). */
export const dayOf = (time: number) => Math.floor(time / dayMs)

function valuesOfFold({ projectId, id }: Part, fold: Fold, packed: string): Value[] {
  const session = toUserSession(projectId, id, fold)
  return [
    fold.facts.texts.platform?.[1] ?? '',
    fold.startedAt,
    fold.endedAt - fold.startedAt,
    session?.appVersion ?? '',
    session?.manufacturer ?? '',
    session?.model ?? '',
    session?.networkType ?? '',
    session?.osVersion ?? '',
    session?.user ?? '',
    Number(session?.hasException ?? false),
    Number(session?.isAnr ?? false),
    Number(session?.isCrash ?? false),
    Number(session?.rageTap ?? false),
    packed,
  ]
}

const noFold: Value[] = columns.slice(columns.indexOf('platform')).map(() => null)

function toPart(row: Row): KeptPart {
  const kind = sourceKinds[integer(row, 'kind')]
  if (kind === undefined) throw new Error('a part is of no known kind')
  const [no, home, startedAt] = [integer(row, 'no'), integerOrNull(row, 'home'), integer(row, 'start')]
  const [factsText, foldText, user] = [
    textOrNull(row, 'facts'),
    textOrNull(row, 'fold'),
    integerOrNull(row, 'user_hash'),
  ]
  const fold = foldText === null ? null : unpackFold(foldText)
  const facts = factsText === null ? fold?.facts : unpackFacts(factsText, startedAt)
  if (!facts) throw new Error('a part tells nothing')
  const part: Part = {
    projectId: integer(row, 'project_id'),
    kind,
    id: Buffer.from(blob(row, 'id')).toString('hex'),
    receivedAt: integer(row, 'received_at'),
    user: user === null ? null : [integer(row, 'user_at'), user],
    startedAt,
    endedAt: integerOrNull(row, 'ended_at') ?? integer(row, 'end'),
    isOver: flag(row, 'is_over'),
    facts,
  }
  return { no, part, home, fold, isAlone: factsText === null, packed: { facts: factsText, fold: foldText } }
}

/** A part that is all of its user session. */
export function alone(no: number, part: Part): KeptPart {
  return { no, part, home: no, fold: foldOf(part), isAlone: true, packed: null }
}
