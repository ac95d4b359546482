import { eventTypes, levels } from '../../../../protocol/event.ts'
import {
  type ActivityType,
  type Issue,
  type IssueStatus,
  type IssueStore,
  issueStatuses,
  issueSubstatuses,
} from '../port.ts'
import { addActivity, listActivity } from './activities.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { listIssues } from './issue-list.ts'
import { recordBatch } from './record-batch.ts'
import { flag, integer, integerOrNull, object, oneOf, text, textOrNull } from '../../sqlite/rows.ts'

/** Issues: found, listed, changed by people; `recordBatch` is how events get into them. */
export function issueStore(database: Database): IssueStore {
  return {
    recordBatch: async (batch) => recordBatch(database, batch),
    listIssues: async (plan) => {
      // One snapshot: the page, its rows and its hits agree with each other.
      return database.snapshot(() => {
        const { ids, values, hasMore, hits } = listIssues(database, plan)
        return { issues: findIssues(database, ids), values, hasMore, hits }
      })
    },
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
      const row = database.get('SELECT * FROM issues WHERE project_id = ? AND number = ?', projectId, number)
      return row ? readIssue(row) : null
    },
    findIssues: async (ids) => findIssues(database, ids),
    async listHashes(issueId) {
      const rows = database.all('SELECT hash FROM issue_hashes WHERE issue_id = ? ORDER BY hash', issueId)
      return rows.map((row) => text(row, 'hash'))
    },
    setIssueStatus: async (ids, change) => setIssueStatus(database, ids, change),
    listActivity: async (issueId, limit) => listActivity(database, issueId, limit),
  }
}

/** In the order of the ids; unknown ids are left out. */
function findIssues(database: Database, ids: number[]): Issue[] {
  const issues: Issue[] = []
  for (const id of ids) {
    const row = database.get('SELECT * FROM issues WHERE id = ?', id)
    if (row) issues.push(readIssue(row))
  }
  return issues
}

const activityOfStatus: Record<IssueStatus, ActivityType> = {
  resolved: 'set_resolved',
  unresolved: 'set_unresolved',
  ignored: 'set_ignored',
}

/** Issues that are in that state already stay as they are, without an activity. */
function setIssueStatus(database: Database, ids: number[], change: Parameters<IssueStore['setIssueStatus']>[1]): void {
  const { status, substatus, userId, at } = change
  database.write(() => {
    for (const id of ids) {
      const { changes } = database.run(
        'UPDATE issues SET status = ?1, substatus = ?2, resolved_at = ?3 WHERE id = ?4 AND (status <> ?1 OR substatus IS NOT ?2)',
        status,
        substatus,
        status === 'resolved' ? at : null,
        id,
      )
      if (changes > 0)
        addActivity(database, { issueId: id, type: activityOfStatus[status], userId, data: {}, createdAt: at })
    }
  })
}

function readIssue(row: Row): Issue {
  return {
    id: integer(row, 'id'),
    projectId: integer(row, 'project_id'),
    number: integer(row, 'number'),
    type: oneOf(eventTypes, row, 'type'),
    level: oneOf(levels, row, 'level'),
    platform: text(row, 'platform'),
    title: text(row, 'title'),
    culprit: text(row, 'culprit'),
    location: textOrNull(row, 'location'),
    logger: textOrNull(row, 'logger'),
    metadata: object(row, 'metadata'),
    status: oneOf(issueStatuses, row, 'status'),
    substatus: row.substatus === null ? null : oneOf(issueSubstatuses, row, 'substatus'),
    firstSeen: integer(row, 'first_seen'),
    lastSeen: integer(row, 'last_seen'),
    timesSeen: integer(row, 'times_seen'),
    firstRelease: textOrNull(row, 'first_release'),
    lastRelease: textOrNull(row, 'last_release'),
    resolvedAt: integerOrNull(row, 'resolved_at'),
    isUnhandled: flag(row, 'is_unhandled'),
    firstEventId: text(row, 'first_event_id'),
    lastEventId: text(row, 'last_event_id'),
    assigneeUserId: integerOrNull(row, 'assignee_user_id'),
    assigneeTeamId: integerOrNull(row, 'assignee_team_id'),
    createdAt: integer(row, 'created_at'),
  }
}
