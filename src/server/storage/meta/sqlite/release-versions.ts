import { parseRelease } from '../../../../protocol/release.ts'
import type { Release, ReleaseStore, ReleaseVersion } from '../ports/releases.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { integer, integerOrNull, text } from '../../sqlite/rows.ts'
import { readRelease } from './release-rows.ts'

type VersionMethods = 'listReleaseVersions' | 'listLatestReleases'

/** More than any search can make use of. */
const maxVersions = 10_000

/** Names of releases, for searches; and which one is the latest. */
export function releaseVersionStore(database: Database): Pick<ReleaseStore, VersionMethods> {
  return {
    async listReleaseVersions(projectIds, { environments, limit = maxVersions }) {
      const rows = database.all(
        `SELECT DISTINCT r.id, r.version, r.created_at, r.released_at, r.dated_at FROM release_projects p
           JOIN releases r ON r.id = p.release_id
         WHERE p.project_id IN (SELECT value FROM json_each(?1)) AND ${seenIn('?2')}
         ORDER BY r.dated_at DESC, r.id DESC LIMIT ?3`,
        JSON.stringify(projectIds),
        environments && JSON.stringify(environments),
        limit,
      )
      return rows.map(readVersion)
    },
    async listLatestReleases(projectIds, { environments }) {
      return database.snapshot(() => {
        return projectIds.flatMap((projectId) => {
          const release = findLatest(database, projectId, environments)
          return release ? [{ projectId, version: release.version }] : []
        })
      })
    },
  }
}

/** Condition on `release_projects p`; environments as JSON or null. */
function seenIn(parameter: string): string {
  return `(${parameter} IS NULL OR EXISTS (SELECT 1 FROM release_environments e WHERE e.release_id = p.release_id
    AND e.project_id = p.project_id AND e.environment IN (SELECT value FROM json_each(${parameter}))))`
}

function findLatest(database: Database, projectId: number, environments: string[] | null): Release | null {
  const order = hasVersions(database, projectId)
    ? 'p.version_key DESC, p.dated_at DESC, p.release_id DESC'
    : 'p.dated_at DESC, p.release_id DESC'
  const row = database.get(
    `SELECT r.* FROM release_projects p JOIN releases r ON r.id = p.release_id
     WHERE p.project_id = ?1 AND ${seenIn('?2')} ORDER BY ${order} LIMIT 1`,
    projectId,
    environments && JSON.stringify(environments),
  )
  return row ? readRelease(row) : null
}

/** Whether versions tell the order of the project's releases: see `ReleaseStore.listLatestReleases`. */
function hasVersions(database: Database, projectId: number): boolean {
  const rows = database.all(
    'SELECT version_key FROM release_projects WHERE project_id = ? ORDER BY dated_at DESC, release_id DESC LIMIT 10',
    projectId,
  )
  const marks = rows.map((row) => text(row, 'version_key') !== '')
  const enough = Math.min(3, marks.length)
  return marks.slice(0, 3).includes(true) && marks.filter((isVersion) => isVersion).length >= enough
}

function readVersion(row: Row): ReleaseVersion {
  const version = text(row, 'version')
  return {
    version,
    parsed: parseRelease(version),
    createdAt: integer(row, 'created_at'),
    releasedAt: integerOrNull(row, 'released_at'),
  }
}
