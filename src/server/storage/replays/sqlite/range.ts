import { blockSize, valueOf } from './block.ts'
import type { Block, ColumnName } from './columns.ts'
import { emptyMask, type Mask, maskBetween, maskMarked } from './mask.ts'
import type { View } from './view.ts'

/** The blocks that a search looks at. A place in the range is the index of its block times 1,024 and the place in it. */
export interface Range {
  view: View
  blocks: readonly Block[]
  /** By id of the block. */
  indexes: Map<number, number>
}

export function openRange(view: View, blocks: readonly Block[]): Range {
  return { view, blocks, indexes: new Map(blocks.map(({ id }, index) => [id, index])) }
}

export function noOf({ blocks }: Range, place: number): number {
  return (blocks[Math.floor(place / blockSize)]?.id ?? 0) * blockSize + (place % blockSize)
}

/** Null for numbers outside. */
export function placeOf({ indexes }: Range, no: number): number | null {
  const index = indexes.get(Math.floor(no / blockSize))
  return index === undefined ? null : index * blockSize + (no % blockSize)
}

export function valueAt({ view, blocks }: Range, name: ColumnName, place: number): number {
  const block = blocks[Math.floor(place / blockSize)]
  if (block === undefined) return 0
  return valueOf(view.columns.view(name, block), place % blockSize)
}

/** Where the value is from `least` to `most`, both included. */
export function maskValues({ view, blocks }: Range, name: ColumnName, least: number, most: number): Mask {
  const mask = emptyMask(blocks.length)
  for (const [index, block] of blocks.entries()) {
    maskBetween(mask, index, view.columns.view(name, block), least, most)
  }
  return mask
}

/** Where the value is one of these: ids, which count up from 1. */
export function maskIn(range: Range, name: ColumnName, wanted: number[]): Mask {
  const { view, blocks } = range
  const [only] = wanted
  if (only === undefined) return emptyMask(blocks.length)
  if (wanted.length === 1) return maskValues(range, name, only, only)
  const marked = markIds(wanted)
  const mask = emptyMask(blocks.length)
  for (const [index, block] of blocks.entries()) maskMarked(mask, index, view.columns.view(name, block), marked)
  return mask
}

/** A byte for each id up to the highest. */
export function markIds(ids: number[]): Uint8Array {
  const marked = new Uint8Array(ids.reduce((a, b) => Math.max(a, b), 0) + 1)
  for (const id of ids) marked[id] = 1
  return marked
}
