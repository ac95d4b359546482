import { blockSize, blockWords } from './block.ts'

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

/** The places that are set, lowest first. */
export function forEachBit(mask: Mask, visit: (place: number) => void): void {
  for (let index = 0; index < mask.length; index++) {
    for (let word = mask[index] ?? 0; word !== 0; word &= word - 1) visit(index * 32 + 31 - Math.clz32(word & -word))
  }
}

/** Where the value is from `least` to `most`. */
export function maskBetween(values: Float64Array | Uint32Array, least: number, most: number): Mask {
  const mask = emptyMask(values.length / blockSize)
  for (let place = 0; place < values.length; place++) {
    const value = values[place] ?? 0
    if (value >= least && value <= most) mask[place >>> 5] = (mask[place >>> 5] ?? 0) | (1 << (place & 31))
  }
  return mask
}

/** Where the value is one of these. */
export function maskOf(values: Uint32Array, wanted: number[]): Mask {
  const [only] = wanted
  if (only === undefined) return emptyMask(values.length / blockSize)
  if (wanted.length === 1) return maskBetween(values, only, only)
  // Ids count up from 1: a byte for each is less than the column.
  const most = wanted.reduce((a, b) => Math.max(a, b))
  const isWanted = new Uint8Array(most + 1)
  for (const value of wanted) isWanted[value] = 1
  const mask = emptyMask(values.length / blockSize)
  for (let place = 0; place < values.length; place++) {
    if (isWanted[values[place] ?? 0] === 1) mask[place >>> 5] = (mask[place >>> 5] ?? 0) | (1 << (place & 31))
  }
  return mask
}
