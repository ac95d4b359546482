import { stateDays } from '../port.ts'
import type { Database } from '../../sqlite/database.ts'
import { blob } from '../../sqlite/rows.ts'
import { inSteps } from '../../sqlite/steps.ts'
import { ceilTo, daySpan, fineSinceAt, floorTo, type Grid, shortSpan, spans, weekSpan, writeGrid } from './grid.ts'
import type { Place, Places } from './places.ts'

/** All cells and places of a project; its organisation's cells of before go with them, since nobody can be taken out of a sketch. */
export function removeProject(database: Database, places: Places, projectId: number): void {
  database.run('INSERT OR IGNORE INTO deleted_projects VALUES (?)', projectId)
  const organizationId = [...places.all()].find((place) => place.projectId === projectId)?.organizationId
  // Nothing was ever counted.
  if (organizationId === undefined) return
  const own = [...places.all()].filter((place) => place.organizationId === organizationId)
  for (const table of ['cells', 'parcels']) {
    for (const span of spans) {
      database.run(`DELETE FROM ${table} WHERE span = ? AND owner_id IN (?, ?)`, span, projectId, -organizationId)
    }
  }
  for (const { id, first, last } of own.filter((place) => place.projectId === projectId)) {
    database.run('DELETE FROM fine_cells WHERE start >= ? AND start <= ? AND place_id = ?', first, last, id)
  }
  database.run('DELETE FROM places WHERE project_id = ?', projectId)
  const newest = Math.max(0, ...own.map(({ last }) => last ?? 0))
  // What comes for weeks that had begun goes into cells that are not asked any more.
  database.run(
    'INSERT INTO organizations VALUES (?, ?) ON CONFLICT DO UPDATE SET whole_since = max(whole_since, excluded.whole_since)',
    organizationId,
    ceilTo(newest + 1, weekSpan),
  )
  removeNames(database)
}

/** How many rows go, or are looked at, in one transaction: some 10 ms. */
const most = 5000

/** States of a project that is gone. */
export async function removeStatesOf(database: Database, projectId: number): Promise<void> {
  await walkStates(database, 'new_states', 'project_id = ?', projectId)
  await walkStates(database, 'states', 'project_id = ?', projectId)
}

/** States that no update can change any more, and the finest cells where hours have to do. */
export async function sweepStates(database: Database, now: number): Promise<number> {
  const since = Math.floor(now / 1000) - stateDays * daySpan
  const recent = await walkStates(database, 'new_states', 'started < ?', since)
  return recent + (await walkStates(database, 'states', 'started < ?', since))
}

/** They lie in the order of their random ids, so all are looked at, `most` at a time. */
async function walkStates(
  database: Database,
  table: 'new_states' | 'states',
  condition: string,
  value: number,
): Promise<number> {
  let removed = 0
  for (let after: Uint8Array = new Uint8Array(); ; ) {
    const [last] = database.all(`SELECT sid FROM ${table} WHERE sid > ? ORDER BY sid LIMIT 1 OFFSET ?`, after, most - 1)
    const upTo = last ? blob(last, 'sid') : null
    removed += database.write(() => {
      const bound = upTo === null ? '' : 'AND sid <= ?'
      return database.run(
        `DELETE FROM ${table} WHERE sid > ? ${bound} AND ${condition}`,
        ...(upTo === null ? [after, value] : [after, upTo, value]),
      ).changes
    })
    if (upTo === null) return removed
    after = upTo
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Cells of less than an hour, where hours have to do. */
export async function sweepNarrowCells(
  database: Database,
  places: Iterable<Place>,
  { fineSince }: Grid,
): Promise<number> {
  const fine = await inSteps(
    database,
    most,
    () =>
      database.run(
        `DELETE FROM fine_cells WHERE (start, place_id, batch) IN (
           SELECT start, place_id, batch FROM fine_cells WHERE start < ? LIMIT ${most}
         )`,
        fineSince,
      ).changes,
  )
  return fine + (await removeCells(database, ownersOf(places), shortSpan, fineSince))
}

/** The grid when the finest cells are no longer those of this time. */
export function ageGrid(database: Database, grid: Grid, now: number): Grid {
  const fineSince = Math.max(grid.fineSince, fineSinceAt(now))
  if (fineSince !== grid.fineSince) writeGrid(database, { ...grid, fineSince })
  return { ...grid, fineSince }
}

/** The grid when nothing is kept that started before the day of this time. Weeks that hold that day stay, and are asked no more. */
export function shortenGrid(database: Database, grid: Grid, time: number): Grid {
  const keptSince = Math.max(grid.keptSince, floorTo(Math.floor(time / 1000), daySpan))
  if (keptSince === grid.keptSince) return grid
  writeGrid(database, { ...grid, keptSince })
  return { ...grid, keptSince }
}

export async function removeOldCells(database: Database, places: Iterable<Place>, { keptSince }: Grid): Promise<void> {
  const owners = ownersOf(places)
  for (const span of spans) await removeCells(database, owners, span, floorTo(keptSince, span))
}

async function removeCells(database: Database, owners: number[], span: number, before: number): Promise<number> {
  const key = 'span, owner_id, environment_id, release_id, start'
  let removed = 0
  for (const table of ['cells', 'parcels']) {
    for (const owner of owners) {
      removed += await inSteps(
        database,
        most,
        () =>
          database.run(
            `DELETE FROM ${table} WHERE (${key}) IN (
               SELECT ${key} FROM ${table} WHERE span = ? AND owner_id = ? AND start < ? LIMIT ${most}
             )`,
            span,
            owner,
            before,
          ).changes,
      )
    }
  }
  return removed
}

function ownersOf(places: Iterable<Place>): number[] {
  const owners = new Set<number>()
  for (const { organizationId, projectId } of places) owners.add(projectId).add(-organizationId)
  return [...owners]
}

/** Places whose sessions are all gone; of others the first session is now on the first day that is left. */
export function removeOldPlaces(database: Database, { keptSince }: Grid): void {
  database.run('DELETE FROM places WHERE last < ?', keptSince)
  database.run(
    `UPDATE places SET first = (
       SELECT min(start) FROM cells
       WHERE span = ${daySpan} AND owner_id = project_id AND cells.environment_id = places.environment_id
         AND cells.release_id = places.release_id AND start >= ?1
     ) WHERE first < ?1`,
    keptSince,
  )
  removeNames(database)
}

function removeNames(database: Database): void {
  database.run(
    'DELETE FROM names WHERE id NOT IN (SELECT release_id FROM places UNION SELECT environment_id FROM places)',
  )
}
