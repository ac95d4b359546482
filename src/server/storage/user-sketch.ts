/**
 * How many different users an issue has met, in a few kilobytes: the exact set of their hashes up to `maxExact`, a HyperLogLog sketch
 * from then on (P. Flajolet et al. 2007; the estimate after O. Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", 2017,
 * which needs no correction for small or large counts).
 *
 * As bytes: [1, hashes in ascending order, 6 bytes each, big-endian] or [2, how many registers stand at each rank, 2 bytes each, big-endian,
 * one byte a register]. With those counts an estimate need not look at the registers.
 */
export type UserSketch = Uint8Array

/** Users counted exactly. Two of so many hashes of 48 bits are the same once in half a billion issues. */
export const maxExact = 1024

export const exact = 1
export const estimated = 2
export const hashBytes = 6
/** 16,384 registers: a standard error of 1.04 / √16384 = 0.8 %, so that 99 of 100 estimates are within 2 %. */
const registerBits = 14
export const registers = 1 << registerBits
/** Bits of the hash that are not the register's number, the longest run of zeros that can be seen. */
export const rankBits = 48 - registerBits
/** Where the registers begin, behind the counts of ranks 0 (empty) to `rankBits + 1` (nothing but zeros). */
export const firstRegister = 1 + 2 * (rankBits + 2)

export const emptySketch: UserSketch = Uint8Array.of(exact)

/** 48 bits of a user key (`id:…`, `email:…`), as a whole number. Two lanes of MurmurHash3's mixing (A. Appleby, public domain). */
export function hashUser(userKey: string): number {
  let [low, high] = [0x9747b28c, 0x85ebca6b]
  for (let index = 0; index < userKey.length; index += 1) {
    const unit = userKey.charCodeAt(index)
    low = Math.imul(rotate(low ^ Math.imul(unit, 0xcc9e2d51), 13), 5) + 0xe6546b64
    high = Math.imul(rotate(high ^ Math.imul(unit, 0x1b873593), 15), 5) + 0x38495ab5
  }
  return (finish(high ^ userKey.length) >>> 16) * 0x1_0000_0000 + (finish(low ^ high) >>> 0)
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits))
}

function finish(value: number): number {
  let mixed = value
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

/** The sketch with these users too; the same object when it knew them all. The one given is never changed. */
export function addUsers(sketch: UserSketch, hashes: Iterable<number>): UserSketch {
  if (sketch[0] === estimated) return addToRegisters(sketch, hashes)
  const fresh = new Set<number>()
  for (const hash of hashes) if (readHash(sketch, search(sketch, hash)) !== hash) fresh.add(hash)
  if (fresh.size === 0) return sketch
  if (exactCount(sketch) + fresh.size > maxExact) return addToRegisters(estimate(sketch), fresh)
  return insertHashes(
    sketch,
    [...fresh].sort((a, b) => a - b),
  )
}

function addToRegisters(sketch: UserSketch, hashes: Iterable<number>): UserSketch {
  let next = sketch
  for (const hash of hashes) {
    const [register, rank] = placeOf(hash)
    if ((next[firstRegister + register] ?? 0) >= rank) continue
    if (next === sketch) next = sketch.slice()
    raiseRegister(next, register, rank)
  }
  return next
}

function raiseRegister(sketch: Uint8Array, register: number, rank: number): void {
  const before = sketch[firstRegister + register] ?? 0
  if (before >= rank) return
  sketch[firstRegister + register] = rank
  writeRankCount(sketch, before, readRankCount(sketch, before) - 1)
  writeRankCount(sketch, rank, readRankCount(sketch, rank) + 1)
}

function readRankCount(sketch: UserSketch, rank: number): number {
  return ((sketch[1 + 2 * rank] ?? 0) << 8) | (sketch[2 + 2 * rank] ?? 0)
}

function writeRankCount(sketch: Uint8Array, rank: number, count: number): void {
  sketch[1 + 2 * rank] = count >>> 8
  sketch[2 + 2 * rank] = count
}

/** Merges new hashes, in ascending order, into the old ones. */
function insertHashes(sketch: UserSketch, fresh: readonly number[]): UserSketch {
  const next = new Uint8Array(sketch.length + fresh.length * hashBytes)
  next[0] = exact
  let [from, to] = [1, 1]
  for (const hash of fresh) {
    const until = 1 + search(sketch, hash) * hashBytes
    next.set(sketch.subarray(from, until), to)
    to += until - from
    from = until
    writeHash(next, to, hash)
    to += hashBytes
  }
  next.set(sketch.subarray(from), to)
  return next
}

/** Users of either: what two issues have met together. */
export function mergeSketches(a: UserSketch, b: UserSketch): UserSketch {
  if (a[0] === estimated && b[0] === estimated) {
    const merged = a.slice()
    for (let register = 0; register < registers; register += 1) {
      raiseRegister(merged, register, b[firstRegister + register] ?? 0)
    }
    return merged
  }
  const [into, from] = a[0] === estimated ? [a, b] : [b, a]
  return addUsers(into, hashesOf(from))
}

function hashesOf(sketch: UserSketch): number[] {
  return Array.from({ length: exactCount(sketch) }, (_, index) => readHash(sketch, index) ?? 0)
}

/** Exact up to `maxExact`, an estimate after. */
export function countUsers(sketch: UserSketch): number {
  return sketch[0] === estimated ? Math.round(estimateCount(sketch)) : exactCount(sketch)
}

function exactCount(sketch: UserSketch): number {
  return (sketch.length - 1) / hashBytes
}

/** Index of the first hash that is not below this one. */
function search(sketch: UserSketch, hash: number): number {
  let [from, to] = [0, exactCount(sketch)]
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((readHash(sketch, middle) ?? 0) < hash) from = middle + 1
    else to = middle
  }
  return from
}

function readHash(sketch: UserSketch, index: number): number | null {
  const at = 1 + index * hashBytes
  const last = sketch[at + 5]
  if (last === undefined) return null
  const high = ((sketch[at] ?? 0) << 8) | (sketch[at + 1] ?? 0)
  const low = ((sketch[at + 2] ?? 0) << 24) | ((sketch[at + 3] ?? 0) << 16) | ((sketch[at + 4] ?? 0) << 8) | last
  return high * 0x1_0000_0000 + (low >>> 0)
}

function writeHash(sketch: Uint8Array, at: number, hash: number): void {
  const [high, low] = [Math.floor(hash / 0x1_0000_0000), hash >>> 0]
  sketch[at] = high >>> 8
  sketch[at + 1] = high
  sketch[at + 2] = low >>> 24
  sketch[at + 3] = low >>> 16
  sketch[at + 4] = low >>> 8
  sketch[at + 5] = low
}

/** The register of a hash, and how many zeros lead the rest of it, plus one. */
export function placeOf(hash: number): [register: number, rank: number] {
  const register = Math.floor(hash / 2 ** rankBits)
  const rest = hash % 2 ** rankBits
  const rank = rest === 0 ? rankBits + 1 : rankBits - Math.floor(Math.log2(rest))
  return [register, rank]
}

/** The same users in registers. */
function estimate(sketch: UserSketch): UserSketch {
  const next = new Uint8Array(firstRegister + registers)
  next[0] = estimated
  writeRankCount(next, 0, registers)
  return addToRegisters(next, hashesOf(sketch))
}

function estimateCount(sketch: UserSketch): number {
  return estimateOf((rank) => readRankCount(sketch, rank))
}

/** The estimate from how many registers stand at each rank. */
export function estimateOf(countAt: (rank: number) => number): number {
  let sum = registers * tau(1 - countAt(rankBits + 1) / registers)
  for (let rank = rankBits; rank >= 1; rank -= 1) sum = (sum + countAt(rank)) / 2
  sum += registers * sigma(countAt(0) / registers)
  return (registers * registers) / (2 * Math.LN2 * sum)
}

/** Ertl's σ: what the registers that are still empty stand for. */
function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY
  let [power, weight, sum] = [share, 1, share]
  for (;;) {
    power *= power
    const next = sum + power * weight
    if (next === sum) return sum
    sum = next
    weight *= 2
  }
}

/** Ertl's τ: the same for the registers that are full. */
function tau(share: number): number {
  if (share === 0 || share === 1) return 0
  let [root, weight, sum] = [share, 1, 1 - share]
  for (;;) {
    root = Math.sqrt(root)
    weight /= 2
    const next = sum - (1 - root) ** 2 * weight
    if (next === sum) return sum / 3
    sum = next
  }
}
