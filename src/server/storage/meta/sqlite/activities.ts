import { type Activity, activityTypes } from '../port.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { integer, integerOrNull, object, oneOf } from '../../sqlite/rows.ts'

/** Writes a line of an issue's history, within the caller's transaction. */
export function addActivity(database: Database, activity: Omit<Activity, 'id'>): void {
  database.run(
    'INSERT INTO activities (issue_id, type, user_id, data, created_at) VALUES (?, ?, ?, ?, ?)',
    activity.issueId,
    activity.type,
    activity.userId,
    JSON.stringify(activity.data),
    activity.createdAt,
  )
}

/** Newest first. */
export function listActivity(database: Database, issueId: number, limit: number): Activity[] {
  const rows = database.all(
    'SELECT * FROM activities WHERE issue_id = ? ORDER BY created_at DESC, id DESC LIMIT ?',
    issueId,
    limit,
  )
  return rows.map(readActivity)
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
