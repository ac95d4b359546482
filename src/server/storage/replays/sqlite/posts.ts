import type { Database } from '../../sqlite/database.ts'
import { blob, integer } from '../../sqlite/rows.ts'
import { blockSize, blockWords, readPosts, writePosts } from './block.ts'

/** Which replays have which of the terms that a replay may have several of. */
export interface Posts {
  add(term: number, no: number): void
  /** Writes what was added. */
  flush(): void
  /** Sets the bits of the replays in these blocks (id to index) in a mask of them. */
  read(term: number, indexes: Map<number, number>, mask: Uint32Array): void
  /** Takes these out, whatever their terms; gives the terms that lost their last replay in the block. */
  remove(block: number, nos: number[]): number[]
}

export function openPosts(database: Database): Posts {
  /** By term and block: the bits to be set. */
  const added = new Map<number, Map<number, Uint32Array>>()

  function write(term: number, block: number, words: Uint32Array): void {
    database.run(
      'INSERT INTO posts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET data = excluded.data',
      term,
      block,
      writePosts(words),
    )
  }

  return {
    add(term, no) {
      const block = Math.floor(no / blockSize)
      const ofTerm = added.get(term) ?? new Map<number, Uint32Array>()
      added.set(term, ofTerm)
      const words = ofTerm.get(block) ?? new Uint32Array(blockWords)
      ofTerm.set(block, words)
      setBit(words, no % blockSize)
    },
    flush() {
      for (const [term, ofTerm] of added) {
        for (const [block, words] of ofTerm) {
          const row = database.get('SELECT data FROM posts WHERE term = ? AND block = ?', term, block)
          const before = new Uint32Array(blockWords)
          if (row) readPosts(blob(row, 'data'), before, 0)
          const grown = before.map((word, index) => word | (words[index] ?? 0))
          if (grown.some((word, index) => word !== before[index])) write(term, block, grown)
        }
      }
      added.clear()
    },
    read(term, indexes, mask) {
      for (const row of database.all('SELECT block, data FROM posts WHERE term = ?', term)) {
        const index = indexes.get(integer(row, 'block'))
        if (index !== undefined) readPosts(blob(row, 'data'), mask, index * blockWords)
      }
    },
    remove(block, nos) {
      const removed = new Uint32Array(blockWords)
      for (const no of nos) setBit(removed, no % blockSize)
      const emptied: number[] = []
      for (const row of database.all('SELECT term FROM posts WHERE block = ?', block)) {
        const term = integer(row, 'term')
        const words = new Uint32Array(blockWords)
        const data = database.get('SELECT data FROM posts WHERE term = ? AND block = ?', term, block)
        if (data) readPosts(blob(data, 'data'), words, 0)
        const left = words.map((word, index) => word & ~(removed[index] ?? 0))
        if (left.every((word) => word === 0)) {
          database.run('DELETE FROM posts WHERE term = ? AND block = ?', term, block)
          emptied.push(term)
        } else if (left.some((word, index) => word !== words[index])) write(term, block, left)
      }
      return emptied
    },
  }
}

function setBit(words: Uint32Array, place: number): void {
  words[place >>> 5] = (words[place >>> 5] ?? 0) | (1 << (place & 31))
}
