import type { JsonObject } from '../../../../protocol/event.ts'
import type { Database } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'
import { escalationCeiling, weekHours } from '../escalation.ts'
import type { Occurrence } from '../ports/issues.ts'
import { isRegression } from '../regression.ts'
import { addActivity } from './activities.ts'
import { hour, hourOf } from './issue-cells.ts'
import { usersAmong } from './issue-users.ts'
import { type OpenIssue, usersOf } from './open-issue.ts'
import { endSnooze, meetsSnooze } from './snooze.ts'

/** What an occurrence that is counted already makes of its issue's state; true when a resolved issue has come back. */
export function turnIssue(
  database: Database,
  issue: OpenIssue,
  occurrence: Occurrence,
  userHash: number | null,
): boolean {
  if (issue.status === 'resolved') return regress(database, issue, occurrence)
  if (issue.status !== 'ignored') return false
  const { snooze } = issue
  if (snooze && (snooze.count !== null || snooze.userCount !== null)) {
    const usersSeen = snooze.userCount === null ? 0 : usersAmong(issue.timesSeen, usersOf(database, issue))
    const event = {
      issueId: issue.id,
      receivedAt: occurrence.receivedAt,
      userHash,
      timesSeen: issue.timesSeen,
      usersSeen,
    }
    if (meetsSnooze(database, snooze, event)) escalate(database, issue, occurrence)
  } else if (issue.substatus === 'archived_until_escalating' && isFlood(database, issue, occurrence)) {
    escalate(database, issue, occurrence)
  }
  return false
}

function regress(database: Database, issue: OpenIssue, occurrence: Occurrence): boolean {
  const { resolution, resolvedAt } = issue
  if (resolvedAt === null) return false
  const datedAt = (release: string) => readReleaseDate(database, occurrence.projectId, release)
  if (!isRegression(resolution, occurrence, resolvedAt, datedAt)) return false
  reopen(issue, 'regressed')
  const resolvedIn: JsonObject = resolution?.kind === 'release' ? { resolved_in_version: resolution.release } : {}
  addActivity(database, {
    issueId: issue.id,
    type: 'set_regression',
    userId: null,
    data: { event_id: occurrence.eventId, version: occurrence.release, ...resolvedIn },
    createdAt: occurrence.receivedAt,
  })
  return true
}

function readReleaseDate(database: Database, projectId: number, release: string): number | null {
  const row = database.get(
    `SELECT releases.dated_at FROM projects JOIN releases ON releases.organization_id = projects.organization_id
     WHERE projects.id = ? AND releases.version = ?`,
    projectId,
    release,
  )
  return row ? integer(row, 'dated_at') : null
}

/** Comes back louder than it was archived; a person's priority stays theirs. */
function escalate(database: Database, issue: OpenIssue, occurrence: Occurrence): void {
  const { id: issueId, snooze } = issue
  const { eventId, receivedAt: createdAt } = occurrence
  const note = { issueId, userId: null, createdAt }
  const expired = snooze && {
    expired_snooze: {
      until: snooze.until,
      count: snooze.count,
      window: snooze.windowMinutes,
      user_count: snooze.userCount,
      user_window: snooze.userWindowMinutes,
    },
  }
  addActivity(database, { ...note, type: 'set_escalating', data: { event_id: eventId, ...expired } })
  if (snooze) endSnooze(database, issueId)
  reopen(issue, 'escalating')
  if (issue.isPriorityLocked || issue.priority === 'high') return
  issue.priority = 'high'
  addActivity(database, { ...note, type: 'set_priority', data: { priority: 'high', reason: 'escalating' } })
}

function reopen(issue: OpenIssue, substatus: 'regressed' | 'escalating'): void {
  issue.status = 'unresolved'
  issue.substatus = substatus
  issue.resolution = null
  issue.resolvedAt = null
  issue.snooze = null
  issue.archivedAt = null
  issue.needsReview = true
  issue.isTurned = true
}

/**
 * Whether the hour of this occurrence has more events than `escalationCeiling` allows after the 168 hours before it. Only hours that began
 * after the issue was archived are looked at: what came before was seen by whoever archived it.
 */
function isFlood(database: Database, issue: OpenIssue, { timestamp }: Occurrence): boolean {
  const now = hourOf(timestamp)
  if (issue.archivedAt === null || now < issue.archivedAt) return false
  const week = weekOf(database, issue, now)
  const isYoung = now - issue.firstSeen < weekHours * hour
  return (week[weekHours] ?? 0) > escalationCeiling(week.slice(0, weekHours), isYoung)
}

/** Events in each of the 168 hours before `now`, and in that one: what is stored, and what the batch has brought so far. */
function weekOf(database: Database, issue: OpenIssue, now: number): number[] {
  issue.weeks ??= new Map()
  const stored = issue.weeks.get(now) ?? readWeek(database, issue.id, now)
  issue.weeks.set(now, stored)
  const week = [...stored]
  for (const cell of issue.cells) addToWeek(week, now, cell.hour, cell.events)
  return week
}

function readWeek(database: Database, issueId: number, now: number): number[] {
  const week = Array.from({ length: weekHours + 1 }, () => 0)
  const rows = database.all(
    'SELECT hour, sum(events) AS events FROM issue_hours WHERE issue_id = ? AND hour BETWEEN ? AND ? GROUP BY hour',
    issueId,
    now - weekHours * hour,
    now,
  )
  for (const row of rows) addToWeek(week, now, integer(row, 'hour'), integer(row, 'events'))
  return week
}

function addToWeek(week: number[], now: number, at: number, events: number): void {
  const index = weekHours - (now - at) / hour
  const before = week[index]
  if (before !== undefined) week[index] = before + events
}
