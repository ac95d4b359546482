import type { Database } from '../../sqlite/database.ts'
import { blob, integer, text } from '../../sqlite/rows.ts'
import type { StoredPayload } from '../port.ts'
import type { Days } from './days.ts'
import { formatEventId } from './event-id.ts'
import { payloadText, readBlock } from './lookup.ts'

/** First and last position of each spool in a day: a range need not open the days that it does not touch. */
export interface Bounds {
  first: number
  last: number
}

export function readBounds(database: Database): Map<string, Bounds> {
  const rows = database.all(
    `SELECT name, (SELECT min(position) FROM entries WHERE spool = spools.id) AS first,
       (SELECT max(position) FROM entries WHERE spool = spools.id) AS last FROM spools`,
  )
  const bounds = new Map<string, Bounds>()
  for (const row of rows) {
    if (row.first === null) continue
    bounds.set(text(row, 'name'), { first: integer(row, 'first'), last: integer(row, 'last') })
  }
  return bounds
}

interface Located extends Omit<StoredPayload, 'json'> {
  day: string
  block: number
  slot: number
}

/**
 * See `PayloadStore.range`. A spool's positions run through the days in order but for midnight, where two days interleave: so
 * the days are merged by position.
 */
export function readRange(
  days: Days,
  touched: readonly string[],
  spool: string,
  from: number,
  to: number,
  limit: number,
): StoredPayload[] {
  const page = locatePage(days, touched, spool, from, to, limit)
  const inflate = blockReader(days)
  return page.flatMap(({ day, block, slot, ...entry }) => {
    const json = payloadText(inflate(day, block), slot)
    return json === null ? [] : [{ ...entry, json }]
  })
}

/** The first `limit` entries, and the rest of the last one's position: an envelope may hold several events. */
function locatePage(
  days: Days,
  touched: readonly string[],
  spool: string,
  from: number,
  to: number,
  limit: number,
): Located[] {
  const located = touched.flatMap((day) => locate(days.open(day), day, spool, from, to, limit))
  located.sort((a, b) => a.position - b.position)
  const last = located[limit - 1]?.position
  if (last === undefined) return located
  const before = located.filter((entry) => entry.position < last)
  return [...before, ...touched.flatMap((day) => locate(days.open(day), day, spool, last, last + 1, -1))]
}

function locate(database: Database, day: string, spool: string, from: number, to: number, limit: number): Located[] {
  const rows = database.all(
    `SELECT position, project_id, event_id, received_at, block, slot FROM entries
     WHERE spool = (SELECT id FROM spools WHERE name = ?) AND position >= ? AND position < ? AND block IS NOT NULL
     ORDER BY position, block, slot LIMIT ?`,
    spool,
    from,
    to,
    limit,
  )
  return rows.map((row) => ({
    position: integer(row, 'position'),
    projectId: integer(row, 'project_id'),
    eventId: formatEventId(blob(row, 'event_id')),
    receivedAt: integer(row, 'received_at'),
    day,
    block: integer(row, 'block'),
    slot: integer(row, 'slot'),
  }))
}

/** Neighbours share a block: the last one stays inflated. */
function blockReader(days: Days): (day: string, block: number) => Uint8Array[] {
  let openKey = ''
  let open: Uint8Array[] = []
  return (day, block) => {
    const key = `${day}/${block}`
    if (key !== openKey) {
      open = readBlock(days.open(day), block)
      openKey = key
    }
    return open
  }
}
