import type { Database } from '../../sqlite/database.ts'
import { blob, integer } from '../../sqlite/rows.ts'
import { countUsers, emptySketch, type UserSketch } from '../../user-sketch.ts'

/** Up to 64 users stand in the issue's own row. */
const inlineBytes = 400

/** What is written into `issues.users`: null when it is too large for the row, or nothing. */
export function inlineSketch(sketch: UserSketch): UserSketch | null {
  return sketch.length > 1 && sketch.length <= inlineBytes ? sketch : null
}

/** Whom an issue has met, given what stands in its row. */
export function readSketch(database: Database, issueId: number, inline: UserSketch | null): UserSketch {
  if (inline !== null) return inline
  const row = database.get('SELECT sketch FROM issue_users WHERE issue_id = ?', issueId)
  return row ? blob(row, 'sketch') : emptySketch
}

/** Writes a sketch that does not fit into the issue's row, within the caller's transaction. */
export function writeLargeSketch(database: Database, issueId: number, sketch: UserSketch): void {
  if (sketch.length <= inlineBytes) return
  database.run(
    'INSERT INTO issue_users VALUES (?, ?) ON CONFLICT DO UPDATE SET sketch = excluded.sketch',
    issueId,
    sketch,
  )
}

/** Whom an issue has met, read on its own. */
export function findSketch(database: Database, issueId: number): UserSketch {
  const row = database.get('SELECT users FROM issues WHERE id = ?', issueId)
  return readSketch(database, issueId, row && row.users !== null ? blob(row, 'users') : null)
}

/** Sets whom an issue has met, and how many those are, within the caller's transaction. */
export function replaceSketch(database: Database, issueId: number, sketch: UserSketch): void {
  database.run('DELETE FROM issue_users WHERE issue_id = ?', issueId)
  writeLargeSketch(database, issueId, sketch)
  const row = database.get('SELECT times_seen FROM issues WHERE id = ?', issueId)
  const usersSeen = row ? usersAmong(integer(row, 'times_seen'), sketch) : 0
  database.run('UPDATE issues SET users = ?, users_seen = ? WHERE id = ?', inlineSketch(sketch), usersSeen, issueId)
}

/** Distinct users of so many events: an estimate may be above what there can be. */
export function usersAmong(timesSeen: number, sketch: UserSketch): number {
  return Math.min(timesSeen, countUsers(sketch))
}
