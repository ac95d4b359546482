import type { Database } from '../../sqlite/database.ts'
import { integerOrNull, text } from '../../sqlite/rows.ts'
import type { IssueStore } from '../ports/issues.ts'
import { activityStore } from './activities.ts'
import { changeStore } from './change-issues.ts'
import { cellStore } from './issue-cells.ts'
import { figureStore } from './issue-figures.ts'
import { jobStore } from './issue-jobs.ts'
import { markStore } from './issue-marks.ts'
import { findIssues, readIssue } from './issue-rows.ts'
import { searchStore } from './issue-search.ts'
import { mergeStore } from './merge-issues.ts'
import { recordBatch } from './record-batch.ts'
import { settleStore } from './settle.ts'
import { snoozeStore } from './snooze.ts'
import { openTrends } from './trends.ts'
import { userReportStore } from './user-reports.ts'

/** Issues: found, listed, changed by people; `recordBatch` is how events get into them. */
export function issueStore(database: Database): IssueStore {
  const trends = openTrends(database)
  return {
    recordBatch: async (batch) => recordBatch(database, batch, trends),
    ...findStore(database),
    ...searchStore(database, trends),
    ...changeStore(database),
    ...markStore(database),
    ...activityStore(database),
    ...userReportStore(database),
    ...jobStore(database),
    ...mergeStore(database, trends),
    ...figureStore(database, trends),
    ...cellStore(database),
    ...snoozeStore(database),
    ...settleStore(database),
  }
}

type FindMethods = 'resolveHashes' | 'findIssue' | 'findIssueByNumber' | 'findSharedIssue' | 'findIssues' | 'listHashes'

function findStore(database: Database): Pick<IssueStore, FindMethods> {
  return {
    async resolveHashes(keys) {
      return keys.map(({ projectId, hashes }) => {
        const row = database.get(
          `SELECT min(issue_id) AS issue_id FROM issue_hashes
           WHERE project_id = ? AND hash IN (SELECT value FROM json_each(?))`,
          projectId,
          JSON.stringify(hashes),
        )
        return row ? integerOrNull(row, 'issue_id') : null
      })
    },
    async findIssue(id) {
      return findIssues(database, [id])[0] ?? null
    },
    async findIssueByNumber(projectId, number) {
      const row =
        database.get(
          'SELECT * FROM issues WHERE project_id = ? AND number = ? AND deleted_at IS NULL',
          projectId,
          number,
        ) ??
        database.get(
          `SELECT issues.* FROM merged_issues JOIN issues ON issues.id = merged_issues.into_id
           WHERE merged_issues.project_id = ? AND merged_issues.number = ? AND issues.deleted_at IS NULL`,
          projectId,
          number,
        )
      return row ? readIssue(row) : null
    },
    async findSharedIssue(shareId) {
      const row = database.get('SELECT * FROM issues WHERE share_id = ? AND deleted_at IS NULL', shareId)
      return row ? readIssue(row) : null
    },
    findIssues: async (ids) => findIssues(database, ids),
    async listHashes(issueId) {
      const rows = database.all('SELECT hash FROM issue_hashes WHERE issue_id = ? ORDER BY hash', issueId)
      return rows.map((row) => text(row, 'hash'))
    },
  }
}
