import { listed } from './distribution.ts'
import { type NumberedRows, slotIdsOf } from './rows.ts'
import { addEvent, bytesOf, sumOf, type TagCounts } from './tag-counts.ts'

/**
 * Counts of the tags of the issues that were looked at last, slot by slot, kept up to date with every batch: counting all of an issue of 600,000 of
 * 10M events takes 0.1 s. Where not all values are listed nobody knows what one event more changes: such counts are good until the next write.
 * Bounded by bytes, the least lately asked for goes first.
 */
export interface TagMemory {
  get(issueId: number, slot: number): TagCounts | null
  remember(issueId: number, slot: number, counts: TagCounts): void
  /** Adds rows that are now in the table. */
  add(rows: NumberedRows): void
  /** After events went or changed issue. */
  forget(): void
  /** A number that changes with every write; null while one is under way. What was read between two equal ones is the whole. */
  writes(): number | null
}

interface Entry {
  counts: TagCounts
  /** Grows with every use of any. */
  used: number
  /** Null: kept up to date. Else as of so many writes. */
  asOf: number | null
}

/** 350,000 tags. */
const maxBytes = 12_000_000
/** Worth being counted again between two writes, when one came in between. */
const minEvents = 20_000

export function createTagMemory(writes: () => number | null): TagMemory {
  const issues = new Map<number, Map<number, Entry>>()
  let uses = 0

  function shrink() {
    const entries = [...issues].flatMap(([issueId, slots]) =>
      [...slots].map(([slot, entry]) => ({ issueId, slot, used: entry.used, bytes: bytesOf(entry.counts) })),
    )
    let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0)
    if (bytes <= maxBytes) return
    for (const entry of entries.sort((a, b) => a.used - b.used)) {
      if (bytes <= maxBytes) break
      bytes -= entry.bytes
      const slots = issues.get(entry.issueId)
      slots?.delete(entry.slot)
      if (slots?.size === 0) issues.delete(entry.issueId)
    }
  }

  return {
    get(issueId, slot) {
      const entry = issues.get(issueId)?.get(slot)
      if (entry === undefined || (entry.asOf !== null && entry.asOf !== writes())) return null
      entry.used = ++uses
      return entry.counts
    },
    remember(issueId, slot, counts) {
      const asOf = counts.beyond.values > 0 ? writes() : null
      // Counted during a write: of no state that will be asked about.
      if (counts.beyond.values > 0 && asOf === null) return
      const slots = issues.get(issueId) ?? new Map<number, Entry>()
      issues.set(issueId, slots)
      slots.set(slot, { counts, used: ++uses, asOf })
      shrink()
    },
    add(rows) {
      if (issues.size === 0) return
      let isGrown = false
      for (const [row, { issueId }] of rows.rows.entries()) {
        const slots = issues.get(issueId)
        if (slots === undefined) continue
        addRow(slots, rows, row)
        isGrown = true
      }
      if (isGrown) shrink()
    },
    forget: () => issues.clear(),
    writes,
  }
}

export function isLarge(counts: Iterable<TagCounts>): boolean {
  for (const one of counts) if (sumOf(one) >= minEvents) return true
  return false
}

function addRow(slots: Map<number, Entry>, numbered: NumberedRows, row: number) {
  const time = Math.round(numbered.rows[row]?.timestamp ?? 0)
  const ids = slotIdsOf(numbered, row)
  for (const [slot, { counts, asOf }] of slots) {
    if (asOf !== null) continue
    if (slot === listed) {
      for (const id of numbered.listed[row] ?? []) addEvent(counts, id, time)
    } else {
      const id = ids[slot] ?? 0
      if (id !== 0) addEvent(counts, id, time)
    }
  }
}
