import { addEvent, countsOf, type Distribution } from './distribution.ts'
import { type NumberedRows, slotIdsOf } from './rows.ts'

/**
 * Distributions of the tags of the issues that were looked at last, kept up to date with every batch: counting those of an issue of 600,000 of
 * 10M events takes 0.4 s, of one of 800 events 0.1. Bounded by entries, the least lately asked for goes first.
 */
export interface TagMemory {
  get(issueId: number): Distribution | null
  remember(issueId: number, distribution: Distribution): void
  /** Adds rows that are now in the table. */
  add(rows: NumberedRows): void
  /** After events went or changed issue. */
  forget(): void
  /** A number that changes with every write; null while one is under way. What was read between two equal ones is the whole. */
  writes(): number | null
}

/** Of a Map entry and four numbers, 80 bytes: 12 MB. */
const maxEntries = 150_000
/** Worth being counted again between two writes, when one came in between. */
const minEvents = 20_000

export function createTagMemory(writes: () => number | null): TagMemory {
  const remembered = new Map<number, Distribution>()

  function shrink() {
    let entries = 0
    // The latest are the last.
    for (const [issueId, distribution] of [...remembered].toReversed()) {
      entries += sizeOf(distribution)
      if (entries > maxEntries) remembered.delete(issueId)
    }
  }

  return {
    get(issueId) {
      const distribution = remembered.get(issueId)
      if (distribution === undefined) return null
      remembered.delete(issueId)
      remembered.set(issueId, distribution)
      return distribution
    },
    remember(issueId, distribution) {
      remembered.set(issueId, distribution)
      shrink()
    },
    add(rows) {
      if (remembered.size === 0) return
      let isGrown = false
      for (const [row, { issueId }] of rows.rows.entries()) {
        const distribution = remembered.get(issueId)
        if (distribution) addRow(distribution, rows, row)
        isGrown ||= distribution !== undefined
      }
      if (isGrown) shrink()
    },
    forget: () => remembered.clear(),
    writes,
  }
}

export function isLarge(distribution: Distribution): boolean {
  for (const counts of [...distribution.slots.values(), distribution.listed]) {
    let events = 0
    for (const count of counts.events) events += count
    if (events >= minEvents) return true
  }
  return false
}

function addRow(distribution: Distribution, numbered: NumberedRows, row: number) {
  const time = Math.round(numbered.rows[row]?.timestamp ?? 0)
  for (const [slot, id] of slotIdsOf(numbered, row).entries()) {
    if (id !== 0) addEvent(countsOf(distribution, slot), id, time)
  }
  for (const id of numbered.listed[row] ?? []) addEvent(distribution.listed, id, time)
}

function sizeOf(distribution: Distribution): number {
  let entries = distribution.listed.ids.length
  for (const counts of distribution.slots.values()) entries += counts.ids.length
  return entries
}
