import type { Database, Row } from '../../sqlite/database.ts'
import { integer, integerOrNull, object, oneOf } from '../../sqlite/rows.ts'
import { type Activity, activityTypes, type IssueStore } from '../ports/issues.ts'

type ActivityMethods = 'listActivity' | 'addNote' | 'updateNote' | 'deleteNote'

/** An issue's history, and the notes in it. */
export function activityStore(database: Database): Pick<IssueStore, ActivityMethods> {
  return {
    async listActivity(issueId, limit, before) {
      const rows = database.all(
        `SELECT * FROM activities WHERE issue_id = ? AND (created_at, id) < (?, ?)
         ORDER BY created_at DESC, id DESC LIMIT ?`,
        issueId,
        before?.createdAt ?? Number.MAX_SAFE_INTEGER,
        before?.id ?? Number.MAX_SAFE_INTEGER,
        limit,
      )
      return rows.map(readActivity)
    },
    async addNote({ issueId, userId, text, createdAt }) {
      return database.write(() => {
        const note = { issueId, type: 'note', userId, data: { text }, createdAt } as const
        const id = addActivity(database, note)
        database.run('UPDATE issues SET comment_count = comment_count + 1 WHERE id = ?', issueId)
        return { id, ...note }
      })
    },
    async updateNote(id, issueId, text) {
      const row = database.get(
        `UPDATE activities SET data = json_set(data, '$.text', ?) WHERE id = ? AND issue_id = ? AND type = 'note' RETURNING *`,
        text,
        id,
        issueId,
      )
      return row ? readActivity(row) : null
    },
    async deleteNote(id, issueId) {
      return database.write(() => {
        const { changes } = database.run(
          `DELETE FROM activities WHERE id = ? AND issue_id = ? AND type = 'note'`,
          id,
          issueId,
        )
        if (changes > 0) database.run('UPDATE issues SET comment_count = comment_count - 1 WHERE id = ?', issueId)
        return changes > 0
      })
    },
  }
}

/** Writes a line of an issue's history, within the caller's transaction; gives its id. */
export function addActivity(database: Database, activity: Omit<Activity, 'id'>): number {
  const { lastInsertRowid } = database.run(
    'INSERT INTO activities (issue_id, type, user_id, data, created_at) VALUES (?, ?, ?, ?, ?)',
    activity.issueId,
    activity.type,
    activity.userId,
    JSON.stringify(activity.data),
    activity.createdAt,
  )
  return lastInsertRowid
}

function readActivity(row: Row): Activity {
  return {
    id: integer(row, 'id'),
    issueId: integer(row, 'issue_id'),
    type: oneOf(activityTypes, row, 'type'),
    userId: integerOrNull(row, 'user_id'),
    data: object(row, 'data'),
    createdAt: integer(row, 'created_at'),
  }
}
