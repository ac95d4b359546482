import type { Database, Row } from '../../sqlite/database.ts'
import { integer, text } from '../../sqlite/rows.ts'
import { type Fold, foldOf, joinFolds, type Part, toUserSession, usersOf } from '../part.ts'
import type { UserSession } from '../port.ts'
import { unpackFold } from './packing.ts'
import { findHome, insertPart, type KeptPart, listPartsOf, updatePart } from './parts.ts'

/** Keeps a part that was new, with what it is the home of. */
export function addPart(database: Database, kept: KeptPart): void {
  insertPart(database, kept)
  writeMarks(database, kept.no, null, kept.fold)
}

export function changePart(database: Database, before: KeptPart, after: KeptPart): void {
  updatePart(database, before, after)
  writeMarks(database, after.no, before.fold, after.fold)
}

/** Folds parts into the row of their home; they may be in it already. */
export function growRow(database: Database, home: number, added: Part[]): void {
  const known = findHome(database, home)
  if (!known?.fold) throw new Error('a row has no home')
  const fold = added.map(foldOf).reduce(joinFolds, known.fold)
  changePart(database, known, { ...known, fold, isAlone: false, packed: null })
}

/** Folds a row anew that lost something; it is gone when its home is. */
export function refoldRow(database: Database, home: number): void {
  const parts = listPartsOf(database, home)
  const known = parts.find(({ no }) => no === home)
  if (!known) return
  const others = parts.filter((one) => one !== known)
  const fold = others.map(({ part }) => foldOf(part)).reduce(joinFolds, foldOf(known.part))
  changePart(database, known, { ...known, fold, isAlone: others.length === 0, packed: null })
}

export function removeMarks(database: Database, home: number): void {
  database.run('DELETE FROM marks WHERE home = ?', home)
}

/** Null for a row whose platform nobody told. */
export function readRow(row: Row): UserSession | null {
  return toUserSession(integer(row, 'project_id'), text(row, 'id'), readFold(row))
}

/** What a row was folded to. */
export function readFold(row: Row): Fold {
  return unpackFold(text(row, 'fold'))
}

/** Changes what has changed: most rows have no marks, or grow without new ones. */
function writeMarks(database: Database, home: number, before: Fold | null, after: Fold | null): void {
  if (!hasMarks(before) && !hasMarks(after)) return
  const wanted = marksOf(after)
  for (const [key, [kind, value]] of marksOf(before)) {
    if (wanted.delete(key)) continue
    database.run('DELETE FROM marks WHERE home = ? AND kind = ? AND value = ?', home, kind, value)
  }
  for (const [kind, value] of wanted.values()) database.run('INSERT INTO marks VALUES (?, ?, ?)', home, kind, value)
}

function hasMarks(fold: Fold | null): boolean {
  return fold !== null && (Object.keys(fold.facts.lists).length > 0 || usersOf(fold).length > 0)
}

function marksOf(fold: Fold | null): Map<string, [kind: string, value: string]> {
  const marks = new Map<string, [string, string]>()
  if (!fold) return marks
  const { screen, event, attribute, response } = fold.facts.lists
  for (const [kind, values] of [
    ['user', usersOf(fold)],
    ['screen', screen],
    ['event', event],
    ['attribute', attribute],
    ['response', response],
  ] as const) {
    for (const value of values ?? []) marks.set(`${kind} ${value}`, [kind, value])
  }
  return marks
}
