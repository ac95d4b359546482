import { hash } from 'node:crypto'
import { BIGINT, type DuckDBAppender, UBIGINT, UINTEGER, VARCHAR } from '@duckdb/node-api'
import { appendChunks, type Column } from './chunks.ts'
import { bigintOf, number, type Readers, type Run, string } from './connection.ts'
import { integers, sql, unsignedBigints } from './sql.ts'
import { createTagCache } from './tag-cache.ts'

/** A tag of a project; keys and values are well-formed text (no lone surrogates), as the file stores them. */
export interface Tag {
  projectId: number
  key: string
  value: string
}

/** Numbers of tags within one file. The table `tags` is the truth, the cache before it a bounded copy of the recent ones. */
export interface TagDictionary {
  /**
   * Finds or makes the id of every tag. New ones are not in the table yet: write `added` in the same transaction as the rows
   * that use them and `remember` after the commit; without that nothing has happened.
   */
  resolve(tags: Tag[]): Promise<ResolvedTags>
  remember(resolved: ResolvedTags): void
  /** Empties the cache. */
  forget(): void
}

export interface ResolvedTags {
  /** One a tag, in order. */
  ids: number[]
  /** What the cache did not have, and of that what the table did not have either. */
  fresh: NumberedTag[]
  added: NumberedTag[]
}

interface NumberedTag extends Tag {
  id: number
  hash: bigint
}

export async function openTagDictionary(run: Run): Promise<TagDictionary> {
  const [last] = await run(sql`SELECT coalesce(max(id)::BIGINT + 1, 0) AS next FROM tags`)
  let nextId = number(last?.next)
  let cache = createTagCache()

  return {
    async resolve(tags) {
      const fresh = new Map<string, NumberedTag>()
      const cached = tags.map((tag) => {
        const id = cache.get(tag)
        if (id === undefined) {
          const name = tagName(tag)
          if (!fresh.has(name)) fresh.set(name, { ...tag, id: -1, hash: hashTag(name) })
        }
        return id
      })
      const added: NumberedTag[] = []
      if (fresh.size > 0) {
        const known = await findIds(
          run,
          [...fresh.values()].map((tag) => tag.hash),
        )
        for (const tag of fresh.values()) {
          const id = known.get(tag.hash)
          tag.id = id ?? nextId + added.length
          if (id === undefined) added.push(tag)
        }
      }
      const ids = tags.map((tag, i) => {
        const id = cached[i] ?? fresh.get(tagName(tag))?.id
        if (id === undefined) throw new Error('a tag was left without an id')
        return id
      })
      return { ids, added, fresh: [...fresh.values()] }
    },

    remember({ added, fresh }) {
      nextId += added.length
      for (const tag of fresh) cache.set(tag, tag.id)
    },

    forget() {
      cache = createTagCache()
    },
  }
}

/**
 * Ids of those hashes that the table has. The hash alone decides: among 10M tags the chance that any two of them share its
 * 64 bits is 3 in a million, and comparing the strings as well takes twice as long, for every batch with a new tag.
 */
async function findIds(run: Run, wanted: bigint[]): Promise<Map<bigint, number>> {
  const rows = await run(sql`SELECT id, hash FROM tags WHERE hash IN (SELECT unnest(${unsignedBigints(wanted)}))`)
  return new Map(rows.map((row) => [bigintOf(row.hash), number(row.id)]))
}

const columns: Column<NumberedTag>[] = [
  { type: UINTEGER, value: (tag) => tag.id },
  { type: BIGINT, value: (tag) => BigInt(tag.projectId) },
  { type: UBIGINT, value: (tag) => tag.hash },
  { type: VARCHAR, value: (tag) => tag.key },
  { type: VARCHAR, value: (tag) => tag.value },
]

export function appendTags(appender: DuckDBAppender, tags: NumberedTag[]) {
  appendChunks(appender, columns, tags)
}

/** Readable keys and values of ids. */
export type ReadTags = (ids: Iterable<number>) => Promise<Map<number, [string, string]>>

/**
 * With a bounded memory of what was read: an id stands for the same tag for as long as the file is open, and finding the 150
 * different tags of 25 events in a dictionary of 700,000 takes 15 ms.
 */
export function createTagReader(readers: Readers): ReadTags {
  const remembered = new Map<number, [string, string]>()

  return async (ids) => {
    const tags = new Map<number, [string, string]>()
    const missing: number[] = []
    for (const id of new Set(ids)) {
      const tag = remembered.get(id)
      if (tag) tags.set(id, tag)
      else missing.push(id)
    }
    if (missing.length === 0) return tags
    const rows = await readers.query(
      sql`SELECT id, key, value FROM tags WHERE id IN (SELECT unnest(${integers(missing)}))`,
    )
    if (remembered.size + rows.length > maxRemembered) remembered.clear()
    for (const row of rows) {
      const tag: [string, string] = [string(row.key), string(row.value)]
      tags.set(number(row.id), tag)
      if (tag[0].length + tag[1].length <= maxRememberedLength) remembered.set(number(row.id), tag)
    }
    return tags
  }
}

/** 6 MB of text at most. */
const maxRemembered = 20_000
const maxRememberedLength = 300

/** Unambiguous for any key and value, separators and NULs included: the key's length says where it ends. */
function tagName(tag: Tag): string {
  return `${tag.projectId}:${tag.key.length}:${tag.key}${tag.value}`
}

/** 8 bytes of SHA-256 (1 µs): the same for ever, unlike DuckDB's own `hash()`. */
function hashTag(name: string): bigint {
  return hash('sha256', name, 'buffer').readBigUInt64LE()
}
