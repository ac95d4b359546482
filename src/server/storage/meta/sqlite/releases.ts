import type { NewRelease, Release, ReleasePatch, ReleaseStore } from '../ports/releases.ts'
import type { Database } from '../../sqlite/database.ts'
import { patchColumns } from '../../sqlite/rows.ts'
import { deployStore } from './deploys.ts'
import { releaseCommitStore } from './release-commits.ts'
import { describeReleases } from './release-figures.ts'
import { releaseListStore } from './release-list.ts'
import { releaseResolutionStore } from './release-resolutions.ts'
import { addToProject, insertRelease, readRelease } from './release-rows.ts'
import { releaseVersionStore } from './release-versions.ts'
import { repositoryStore } from './repositories.ts'

/** Releases with all that hangs on them. Events bring them too: `rememberReleases`. */
export function releaseStore(database: Database): ReleaseStore {
  return {
    ...releaseListStore(database),
    ...releaseVersionStore(database),
    ...releaseResolutionStore(database),
    ...releaseCommitStore(database),
    ...repositoryStore(database),
    ...deployStore(database),
    createRelease: async (row) => database.write(() => createRelease(database, row)),
    async findRelease(organizationId, version) {
      const row = database.get(
        'SELECT * FROM releases WHERE organization_id = ? AND version = ?',
        organizationId,
        version,
      )
      return row ? readRelease(row) : null
    },
    updateRelease: async (id, patch) => database.write(() => updateRelease(database, id, patch)),
    deleteRelease: async (id) => database.write(() => deleteRelease(database, id)),
    describeReleases: async (ids, scope) => database.snapshot(() => describeReleases(database, ids, scope)),
  }
}

function createRelease(
  database: Database,
  row: NewRelease,
): { release: Release; isCreated: boolean; addedProjectIds: number[] } {
  const { id, isCreated } = insertRelease(database, row)
  if (!isCreated) {
    database.run(
      `UPDATE releases SET ref = coalesce(ref, ?), url = coalesce(url, ?), started_at = coalesce(started_at, ?),
         released_at = coalesce(released_at, ?), owner_user_id = coalesce(owner_user_id, ?), status = coalesce(?, status)
       WHERE id = ?`,
      row.ref,
      row.url,
      row.startedAt,
      row.releasedAt,
      row.ownerUserId,
      row.status,
      id,
    )
    dateAnew(database, id)
  }
  const addedProjectIds = row.projectIds.filter((projectId) => {
    return addToProject(database, { releaseId: id, projectId, version: row.version, at: row.createdAt })
  })
  return { release: findRelease(database, id), isCreated, addedProjectIds }
}

function updateRelease(database: Database, id: number, patch: ReleasePatch): void {
  const columns = patchColumns({
    ref: patch.ref,
    url: patch.url,
    started_at: patch.startedAt,
    released_at: patch.releasedAt,
    owner_user_id: patch.ownerUserId,
    status: patch.status,
  })
  if (!columns) return
  database.run(`UPDATE releases SET ${columns.set} WHERE id = ?`, ...columns.values, id)
  dateAnew(database, id)
}

function dateAnew(database: Database, id: number): void {
  database.run('UPDATE releases SET dated_at = coalesce(released_at, created_at) WHERE id = ?', id)
  database.run(
    'UPDATE release_projects SET dated_at = (SELECT dated_at FROM releases WHERE id = ?1) WHERE release_id = ?1',
    id,
  )
}

function deleteRelease(database: Database, id: number): 'deleted' | 'in_use' {
  const issue = database.get(
    `SELECT 1 FROM releases JOIN release_projects ON release_projects.release_id = releases.id
       JOIN issues ON issues.project_id = release_projects.project_id AND issues.first_release = releases.version
     WHERE releases.id = ? AND issues.deleted_at IS NULL LIMIT 1`,
    id,
  )
  if (issue) return 'in_use'
  database.run('DELETE FROM releases WHERE id = ?', id)
  return 'deleted'
}

function findRelease(database: Database, id: number): Release {
  const row = database.get('SELECT * FROM releases WHERE id = ?', id)
  if (!row) throw new Error(`release ${id} does not exist`)
  return readRelease(row)
}
