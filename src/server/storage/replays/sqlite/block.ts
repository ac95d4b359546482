/** How the values of one column in one block of replays are written, and which replays of a block have a term. Integers from 0 to 2^53. */

/** So many replays share a block: with 1,024 a column of 1 M replays is 977 rows, read in 4 ms, and a batch rewrites 1 to 4 KB a column. */
export const blockSize = 1024

const headerBytes = 16

/**
 * The width in byte 0, how many in bytes 4 to 7, the smallest value in bytes 8 to 15, then what each is above it in 1, 2 or 4 bytes; or in 8 as it is, above 0; width 0 where
 * all are the same. Replays that come together are alike.
 */
export function writeColumn(values: ArrayLike<number>): Uint8Array {
  let [least, most] = [Number.MAX_SAFE_INTEGER, 0]
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0
    if (value < least) least = value
    if (value > most) most = value
  }
  const range = Math.max(0, most - least)
  const width = range === 0 ? 0 : range < 0x100 ? 1 : range < 0x1_0000 ? 2 : range < 0x1_0000_0000 ? 4 : 8
  const base = width === 8 || values.length === 0 ? 0 : least
  const data = new Uint8Array(headerBytes + values.length * width)
  data[0] = width
  new Uint32Array(data.buffer, 4, 1)[0] = values.length
  new Float64Array(data.buffer, 8, 1)[0] = base
  if (width === 0) return data
  const cells = cellsOf(data)
  for (let index = 0; index < values.length; index++) cells[index] = (values[index] ?? 0) - base
  return data
}

/**
 * A written column as it lies in memory: the value of a place is the base and its cell; where there are no cells, the base. Places from `count` on,
 * which were taken later by replays that have nothing in this column, are 0.
 */
export interface ColumnView {
  count: number
  base: number
  cells: Cells | null
}

type Cells = Uint8Array | Uint16Array | Uint32Array | Float64Array

export function viewColumn(data: Uint8Array): ColumnView {
  const own = data.byteOffset % 8 === 0 ? data : data.slice()
  const base = new Float64Array(own.buffer, own.byteOffset + 8, 1)[0] ?? 0
  const count = new Uint32Array(own.buffer, own.byteOffset + 4, 1)[0] ?? 0
  return { count, base, cells: own[0] === 0 ? null : cellsOf(own) }
}

/** The values of all places. */
export function readColumn({ count, base, cells }: ColumnView, into: Float64Array): void {
  if (cells === null) into.fill(base, 0, count)
  else for (let place = 0; place < count; place++) into[place] = base + (cells[place] ?? 0)
  into.fill(0, count)
}

export function valueOf({ count, base, cells }: ColumnView, place: number): number {
  return place < count ? base + (cells?.[place] ?? 0) : 0
}

function cellsOf(data: Uint8Array): Cells {
  const [start, bytes] = [data.byteOffset + headerBytes, data.byteLength - headerBytes]
  const width = data[0]
  if (width === 1) return new Uint8Array(data.buffer, start, bytes)
  if (width === 2) return new Uint16Array(data.buffer, start, bytes / 2)
  if (width === 4) return new Uint32Array(data.buffer, start, bytes / 4)
  if (width === 8) return new Float64Array(data.buffer, start, bytes / 8)
  throw new Error(`a column of unknown width ${width}`)
}

/** Words of 32 bits in the mask of a block. */
export const blockWords = blockSize / 32

const bitmapBytes = blockSize / 8
/** Up to so many are written as a list of 2 bytes each, more as a bit each. */
const mostListed = bitmapBytes / 2 - 1

/** Which places of a block are set, as a posting list. */
export function writePosts(words: Uint32Array): Uint8Array {
  const places: number[] = []
  for (let place = 0; place < blockSize && places.length <= mostListed; place++) {
    if (((words[place >>> 5] ?? 0) >>> (place & 31)) & 1) places.push(place)
  }
  if (places.length <= mostListed) return new Uint8Array(Uint16Array.from(places).buffer)
  return new Uint8Array(words.slice().buffer)
}

/** Sets the bits of a posting list in `mask`, whose word `at` is the block's first. */
export function readPosts(data: Uint8Array, mask: Uint32Array, at: number): void {
  const own = data.byteOffset % 4 === 0 ? data : data.slice()
  if (own.byteLength === bitmapBytes) {
    const words = new Uint32Array(own.buffer, own.byteOffset, blockWords)
    for (const [index, word] of words.entries()) mask[at + index] = (mask[at + index] ?? 0) | word
    return
  }
  for (const place of new Uint16Array(own.buffer, own.byteOffset, own.byteLength / 2)) {
    const word = at + (place >>> 5)
    mask[word] = (mask[word] ?? 0) | (1 << (place & 31))
  }
}
