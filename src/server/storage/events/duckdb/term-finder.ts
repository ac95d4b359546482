import { bigintOf, number, type Readers } from './connection.ts'
import type { NumberedTerm } from './dictionary.ts'
import { isOneOfHashes, sql } from './sql.ts'

/** Ids of terms by what they are stored under (`hashOfTerm`). */
export interface TermFinder {
  /** Of those that there are. */
  find(hashes: bigint[]): Promise<number[]>
  /** Terms that are in the table now. */
  learn(terms: NumberedTerm[]): void
  /** Some may be gone. */
  forget(): void
}

/** 2 MB. */
const maxRemembered = 20_000

/**
 * The hash alone decides, as it does when terms are written (dictionary.ts): looking at the text too costs 40 ms among 1.4 M terms, the hash 9. What was found or
 * not is remembered: a search is refined and sorted again and again.
 */
export function createTermFinder(readers: Readers): TermFinder {
  /** 0: there is none. */
  const remembered = new Map<bigint, number>()
  let changes = 0

  return {
    async find(hashes) {
      const ids = new Map<bigint, number>()
      for (const hash of hashes) {
        const id = remembered.get(hash)
        if (id !== undefined) ids.set(hash, id)
      }
      const missing = hashes.filter((hash) => !ids.has(hash))
      if (missing.length > 0) {
        const before = changes
        const rows = await readers.query(sql`SELECT id, hash FROM terms WHERE ${isOneOfHashes(sql`hash`, missing)}`)
        for (const row of rows) ids.set(bigintOf(row.hash), number(row.id))
        // Else a term that was not there yet, or has gone since, would be remembered so.
        if (before === changes) {
          if (remembered.size + missing.length > maxRemembered) remembered.clear()
          for (const hash of missing) remembered.set(hash, ids.get(hash) ?? 0)
        }
      }
      return hashes.flatMap((hash) => ids.get(hash) || [])
    },
    learn(terms) {
      if (terms.length === 0) return
      changes++
      for (const { hash, id } of terms) if (remembered.has(hash)) remembered.set(hash, id)
    },
    forget() {
      changes++
      remembered.clear()
    },
  }
}
