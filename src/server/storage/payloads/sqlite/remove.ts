import type { Database } from '../../sqlite/database.ts'
import { encodeBlock } from './block.ts'
import { type FoundEntry, readBlock } from './lookup.ts'

/**
 * Takes payloads out of a day's blocks. The blocks are written again without them, freed pages are overwritten (`secure_delete`)
 * and the log is cut, so that the bytes are in no file of ours any more; the entries stay, so the ids stay known.
 */
export function removeFromDay(database: Database, entries: readonly FoundEntry[]): void {
  const byBlock = Map.groupBy(
    entries.filter((entry) => entry.block !== null),
    (entry) => entry.block,
  )
  if (byBlock.size === 0) return
  database.write(() => {
    for (const [block, gone] of byBlock) if (block !== null) removeFromBlock(database, block, gone)
  })
  database.all('PRAGMA wal_checkpoint(TRUNCATE)')
}

function removeFromBlock(database: Database, block: number, entries: readonly FoundEntry[]): void {
  const slots = new Set(entries.map((entry) => entry.slot))
  const nothing = new Uint8Array(0)
  const payloads = readBlock(database, block).map((payload, slot) => (slots.has(slot) ? nothing : payload))
  const bytes = payloads.reduce((sum, payload) => sum + payload.length, 0)
  database.run('UPDATE blocks SET bytes = ?, data = ? WHERE id = ?', bytes, encodeBlock(payloads), block)
  for (const { id, projectId } of entries) {
    database.run('UPDATE entries SET block = NULL, slot = NULL WHERE event_id = ? AND project_id = ?', id, projectId)
  }
}
