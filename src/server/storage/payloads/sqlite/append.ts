import type { Database } from '../../sqlite/database.ts'
import { blob, integer } from '../../sqlite/rows.ts'
import type { PayloadEntry, PayloadVerdict } from '../port.ts'
import { decodeBlock, encodeBlock, maxBlockBytes, maxBlockSlots } from './block.ts'
import { dayOf, type Days } from './days.ts'
import { parseEventId } from './event-id.ts'
import { findEntry } from './lookup.ts'
import type { Seen } from './seen.ts'

interface Pending {
  entry: PayloadEntry
  id: Uint8Array
  /** Where in the list of verdicts its own goes. */
  index: number
}

/**
 * See `PayloadStore.append`. One transaction a day file, nearly always one; a crash between two leaves whole entries, which are
 * `replayed` the next time.
 */
export function appendPayloads(
  days: Days,
  seen: Seen,
  spool: string,
  entries: readonly PayloadEntry[],
): PayloadVerdict[] {
  seen.advance()
  const verdicts: PayloadVerdict[] = entries.map(() => 'stored')
  const inThisCall = new Set<string>()
  const byDay = new Map<string, Pending[]>()
  entries.forEach((entry, index) => {
    const id = parseEventId(entry.eventId)
    if (!id) throw new Error(`not an event id: ${JSON.stringify(entry.eventId)}`)
    const key = `${entry.projectId}:${entry.eventId.toLowerCase()}`
    const day = dayOf(entry.receivedAt)
    const earlier = inThisCall.has(key) ? 'duplicate' : judgeByOtherDays(days, seen, spool, entry, id, day)
    inThisCall.add(key)
    if (earlier) {
      verdicts[index] = earlier
      return
    }
    const pending = byDay.get(day)
    if (pending) pending.push({ entry, id, index })
    else byDay.set(day, [{ entry, id, index }])
  })
  for (const [day, pending] of byDay) appendToDay(days.open(day), seen, day, spool, pending, verdicts)
  return verdicts
}

/** The verdict of the days that the entry does not belong to; null when none of them has the id. */
function judgeByOtherDays(
  days: Days,
  seen: Seen,
  spool: string,
  entry: PayloadEntry,
  id: Uint8Array,
  day: string,
): PayloadVerdict | null {
  for (const other of seen.candidates(id, day)) {
    const found = findEntry(days.open(other), entry.projectId, id)
    if (found) return found.spool === spool && found.position === entry.position ? 'replayed' : 'duplicate'
  }
  return null
}

function appendToDay(
  database: Database,
  seen: Seen,
  day: string,
  spool: string,
  pending: readonly Pending[],
  verdicts: PayloadVerdict[],
): void {
  database.write(() => {
    const spoolId = spoolIdOf(database, spool)
    const stored: Uint8Array[] = []
    let block = openLastBlock(database)
    for (const { entry, id, index } of pending) {
      const { changes } = database.run(
        `INSERT INTO entries (spool, position, project_id, event_id, received_at, block, slot) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
        spoolId,
        entry.position,
        entry.projectId,
        id,
        entry.receivedAt,
        block.id,
        block.payloads.length,
      )
      if (changes === 0) {
        const known = findEntry(database, entry.projectId, id)
        const isSame = known?.spool === spool && known.position === entry.position
        verdicts[index] = isSame ? 'replayed' : 'duplicate'
        continue
      }
      stored.push(id)
      const payload = Buffer.from(entry.json)
      block.payloads.push(payload)
      block.bytes += payload.length
      block.isChanged = true
      if (block.payloads.length >= maxBlockSlots || block.bytes >= maxBlockBytes) {
        writeBlock(database, block)
        block = emptyBlock(block.id + 1)
      }
    }
    if (block.isChanged) writeBlock(database, block)
    if (stored.length > 0) seen.add(database, day, stored)
  })
}

function spoolIdOf(database: Database, name: string): number {
  const row = database.get('SELECT id FROM spools WHERE name = ?', name)
  if (row) return integer(row, 'id')
  return database.run('INSERT INTO spools (name) VALUES (?)', name).lastInsertRowid
}

interface OpenBlock {
  id: number
  payloads: Uint8Array[]
  bytes: number
  isChanged: boolean
}

function emptyBlock(id: number): OpenBlock {
  return { id, payloads: [], bytes: 0, isChanged: false }
}

/**
 * The block that the next payload goes into. The last one is written again while it is less than half full: events that arrive
 * one at a time are packed as tightly as those that arrive in hundreds, for half a millisecond each.
 */
function openLastBlock(database: Database): OpenBlock {
  const last = database.get('SELECT id, slots, bytes FROM blocks ORDER BY id DESC LIMIT 1')
  if (!last) return emptyBlock(1)
  const id = integer(last, 'id')
  const bytes = integer(last, 'bytes')
  if (integer(last, 'slots') >= maxBlockSlots / 2 || bytes >= maxBlockBytes / 2) return emptyBlock(id + 1)
  const row = database.get('SELECT data FROM blocks WHERE id = ?', id)
  if (!row) return emptyBlock(id + 1)
  return { id, payloads: decodeBlock(blob(row, 'data')), bytes, isChanged: false }
}

function writeBlock(database: Database, block: OpenBlock): void {
  database.run(
    `INSERT INTO blocks (id, slots, bytes, data) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET slots = excluded.slots, bytes = excluded.bytes, data = excluded.data`,
    block.id,
    block.payloads.length,
    block.bytes,
    encodeBlock(block.payloads),
  )
}
