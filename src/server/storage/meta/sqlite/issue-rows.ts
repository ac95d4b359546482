import { eventTypes, levels } from '../../../../protocol/event.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { flag, integer, integerOrNull, object, oneOf, text, textOrNull } from '../../sqlite/rows.ts'
import {
  type Issue,
  type IssuePriority,
  issueStatuses,
  issueSubstatuses,
  type Resolution,
  type Snooze,
} from '../ports/issues.ts'
import { recommend } from '../../richest.ts'
import { readRichest } from './issue-richest.ts'

/** How a priority is stored, so that the highest is the greatest. */
export const priorityRanks: Record<IssuePriority, number> = { high: 3, medium: 2, low: 1 }

export function readPriority(row: Row): IssuePriority {
  const rank = integer(row, 'priority')
  if (rank === 3) return 'high'
  return rank === 2 ? 'medium' : 'low'
}

/** In the order of the ids; unknown ids, and issues on their way out, are left out. */
export function findIssues(database: Database, ids: number[]): Issue[] {
  const issues: Issue[] = []
  for (const id of ids) {
    const row = database.get('SELECT * FROM issues WHERE id = ? AND deleted_at IS NULL', id)
    if (row) issues.push(readIssue(row))
  }
  return issues
}

export function readIssue(row: Row): Issue {
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
    recommendedEvent: recommend(readRichest(row) ?? []),
    assigneeUserId: integerOrNull(row, 'assignee_user_id'),
    assigneeTeamId: integerOrNull(row, 'assignee_team_id'),
    createdAt: integer(row, 'created_at'),
    priority: readPriority(row),
    isPriorityLocked: flag(row, 'is_priority_locked'),
    usersSeen: integer(row, 'users_seen'),
    resolution: readResolution(row),
    snooze: readSnooze(row),
    needsReview: flag(row, 'needs_review'),
    shareId: textOrNull(row, 'share_id'),
    commentCount: integer(row, 'comment_count'),
    userReportCount: integer(row, 'user_report_count'),
  }
}

/** Written by this store alone, so it is what the type says. */
export function readResolution(row: Row): Resolution | null {
  if (row.resolution === null) return null
  const resolution: Resolution = JSON.parse(text(row, 'resolution'))
  return resolution
}

export function readSnooze(row: Row): Snooze | null {
  if (row.snooze === null) return null
  const snooze: Snooze = JSON.parse(text(row, 'snooze'))
  return snooze
}
