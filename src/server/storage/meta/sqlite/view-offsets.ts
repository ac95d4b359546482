import type { Database } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'

/** How far this view has applied a spool; 0 before the first batch. */
export function readOffset(database: Database, spool: string): number {
  const row = database.get('SELECT position FROM view_offsets WHERE spool = ?', spool)
  return row ? integer(row, 'position') : 0
}

/** Within the caller's transaction, together with the rows that the offset stands for. */
export function writeOffset(database: Database, spool: string, position: number): void {
  database.run(
    'INSERT INTO view_offsets VALUES (?, ?) ON CONFLICT DO UPDATE SET position = excluded.position',
    spool,
    position,
  )
}
