import type { Database } from '../../sqlite/database.ts'
import { blob, integer } from '../../sqlite/rows.ts'
import { checkDatabase } from '../../sqlite/check.ts'
import { decodeBlock } from './block.ts'

/** Structure, checksums of all blocks, and entries that point to nothing; [] when sound. Reads and inflates the whole file. */
export function checkDay(database: Database): string[] {
  const faults = checkDatabase(database)
  const last = database.get('SELECT coalesce(max(id), 0) AS last FROM blocks')
  for (let id = 1; last && id <= integer(last, 'last'); id += 1) {
    const row = database.get('SELECT slots, data FROM blocks WHERE id = ?', id)
    if (row && !isSound(blob(row, 'data'), integer(row, 'slots')))
      faults.push(`${database.path}: block ${id} is damaged`)
  }
  const dangling = database.get(
    `SELECT count(*) AS count FROM entries LEFT JOIN blocks ON blocks.id = block
     WHERE block IS NOT NULL AND (blocks.id IS NULL OR slot >= slots)`,
  )
  const missing = dangling ? integer(dangling, 'count') : 0
  if (missing > 0) faults.push(`${database.path}: ${missing} entries without their payload`)
  return faults
}

function isSound(data: Uint8Array, slots: number): boolean {
  try {
    return decodeBlock(data).length === slots
  } catch {
    return false
  }
}
