import type { Database, Row, Value } from '../../sqlite/database.ts'
import { integer, text } from '../../sqlite/rows.ts'
import { attributeOf } from '../facts.ts'
import { comparePlaces } from '../order.ts'
import {
  type UserPlatform,
  userPlatforms,
  type UserSession,
  type UserSessionFilter,
  type UserSessionOrder,
  type UserSessionPlace,
  type UserSessionQuery,
} from '../port.ts'
import { readRow } from './rows.ts'

/** SQL and the values that it takes, in their order. */
interface Clause {
  sql: string
  values: Value[]
}

const columns: Record<UserSessionOrder, string> = {
  createdAt: 'created_at',
  duration: 'duration',
  appVersion: 'app_version',
  manufacturer: 'manufacturer',
  model: 'model',
  networkType: 'network_type',
  osVersion: 'os_version',
  user: 'user',
}

/** See `UserSessionStore.list`. */
export function listRows(database: Database, query: UserSessionQuery): UserSession[] {
  const { projectIds, platform, filter, sort, mode } = query
  const platforms = platform === null ? userPlatforms : [platform]
  const isByTime = sort[0]?.by === 'createdAt' && filter.users === null
  const found = isByTime
    ? mergeByTime(
        database,
        projectIds.flatMap((projectId) => platforms.map((one) => ({ projectIds: [projectId], platforms: [one] }))),
        query,
      )
    : pickRows(database, { projectIds, platforms }, null, query)
  const rows = found.flatMap(({ home }) => {
    const row = database.get('SELECT project_id, id, fold FROM rows WHERE home = ?', home)
    return (row && readRow(row)) ?? []
  })
  return mode === 'before' ? rows.reverse() : rows
}

interface Scope {
  projectIds: number[]
  platforms: readonly UserPlatform[]
}

interface FoundRow {
  home: number
  place: UserSessionPlace
}

/**
 * Each project and platform has its own stretch of the index of times. What is found in one says from where on the next has to be read: of 100 stretches the
 * first gives a page, the others some rows each.
 */
function mergeByTime(database: Database, scopes: Scope[], query: UserSessionQuery): FoundRow[] {
  const { sort, mode, limit } = query
  const isDescending = (sort[0]?.isDescending ?? false) !== (mode === 'before')
  const direction = mode === 'before' ? -1 : 1
  let found: FoundRow[] = []
  for (const scope of scopes) {
    const edge = found.length < limit ? undefined : found.at(-1)?.place.values[0]
    const within = edge === undefined ? null : { sql: `created_at ${isDescending ? '>=' : '<='} ?`, values: [edge] }
    const more = pickRows(database, scope, within, query)
    if (more.length === 0) continue
    found = [...found, ...more].toSorted((a, b) => direction * comparePlaces(a.place, b.place, sort)).slice(0, limit)
  }
  return found
}

/** In the direction of the walk. */
function pickRows(
  database: Database,
  { projectIds, platforms }: Scope,
  within: Clause | null,
  { filter, sort, from, mode, limit }: UserSessionQuery,
): FoundRow[] {
  if (projectIds.length === 0) return []
  const keys = [
    ...sort.map(({ by, isDescending }) => ({ column: columns[by], isDescending })),
    { column: 'id', isDescending: false },
    { column: 'project_id', isDescending: false },
  ].map((key) => ({ ...key, isDescending: key.isDescending !== (mode === 'before') }))
  const clauses = [
    // The plus keeps the index of times out of it where users say which rows to read.
    { sql: `${filter.users ? '+' : ''}project_id IN (${marksOf(projectIds)})`, values: projectIds },
    { sql: `platform IN (${marksOf(platforms)})`, values: [...platforms] },
    ...filterClauses(filter),
    ...(from === null ? [] : [beyond(keys, from)]),
    ...(within === null ? [] : [within]),
  ]
  const where = clauses.map(({ sql }) => `(${sql})`).join(' AND ')
  const order = keys.map(({ column, isDescending }) => `${column} ${isDescending ? 'DESC' : 'ASC'}`).join(', ')
  const wanted = [...new Set(['home', ...keys.map(({ column }) => column)])].join(', ')
  const values = clauses.flatMap((clause) => clause.values)
  return database
    .all(`SELECT ${wanted} FROM rows WHERE ${where} ORDER BY ${order} LIMIT ?`, ...values, limit)
    .map((row) => ({ home: integer(row, 'home'), place: readPlace(row, sort) }))
}

function readPlace(row: Row, sort: UserSessionQuery['sort']): UserSessionPlace {
  const values = sort.map(({ by }) =>
    by === 'createdAt' || by === 'duration' ? integer(row, columns[by]) : text(row, columns[by]),
  )
  return { values, id: text(row, 'id'), projectId: integer(row, 'project_id') }
}

/** What comes after a place: of the first key that differs, the greater (the smaller where it falls). */
function beyond(
  keys: { column: string; isDescending: boolean }[],
  { values, id, projectId }: UserSessionPlace,
): Clause {
  const edge = [...values, id, projectId]
  const [first] = keys
  const taken: Value[] = edge.slice(0, 1)
  const alternatives = keys.map(({ column, isDescending }, index) => {
    taken.push(...edge.slice(0, index + 1))
    const same = keys.slice(0, index).map((key) => `${key.column} = ?`)
    return `(${[...same, `${column} ${isDescending ? '<' : '>'} ?`].join(' AND ')})`
  })
  // The bound says nothing new, but it is what the index begins to read at.
  const bound = first ? `${first.column} ${first.isDescending ? '<=' : '>='} ? AND ` : ''
  return { sql: `${bound}(${alternatives.join(' OR ')})`, values: taken }
}

function filterClauses(filter: UserSessionFilter): Clause[] {
  const clauses: Clause[] = []
  const { createdAfter, createdBefore, attributes } = filter
  if (createdAfter !== null) clauses.push({ sql: 'created_at >= ?', values: [createdAfter] })
  if (createdBefore !== null) clauses.push({ sql: 'created_at <= ?', values: [createdBefore] })
  for (const name of ['appVersion', 'manufacturer', 'model', 'networkType', 'osVersion'] as const) {
    const wanted = filter[name]
    if (wanted !== null) clauses.push({ sql: `${columns[name]} IN (${marksOf(wanted)})`, values: wanted })
  }
  for (const [column, wanted] of [
    ['has_exception', filter.hasException],
    ['is_anr', filter.isAnr],
    ['is_crash', filter.isCrash],
    ['rage_tap', filter.rageTap],
  ] as const) {
    if (wanted !== null) clauses.push({ sql: `${column} = ?`, values: [Number(wanted)] })
  }
  if (filter.isAnonymous !== null) clauses.push({ sql: `user ${filter.isAnonymous ? '=' : '<>'} ''`, values: [] })
  for (const [kind, wanted] of [
    ['screen', filter.screens],
    ['event', filter.events],
    ...attributes.map(({ key, values }) => ['attribute', values.map((value) => attributeOf(key, value))] as const),
  ] as const) {
    if (wanted !== null) clauses.push(hasMark(kind, wanted))
  }
  if (filter.users !== null) clauses.push(isOfUser(filter.users))
  if (filter.responseTimes !== null) clauses.push(hasResponse(filter.responseTimes))
  return clauses
}

function hasResponse(ranges: { min: number; max: number }[]): Clause {
  const within = ranges.map(() => 'CAST(value AS REAL) BETWEEN ? AND ?').join(' OR ')
  return {
    sql: `EXISTS (SELECT 1 FROM marks WHERE marks.home = rows.home AND kind = 'response' AND (${within}))`,
    values: ranges.flatMap(({ min, max }) => [min, max]),
  }
}

/** From the user's side: of 60,000 sessions a user's are found in 0.1 ms, by looking at each in 4. */
function isOfUser(users: string[]): Clause {
  const own = `SELECT home FROM marks WHERE kind = 'user' AND value IN (${marksOf(users)})`
  return { sql: `home IN (${own})`, values: users }
}

function hasMark(kind: string, wanted: string[]): Clause {
  return {
    sql: `EXISTS (SELECT 1 FROM marks WHERE marks.home = rows.home AND kind = ? AND value IN (${marksOf(wanted)}))`,
    values: [kind, ...wanted],
  }
}

const marksOf = (values: readonly Value[]) => values.map(() => '?').join(', ')
