import {
  estimated,
  estimateOf,
  firstRegister,
  hashBytes,
  maxExact,
  placeOf,
  rankBits,
  registers,
  type UserSketch,
} from './user-sketch.ts'

/**
 * How many different users many sketches hold together: as `mergeSketches` one after the other, without making a sketch in between. 12 µs a
 * sketch of registers (merging takes 80), 10 ns a user of an exact one.
 */
export interface UserUnion {
  add(sketch: UserSketch): void
  count(): number
}

export function createUserUnion(): UserUnion {
  let few: Set<number> | null = new Set()
  let maxima: Uint8Array | null = null

  /** Too many to be counted one by one. */
  function begin(): Uint8Array {
    const begun = new Uint8Array(registers)
    for (const hash of few ?? []) {
      const [register, rank] = placeOf(hash)
      if (rank > (begun[register] ?? 0)) begun[register] = rank
    }
    few = null
    return begun
  }

  return {
    add(sketch) {
      if (sketch[0] === estimated) {
        maxima ??= begin()
        raiseAll(maxima, sketch)
      } else if (few === null) {
        maxima ??= begin()
        raiseEach(maxima, sketch)
      } else {
        for (let at = 1; at < sketch.length; at += hashBytes) few.add(readHash(sketch, at))
        if (few.size > maxExact) maxima = begin()
      }
    },
    count() {
      if (few !== null) return few.size
      return maxima === null ? 0 : Math.round(estimateOf(rankCounts(maxima)))
    },
  }
}

/**
 * Four registers at a time: ranks are below 64, so that the top bit of each byte is free to tell which of two is the higher. Three times as fast as
 * one by one.
 */
function raiseAll(maxima: Uint8Array, sketch: UserSketch): void {
  const own = new Uint32Array(maxima.buffer)
  // A copy, because a sketch may begin anywhere in what was read.
  const other = new Uint32Array(sketch.slice(firstRegister, firstRegister + registers).buffer)
  for (let word = 0; word < own.length; word++) {
    const a = own[word] ?? 0
    const b = other[word] ?? 0
    const isHigher = (((a | 0x80808080) - b) & 0x80808080) >>> 7
    const mask = Math.imul(isHigher, 0xff)
    own[word] = (a & mask) | (b & ~mask)
  }
}

/** Register and rank straight from the bytes of each hash: 14 bits, then 34 of which the leading zeros count. */
function raiseEach(maxima: Uint8Array, sketch: UserSketch): void {
  for (let at = 1; at < sketch.length; at += hashBytes) {
    const second = sketch[at + 1] ?? 0
    const register = ((sketch[at] ?? 0) << 6) | (second >>> 2)
    const high = second & 3
    const rank = high === 0 ? 3 + Math.clz32(readLow(sketch, at)) : high >= 2 ? 1 : 2
    if (rank > (maxima[register] ?? 0)) maxima[register] = rank
  }
}

function readLow(sketch: UserSketch, at: number): number {
  return (
    (((sketch[at + 2] ?? 0) << 24) |
      ((sketch[at + 3] ?? 0) << 16) |
      ((sketch[at + 4] ?? 0) << 8) |
      (sketch[at + 5] ?? 0)) >>>
    0
  )
}

function readHash(sketch: UserSketch, at: number): number {
  return (((sketch[at] ?? 0) << 8) | (sketch[at + 1] ?? 0)) * 0x1_0000_0000 + readLow(sketch, at)
}

function rankCounts(maxima: Uint8Array): (rank: number) => number {
  const counts = new Uint32Array(rankBits + 2)
  for (const rank of maxima) counts[rank] = (counts[rank] ?? 0) + 1
  return (rank) => counts[rank] ?? 0
}
