import { compareReleases } from '../../../../protocol/release.ts'
import type { ReleaseStore } from '../ports/releases.ts'
import type { Database } from '../../sqlite/database.ts'
import { integer, text } from '../../sqlite/rows.ts'

/** Issues that releases solve. */
export function releaseResolutionStore(
  database: Database,
): Pick<ReleaseStore, 'listResolvedIn' | 'listWaitingForCommits'> {
  return {
    async listResolvedIn({ projectIds, version, limit }) {
      const rows = database.all(
        `SELECT id FROM issues WHERE project_id IN (SELECT value FROM json_each(?)) AND resolution ->> 'release' = ?
           AND resolution ->> 'release' IS NOT NULL AND NOT resolution ->> 'isNext' AND status = 'resolved'
           AND deleted_at IS NULL
         ORDER BY id LIMIT ?`,
        JSON.stringify(projectIds),
        version,
        limit,
      )
      return rows.map((row) => integer(row, 'id'))
    },
    async listWaitingForCommits(projectIds, commits) {
      const rows = database.all(
        `SELECT id FROM issues WHERE project_id IN (SELECT value FROM json_each(?))
           AND resolution ->> 'commit' IS NOT NULL AND deleted_at IS NULL
           AND EXISTS (SELECT 1 FROM json_each(?) AS told WHERE told.value ->> 'sha' = resolution ->> 'commit'
             AND told.value ->> 'repositoryId' = coalesce(resolution ->> 'repositoryId', told.value ->> 'repositoryId'))
         ORDER BY id`,
        JSON.stringify(projectIds),
        JSON.stringify(commits.map(({ repositoryId, sha }) => ({ repositoryId, sha }))),
      )
      return rows.map((row) => integer(row, 'id'))
    },
  }
}

/**
 * A release came up in a project: it is the one that "resolved in the next release" was waiting for, unless it is known to be no newer than the
 * one that was the latest then. Within the caller's transaction.
 */
export function settleNextRelease(database: Database, projectId: number, version: string): void {
  const waiting = database.all(
    `SELECT id, resolution ->> 'release' AS release FROM issues
     WHERE project_id = ? AND resolution ->> 'release' IS NOT NULL AND resolution ->> 'isNext' AND status = 'resolved'`,
    projectId,
  )
  for (const row of waiting) {
    const release = text(row, 'release')
    const order = compareReleases(version, release)
    if (release === version || (order !== null && order <= 0)) continue
    const id = integer(row, 'id')
    database.run(
      `UPDATE issues SET resolution = json_set(resolution, '$.release', ?, '$.isNext', json('false')) WHERE id = ?`,
      version,
      id,
    )
    database.run(
      `UPDATE activities SET data = json_set(data, '$.version', ?)
       WHERE id = (SELECT max(id) FROM activities WHERE issue_id = ? AND type = 'set_resolved_in_release')`,
      version,
      id,
    )
  }
}
