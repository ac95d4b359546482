import type { Database } from '../../sqlite/database.ts'
import { blob } from '../../sqlite/rows.ts'
import { type Part, toWholeSession } from '../part.ts'
import { type SourceKind, sourceKinds, type UserPlatform, type UserSession, type WholeUserSession } from '../port.ts'
import { findPart } from './parts.ts'
import { readFold, readRow } from './rows.ts'

/** See `UserSessionStore.find`. */
export function findRow(
  database: Database,
  { projectId, platform, id }: { projectId: number; platform: UserPlatform; id: string },
): UserSession | null {
  const row = findRowOf(database, projectId, id)?.row
  const session = row ? readRow(row) : null
  return session?.platform === platform ? session : null
}

/** See `UserSessionStore.findWhole`. */
export function findWholeRow(
  database: Database,
  { projectIds, id, mostParts }: { projectIds: number[]; id: string; mostParts: number },
): WholeUserSession | null {
  for (const projectId of projectIds) {
    const found = findRowOf(database, projectId, id)
    const session = found && readRow(found.row)
    if (!session) continue
    const parts = sourceKinds.flatMap((kind) =>
      listLastParts(database, { projectId, home: found.home, kind, mostParts }),
    )
    return toWholeSession(session, readFold(found.row), parts)
  }
  return null
}

/** By the id of a replay or session that is part of it. */
function findRowOf(database: Database, projectId: number, id: string) {
  for (const kind of ['replay', 'session'] as const) {
    const home = findPart(database, { projectId, kind, id })?.home ?? null
    const row = home === null ? undefined : database.get('SELECT * FROM rows WHERE home = ?', home)
    if (home !== null && row && readRow(row) !== null) return { home, row }
  }
  return null
}

function listLastParts(
  database: Database,
  { projectId, home, kind, mostParts }: { projectId: number; home: number; kind: SourceKind; mostParts: number },
): Part[] {
  return database
    .all(
      'SELECT id FROM parts WHERE home = ? AND kind = ? ORDER BY start DESC, id DESC LIMIT ?',
      home,
      sourceKinds.indexOf(kind),
      mostParts,
    )
    .flatMap(
      (row) => findPart(database, { projectId, kind, id: Buffer.from(blob(row, 'id')).toString('hex') })?.part ?? [],
    )
}
