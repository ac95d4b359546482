import { dayOf, startOfDay } from '../../blobs/key.ts'
import type { Database } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'
import { inSteps } from '../../sqlite/steps.ts'
import { settle } from './homes.ts'
import { findPart, hexBytes } from './parts.ts'
import { removeRow } from './rows.ts'

/** Rows that go in one transaction. */
const most = 1000

/** See `UserSessionStore.forgetReplays`; within a transaction. */
export function forgetReplays(database: Database, projectId: number, replayIds: string[]): void {
  for (const id of replayIds) {
    database.run('INSERT OR IGNORE INTO forgotten_replays VALUES (?, ?)', projectId, hexBytes(id))
    const known = findPart(database, { projectId, kind: 'replay', id })
    if (known === null) continue
    const { no, part, home } = known
    database.run('DELETE FROM parts WHERE no = ?', no)
    settle(database, [{ no, before: part, after: null, home }])
  }
}

/** See `UserSessionStore.deleteProject`. */
export async function removeProject(database: Database, projectId: number): Promise<void> {
  database.write(() => database.run('INSERT OR IGNORE INTO deleted_projects VALUES (?)', projectId))
  await inSteps(database, most, () => {
    const homes = database.all(`SELECT home FROM rows WHERE project_id = ? LIMIT ${most}`, projectId)
    for (const row of homes) removeRow(database, integer(row, 'home'))
    return homes.length
  })
  for (const [table, key] of [
    ['parts', 'no'],
    ['forgotten_replays', 'id'],
  ] as const) {
    const some = `SELECT ${key} FROM ${table} WHERE project_id = ? LIMIT ${most}`
    const remove = `DELETE FROM ${table} WHERE project_id = ? AND ${key} IN (${some})`
    await inSteps(database, most, () => database.run(remove, projectId, projectId).changes)
  }
}

/** See `UserSessionStore.deleteBefore`. */
export async function removeOld(database: Database, time: number): Promise<void> {
  const midnight = startOfDay(dayOf(time))
  await inSteps(database, most, () => {
    const homes = database.all(`SELECT home FROM rows WHERE received_at < ? LIMIT ${most}`, midnight)
    for (const row of homes) {
      const home = integer(row, 'home')
      removeRow(database, home)
      database.run('DELETE FROM parts WHERE home = ?', home)
    }
    return homes.length
  })
  const waiting = `SELECT no FROM parts WHERE home IS NULL AND received_at < ? LIMIT ${most}`
  await inSteps(database, most, () => database.run(`DELETE FROM parts WHERE no IN (${waiting})`, midnight).changes)
}
