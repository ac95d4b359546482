import type { Database, Row } from '../../sqlite/database.ts'
import { integer, integerOrNull } from '../../sqlite/rows.ts'
import type { IssueStore } from '../ports/issues.ts'
import { keepRichest, type Richest } from '../../richest.ts'
import { mergeSketches } from '../../user-sketch.ts'
import { addActivity } from './activities.ts'
import { addSums } from './issue-cells.ts'
import { fileJob } from './issue-jobs.ts'
import { readRichest, writeRichest } from './issue-richest.ts'
import { findSketch, replaceSketch } from './issue-users.ts'
import { shownColumns } from './open-issue.ts'
import { endSnooze } from './snooze.ts'
import type { Trends } from './trends.ts'

type By = { userId: number | null; at: number }

/** Two issues that are one, and one that is two. */
export function mergeStore(
  database: Database,
  trends: Trends,
): Pick<IssueStore, 'mergeIssues' | 'unmergeHashes' | 'findMerged'> {
  return {
    mergeIssues: async (into, ids, by) => database.write(() => mergeIssues(database, trends, into, ids, by)),
    unmergeHashes: async (issueId, hashes, by) =>
      database.write(() => unmergeHashes(database, trends, issueId, hashes, by)),
    async findMerged(id) {
      const row = database.get('SELECT into_id FROM merged_issues WHERE id = ?', id)
      return row ? integer(row, 'into_id') : null
    },
  }
}

function mergeIssues(database: Database, trends: Trends, into: number, ids: number[], by: By): number[] {
  const target = findOpen(database, into)
  if (!target) return []
  const merged: number[] = []
  for (const id of new Set(ids)) {
    const source = findOpen(database, id)
    if (id === into || source?.project_id !== target.project_id) continue
    mergeIssue(database, into, id)
    merged.push(id)
  }
  if (merged.length === 0) return []
  const data = { issues: merged.map((id) => ({ id: String(id) })) }
  addActivity(database, { issueId: into, type: 'merge', userId: by.userId, data, createdAt: by.at })
  fileJob(database, { kind: 'merge', issueIds: merged, into }, by.at)
  trends.touch(integer(target, 'project_id'), [into, ...merged])
  return merged
}

function findOpen(database: Database, id: number): Row | undefined {
  return database.get('SELECT project_id FROM issues WHERE id = ? AND deleted_at IS NULL', id)
}

/** Moves all that `from` has to `into` and removes it. Whatever both have is added up. */
function mergeIssue(database: Database, into: number, from: number): void {
  // Of what the two show of themselves the newer stays; of two with one time, the target's.
  const newer = `(SELECT newer.id FROM issues newer WHERE newer.id IN (?1, ?2) ORDER BY newer.last_seen DESC, newer.id = ?1 DESC LIMIT 1)`
  const statements = [
    'UPDATE issue_hashes SET issue_id = ?1 WHERE issue_id = ?2',
    `INSERT INTO issue_hours SELECT ?1, hour, environment, events, first_seen, last_seen FROM issue_hours WHERE issue_id = ?2
     ON CONFLICT DO UPDATE SET ${addSums}`,
    `INSERT INTO issue_environments SELECT ?1, environment, events, first_seen, last_seen FROM issue_environments WHERE issue_id = ?2
     ON CONFLICT DO UPDATE SET ${addSums}`,
    `INSERT INTO issue_marks SELECT ?1, user_id, is_bookmarked, is_subscribed, seen_at FROM issue_marks WHERE issue_id = ?2
     ON CONFLICT DO UPDATE SET is_bookmarked = max(is_bookmarked, excluded.is_bookmarked),
       is_subscribed = coalesce(max(is_subscribed, excluded.is_subscribed), is_subscribed, excluded.is_subscribed),
       seen_at = coalesce(max(seen_at, excluded.seen_at), seen_at, excluded.seen_at)`,
    `UPDATE activities SET issue_id = ?1 WHERE issue_id = ?2 AND type = 'note'`,
    'UPDATE user_reports SET issue_id = ?1 WHERE issue_id = ?2',
    'UPDATE attachments SET issue_id = ?1 WHERE issue_id = ?2',
    `UPDATE issues SET (search_text, ${shownColumns}) =
       (SELECT search_text, ${shownColumns} FROM issues shown WHERE shown.id = ${newer}) WHERE id = ?1`,
    `UPDATE issues AS target SET
       times_seen = target.times_seen + source.times_seen,
       comment_count = target.comment_count + source.comment_count,
       user_report_count = target.user_report_count + source.user_report_count,
       first_event_id = iif(source.first_seen < target.first_seen, source.first_event_id, target.first_event_id),
       first_seen = min(target.first_seen, source.first_seen),
       last_event_id = iif(source.last_seen > target.last_seen, source.last_event_id, target.last_event_id),
       last_seen = max(target.last_seen, source.last_seen),
       first_release = iif(target.first_release_at IS NULL OR source.first_release_at < target.first_release_at,
         source.first_release, target.first_release),
       first_release_at = coalesce(min(target.first_release_at, source.first_release_at), target.first_release_at, source.first_release_at),
       last_release = iif(target.last_release_at IS NULL OR source.last_release_at > target.last_release_at,
         source.last_release, target.last_release),
       last_release_at = coalesce(max(target.last_release_at, source.last_release_at), target.last_release_at, source.last_release_at)
     FROM issues AS source WHERE target.id = ?1 AND source.id = ?2`,
    'UPDATE merged_issues SET into_id = ?1 WHERE into_id = ?2',
    'INSERT INTO merged_issues SELECT id, project_id, number, ?1 FROM issues WHERE id = ?2',
  ]
  const richest = joinRichestOf(database, [into, from])
  const before = readCounts(database, into)
  for (const sql of statements) database.run(sql, into, from)
  database.run('UPDATE issues SET richest = ? WHERE id = ?', writeRichest(richest), into)
  replaceSketch(database, into, mergeSketches(findSketch(database, into), findSketch(database, from)))
  const after = readCounts(database, into)
  // A snooze waits for what comes from now on; what is merged into its issue has come already.
  database.run(
    `UPDATE issues SET snooze = json_set(snooze,
       '$.base.timesSeen', snooze ->> '$.base.timesSeen' + ?, '$.base.usersSeen', snooze ->> '$.base.usersSeen' + ?)
     WHERE id = ? AND snooze IS NOT NULL`,
    after.events - before.events,
    after.users - before.users,
    into,
  )
  endSnooze(database, from)
  database.run('DELETE FROM issues WHERE id = ?', from)
}

/** Unknown when it is of one of them. */
function joinRichestOf(database: Database, ids: number[]): Richest | null {
  let joined: Richest = []
  for (const id of ids) {
    const row = database.get('SELECT richest FROM issues WHERE id = ?', id)
    const own = row ? readRichest(row) : null
    if (own === null) return null
    joined = keepRichest([...joined, ...own])
  }
  return joined
}

function readCounts(database: Database, id: number): { events: number; users: number } {
  const row = database.get('SELECT times_seen, users_seen FROM issues WHERE id = ?', id)
  return row ? { events: integer(row, 'times_seen'), users: integer(row, 'users_seen') } : { events: 0, users: 0 }
}

function unmergeHashes(
  database: Database,
  trends: Trends,
  from: number,
  hashes: string[],
  by: By,
): { issueId: number } | null {
  const source = findOpen(database, from)
  if (!source) return null
  const projectId = integer(source, 'project_id')
  const own = database.all('SELECT hash FROM issue_hashes WHERE issue_id = ?', from).map((row) => String(row.hash))
  const leaving = own.filter((hash) => hashes.includes(hash))
  if (leaving.length === 0 || leaving.length === own.length) return null
  const into = copyIssue(database, from, projectId, by.at)
  trends.touch(projectId, [into])
  database.run(
    `UPDATE issue_hashes SET issue_id = ? WHERE project_id = ? AND hash IN (SELECT value FROM json_each(?))`,
    into,
    projectId,
    JSON.stringify(leaving),
  )
  const { userId, at: createdAt } = by
  addActivity(database, {
    issueId: from,
    type: 'unmerge_source',
    userId,
    data: { fingerprints: leaving, destination: { id: String(into) } },
    createdAt,
  })
  addActivity(database, {
    issueId: into,
    type: 'unmerge_destination',
    userId,
    data: { fingerprints: leaving, source: { id: String(from) } },
    createdAt,
  })
  fileJob(database, { kind: 'unmerge', from, into, hashes: leaving }, createdAt)
  return { issueId: into }
}

/** A new issue that looks like another one until its own events say what it is: nothing is counted in it yet. */
function copyIssue(database: Database, from: number, projectId: number, at: number): number {
  const project = database.get(
    'UPDATE projects SET last_issue_number = last_issue_number + 1 WHERE id = ? RETURNING last_issue_number',
    projectId,
  )
  const number = project && integerOrNull(project, 'last_issue_number')
  const { lastInsertRowid } = database.run(
    `INSERT INTO issues (project_id, number, status, substatus, first_seen, last_seen, times_seen, search_text, first_release,
       first_release_at, last_release, last_release_at, first_event_id, last_event_id, created_at, priority, ${shownColumns})
     SELECT project_id, ?, 'unresolved', 'ongoing', first_seen, last_seen, 0, search_text, first_release,
       first_release_at, last_release, last_release_at, first_event_id, last_event_id, ?, priority, ${shownColumns}
     FROM issues WHERE id = ?`,
    number ?? null,
    at,
    from,
  )
  return lastInsertRowid
}
