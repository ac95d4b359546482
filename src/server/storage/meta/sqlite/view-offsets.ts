import type { Database } from '../../sqlite/database.ts'
import { integer, text } from '../../sqlite/rows.ts'

/** How far this view has applied a spool; 0 before the first batch. */
export function readOffset(database: Database, spool: string): number {
  const row = database.get('SELECT position FROM view_offsets WHERE spool = ?', spool)
  return row ? integer(row, 'position') : 0
}

/** Of every spool that this view has applied anything of. */
export function listOffsets(database: Database): { spool: string; position: number }[] {
  const rows = database.all('SELECT spool, position FROM view_offsets ORDER BY spool')
  return rows.map((row) => ({ spool: text(row, 'spool'), position: integer(row, 'position') }))
}

/** Within the caller's transaction, together with the rows that the offset stands for. */
export function writeOffset(database: Database, spool: string, position: number): void {
  database.run(
    'INSERT INTO view_offsets VALUES (?, ?) ON CONFLICT DO UPDATE SET position = excluded.position',
    spool,
    position,
  )
}
