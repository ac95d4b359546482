import { blockSize, blockWords, type ColumnView } from './block.ts'

/** Which replays of a range of blocks, a bit each. */
export type Mask = Uint32Array

export function emptyMask(blocks: number): Mask {
  return new Uint32Array(blocks * blockWords)
}

export function intersect(into: Mask, mask: Mask): void {
  for (let word = 0; word < into.length; word++) into[word] = (into[word] ?? 0) & (mask[word] ?? 0)
}

export function unite(into: Mask, mask: Mask): void {
  for (let word = 0; word < into.length; word++) into[word] = (into[word] ?? 0) | (mask[word] ?? 0)
}

export function invert(mask: Mask): void {
  for (let word = 0; word < mask.length; word++) mask[word] = ~(mask[word] ?? 0)
}

export function setBit(mask: Mask, place: number): void {
  mask[place >>> 5] = (mask[place >>> 5] ?? 0) | (1 << (place & 31))
}

/** The places of a block (its index in the range) that are set, lowest first, from 0 on. */
export function placesOf(mask: Mask, block: number): Uint16Array {
  const places = new Uint16Array(blockSize)
  let count = 0
  for (let index = 0; index < blockWords; index++) {
    for (let word = mask[block * blockWords + index] ?? 0; word !== 0; word &= word - 1) {
      places[count++] = index * 32 + 31 - Math.clz32(word & -word)
    }
  }
  return places.subarray(0, count)
}

/** Sets the bits of a block where the value is from `least` to `most`; also of places that nobody has taken. */
export function maskBetween(mask: Mask, block: number, view: ColumnView, least: number, most: number): void {
  const { count, base, cells } = view
  const [low, high] = [least - base, most - base]
  const first = block * blockSize
  if (cells === null) {
    if (low <= 0 && high >= 0) setBits(mask, first, first + count)
  } else {
    for (let place = 0; place < count; place++) {
      const cell = cells[place] ?? 0
      if (cell >= low && cell <= high) setBit(mask, first + place)
    }
  }
  if (least <= 0 && most >= 0) setBits(mask, first + count, first + blockSize)
}

/** Sets the bits of a block where the value, which is not 0, is marked. */
export function maskMarked(mask: Mask, block: number, { count, base, cells }: ColumnView, marked: Uint8Array): void {
  const first = block * blockSize
  if (cells === null) {
    if (marked[base] === 1) setBits(mask, first, first + count)
    return
  }
  for (let place = 0; place < count; place++) {
    if (marked[base + (cells[place] ?? 0)] === 1) setBit(mask, first + place)
  }
}

function setBits(mask: Mask, from: number, to: number): void {
  if (from % blockSize === 0 && to % blockSize === 0) mask.fill(0xffff_ffff, from / 32, to / 32)
  else for (let place = from; place < to; place++) setBit(mask, place)
}
