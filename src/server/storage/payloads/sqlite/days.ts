import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../../sqlite/database.ts'
import { openMigrated } from '../../sqlite/migrate.ts'
import { daySchema } from './schema.ts'

/** The day files of a directory, of which only a few are open at a time. Days are UTC dates, `2026-11-21`. */
export interface Days {
  /** Oldest first. */
  list(): readonly string[]
  has(day: string): boolean
  /** The day's database, created when missing. It may be closed again by the next call for another day. */
  open(day: string): Database
  drop(day: string): void
  close(): void
}

export const dayMs = 86_400_000
/** A file that is open costs three descriptors and up to its cache. */
const defaultMaxOpen = 16
/** Page caches in KiB: the day that is written has its index in memory, the others are only looked into. */
const newestCache = 8192
const olderCache = 1024

export interface DaysOptions {
  readOnly?: boolean
  maxOpenFiles?: number
}

export function openDays(directory: string, options: DaysOptions = {}): Days {
  const maxOpen = options.maxOpenFiles ?? defaultMaxOpen
  if (!options.readOnly) mkdirSync(directory, { recursive: true })
  let days = existsSync(directory) ? listDays(directory).sort() : []
  if (!options.readOnly) removeOrphans(directory, days)
  /** In order of use, the latest last. */
  const databases = new Map<string, Database>()

  function makeRoom(): void {
    for (const [day, database] of databases) {
      if (databases.size < maxOpen) return
      database.close()
      databases.delete(day)
    }
  }

  return {
    list: () => days,
    has: (day) => days.includes(day),
    open(day) {
      let database = databases.get(day)
      if (database) databases.delete(day)
      else {
        makeRoom()
        const path = join(directory, `${day}.sqlite`)
        const cacheKib = day >= (days.at(-1) ?? day) ? newestCache : olderCache
        // Removed payloads must be gone, also those that a block held before it grew: freed pages are overwritten.
        database = openMigrated(path, daySchema, { readOnly: options.readOnly, cacheKib, secureDelete: true })
        if (!days.includes(day)) days = [...days, day].sort()
      }
      databases.set(day, database)
      return database
    },
    drop(day) {
      databases.get(day)?.close()
      databases.delete(day)
      const path = join(directory, `${day}.sqlite`)
      // The log first: one that outlived its file would be played into a new file of that name.
      for (const suffix of ['-wal', '-shm', '']) rmSync(path + suffix, { force: true })
      days = days.filter((other) => other !== day)
    },
    close() {
      for (const database of databases.values()) database.close()
      databases.clear()
    },
  }
}

/** The UTC day of a time in ms. Throws outside of years 0 to 9999: the server's clock is never there. */
export function dayOf(time: number): string {
  const day = new Date(time).toISOString().slice(0, 10)
  if (!isDay(day)) throw new Error(`no day file for the time ${time}`)
  return day
}

/** The first millisecond after the day. */
export function endOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) + dayMs
}

function isDay(name: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(name)
}

function listDays(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.sqlite'))
    .map((name) => name.slice(0, -'.sqlite'.length))
    .filter(isDay)
}

/** Logs whose file is gone: a drop was interrupted between the two. */
function removeOrphans(directory: string, days: readonly string[]): void {
  for (const name of readdirSync(directory)) {
    const day = name.replace(/\.sqlite-(wal|shm)$/, '')
    if (day !== name && isDay(day) && !days.includes(day)) rmSync(join(directory, name), { force: true })
  }
}
