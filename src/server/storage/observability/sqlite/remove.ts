import type { Database } from '../../sqlite/database.ts'
import { integer, integerOrNull } from '../../sqlite/rows.ts'
import { inSteps } from '../../sqlite/steps.ts'
import { settle } from './homes.ts'
import { dayOf, findPart, hexBytes } from './parts.ts'
import { removeMarks } from './rows.ts'

/** Rows that go in one transaction. */
const most = 1000

/** See `UserSessionStore.forgetReplays`; within a transaction. */
export function forgetReplays(database: Database, projectId: number, replayIds: string[]): void {
  for (const id of replayIds) {
    database.run('INSERT OR IGNORE INTO forgotten_replays VALUES (?, ?)', projectId, hexBytes(id))
    const before = findPart(database, { projectId, kind: 'replay', id })
    if (before === null) continue
    removeMarks(database, before.no)
    database.run('DELETE FROM parts WHERE no = ?', before.no)
    settle(database, [{ no: before.no, before, after: null }])
  }
}

/** See `UserSessionStore.deleteProject`. */
export async function removeProject(database: Database, projectId: number): Promise<void> {
  database.write(() => database.run('INSERT OR IGNORE INTO deleted_projects VALUES (?)', projectId))
  await inSteps(database, most, () => {
    const homes = database.all(
      `SELECT no FROM parts WHERE project_id = ? AND platform IS NOT NULL LIMIT ${most}`,
      projectId,
    )
    for (const row of homes) removeRow(database, integer(row, 'no'))
    return homes.length
  })
  // Events of all projects wait together, by number.
  let last = 0
  await inSteps(database, most, () => {
    const waiting = database.all(
      `SELECT no FROM parts WHERE home IS NULL AND no > ? AND +project_id = ? ORDER BY no LIMIT ${most}`,
      last,
      projectId,
    )
    for (const row of waiting) {
      last = integer(row, 'no')
      removePart(database, last)
    }
    return waiting.length
  })
  const some = `SELECT id FROM forgotten_replays WHERE project_id = ? LIMIT ${most}`
  const forget = `DELETE FROM forgotten_replays WHERE project_id = ? AND id IN (${some})`
  await inSteps(database, most, () => database.run(forget, projectId, projectId).changes)
}

/** See `UserSessionStore.deleteBefore`. */
export async function removeOld(database: Database, time: number): Promise<void> {
  const day = dayOf(time)
  await inSteps(database, most, () => {
    const old = database.all(`SELECT no, home FROM parts WHERE last_day < ? LIMIT ${most}`, day)
    for (const row of old) {
      const no = integer(row, 'no')
      if (integerOrNull(row, 'home') === null) removePart(database, no)
      else removeRow(database, no)
    }
    return old.length
  })
}

/** With all its parts. */
function removeRow(database: Database, home: number): void {
  removeMarks(database, home)
  database.run('DELETE FROM parts WHERE home = ?', home)
}

function removePart(database: Database, no: number): void {
  database.run('DELETE FROM parts WHERE no = ?', no)
}
