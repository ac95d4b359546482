import { hash } from 'node:crypto'
import { BIGINT, type DuckDBAppender, LIST, listValue, UBIGINT, UINTEGER, VARCHAR } from '@duckdb/node-api'
import { appendChunks, type Column } from './chunks.ts'
import { bigintOf, number, type Run } from './connection.ts'
import { type Sql, sql, unsignedBigints } from './sql.ts'
import { createTermCache, type KeyIds } from './term-cache.ts'

/** A text of a project under a key; both well-formed (no lone surrogates), as the file stores them. */
export interface NumberedTerm {
  id: number
  projectId: number
  hash: bigint
  key: string
  value: string
}

/** Terms that come together again and again: what the frames of an event hold, what is known of its device. */
export interface NumberedSet {
  id: number
  projectId: number
  hash: bigint
  terms: number[]
}

/**
 * Numbers of the texts in one file. The tables `terms` and `sets` are the truth, the cache before them a bounded copy of the recent ones.
 */
export interface Dictionary {
  /** Begins a batch; one at a time. */
  begin(): Numbering
  /** Empties the cache. */
  forget(): void
}

/**
 * The terms of one batch. `term` and `set` give the id of a known one and a negative placeholder for others; after `resolve` those stand for
 * ids (`idOf`). New ones are not in the tables yet: write `added` in the same transaction as the rows that use them and `remember` after the
 * commit; without that nothing has happened.
 */
export interface Numbering {
  /** Keys are the same objects for the whole batch. */
  key(projectId: number, key: string): BatchKey
  term(key: BatchKey, value: string): number
  /** `text` is what the set is known by, `read` gives its pairs of key and value; called for new ones only. */
  set(key: BatchKey, text: string, read: (text: string) => [string, string][]): number
  resolve(): Promise<void>
  idOf(idOrPlaceholder: number): number
  added: { terms: NumberedTerm[]; sets: NumberedSet[] }
  remember(): void
}

/** A key of a project during a batch: what is known of it and what is new. */
export interface BatchKey {
  projectId: number
  key: string
  known: KeyIds
  fresh: Map<string, { id: number }>
}

interface FreshTerm extends NumberedTerm {
  of: BatchKey
}

interface FreshSet extends NumberedSet {
  of: BatchKey
  text: string
  read(text: string): [string, string][]
}

export async function openDictionary(run: Run): Promise<Dictionary> {
  const [lastTerm] = await run(sql`SELECT coalesce(max(id)::BIGINT, 0) + 1 AS next FROM terms`)
  const [lastSet] = await run(sql`SELECT coalesce(max(id)::BIGINT, 0) + 1 AS next FROM sets`)
  let nextTermId = number(lastTerm?.next)
  let nextSetId = number(lastSet?.next)
  let cache = createTermCache()

  function begin(): Numbering {
    const projects = new Map<number, Map<string, BatchKey>>()
    const freshTerms: FreshTerm[] = []
    const freshSets: FreshSet[] = []
    /** What placeholder −1, −2 … stands for. */
    const pending: { id: number }[] = []
    const added: Numbering['added'] = { terms: [], sets: [] }

    function pend<Fresh extends { id: number }>(fresh: Fresh, list: Fresh[]): number {
      list.push(fresh)
      pending.push(fresh)
      fresh.id = -pending.length
      return fresh.id
    }

    function key(projectId: number, name: string): BatchKey {
      const keys = projects.get(projectId) ?? new Map<string, BatchKey>()
      projects.set(projectId, keys)
      const known = keys.get(name)
      if (known) return known
      const made = { projectId, key: name, known: cache.idsOf(projectId, name), fresh: new Map() }
      keys.set(name, made)
      return made
    }

    function find({ known, fresh }: BatchKey, value: string): number | undefined {
      const id = known.young.get(value)
      if (id !== undefined) return id
      const old = known.old.get(value)
      if (old === undefined) return fresh.get(value)?.id
      cache.add(known, value, old)
      return old
    }

    function term(of: BatchKey, sent: string): number {
      const found = find(of, sent)
      if (found !== undefined) return found
      const value = sent.isWellFormed() ? sent : sent.toWellFormed()
      const again = value === sent ? undefined : find(of, value)
      if (again !== undefined) return again
      const { projectId, key: name } = of
      const fresh = {
        id: 0,
        projectId,
        hash: hashOfTerm(projectId, name, value),
        key: name,
        value,
        of,
      }
      of.fresh.set(value, fresh)
      return pend(fresh, freshTerms)
    }

    const idOf = (place: number): number => (place < 0 ? (pending[-place - 1]?.id ?? 0) : place)

    return {
      key,
      term,
      idOf,
      added,

      set(of, text, read) {
        const found = find(of, text)
        if (found !== undefined) return found
        const { projectId } = of
        const fresh = { id: 0, projectId, hash: hashOf(`${projectId}:${of.key}:${text}`), terms: [], of, text, read }
        of.fresh.set(text, fresh)
        return pend(fresh, freshSets)
      },

      async resolve() {
        // Sets first: most of those that the cache has lost are in the table, and their terms need not be looked at.
        await identify(run, sql`SELECT id, hash FROM sets`, freshSets, (fresh) => {
          fresh.id = nextSetId + added.sets.length
          added.sets.push(fresh)
        })
        for (const fresh of freshSets) {
          if (fresh.id < nextSetId) continue
          fresh.terms = fresh.read(fresh.text).map(([name, value]) => term(key(fresh.projectId, name), value))
        }
        await identify(run, sql`SELECT id, hash FROM terms`, freshTerms, (fresh) => {
          fresh.id = nextTermId + added.terms.length
          added.terms.push(fresh)
        })
        for (const fresh of added.sets) fresh.terms = fresh.terms.map(idOf)
      },

      remember() {
        nextTermId += added.terms.length
        nextSetId += added.sets.length
        for (const { of, value, id } of freshTerms) cache.add(of.known, value, id)
        for (const { of, text, id } of freshSets) cache.add(of.known, text, id)
      },
    }
  }

  return {
    begin,
    forget() {
      cache = createTermCache()
    },
  }
}

/**
 * Gives each its id from the table, or hands it to `add`. The hash alone decides: among 10M terms the chance that any two of them share its
 * 64 bits is 3 in a million, and comparing the texts as well takes twice as long, for every batch with a new one.
 */
async function identify<Fresh extends { id: number; hash: bigint }>(
  run: Run,
  table: Sql,
  wanted: Fresh[],
  add: (fresh: Fresh) => void,
): Promise<void> {
  if (wanted.length === 0) return
  const hashes = unsignedBigints(wanted.map((fresh) => fresh.hash))
  const rows = await run(sql`${table} WHERE hash IN (SELECT unnest(${hashes}))`)
  const known = new Map(rows.map((row) => [bigintOf(row.hash), number(row.id)]))
  for (const fresh of wanted) {
    const id = known.get(fresh.hash)
    if (id === undefined) add(fresh)
    else fresh.id = id
  }
}

const termColumns: Column<NumberedTerm>[] = [
  { type: UINTEGER, value: (term) => term.id },
  { type: BIGINT, value: (term) => BigInt(term.projectId) },
  { type: UBIGINT, value: (term) => term.hash },
  { type: VARCHAR, value: (term) => term.key },
  { type: VARCHAR, value: (term) => term.value },
]

const setColumns: Column<NumberedSet>[] = [
  { type: UINTEGER, value: (set) => set.id },
  { type: BIGINT, value: (set) => BigInt(set.projectId) },
  { type: UBIGINT, value: (set) => set.hash },
  { type: LIST(UINTEGER), value: (set) => listValue(set.terms) },
]

export function appendTerms(appender: DuckDBAppender, terms: NumberedTerm[]) {
  appendChunks(appender, termColumns, terms)
}

export function appendSets(appender: DuckDBAppender, sets: NumberedSet[]) {
  appendChunks(appender, setColumns, sets)
}

/** What a term is stored under; key and value well-formed. */
export function hashOfTerm(projectId: number, key: string, value: string): bigint {
  return hashOf(`${projectId}:${key.length}:${key}${value}`)
}

/** 8 bytes of SHA-256 (1 µs): the same for ever, unlike DuckDB's own `hash()`, and nobody can make two texts share it. */
function hashOf(name: string): bigint {
  return hash('sha256', name, 'buffer').readBigUInt64LE()
}
