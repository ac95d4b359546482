import { randomBytes } from 'node:crypto'

/** "Certainly not" or "perhaps" for 16-byte ids. */
export interface Bloom {
  readonly capacity: number
  /** Ids added; beyond the capacity the answer "perhaps" becomes frequent. */
  count(): number
  add(id: Uint8Array): void
  mayHave(id: Uint8Array): boolean
  toBytes(): Uint8Array
}

/** 16 bits an id and 8 probes: 1 in 1,700 unknown ids passes, at 2 MB a million ids. */
const bitsPerId = 16
const probes = 8
const headBytes = 16

export function createBloom(capacity: number): Bloom {
  const bytes = new Uint8Array(headBytes + (capacity * bitsPerId) / 8)
  // A salt of its own: ids come from clients, who could otherwise choose ones that pass every filter.
  bytes.set(randomBytes(8), 0)
  return bloomOf(bytes, 0)
}

export function readBloom(bytes: Uint8Array): Bloom {
  return bloomOf(Uint8Array.from(bytes), readWord(bytes, 8))
}

/** Head: two words of salt, the count, a spare word; then the bits. */
function bloomOf(bytes: Uint8Array, initialCount: number): Bloom {
  const saltA = readWord(bytes, 0)
  const saltB = readWord(bytes, 4)
  const bits = (bytes.length - headBytes) * 8
  let count = initialCount

  // Double hashing (Kirsch and Mitzenmacher): probe i looks at a + i * b.
  function probe(id: Uint8Array, set: boolean): boolean {
    let hash = mix(id, saltA)
    const step = mix(id, saltB) | 1
    for (let i = 0; i < probes; i += 1) {
      const bit = Math.floor(((hash >>> 0) / 2 ** 32) * bits)
      const index = headBytes + (bit >>> 3)
      const mask = 1 << (bit & 7)
      const byte = bytes[index] ?? 0
      if (set) bytes[index] = byte | mask
      else if ((byte & mask) === 0) return false
      hash = (hash + step) | 0
    }
    return true
  }

  return {
    capacity: bits / bitsPerId,
    count: () => count,
    add(id) {
      probe(id, true)
      count += 1
    },
    mayHave: (id) => probe(id, false),
    toBytes() {
      new DataView(bytes.buffer, bytes.byteOffset).setUint32(8, count, true)
      return bytes
    },
  }
}

/** A 32-bit hash of the id's four words. Client ids may be counters or share most bytes: every word goes through the mill. */
function mix(id: Uint8Array, salt: number): number {
  let hash = salt
  for (let offset = 0; offset < 16; offset += 4) {
    hash = Math.imul(hash ^ readWord(id, offset), 0x9e3779b1)
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
    hash ^= hash >>> 13
  }
  return hash
}

function readWord(bytes: Uint8Array, offset: number): number {
  return (
    ((bytes[offset] ?? 0) |
      ((bytes[offset + 1] ?? 0) << 8) |
      ((bytes[offset + 2] ?? 0) << 16) |
      ((bytes[offset + 3] ?? 0) << 24)) >>>
    0
  )
}
