import type { PayloadStore } from '../port.ts'
import { appendPayloads } from './append.ts'
import { checkDay } from './check.ts'
import { dayOf, type DaysOptions, endOfDay, openDays } from './days.ts'
import { parseEventId } from './event-id.ts'
import { release } from './block.ts'
import { findEntry, type FoundEntry, payloadText, readBlock } from './lookup.ts'
import { type Bounds, readBounds, readRange } from './range.ts'
import { removeFromDay } from './remove.ts'
import { trackSeen } from './seen.ts'

/**
 * Opens the payload store: one SQLite file a UTC day of receipt in the directory. An event id is a duplicate when any retained
 * day has it. One writer at a time: another process may read meanwhile (`readOnly`).
 */
export async function openSqlitePayloads(directory: string, options: DaysOptions = {}): Promise<PayloadStore> {
  const days = openDays(directory, options)
  const seen = trackSeen(days)
  /** By day; days that were never asked about are missing. */
  const bounds = new Map<string, Map<string, Bounds>>()

  function boundsOf(day: string): Map<string, Bounds> {
    let known = bounds.get(day)
    if (!known) {
      known = readBounds(days.open(day))
      bounds.set(day, known)
    }
    return known
  }

  /** Days that may have the id, newest first; only the named one when the time is known. */
  function daysToSearch(id: Uint8Array, receivedAt: number | undefined): string[] {
    if (receivedAt === undefined) return seen.candidates(id, null)
    const day = dayOf(receivedAt)
    return days.has(day) ? [day] : []
  }

  function find(projectId: number, eventId: string, receivedAt?: number): { day: string; entry: FoundEntry } | null {
    const id = parseEventId(eventId)
    if (!id) return null
    for (const day of daysToSearch(id, receivedAt)) {
      const entry = findEntry(days.open(day), projectId, id)
      if (entry) return { day, entry }
    }
    return null
  }

  return {
    async append(spool, entries) {
      const verdicts = appendPayloads(days, seen, spool, entries)
      for (const day of new Set(entries.map((entry) => dayOf(entry.receivedAt)))) bounds.delete(day)
      return verdicts
    },
    async read(projectId, eventId, receivedAt) {
      const found = find(projectId, eventId, receivedAt)
      if (!found || found.entry.block === null || found.entry.slot === null) return null
      const payloads = readBlock(days.open(found.day), found.entry.block)
      const json = payloadText(payloads, found.entry.slot)
      release(payloads[0])
      return json
    },
    async locate(projectIds, eventId) {
      return projectIds.flatMap((projectId) => {
        const found = find(projectId, eventId)
        return found && found.entry.block !== null ? [{ projectId, receivedAt: found.entry.receivedAt }] : []
      })
    },
    async range(spool, from, to, limit) {
      const touched = days.list().filter((day) => {
        const span = boundsOf(day).get(spool)
        return span !== undefined && span.last >= from && span.first < to
      })
      return readRange(days, touched, spool, from, to, limit)
    },
    async spools() {
      return [...new Set(days.list().flatMap((day) => [...boundsOf(day).keys()]))].sort()
    },
    async dropBefore(time) {
      for (const day of days.list()) {
        if (endOfDay(day) > time) break
        days.drop(day)
        seen.forget(day)
        bounds.delete(day)
      }
    },
    async remove(keys) {
      const found = keys.flatMap(({ projectId, eventId, receivedAt }) => find(projectId, eventId, receivedAt) ?? [])
      for (const [day, entries] of Map.groupBy(found, ({ day }) => day)) {
        removeFromDay(
          days.open(day),
          entries.map(({ entry }) => entry),
        )
      }
    },
    async checkIntegrity() {
      return days.list().flatMap((day) => checkDay(days.open(day)))
    },
    async close() {
      if (!options.readOnly) seen.save()
      days.close()
    },
  }
}
