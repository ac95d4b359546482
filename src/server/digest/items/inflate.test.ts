import { constants, deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inflate, inflateSlices } from './inflate.ts'

const MiB = 1024 * 1024

function collect(slices: Generator<Uint8Array, string | null>): { bytes: Buffer; fault: string | null; most: number } {
  const pieces: Buffer[] = []
  for (let most = 0; ; ) {
    const next = slices.next()
    if (next.done) return { bytes: Buffer.concat(pieces), fault: next.value, most }
    most = Math.max(most, next.value.length)
    pieces.push(Buffer.from(next.value))
  }
}

function unpack(packed: Uint8Array, isGzip: boolean): Buffer | null {
  try {
    return isGzip ? gunzipSync(packed) : inflateSync(packed)
  } catch {
    return null
  }
}

/** Text as recordings have it: much of it again and again, some of it far apart. */
function textOf(length: number): Buffer {
  const parts: string[] = []
  let size = 0
  for (let n = 0; size < length; n++) {
    const part = `{"id":${n},"text":"${((n * 2_654_435_761) % 2 ** 32).toString(36)}","rows":"${'x'.repeat(n % 300)}"},`
    parts.push(part)
    size += part.length
  }
  return Buffer.from(parts.join('')).subarray(0, length)
}

describe('what is large', () => {
  const large = textOf(10 * MiB)

  test.each([
    ['zlib', deflateSync(large)],
    ['zlib', deflateSync(large, { level: 1 })],
    ['zlib', deflateSync(large, { level: 0 })],
    ['zlib', deflateSync(large, { strategy: constants.Z_FIXED })],
    ['zlib', deflateSync(large, { strategy: constants.Z_HUFFMAN_ONLY, windowBits: 9 })],
    ['gzip', gzipSync(large)],
    ['gzip', Buffer.concat([gzipSync(large.subarray(0, 6 * MiB)), gzipSync(large.subarray(6 * MiB))])],
    ['gzip', Buffer.concat([gzipSync(large), Buffer.alloc(700)])],
  ] as const)('comes in slices: %s', (encoding, packed) => {
    const { bytes, fault, most } = collect(inflate(encoding, packed, 100 * MiB))
    expect(fault).toBeNull()
    expect(Buffer.compare(bytes, large)).toBe(0)
    expect(most).toBeLessThan(1.1 * MiB)
  })

  test('ends where it goes over the ceiling, at the end of the input, and where it is broken', () => {
    const packed = deflateSync(large)
    const gzipped = gzipSync(large)
    expect(collect(inflate('zlib', packed, 9 * MiB))).toMatchObject({ fault: 'too_large' })
    expect(collect(inflate('zlib', packed, 2 * MiB))).toMatchObject({ fault: 'too_large', bytes: Buffer.alloc(0) })
    for (const cut of [1, 3, 4, 5, 100]) {
      const half = packed.subarray(0, packed.length - cut)
      expect([cut, collect(inflate('zlib', half, 100 * MiB)).fault]).toEqual([cut, 'truncated'])
      const rest = gzipped.subarray(0, gzipped.length - cut)
      expect([cut, collect(inflate('gzip', rest, 100 * MiB)).fault]).toEqual([cut, 'truncated'])
    }
    const broken = Buffer.from(packed)
    expect(collect(inflate('gzip', Buffer.concat([gzipped, Buffer.alloc(99, 'garbage')]), 100 * MiB)).fault).toBe(
      'corrupt_compression',
    )
    broken[packed.length - 2] = (broken[packed.length - 2] ?? 0) ^ 1
    expect(collect(inflate('zlib', broken, 100 * MiB)).fault).toBe('corrupt_compression')
    const middle = Math.floor(packed.length / 2)
    broken.fill(0xff, middle, middle + 200)
    expect(collect(inflate('zlib', broken, 100 * MiB)).fault).toBe('corrupt_compression')
  })
})

describe('slices', () => {
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 3000 }),
    fc
      .array(fc.tuple(fc.constantFrom('a', 'ab', '{"x":1},', '\u00e9'), fc.nat(400)), { maxLength: 40 })
      .map((parts) => Buffer.from(parts.map(([text, times]) => text.repeat(times)).join(''))),
  )
  const options = fc.record({
    level: fc.integer({ min: 0, max: 9 }),
    strategy: fc.constantFrom(
      constants.Z_DEFAULT_STRATEGY,
      constants.Z_FIXED,
      constants.Z_HUFFMAN_ONLY,
      constants.Z_RLE,
    ),
    windowBits: fc.integer({ min: 9, max: 15 }),
    memLevel: fc.integer({ min: 1, max: 9 }),
  })

  test('hold what was packed, whichever way', () => {
    fc.assert(
      fc.property(content, options, fc.boolean(), (bytes, how, isGzip) => {
        const packed = isGzip ? gzipSync(bytes, how) : deflateSync(bytes, how)
        const read = collect(inflateSlices(isGzip ? 'gzip' : 'zlib', packed, MiB))
        expect(read.fault).toBeNull()
        expect(Buffer.compare(read.bytes, bytes)).toBe(0)
      }),
      { numRuns: 400 },
    )
  })

  test('are refused where zlib refuses', () => {
    const change = fc.tuple(fc.nat(), fc.nat(255))
    fc.assert(
      fc.property(content, options, fc.array(change, { maxLength: 3 }), fc.nat(), fc.boolean(), (...drawn) => {
        const [bytes, how, changes, cut, isGzip] = drawn
        const packed = isGzip ? gzipSync(bytes, how) : deflateSync(bytes, how)
        for (const [place, value] of changes) packed[place % packed.length] = value
        const sent = cut % 3 === 0 ? packed.subarray(0, cut % packed.length) : packed
        const expected = unpack(sent, isGzip)
        const read = collect(inflateSlices(isGzip ? 'gzip' : 'zlib', sent, 100 * MiB))
        expect(read.fault === null ? read.bytes.toString('hex') : null).toBe(expected?.toString('hex') ?? null)
      }),
      { numRuns: 2000 },
    )
  })
})
