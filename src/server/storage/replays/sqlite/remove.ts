import { startOfDay, dayMs, dayOf } from '../../blobs/key.ts'
import type { Database } from '../../sqlite/database.ts'
import { integer, text, textOrNull } from '../../sqlite/rows.ts'
import { inSteps } from '../../sqlite/steps.ts'
import { type ReplayText, replayTexts } from '../port.ts'
import { blockSize, readColumn } from './block.ts'
import { archived, clearedColumns, idPrefix, live } from './columns.ts'
import { countDeadClicks } from './dead-clicks.ts'
import type { ReplayRow } from './facts.ts'
import { intersect, placesOf } from './mask.ts'
import { maskIn, noOf, openRange } from './range.ts'
import { readClicks } from './segments.ts'
import { archivedState } from './state.ts'
import { isUnposted } from './terms.ts'
import { findRow, readRow, type View } from './view.ts'

/** See `ReplayStore.deleteReplays`; within a transaction. */
export function archiveReplays(view: View, projectId: number, replayIds: string[]): number {
  const { database, columns } = view
  const rows = [...new Set(replayIds)].flatMap((id) => findRow(database, projectId, id) ?? [])
  const found = rows.filter(({ isArchived }) => !isArchived)
  for (const { no } of found) buryBlobs(database, no, projectId)
  const clear = stripReplays(view, found)
  for (const { no, state } of found) {
    columns.set(no, 'flag', archived)
    const kept = JSON.stringify(archivedState(state))
    database.run('UPDATE replays SET archived = 1, state = ? WHERE no = ?', kept, no)
  }
  clear()
  return found.length
}

function buryBlobs(database: Database, no: number, projectId: number): void {
  database.run(
    `INSERT OR IGNORE INTO dead_blobs
     SELECT ?, blob_id, blob_at FROM segments WHERE no = ? AND blob_id IS NOT NULL`,
    projectId,
    no,
  )
}

/** How many replays go in one transaction: some 10 to 100 ms. */
const most = 200

/** See `ReplayStore.deleteProject`. */
export async function removeProject(
  view: View,
  projectId: number,
  change: (body: () => number) => number,
): Promise<void> {
  const { database } = view
  change(() => database.run('INSERT OR IGNORE INTO deleted_projects VALUES (?)', projectId).changes)
  await repeat(() => change(() => eraseReplays(view, nosOfProject(view, projectId))))
  for (const table of ['waiting_links', 'dead_blobs', 'deletions']) {
    change(() => database.run(`DELETE FROM ${table} WHERE project_id = ?`, projectId).changes)
  }
  change(() => database.run('DELETE FROM projects WHERE id = ?', projectId).changes)
}

function nosOfProject(view: View, projectId: number): number[] {
  const range = openRange(view, view.columns.blocks())
  const mask = maskIn(range, 'flag', [live, archived])
  intersect(mask, maskIn(range, 'projectId', [projectId]))
  const nos: number[] = []
  for (const index of range.blocks.keys()) {
    for (const place of placesOf(mask, index)) nos.push(noOf(range, index * blockSize + place))
    if (nos.length >= most) break
  }
  return nos.slice(0, most)
}

/** See `ReplayStore.deleteBefore`. */
export async function removeOld(view: View, time: number, change: (body: () => number) => number): Promise<number> {
  const { database } = view
  const midnight = startOfDay(dayOf(time))
  const removed = await repeat(() =>
    change(() => {
      const rows = database.all(`SELECT no FROM replays WHERE received_at < ? LIMIT ${most}`, midnight)
      return eraseReplays(
        view,
        rows.map((row) => integer(row, 'no')),
      )
    }),
  )
  await inSteps(database, 1000, () => {
    const old = 'SELECT replay_id, project_id, event_id, level, at FROM waiting_links WHERE received_at < ? LIMIT 1000'
    return database.run(
      `DELETE FROM waiting_links WHERE (replay_id, project_id, event_id, level, at) IN (${old})`,
      midnight,
    ).changes
  })
  // Their day is dropped as a whole.
  change(() => database.run('DELETE FROM dead_blobs WHERE at < ?', midnight - dayMs).changes)
  return removed
}

/** Until a step does less than it could; other work of the thread goes in between. */
async function repeat(step: () => number): Promise<number> {
  for (let done = 0; ; ) {
    const count = step()
    done += count
    if (count < most) return done
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Removes these without a trace; gives how many. */
function eraseReplays(view: View, nos: number[]): number {
  const { database, columns } = view
  const rows = nos.map((no) => readRow(database, no))
  const clear = stripReplays(view, rows)
  for (const { no } of rows) {
    columns.set(no, 'flag', 0)
    database.run('DELETE FROM replays WHERE no = ?', no)
  }
  clear()
  dropEmptyBlocks(view, new Set(nos.map((no) => Math.floor(no / blockSize))))
  return rows.length
}

/** The newest stays: it says which number is next. */
function dropEmptyBlocks({ columns, lists }: View, blocks: Set<number>): void {
  const newest = columns.blocks().at(-1)?.id
  const flags = new Float64Array(blockSize)
  for (const block of blocks) {
    if (block === newest) continue
    const emptied = columns.blocks().find(({ id }) => id === block)
    if (emptied === undefined) continue
    readColumn(columns.view('flag', emptied), flags)
    if (flags.some((flag) => flag !== 0)) continue
    columns.dropBlock(block)
    lists.dropBlock(block)
  }
}

/** Takes out everything that is kept of these but their rows; what it gives writes that, and removes the texts that nobody has any more. */
function stripReplays(view: View, rows: ReplayRow[]): () => void {
  const { database, columns, posts, lists, terms } = view
  const freed = new Map<ReplayText, Set<number>>(replayTexts.map((name) => [name, new Set()]))
  for (const row of rows) {
    stripSegments(view, row)
    database.run('DELETE FROM views WHERE no = ?', row.no)
    stripIds(database, row)
    for (const [name, used] of freed) {
      const term = columns.get(row.no, name)
      if (term !== 0) used.add(term)
    }
    for (const name of clearedColumns) columns.set(row.no, name, 0)
  }
  return () => {
    columns.flush()
    lists.clear(rows.map(({ no }) => no))
    lists.flush()
    const byBlock = Map.groupBy(rows, ({ no }) => Math.floor(no / blockSize))
    const emptied = new Set(
      [...byBlock].flatMap(([block, own]) =>
        posts.remove(
          block,
          own.map(({ no }) => no),
        ),
      ),
    )
    for (const term of emptied) if (isUnposted(database, term)) terms.remove(term)
    for (const [name, used] of freed) for (const term of unusedOf(view, name, used)) terms.remove(term)
  }
}

function stripSegments(view: View, { no, projectId }: ReplayRow): void {
  const { database } = view
  const rows = database.all('SELECT clicks, environment FROM segments WHERE no = ? AND clicks IS NOT NULL', no)
  for (const row of rows) {
    const clicks = readClicks(textOrNull(row, 'clicks') ?? '[]')
    countDeadClicks(view, { projectId, environment: text(row, 'environment') }, clicks, -1)
  }
  database.run('DELETE FROM segments WHERE no = ?', no)
}

function stripIds(database: Database, { no, state }: ReplayRow): void {
  const told = [...state.errorIds, ...state.traceIds].map(([, , id]) => id)
  const linked = [...state.errors, ...state.warnings, ...state.infos, ...state.linkedTraces].map(([, id]) => id)
  for (const id of [...told, ...linked]) database.run('DELETE FROM ids WHERE prefix = ? AND no = ?', idPrefix(id), no)
}

/** Those that no replay has in this column: most are found in use soon, so it is read from its newest end. */
function unusedOf({ columns }: View, name: ReplayText, terms: Set<number>): Set<number> {
  const left = new Set(terms)
  const values = new Float64Array(blockSize)
  for (const block of columns.blocks().toReversed()) {
    if (left.size === 0) break
    readColumn(columns.view(name, block), values)
    for (const value of values) if (value !== 0) left.delete(value)
  }
  return left
}
