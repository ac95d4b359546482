import type { Database } from '../../sqlite/database.ts'
import { blob, integer } from '../../sqlite/rows.ts'
import { type Bloom, createBloom, hashId, type IdHash, newSalt, readBloom } from './bloom.ts'
import type { Days } from './days.ts'

/**
 * Which days may have an event id. The newest day is asked by its index; older ones are guarded by a Bloom filter each, so that an
 * unseen id costs no look into their files. A filter only saves work: while a day has none, its index answers.
 */
export interface Seen {
  /** Days other than `exceptDay` that may have the id, newest first. */
  candidates(id: Uint8Array, exceptDay: string | null): string[]
  /** Tells of ids stored in a day; called within the transaction that stores them. */
  add(database: Database, day: string, ids: readonly Uint8Array[]): void
  /** Goes on building missing filters for a bounded time. */
  advance(): void
  forget(day: string): void
  /** Writes finished filters beside their entries, so that the next start need not build them. */
  save(): void
}

interface DayFilter {
  bloom: Bloom
  /** Ids up to this one are in; null when all of them are. */
  builtUpTo: Uint8Array | null
  isSaved: boolean
}

/** Ids a call of `advance` reads at most: about 10 ms in a batch, until the day that ended is done. */
const buildStep = 10_000

export function trackSeen(days: Days): Seen {
  const filters = new Map<string, DayFilter>()

  function filterOf(day: string): DayFilter {
    const known = filters.get(day)
    if (known) return known
    const filter = load(days.open(day)) ?? begin(days.open(day), anySalt())
    filters.set(day, filter)
    return filter
  }

  /** New filters take the salt of those at hand, so that an id is hashed once for all of them. */
  function anySalt(): number {
    for (const { bloom } of filters.values()) return bloom.salt
    return newSalt()
  }

  return {
    candidates(id, exceptDay) {
      const found: string[] = []
      const all = days.list()
      let hash: IdHash | null = null
      for (let index = all.length - 1; index >= 0; index -= 1) {
        const day = all[index]
        if (day === undefined || day === exceptDay) continue
        if (index < all.length - 1) {
          const { bloom, builtUpTo } = filterOf(day)
          if (hash?.salt !== bloom.salt) hash = hashId(id, bloom.salt)
          if (builtUpTo === null && !bloom.mayHave(hash)) continue
        }
        found.push(day)
      }
      return found
    },
    add(database, day, ids) {
      // Whether loaded here or not, what lies in the file does not know these ids.
      database.run('DELETE FROM seen_filter')
      const filter = filters.get(day)
      if (!filter) return
      for (const id of ids) filter.bloom.add(id)
      filter.isSaved = false
    },
    advance() {
      let budget = buildStep
      for (const day of days.list().slice(0, -1)) {
        const filter = filterOf(day)
        // Late events outgrew it: begin again at the right size.
        if (filter.bloom.count() > 2 * filter.bloom.capacity) filters.set(day, begin(days.open(day), filter.bloom.salt))
        else if (filter.builtUpTo !== null && budget > 0) budget -= buildOn(days.open(day), filter, budget)
      }
    },
    forget: (day) => filters.delete(day),
    save() {
      for (const [day, filter] of filters) {
        if (filter.builtUpTo === null && !filter.isSaved) store(days.open(day), filter)
      }
    },
  }
}

function load(database: Database): DayFilter | null {
  const row = database.get('SELECT data FROM seen_filter')
  return row ? { bloom: readBloom(blob(row, 'data')), builtUpTo: null, isSaved: true } : null
}

function begin(database: Database, salt: number): DayFilter {
  const row = database.get('SELECT count(*) AS count FROM entries')
  const count = row ? integer(row, 'count') : 0
  // Room for events that come in late.
  const capacity = Math.ceil((count * 1.1 + 1000) / 8) * 8
  return { bloom: createBloom(capacity, salt), builtUpTo: new Uint8Array(0), isSaved: false }
}

/** Adds up to `limit` next ids in order; returns how many. Those stored meanwhile are added by `add`, once or twice alike. */
function buildOn(database: Database, filter: DayFilter, limit: number): number {
  if (filter.builtUpTo === null) return 0
  const rows = database.all(
    'SELECT event_id FROM entries WHERE event_id > ? ORDER BY event_id LIMIT ?',
    filter.builtUpTo,
    limit,
  )
  for (const row of rows) {
    filter.builtUpTo = blob(row, 'event_id')
    filter.bloom.add(filter.builtUpTo)
  }
  if (rows.length < limit) {
    filter.builtUpTo = null
    store(database, filter)
  }
  return rows.length
}

function store(database: Database, filter: DayFilter): void {
  database.run('INSERT OR REPLACE INTO seen_filter VALUES (1, ?)', filter.bloom.toBytes())
  filter.isSaved = true
}
