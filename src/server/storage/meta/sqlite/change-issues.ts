import type { JsonObject } from '../../../../protocol/event.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { flag, integer, integerOrNull, text, textOrNull } from '../../sqlite/rows.ts'
import type { ActivityType, IssueChange, IssueStore, Resolution, Snooze } from '../ports/issues.ts'
import { addActivity } from './activities.ts'
import { priorityRanks, readSnooze } from './issue-rows.ts'
import { endSnooze } from './snooze.ts'

/** Changes that people, or jobs, make to issues. */
export function changeStore(database: Database): Pick<IssueStore, 'changeIssues'> {
  return {
    async changeIssues(ids, change) {
      return database.write(() => [...new Set(ids)].filter((id) => changeIssue(database, id, change)))
    },
  }
}

const columns = `status, substatus, resolution, snooze, times_seen, users_seen, needs_review, assignee_user_id, assignee_team_id, priority,
  is_priority_locked, share_id`

/** True when anything became different. */
function changeIssue(database: Database, id: number, change: IssueChange): boolean {
  const row = database.get(`SELECT ${columns} FROM issues WHERE id = ? AND deleted_at IS NULL`, id)
  if (!row) return false
  const note = (type: ActivityType, data: JsonObject) =>
    addActivity(database, { issueId: id, type, userId: change.userId, data, createdAt: change.at })
  const changes = [
    changeStatus(database, id, row, change, note),
    changeAssignee(database, id, row, change, note),
    changePriority(database, id, row, change, note),
    review(database, id, row, change, note),
    share(database, id, row, change, note),
  ]
  return changes.includes(true)
}

type Note = (type: ActivityType, data: JsonObject) => void

function changeStatus(
  database: Database,
  id: number,
  row: Row,
  { status: change, at }: IssueChange,
  note: Note,
): boolean {
  if (!change) return false
  const { status, substatus } = change
  const resolution = status === 'resolved' ? (change.resolution ?? null) : null
  const wanted = status === 'ignored' ? (change.snooze ?? null) : null
  const resolutionText = resolution && JSON.stringify(resolution)
  const isSame =
    text(row, 'status') === status &&
    textOrNull(row, 'substatus') === substatus &&
    textOrNull(row, 'resolution') === resolutionText &&
    isSameSnooze(readSnooze(row), wanted)
  if (isSame) return false
  const base = { at, timesSeen: integer(row, 'times_seen'), usersSeen: integer(row, 'users_seen') }
  const snooze: Snooze | null = wanted && { ...wanted, base }
  if (row.snooze !== null) endSnooze(database, id)
  database.run(
    `UPDATE issues SET status = ?, substatus = ?, resolution = ?, resolved_at = ?, snooze = ?, snooze_until = ?, archived_at = ?,
       needs_review = 0
     WHERE id = ?`,
    status,
    substatus,
    resolutionText,
    status === 'resolved' ? at : null,
    snooze && JSON.stringify(snooze),
    snooze?.until ?? null,
    status === 'ignored' ? at : null,
    id,
  )
  if (status === 'resolved') note(...resolutionActivity(resolution))
  else if (status === 'ignored') note('set_ignored', snoozeData(snooze, substatus === 'archived_until_escalating', at))
  else note('set_unresolved', {})
  return true
}

/** The same conditions set again count on from where they are: a request that is sent twice changes nothing. */
function isSameSnooze(a: Omit<Snooze, 'base'> | null, b: Omit<Snooze, 'base'> | null): boolean {
  if (a === null || b === null) return a === b
  const members = ['until', 'count', 'windowMinutes', 'userCount', 'userWindowMinutes'] as const
  return members.every((member) => a[member] === b[member])
}

function resolutionActivity(resolution: Resolution | null): [ActivityType, JsonObject] {
  if (resolution === null) return ['set_resolved', {}]
  if (resolution.kind === 'commit') {
    return ['set_resolved_in_commit', { commit: resolution.commit, repositoryId: resolution.repositoryId }]
  }
  // As Sentry writes it: the version stays empty while it is not known which release will be the next.
  const { release, isNext } = resolution
  return ['set_resolved_in_release', isNext ? { version: '', current_release_version: release } : { version: release }]
}

/** In the API's words; the duration in minutes. */
function snoozeData(snooze: Snooze | null, ignoreUntilEscalating: boolean, at: number): JsonObject {
  if (ignoreUntilEscalating) return { ignoreUntilEscalating }
  if (snooze === null) return {}
  return {
    ignoreCount: snooze.count,
    ignoreDuration: snooze.until === null ? null : Math.round((snooze.until - at) / 60_000),
    ignoreUntil: snooze.until === null ? null : new Date(snooze.until).toISOString(),
    ignoreUserCount: snooze.userCount,
    ignoreUserWindow: snooze.userWindowMinutes,
    ignoreWindow: snooze.windowMinutes,
  }
}

function changeAssignee(database: Database, id: number, row: Row, { assignee }: IssueChange, note: Note): boolean {
  if (assignee === undefined) return false
  const userId = assignee && 'userId' in assignee ? assignee.userId : null
  const teamId = assignee && 'teamId' in assignee ? assignee.teamId : null
  if (integerOrNull(row, 'assignee_user_id') === userId && integerOrNull(row, 'assignee_team_id') === teamId)
    return false
  database.run('UPDATE issues SET assignee_user_id = ?, assignee_team_id = ? WHERE id = ?', userId, teamId, id)
  if (userId !== null) note('assigned', { assignee: String(userId), assigneeType: 'user' })
  else if (teamId !== null) note('assigned', { assignee: String(teamId), assigneeType: 'team' })
  else note('unassigned', {})
  return true
}

function changePriority(database: Database, id: number, row: Row, { priority }: IssueChange, note: Note): boolean {
  if (priority === undefined) return false
  const rank = priorityRanks[priority]
  const isChanged = integer(row, 'priority') !== rank
  // Said again by a person, it is theirs from now on, though nobody sees a difference.
  if (!isChanged && flag(row, 'is_priority_locked')) return false
  database.run('UPDATE issues SET priority = ?, is_priority_locked = 1 WHERE id = ?', rank, id)
  if (isChanged) note('set_priority', { priority })
  return isChanged
}

function review(database: Database, id: number, row: Row, { isReviewed, status }: IssueChange, note: Note): boolean {
  // A change of the status has marked it already, and says so itself.
  if (!isReviewed || status || !flag(row, 'needs_review')) return false
  database.run('UPDATE issues SET needs_review = 0 WHERE id = ?', id)
  note('mark_reviewed', {})
  return true
}

function share(database: Database, id: number, row: Row, { shareId }: IssueChange, note: Note): boolean {
  if (shareId === undefined) return false
  const before = textOrNull(row, 'share_id')
  if ((before === null) === (shareId === null)) return false
  database.run('UPDATE issues SET share_id = ? WHERE id = ?', shareId, id)
  note(shareId === null ? 'set_private' : 'set_public', {})
  return true
}
