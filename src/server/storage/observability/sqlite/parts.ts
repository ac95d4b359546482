import type { Database, Row } from '../../sqlite/database.ts'
import { blob, integer, integerOrNull, text } from '../../sqlite/rows.ts'
import { type Part, type Span, spanOf } from '../part.ts'
import { mostSpanMs, type SourceKind, sourceKinds } from '../port.ts'

/** A part as it is kept. */
export interface KeptPart {
  no: number
  part: Part
  home: number | null
}

export function hexBytes(id: string): Uint8Array {
  return new Uint8Array(Buffer.from(id, 'hex'))
}

export function findPart(
  database: Database,
  { projectId, kind, id }: { projectId: number; kind: SourceKind; id: string },
): KeptPart | null {
  const code = sourceKinds.indexOf(kind)
  const row = database.get(
    'SELECT * FROM parts WHERE project_id = ? AND kind = ? AND id = ?',
    projectId,
    code,
    hexBytes(id),
  )
  return row ? toPart(row) : null
}

export function listPartsOf(database: Database, home: number): Part[] {
  return database.all('SELECT * FROM parts WHERE home = ?', home).map((row) => toPart(row).part)
}

/** Those of the user that touch the span, by start and id. */
export function listTouching(database: Database, projectId: number, user: number, kind: SourceKind, span: Span) {
  return database
    .all(
      // No span is longer than `mostSpanMs`: older starts need no look.
      'SELECT * FROM parts WHERE project_id = ? AND user = ? AND kind = ? AND start BETWEEN ? AND ? AND end >= ? ORDER BY start, id',
      projectId,
      user,
      sourceKinds.indexOf(kind),
      span.start - mostSpanMs,
      span.end,
      span.start,
    )
    .map(toPart)
}

/** Gives its number. */
export function insertPart(database: Database, part: Part): number {
  const { projectId, kind, id, receivedAt, user } = part
  const { start, end } = spanOf(part)
  return database.run(
    'INSERT INTO parts VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, NULL, ?)',
    projectId,
    sourceKinds.indexOf(kind),
    hexBytes(id),
    receivedAt,
    user?.[1] ?? null,
    start,
    end,
    writeState(part),
  ).lastInsertRowid
}

export function updatePart(database: Database, no: number, part: Part): void {
  const { start, end } = spanOf(part)
  database.run(
    'UPDATE parts SET received_at = ?, user = ?, start = ?, end = ?, state = ? WHERE no = ?',
    part.receivedAt,
    part.user?.[1] ?? null,
    start,
    end,
    writeState(part),
    no,
  )
}

export function setHome(database: Database, no: number, home: number | null): void {
  database.run('UPDATE parts SET home = ? WHERE no = ?', home, no)
}

type State = Pick<Part, 'user' | 'startedAt' | 'endedAt' | 'isOver' | 'facts'>

function writeState({ user, startedAt, endedAt, isOver, facts }: Part): string {
  return JSON.stringify({ user, startedAt, endedAt, isOver, facts } satisfies State)
}

function toPart(row: Row): KeptPart {
  const state: State = JSON.parse(text(row, 'state'))
  const kind = sourceKinds[integer(row, 'kind')]
  if (kind === undefined) throw new Error('a part is of no known kind')
  const part = {
    projectId: integer(row, 'project_id'),
    kind,
    id: Buffer.from(blob(row, 'id')).toString('hex'),
    receivedAt: integer(row, 'received_at'),
    ...state,
  }
  return { no: integer(row, 'no'), part, home: integerOrNull(row, 'home') }
}
