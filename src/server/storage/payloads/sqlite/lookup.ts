import type { Database } from '../../sqlite/database.ts'
import { blob, integer, integerOrNull, text } from '../../sqlite/rows.ts'
import { decodeBlock, release } from './block.ts'

export interface FoundEntry {
  projectId: number
  id: Uint8Array
  spool: string
  position: number
  receivedAt: number
  /** Null when the payload was removed. */
  block: number | null
  slot: number | null
}

/** The entry of an event id in one day file. */
export function findEntry(database: Database, projectId: number, id: Uint8Array): FoundEntry | null {
  const row = database.get(
    `SELECT name, position, received_at, block, slot FROM entries JOIN spools ON spools.id = spool
     WHERE event_id = ? AND project_id = ?`,
    id,
    projectId,
  )
  if (!row) return null
  return {
    projectId,
    id,
    spool: text(row, 'name'),
    position: integer(row, 'position'),
    receivedAt: integer(row, 'received_at'),
    block: integerOrNull(row, 'block'),
    slot: integerOrNull(row, 'slot'),
  }
}

/** The payloads of a block by slot; removed ones are empty. */
export function readBlock(database: Database, block: number): Uint8Array[] {
  const row = database.get('SELECT data, bytes, slots FROM blocks WHERE id = ?', block)
  if (!row) throw new Error(`${database.path}: block ${block} is missing`)
  const data = blob(row, 'data')
  try {
    return decodeBlock(data, 4 + 4 * integer(row, 'slots') + integer(row, 'bytes'))
  } catch (error) {
    throw new Error(`${database.path}: block ${block} is damaged`, { cause: error })
  } finally {
    release(data)
  }
}

/** The JSON text in a slot of a block; null when it was removed. */
export function payloadText(payloads: readonly Uint8Array[], slot: number): string | null {
  const payload = payloads[slot]
  if (payload === undefined || payload.length === 0) return null
  return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('utf8')
}
