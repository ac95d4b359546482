import type { Condition, EventCondition } from '../../condition.ts'
import { compileCondition, type Ids, keyIs, leavesOf, type Need, needOf } from './compile.ts'
import { number, type Readers } from './connection.ts'
import { hashOfTerm } from './dictionary.ts'
import type { Slots } from './slots.ts'
import type { TermFinder } from './term-finder.ts'
import { bigint, every, integers, isOneOf, isOneOfHashes, isOneOfIds, type Sql, sql, texts } from './sql.ts'

/** The parts of a query that decide which events it is about. */
export interface Scope {
  issueIds?: number[] | null
  projectIds?: number[]
  environments: string[] | null
  /** start ≤ timestamp < end */
  start: number | null
  end: number | null
  where?: Condition<EventCondition>
}

/** A scope as a WHERE condition over `events`: looks up in the dictionary what it names, then compiles. */
export type Plan = (scope: Scope) => Promise<Sql>

/** More ids than this are left to a subquery: they take longer to hand over than to find again. */
const maxIds = 20_000

export function createPlan(readers: Readers, slots: Pick<Slots, 'find'>, finder: TermFinder): Plan {
  return async (scope) => {
    const projectIds = scope.projectIds ?? null
    const ofProjects = projectIds === null ? sql`true` : isOneOf(sql`project_id`, projectIds)
    const conditions: Sql[] = []
    if (scope.issueIds) conditions.push(isOneOf(sql`issue_id`, scope.issueIds))
    // A term is of one project: who has it needs not be asked for its own.
    if (projectIds !== null && !namesTerm(scope.where, projectIds)) conditions.push(ofProjects)
    if (scope.start !== null) conditions.push(sql`timestamp >= ${bigint(scope.start)}`)
    if (scope.end !== null) conditions.push(sql`timestamp < ${bigint(scope.end)}`)
    if (scope.environments !== null) {
      const names = scope.environments.map((environment) => environment.toWellFormed())
      const hashes = hashesOf({ key: 'environment', values: names }, projectIds)
      const ids = hashes ? await finder.find(hashes) : await findEnvironments(readers, names, ofProjects)
      conditions.push(isOneOfIds(sql`environment`, names.includes('') ? [0, ...ids] : ids))
    }
    if (scope.where) {
      const found = await lookUp(readers, finder, scope.where, { projectIds, ofProjects })
      const idsOf = (leaf: EventCondition): Ids => found.get(leaf) ?? { ids: [] }
      conditions.push(compileCondition(scope.where, { slots, projectIds, idsOf }))
    }
    return every(conditions)
  }
}

/** '' stands for events that name none. */
async function findEnvironments(readers: Readers, names: string[], ofProjects: Sql): Promise<number[]> {
  const rows = await readers.query(
    sql`SELECT id FROM terms WHERE key = 'environment' AND value IN (SELECT unnest(${texts(names)})) AND ${ofProjects}`,
  )
  return rows.map((row) => number(row.id))
}

/** More hashes than this cost more than reading the texts. */
const maxHashes = 400

/**
 * Where terms are told by their texts; else null. Hashes are numbers: among 4 M terms the one sought is found in 15 ms by its hash, in 280 by its
 * text.
 */
function hashesOf({ key, values }: Pick<Need, 'key' | 'values'>, projectIds: number[] | null): bigint[] | null {
  if (values === null || projectIds === null || values.length * projectIds.length > maxHashes) return null
  return projectIds.flatMap((projectId) => values.map((value) => hashOfTerm(projectId, key.toWellFormed(), value)))
}

/** Whether only events with one of some terms of these projects can meet the condition. */
function namesTerm(where: Condition<EventCondition> | undefined, projectIds: number[]): boolean {
  if (where === undefined) return false
  if (where.kind === 'and') return where.of.some((part) => namesTerm(part, projectIds))
  if (where.kind !== 'tag' && where.kind !== 'text' && where.kind !== 'user') return false
  const need = needOf(where)
  return need !== null && hashesOf(need, projectIds) !== null
}

async function lookUp(
  readers: Readers,
  finder: TermFinder,
  where: Condition<EventCondition>,
  { projectIds, ofProjects }: { projectIds: number[] | null; ofProjects: Sql },
): Promise<Map<EventCondition, Ids>> {
  const found = new Map<EventCondition, Ids>()
  await Promise.all(
    leavesOf(where).map(async (leaf) => {
      const need = needOf(leaf)
      if (need === null) return
      const hashes = hashesOf(need, projectIds)
      if (need.of === 'terms' && hashes) {
        found.set(leaf, { ids: await finder.find(hashes) })
        return
      }
      const byHash = hashes ? isOneOfHashes(sql`hash`, hashes) : sql`true`
      const ofTerms = sql`FROM terms WHERE ${byHash} AND ${keyIs(need.key)} AND ${need.test} AND ${ofProjects}`
      found.set(
        leaf,
        await readIds(readers, need.of === 'terms' ? sql`SELECT id ${ofTerms}` : await inSets(readers, ofTerms)),
      )
    }),
  )
  return found
}

/** Terms that are looked for in every set one by one: 1.5 ns an element of a list, against 10 for taking all lists apart. */
const maxSought = 64

/** Selects the sets that hold any of the terms; those of its own project need to be asked only. */
async function inSets(readers: Readers, ofTerms: Sql): Promise<Sql> {
  const [ids = [], projectIds = []] = await readers.queryNumbers(
    sql`SELECT id, project_id ${ofTerms} LIMIT ${bigint(maxSought + 1)}`,
  )
  if (ids.length > maxSought) {
    return sql`SELECT DISTINCT id FROM (SELECT id, unnest(terms) AS term FROM sets) WHERE term IN (SELECT id ${ofTerms})`
  }
  return sql`SELECT DISTINCT sets.id FROM sets
    JOIN (SELECT unnest(CAST(${integers([...ids])} AS UINTEGER[])) AS term, unnest(${integers([...projectIds])}) AS project) AS sought
    ON sets.project_id = sought.project AND list_contains(sets.terms, sought.term)`
}

async function readIds(readers: Readers, select: Sql): Promise<Ids> {
  const [ids = []] = await readers.queryNumbers(sql`${select} LIMIT ${bigint(maxIds + 1)}`)
  return ids.length > maxIds ? { select } : { ids: [...ids] }
}
