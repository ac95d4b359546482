import type { Database } from '../../sqlite/database.ts'
import { blob } from '../../sqlite/rows.ts'
import { blockSize } from './block.ts'
import type { Block } from './columns.ts'
import { type Mask, setBit } from './mask.ts'

/** What the lists hold: terms of pages, of tags, of clicked elements. Numbers are for good: they are in the file. */
export const listGroups = { url: 1, tag: 2, click: 3 } as const
export type ListGroup = keyof typeof listGroups

/** Where the terms of a field are listed; few fields have few terms, and only postings. */
export function groupOf(field: string): ListGroup | null {
  if (field.startsWith('tag:')) return 'tag'
  return field === 'url' || field === 'click' ? field : null
}

/**
 * The terms of each replay, by block: what postings are the other way round. A wildcard may match a hundred thousand terms, each in a replay or two; to
 * look through all lists of 1 M replays takes 10 ms then, to read the postings seconds.
 */
export interface Lists {
  add(group: ListGroup, no: number, term: number): void
  clear(nos: number[]): void
  /** Writes what was added and cleared. */
  flush(): void
  /** Sets the bits of a block (its index in the mask) whose list has a marked term. */
  mask(group: ListGroup, block: Block, marked: Uint8Array, mask: Mask, index: number): void
  /** Each term of each replay of a block that is set in the mask (its index there); `place` is the replay's in the mask. */
  visit(group: ListGroup, block: Block, mask: Mask, index: number, see: (place: number, term: number) => void): void
  dropBlock(block: number): void
}

const groupFactor = 2 ** 32

export function openLists(database: Database): Lists {
  /** Loaded to be changed, by id of the row; by place in the block. */
  const loaded = new Map<number, { lists: (Set<number> | undefined)[]; isChanged: boolean }>()

  function idOf(group: ListGroup, block: number): number {
    return listGroups[group] * groupFactor + block
  }

  function read(id: number): Uint32Array | null {
    const row = database.get('SELECT data FROM lists WHERE id = ?', id)
    if (row === undefined) return null
    const data = blob(row, 'data')
    const own = data.byteOffset % 4 === 0 ? data : data.slice()
    return new Uint32Array(own.buffer, own.byteOffset, own.byteLength / 4)
  }

  function load(id: number) {
    const known = loaded.get(id)
    if (known) return known
    const written = read(id)
    const block = { lists: written ? readLists(written) : [], isChanged: false }
    loaded.set(id, block)
    return block
  }

  return {
    add(group, no, term) {
      const block = load(idOf(group, Math.floor(no / blockSize)))
      const place = no % blockSize
      const list = block.lists[place] ?? new Set()
      block.lists[place] = list
      block.isChanged ||= !list.has(term)
      list.add(term)
    },
    clear(nos) {
      for (const no of nos) {
        for (const group of ['url', 'tag', 'click'] as const) {
          const block = load(idOf(group, Math.floor(no / blockSize)))
          block.isChanged ||= block.lists[no % blockSize] !== undefined
          block.lists[no % blockSize] = undefined
        }
      }
    },
    flush() {
      for (const [id, { lists, isChanged }] of loaded) {
        if (!isChanged) continue
        database.run(
          'INSERT INTO lists VALUES (?, ?) ON CONFLICT DO UPDATE SET data = excluded.data',
          id,
          writeLists(lists),
        )
      }
      loaded.clear()
    },
    mask(group, block, marked, mask, index) {
      const written = read(idOf(group, block.id))
      if (written !== null) maskLists(written, marked, mask, index * blockSize)
    },
    visit(group, block, mask, index, see) {
      const written = read(idOf(group, block.id))
      if (written !== null) visitLists(written, mask, index * blockSize, see)
    },
    dropBlock(block) {
      for (const group of ['url', 'tag', 'click'] as const) {
        database.run('DELETE FROM lists WHERE id = ?', idOf(group, block))
      }
    },
  }
}

/** How many lists, where each ends, and their terms one after the other. */
function writeLists(lists: (Set<number> | undefined)[]): Uint8Array {
  const ends: number[] = []
  const terms: number[] = []
  for (let place = 0; place < lists.length; place++) {
    terms.push(...(lists[place] ?? []))
    ends.push(terms.length)
  }
  return new Uint8Array(Uint32Array.from([ends.length, ...ends, ...terms]).buffer)
}

function readLists(written: Uint32Array): (Set<number> | undefined)[] {
  const count = written[0] ?? 0
  const terms = written.subarray(1 + count)
  return Array.from({ length: count }, (_, place) => {
    const [from, to] = [place === 0 ? 0 : (written[place] ?? 0), written[place + 1] ?? 0]
    return from === to ? undefined : new Set(terms.subarray(from, to))
  })
}

function visitLists(written: Uint32Array, mask: Mask, first: number, see: (place: number, term: number) => void): void {
  const count = written[0] ?? 0
  const termsFrom = 1 + count
  let at = termsFrom
  for (let place = first; place < first + count; place++) {
    const end = termsFrom + (written[place - first + 1] ?? 0)
    if (((mask[place >>> 5] ?? 0) >>> (place & 31)) & 1) for (; at < end; at++) see(place, written[at] ?? 0)
    at = end
  }
}

function maskLists(written: Uint32Array, marked: Uint8Array, mask: Mask, first: number): void {
  const count = written[0] ?? 0
  const termsFrom = 1 + count
  let at = termsFrom
  for (let place = 0; place < count; place++) {
    const end = termsFrom + (written[place + 1] ?? 0)
    while (at < end && marked[written[at] ?? 0] !== 1) at++
    if (at < end) setBit(mask, first + place)
    at = end
  }
}
