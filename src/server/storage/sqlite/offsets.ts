import type { Database } from './database.ts'
import { integer } from './rows.ts'

/** Up to where a spool has been applied to a view, in its table `offsets`; 0 for one that it knows nothing of. */
export function readOffset(database: Database, spool: string): number {
  const row = database.get('SELECT position FROM offsets WHERE spool = ?', spool)
  return row ? integer(row, 'position') : 0
}

/** To be written in the transaction that applies what stands before it. */
export function writeOffset(database: Database, spool: string, position: number): void {
  database.run(
    'INSERT INTO offsets VALUES (?, ?) ON CONFLICT DO UPDATE SET position = excluded.position',
    spool,
    position,
  )
}
