import type { Database, Row } from '../../sqlite/database.ts'
import { blob, flag, integer, text } from '../../sqlite/rows.ts'
import { readElement } from '../element.ts'
import type { ReplayElement } from '../records.ts'
import { type Columns, openColumns } from './columns.ts'
import type { ReplayRow } from './facts.ts'
import { type Lists, openLists } from './lists.ts'
import { openPosts, type Posts } from './posts.ts'
import { readState } from './state.ts'
import { openTerms, type Terms } from './terms.ts'

/** The database with what is known of it in memory. */
export interface View {
  database: Database
  columns: Columns
  terms: Terms
  posts: Posts
  lists: Lists
}

export function openView(database: Database): View {
  return {
    database,
    columns: openColumns(database),
    terms: openTerms(database),
    posts: openPosts(database),
    lists: openLists(database),
  }
}

export function findRow(database: Database, projectId: number, replayId: string): ReplayRow | null {
  const row = database.get(
    'SELECT * FROM replays WHERE replay_id = ? AND project_id = ?',
    hexBytes(replayId),
    projectId,
  )
  return row ? toRow(row) : null
}

/** Of whichever of these projects, in their order: an organisation has many, and an id is in one of them or in none. */
export function findRows(database: Database, projectIds: number[], replayId: string): ReplayRow[] {
  const rows = database.all('SELECT * FROM replays WHERE replay_id = ?', hexBytes(replayId)).map(toRow)
  if (rows.length === 0) return rows
  return projectIds.flatMap((projectId) => rows.filter((row) => row.projectId === projectId))
}

export function readRow(database: Database, no: number): ReplayRow {
  const row = database.get('SELECT * FROM replays WHERE no = ?', no)
  if (row === undefined) throw new Error(`no replay ${no}`)
  return toRow(row)
}

function toRow(row: Row): ReplayRow {
  return {
    no: integer(row, 'no'),
    replayId: Buffer.from(blob(row, 'replay_id')).toString('hex'),
    projectId: integer(row, 'project_id'),
    receivedAt: integer(row, 'received_at'),
    isArchived: flag(row, 'archived'),
    state: readState(text(row, 'state')),
  }
}

export function hexBytes(id: string): Uint8Array {
  return Buffer.from(id, 'hex')
}

/** Reads the elements of terms, each once. */
export function elementReader({ terms }: View): (term: number) => ReplayElement {
  const known = new Map<number, ReplayElement>()
  return (term) => {
    const element = known.get(term) ?? readElement(terms.text(term))
    known.set(term, element)
    return element
  }
}
