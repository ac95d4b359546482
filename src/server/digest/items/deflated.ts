import type { InflateFault } from './inflate.ts'

/**
 * Deflated data (RFC 1951) a slice at a time. Node's zlib gives on one thread all of the output or none: 100 MiB, where a slice and the 32 KiB that later
 * ones refer to would do. This is four times as slow, and only for what is large.
 */
export interface Deflated {
  /** The next of the output, some `sliceBytes`; a view, good until the next call. Empty at the end. */
  read(): { ok: true; bytes: Uint8Array } | { ok: false; reason: InflateFault }
  /** Where the input goes on behind the end. */
  end(): number
}

const windowBytes = 32 * 1024
/** Of one match. */
const longest = 258
/** In bits. */
const longestCode = 15

class BadData extends Error {}

export function openDeflated(input: Uint8Array, start: number, sliceBytes: number): Deflated {
  const out = new Uint8Array(windowBytes + sliceBytes + longest)
  const limit = windowBytes + sliceBytes
  /** Where output goes. */
  let at = 0
  /** Bits that were taken from the input and not used, how many, and the next byte. */
  let [hold, held, next] = [0, 0, start]
  let isLast = false
  let block: Block | null = null

  /** At least 25 bits; zeros behind the end of the input, which `checkEnd` finds. */
  function fill(): void {
    while (held <= 24) {
      hold |= (input[next++] ?? 0) << held
      held += 8
    }
  }

  function take(count: number): number {
    fill()
    const bits = hold & ((1 << count) - 1)
    hold >>>= count
    held -= count
    return bits
  }

  function usedBits(): number {
    return next * 8 - held
  }

  function openBlock(): Block {
    isLast = take(1) === 1
    const type = take(2)
    if (type === 0) return openStored()
    if (type === 1) return { kind: 'codes', ...fixedTables() }
    if (type === 2) return { kind: 'codes', ...readTables() }
    throw new BadData('a block of no type')
  }

  function openStored(): Block {
    // From the next whole byte on.
    take(held & 7)
    next -= held >>> 3
    hold = held = 0
    const length = (input[next] ?? 0) | ((input[next + 1] ?? 0) << 8)
    const complement = (input[next + 2] ?? 0) | ((input[next + 3] ?? 0) << 8)
    next += 4
    if (length !== (complement ^ 0xffff)) throw new BadData('a stored block of no length')
    return { kind: 'stored', left: length }
  }

  function readTables(): { literals: Table; distances: Table } {
    const [literals, distances, lengths] = [take(5) + 257, take(5) + 1, take(4) + 4]
    if (literals > 286 || distances > 30) throw new BadData('too many codes')
    const own = new Uint8Array(19)
    for (let index = 0; index < lengths; index++) own[lengthOrder[index] ?? 0] = take(3)
    const table = makeTable(own, false)
    const all = new Uint8Array(literals + distances)
    for (let index = 0; index < all.length; ) {
      const symbol = takeSymbol(table)
      if (symbol < 16) {
        all[index++] = symbol
        continue
      }
      if (symbol === 16 && index === 0) throw new BadData('nothing to repeat')
      const value = symbol === 16 ? (all[index - 1] ?? 0) : 0
      const count = symbol === 16 ? take(2) + 3 : symbol === 17 ? take(3) + 3 : take(7) + 11
      if (index + count > all.length) throw new BadData('more lengths than codes')
      all.fill(value, index, index + count)
      index += count
    }
    if (all[endOfBlock] === 0) throw new BadData('a block without an end')
    return { literals: makeTable(all.subarray(0, literals), true), distances: makeTable(all.subarray(literals), true) }
  }

  function takeSymbol({ entries, mask }: Table): number {
    fill()
    const entry = entries[hold & mask] ?? 0
    if (entry === 0) throw new BadData('no such code')
    hold >>>= entry & 15
    held -= entry & 15
    return entry >>> 4
  }

  function copyStored(stored: { left: number }): boolean {
    const count = Math.min(stored.left, limit - at, input.length - next)
    if (count > 0) out.set(input.subarray(next, next + count), at)
    at += Math.max(0, count)
    next += Math.max(0, count)
    stored.left -= Math.max(0, count)
    if (stored.left > 0 && next >= input.length) throw new BadData('cut short')
    return stored.left === 0
  }

  /** True at the end of the block, false when the slice is full. Variables of its own: this is where the time goes. */
  function copyCodes(literals: Table, distances: Table): boolean {
    const [literalEntries, literalMask] = [literals.entries, literals.mask]
    const [distanceEntries, distanceMask] = [distances.entries, distances.mask]
    let [bits, count, read, write] = [hold, held, next, at]
    let isOver = false
    let problem: string | null = null
    while (write < limit) {
      while (count <= 24) {
        bits |= (input[read++] ?? 0) << count
        count += 8
      }
      if (read > input.length + 4) break
      const entry = literalEntries[bits & literalMask] ?? 0
      bits >>>= entry & 15
      count -= entry & 15
      const symbol = entry >>> 4
      if (symbol < endOfBlock) {
        if (entry === 0) {
          problem = 'no such code'
          break
        }
        out[write++] = symbol
        continue
      }
      if (symbol === endOfBlock) {
        isOver = true
        break
      }
      const lengthBits = lengthExtra[symbol - 257]
      if (lengthBits === undefined) {
        problem = 'no such length'
        break
      }
      const length = (lengthBase[symbol - 257] ?? 0) + (bits & ((1 << lengthBits) - 1))
      bits >>>= lengthBits
      count -= lengthBits
      while (count <= 24) {
        bits |= (input[read++] ?? 0) << count
        count += 8
      }
      const far = distanceEntries[bits & distanceMask] ?? 0
      bits >>>= far & 15
      count -= far & 15
      const distanceBits = far === 0 ? undefined : distanceExtra[far >>> 4]
      if (distanceBits === undefined) {
        problem = 'no such distance'
        break
      }
      while (count <= 24) {
        bits |= (input[read++] ?? 0) << count
        count += 8
      }
      const distance = (distanceBase[far >>> 4] ?? 0) + (bits & ((1 << distanceBits) - 1))
      bits >>>= distanceBits
      count -= distanceBits
      if (distance > write) {
        problem = 'a distance from before the beginning'
        break
      }
      // Byte by byte: what is copied may be what was just written.
      for (const stop = write + length; write < stop; write++) out[write] = out[write - distance] ?? 0
    }
    ;[hold, held, next, at] = [bits, count, read, write]
    if (problem !== null) throw new BadData(problem)
    return isOver
  }

  function advance(): void {
    while (at < limit) {
      if (block === null) {
        if (isLast) return
        block = openBlock()
      }
      const isOver = block.kind === 'stored' ? copyStored(block) : copyCodes(block.literals, block.distances)
      if (usedBits() > input.length * 8) throw new BadData('cut short')
      if (isOver) block = null
    }
  }

  return {
    read() {
      if (at > windowBytes) {
        // The last of what was given away stays, to be referred to.
        out.copyWithin(0, at - windowBytes, at)
        at = windowBytes
      }
      const from = at
      try {
        advance()
      } catch (error) {
        if (!(error instanceof BadData)) throw error
        // What stands behind the end was made up: a code may reach there.
        const isCut = usedBits() + longestCode > input.length * 8
        return { ok: false, reason: isCut ? 'truncated' : 'corrupt_compression' }
      }
      return { ok: true, bytes: out.subarray(from, at) }
    },
    end: () => next - (held >>> 3),
  }
}

type Block = { kind: 'stored'; left: number } | { kind: 'codes'; literals: Table; distances: Table }

/** By the next bits of the input: a symbol, shifted by 4, and the length of its code; 0 for none. */
interface Table {
  entries: Uint16Array
  mask: number
}

const endOfBlock = 256
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const lengthBase = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]
const distanceExtra = Array.from({ length: 30 }, (_, symbol) => Math.max(0, (symbol >> 1) - 1))
const distanceBase = distanceExtra.map((_, symbol) =>
  distanceExtra.slice(0, symbol).reduce((sum, bits) => sum + 2 ** bits, 1),
)

/** Throws for lengths that are no code; `mayBeSingle`: one code of one bit is let through, as by zlib. */
function makeTable(lengths: Uint8Array, mayBeSingle: boolean): Table {
  const counts = new Uint16Array(16)
  for (const length of lengths) if (length > 0) counts[length] = (counts[length] ?? 0) + 1
  const most = counts.findLastIndex((count) => count > 0)
  if (most < 0) return { entries: new Uint16Array(1), mask: 0 }
  let left = 1
  const firsts = new Uint16Array(16)
  for (let length = 1, code = 0; length <= most; length++) {
    left = left * 2 - (counts[length] ?? 0)
    if (left < 0) throw new BadData('more codes than there are')
    code = (code + (counts[length - 1] ?? 0)) * 2
    firsts[length] = code
  }
  if (left > 0 && !(mayBeSingle && most === 1)) throw new BadData('codes are missing')
  const size = 1 << most
  const entries = new Uint16Array(size)
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue
    const code = firsts[length] ?? 0
    firsts[length] = code + 1
    // Codes are packed from their highest bit on.
    for (let place = reverse(code, length); place < size; place += 1 << length) entries[place] = (symbol << 4) | length
  }
  return { entries, mask: size - 1 }
}

function reverse(code: number, length: number): number {
  let reversed = 0
  for (let bit = 0; bit < length; bit++) reversed |= ((code >>> bit) & 1) << (length - 1 - bit)
  return reversed
}

function fixedTables(): { literals: Table; distances: Table } {
  const lengths = Uint8Array.from({ length: 288 }, (_, symbol) =>
    symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
  )
  return { literals: makeTable(lengths, false), distances: makeTable(new Uint8Array(32).fill(5), false) }
}
