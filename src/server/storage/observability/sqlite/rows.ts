import type { Database, Row } from '../../sqlite/database.ts'
import { integer, text } from '../../sqlite/rows.ts'
import { type Fold, foldOf, joinFolds, type Part, toUserSession, usersOf } from '../part.ts'
import type { UserSession } from '../port.ts'
import { listPartsOf } from './parts.ts'

/** Folds parts into the row of their home; they may be in it already. */
export function growRow(database: Database, home: number, added: Part[]): void {
  const known = database.get('SELECT * FROM rows WHERE home = ?', home)
  const folds = added.map(foldOf)
  if (known) folds.unshift(readFold(known))
  writeRow(database, home, folds)
}

/** Folds a row anew that lost something; without parts it is gone. */
export function refoldRow(database: Database, home: number): void {
  const folds = listPartsOf(database, home).map(foldOf)
  if (folds.length > 0) writeRow(database, home, folds)
  else removeRow(database, home)
}

export function removeRow(database: Database, home: number): void {
  database.run('DELETE FROM marks WHERE home = ?', home)
  database.run('DELETE FROM rows WHERE home = ?', home)
}

/** Null for a row whose platform nobody told. */
export function readRow(row: Row): UserSession | null {
  return toUserSession(integer(row, 'project_id'), text(row, 'id'), readFold(row))
}

/** What a row was folded to. */
export function readFold(row: Row): Fold {
  const fold: Fold = JSON.parse(text(row, 'fold'))
  return fold
}

function writeRow(database: Database, home: number, folds: Fold[]): void {
  const [first, ...others] = folds
  const named = database.get('SELECT project_id, lower(hex(id)) AS id FROM parts WHERE no = ?', home)
  if (!first || !named) throw new Error('a row has no home')
  const fold = others.reduce(joinFolds, first)
  const [projectId, id] = [integer(named, 'project_id'), text(named, 'id')]
  const platform = fold.facts.texts.platform?.[1] ?? ''
  const session = toUserSession(projectId, id, fold)
  database.run(
    'INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    home,
    projectId,
    id,
    fold.receivedAt,
    platform,
    fold.startedAt,
    fold.endedAt - fold.startedAt,
    session?.appVersion ?? '',
    session?.manufacturer ?? '',
    session?.model ?? '',
    session?.networkType ?? '',
    session?.osVersion ?? '',
    session?.user ?? '',
    Number(session?.hasException ?? false),
    Number(session?.isAnr ?? false),
    Number(session?.isCrash ?? false),
    Number(session?.rageTap ?? false),
    JSON.stringify(fold),
  )
  writeMarks(database, home, fold)
}

/** Changes what has changed: most rows grow without new marks. */
function writeMarks(database: Database, home: number, fold: Fold): void {
  const { screen = [], event = [], attribute = [], response = [] } = fold.facts.lists
  const lists = { user: usersOf(fold), screen, event, attribute, response }
  const wanted = new Map(
    Object.entries(lists).flatMap(([kind, values]) =>
      values.map((value) => [`${kind} ${value}`, [kind, value] as const] as const),
    ),
  )
  for (const row of database.all('SELECT kind, value FROM marks WHERE home = ?', home)) {
    const [kind, value] = [text(row, 'kind'), text(row, 'value')]
    if (wanted.delete(`${kind} ${value}`)) continue
    database.run('DELETE FROM marks WHERE home = ? AND kind = ? AND value = ?', home, kind, value)
  }
  for (const [kind, value] of wanted.values()) database.run('INSERT INTO marks VALUES (?, ?, ?)', home, kind, value)
}
