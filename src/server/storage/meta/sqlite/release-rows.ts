import { type NewRelease, type Release, releaseStatuses } from '../ports/releases.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { integer, integerOrNull, object, oneOf, text, textOrNull } from '../../sqlite/rows.ts'
import { settleNextRelease } from './release-resolutions.ts'
import { buildNumber, versionKey } from './version-key.ts'

/** The row of this name, made if there is none; without projects. Within the caller's transaction. */
export function insertRelease(
  database: Database,
  row: Omit<NewRelease, 'projectIds'>,
): { id: number; isCreated: boolean } {
  const { organizationId, version } = row
  const { changes, lastInsertRowid } = database.run(
    `INSERT INTO releases (organization_id, version, version_key, build_number, status, ref, url, created_at, started_at,
       released_at, dated_at, owner_user_id, data, user_agent)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{}', ?) ON CONFLICT (organization_id, version) DO NOTHING`,
    organizationId,
    version,
    versionKey(version),
    buildNumber(version),
    row.status ?? 'open',
    row.ref,
    row.url,
    row.createdAt,
    row.startedAt,
    row.releasedAt,
    row.releasedAt ?? row.createdAt,
    row.ownerUserId,
    row.userAgent,
  )
  if (changes > 0) return { id: lastInsertRowid, isCreated: true }
  const known = database.get(
    'SELECT id FROM releases WHERE organization_id = ? AND version = ?',
    organizationId,
    version,
  )
  if (!known) throw new Error(`release ${version} is neither new nor there`)
  return { id: integer(known, 'id'), isCreated: false }
}

/** False when the release is one of the project's already. Within the caller's transaction. */
export function addToProject(
  database: Database,
  { releaseId, projectId, version, at }: { releaseId: number; projectId: number; version: string; at: number },
): boolean {
  const { changes } = database.run(
    `INSERT INTO release_projects (release_id, project_id, added_at, version_key, dated_at)
     SELECT id, ?, ?, version_key, dated_at FROM releases WHERE id = ? ON CONFLICT DO NOTHING`,
    projectId,
    at,
    releaseId,
  )
  if (changes === 0) return false
  settleNextRelease(database, projectId, version)
  return true
}

export function readRelease(row: Row): Release {
  return {
    id: integer(row, 'id'),
    organizationId: integer(row, 'organization_id'),
    version: text(row, 'version'),
    ref: textOrNull(row, 'ref'),
    url: textOrNull(row, 'url'),
    createdAt: integer(row, 'created_at'),
    startedAt: integerOrNull(row, 'started_at'),
    releasedAt: integerOrNull(row, 'released_at'),
    ownerUserId: integerOrNull(row, 'owner_user_id'),
    status: oneOf(releaseStatuses, row, 'status'),
    data: object(row, 'data'),
    userAgent: textOrNull(row, 'user_agent'),
    commitCount: integer(row, 'commit_count'),
  }
}
