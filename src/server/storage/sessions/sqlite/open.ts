import type { SessionStore } from '../port.ts'
import { checkDatabase } from '../../sqlite/check.ts'
import type { Database, Value } from '../../sqlite/database.ts'
import { openMigrated } from '../../sqlite/migrate.ts'
import { integer } from '../../sqlite/rows.ts'
import { readOffset } from '../../sqlite/offsets.ts'
import { fold, gather, loadUnfolded, mostUnfolded } from './fold.ts'
import { daySpan, floorTo, readGrid } from './grid.ts'
import { openPlaces } from './places.ts'
import { countSeries, type Reading, summarize } from './read.ts'
import { recordBatch } from './record.ts'
import {
  ageGrid,
  removeOldCells,
  removeOldPlaces,
  removeProject,
  removeStatesOf,
  shortenGrid,
  sweepNarrowCells,
  sweepStates,
} from './remove.ts'
import { sessionSchema } from './schema.ts'
import { fileStates, listStates, mostNewStates } from './states.ts'

/** Opens the sessions view in one SQLite file, creating it or bringing its schema up to date. One process writes. */
export async function openSqliteSessions(
  path: string,
  options: { readOnly?: boolean; mostNewStates?: number } = {},
): Promise<SessionStore> {
  const database = openMigrated(path, sessionSchema, {
    readOnly: options.readOnly,
    cacheKib: 16_384,
    // With 4,000 nearly each commit would move the log; with 16,000 session updates take 9 % less time.
    checkpointPages: 16_000,
  })
  let places = openPlaces(database)
  let grid = readGrid(database)
  let unfolded = loadUnfolded(database, places)
  /** The state filed last. */
  let filed: Value[] | null = null
  let isOpen = true
  const reading: Reading = {
    database,
    places: () => places.all(),
    grid: () => grid,
    wholeSince: (organizationId) => readWholeSince(database, organizationId),
  }

  /** One transaction; what is held in memory of it is read again when it fails. */
  function change<Result>(body: () => Result): Result {
    try {
      return database.write(body)
    } catch (error) {
      reload()
      throw error
    }
  }

  function reload(): void {
    places = openPlaces(database)
    grid = readGrid(database)
    unfolded = loadUnfolded(database, places)
  }

  /** Brings the wider cells up to date. */
  function foldAll(): void {
    if (unfolded.rows === 0 || options.readOnly) return
    change(() => fold(database, unfolded, grid))
    unfolded = { deltas: new Map(), rows: 0 }
  }

  function read<Result>(body: () => Result): Result {
    foldAll()
    return database.snapshot(body)
  }

  return {
    offset: async (spool) => readOffset(database, spool),
    async record(batch) {
      const recorded = change(() => {
        const counted = recordBatch(database, places, grid, batch)
        filed = fileStates(database, filed, options.mostNewStates ?? mostNewStates)
        return counted
      })
      grid = recorded.grid
      gather(unfolded, recorded.deltas)
      if (unfolded.rows >= mostUnfolded) foldAll()
    },
    summarize: async (query) => read(() => summarize(reading, query)),
    countSeries: async (query) => read(() => countSeries(reading, query)),
    listStates: async (query) => database.snapshot(() => listStates(database, places, query)),
    async listSpans({ projectIds, releases }) {
      const [projects, versions] = [new Set(projectIds), releases && new Set(releases)]
      return [...places.all()].flatMap(({ projectId, release, environment, first, last }) =>
        first !== null && last !== null && projects.has(projectId) && (versions === null || versions.has(release))
          ? [
              {
                projectId,
                release,
                environment,
                first: floorTo(first, daySpan) * 1000,
                last: floorTo(last, daySpan) * 1000,
              },
            ]
          : [],
      )
    },
    async deleteProject(projectId) {
      foldAll()
      change(() => removeProject(database, places, projectId))
      reload()
      await removeStatesOf(database, projectId)
    },
    async deleteBefore(time) {
      foldAll()
      grid = change(() => shortenGrid(database, grid, time))
      await removeOldCells(database, places.all(), grid)
      change(() => removeOldPlaces(database, grid))
      reload()
    },
    async sweep(now) {
      foldAll()
      grid = change(() => ageGrid(database, grid, now))
      const states = await sweepStates(database, now)
      return states + (await sweepNarrowCells(database, places.all(), grid))
    },
    checkIntegrity: async () => checkDatabase(database),
    async close() {
      if (isOpen) database.close()
      isOpen = false
    },
  }
}

function readWholeSince(database: Database, organizationId: number): number {
  const row = database.get('SELECT whole_since FROM organizations WHERE id = ?', organizationId)
  return row ? integer(row, 'whole_since') : 0
}
