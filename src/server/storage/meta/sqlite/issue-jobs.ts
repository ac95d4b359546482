import type { Database, Row } from '../../sqlite/database.ts'
import { integer, text } from '../../sqlite/rows.ts'
import type { IssueJob, IssueJobWork, IssueStore } from '../ports/issues.ts'
import { listOffsets } from './view-offsets.ts'

type JobMethods = 'deleteIssues' | 'listJobs' | 'fileJob' | 'finishJob'

/** Issues removed in one transaction: their cells and history go with them, and the thread has other work waiting. */
const removedAtOnce = 20

/** Deleting issues, and the work that changes leave for later. */
export function jobStore(database: Database): Pick<IssueStore, JobMethods> {
  return {
    async deleteIssues(projectId, ids, at) {
      return database.write(() => deleteIssues(database, projectId, ids, at))
    },
    async listJobs(limit) {
      return database.all('SELECT * FROM issue_jobs ORDER BY id LIMIT ?', limit).map(readJob)
    },
    async fileJob(work, at) {
      fileJob(database, work, at)
    },
    async finishJob(id) {
      const row = database.get('SELECT * FROM issue_jobs WHERE id = ?', id)
      if (!row) return
      const job = readJob(row)
      if (job.kind === 'delete') await removeIssues(database, job.issueIds)
      database.run('DELETE FROM issue_jobs WHERE id = ?', id)
    },
  }
}

/** Files work to be done, within the caller's transaction if there is one. */
export function fileJob(database: Database, work: IssueJobWork, at: number): void {
  database.run('INSERT INTO issue_jobs (work, created_at) VALUES (?, ?)', JSON.stringify(work), at)
}

function deleteIssues(database: Database, projectId: number, ids: number[], at: number): number[] {
  const deleted: number[] = []
  const hashes: { hash: string; issueId: number }[] = []
  for (const id of new Set(ids)) {
    const { changes } = database.run(
      'UPDATE issues SET deleted_at = ?, share_id = NULL, snooze_until = NULL WHERE id = ? AND project_id = ? AND deleted_at IS NULL',
      at,
      id,
      projectId,
    )
    if (changes === 0) continue
    const freed = database.all('DELETE FROM issue_hashes WHERE issue_id = ? RETURNING hash', id)
    hashes.push(...freed.map((row) => ({ hash: text(row, 'hash'), issueId: id })))
    deleted.push(id)
  }
  if (deleted.length > 0) {
    const offsets = listOffsets(database)
    fileJob(database, { kind: 'delete', projectId, issueIds: deleted, hashes, offsets }, at)
  }
  return deleted
}

/** In steps, between which others get the thread; after a kill the job is there still and the rest goes then. */
async function removeIssues(database: Database, ids: number[]): Promise<void> {
  for (let start = 0; start < ids.length; start += removedAtOnce) {
    database.write(() => {
      for (const id of ids.slice(start, start + removedAtOnce)) {
        database.run('DELETE FROM issues WHERE id = ? AND deleted_at IS NOT NULL', id)
      }
    })
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function readJob(row: Row): IssueJob {
  // Written by `fileJob` alone, so it is what the type says.
  const work: IssueJobWork = JSON.parse(text(row, 'work'))
  return { id: integer(row, 'id'), createdAt: integer(row, 'created_at'), ...work }
}
