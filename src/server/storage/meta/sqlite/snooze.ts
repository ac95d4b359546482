import type { Database } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'
import { inSteps } from '../../sqlite/steps.ts'
import type { IssueStore, Snooze } from '../ports/issues.ts'
import { addActivity } from './activities.ts'

const minute = 60_000

/** Issues woken in one transaction. */
const wokenAtOnce = 500

export function snoozeStore(database: Database): Pick<IssueStore, 'wakeSnoozed'> {
  return {
    wakeSnoozed: (now) => inSteps(database, wokenAtOnce, () => wakeSome(database, now)),
  }
}

function wakeSome(database: Database, now: number): number {
  const rows = database.all(
    'SELECT id FROM issues WHERE snooze_until <= ? ORDER BY snooze_until LIMIT ?',
    now,
    wokenAtOnce,
  )
  for (const row of rows) {
    const id = integer(row, 'id')
    database.run(
      `UPDATE issues SET status = 'unresolved', substatus = 'ongoing', snooze = NULL, snooze_until = NULL, archived_at = NULL WHERE id = ?`,
      id,
    )
    endSnooze(database, id)
    addActivity(database, { issueId: id, type: 'set_unresolved', userId: null, data: {}, createdAt: now })
  }
  return rows.length
}

/** Forgets what a snooze has counted, within the caller's transaction. */
export function endSnooze(database: Database, issueId: number): void {
  database.run('DELETE FROM snooze_minutes WHERE issue_id = ?', issueId)
  database.run('DELETE FROM snooze_users WHERE issue_id = ?', issueId)
}

/** An event of a snoozed issue, with what the issue stands at after it. */
export interface SnoozedEvent {
  issueId: number
  receivedAt: number
  userHash: number | null
  timesSeen: number
  usersSeen: number
}

/** Counts an event of a snoozed issue; true when it meets one of the snooze's counts. Its time is `wakeSnoozed`'s to watch. */
export function meetsSnooze(database: Database, snooze: Snooze, event: SnoozedEvent): boolean {
  return meetsCount(database, snooze, event) || meetsUserCount(database, snooze, event)
}

function meetsCount(database: Database, { count, windowMinutes, base }: Snooze, event: SnoozedEvent): boolean {
  if (count === null) return false
  if (windowMinutes === null) return event.timesSeen - base.timesSeen >= count
  const now = Math.floor(event.receivedAt / minute)
  database.run(
    'INSERT INTO snooze_minutes VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET events = events + 1',
    event.issueId,
    now,
  )
  const row = database.get(
    'SELECT sum(events) AS events FROM snooze_minutes WHERE issue_id = ? AND minute > ? AND minute <= ?',
    event.issueId,
    now - windowMinutes,
    now,
  )
  return row !== undefined && integer(row, 'events') >= count
}

function meetsUserCount(database: Database, snooze: Snooze, event: SnoozedEvent): boolean {
  const { userCount, userWindowMinutes, base } = snooze
  if (userCount === null) return false
  if (userWindowMinutes === null) return event.usersSeen - base.usersSeen >= userCount
  if (event.userHash === null) return false
  database.run(
    `INSERT INTO snooze_users VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seen_at = max(seen_at, excluded.seen_at)`,
    event.issueId,
    event.userHash,
    event.receivedAt,
  )
  const row = database.get(
    'SELECT count(*) AS users FROM snooze_users WHERE issue_id = ? AND seen_at > ?',
    event.issueId,
    event.receivedAt - userWindowMinutes * minute,
  )
  return row !== undefined && integer(row, 'users') >= userCount
}
