import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockSize, blockWords, readColumn, readPosts, valueOf, viewColumn, writeColumn, writePosts } from './block.ts'

const value = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 0, max: 2 ** 33 }),
  fc.maxSafeNat(),
  fc.constant(Number.MAX_SAFE_INTEGER),
)

test('a column comes back as it was written', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 50 }), (values) => {
      const into = new Float64Array(values.length + 1).fill(5)
      const view = viewColumn(writeColumn(values))
      readColumn(view, into)
      expect([...into]).toEqual([...values, 0])
      expect(into.map((_, place) => valueOf(view, place))).toEqual(into)
    }),
  )
})

test('is read from any place in memory, and takes what its range needs', () => {
  const times = [1_795_262_400_000, 1_795_262_400_100]
  const data = writeColumn(times)
  expect(data.byteLength).toBe(16 + 2)
  expect(writeColumn([7, 7, 7]).byteLength).toBe(16)
  const shifted = new Uint8Array(data.byteLength + 1)
  shifted.set(data, 1)
  const into = new Float64Array(2)
  readColumn(viewColumn(shifted.subarray(1)), into)
  expect([...into]).toEqual(times)
  expect(() => viewColumn(new Uint8Array(16).fill(9))).toThrow('unknown width')
})

test('posting lists come back as they were written, whichever way', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(blockSize - 1), { maxLength: 200 }), (places) => {
      const words = new Uint32Array(blockWords)
      for (const place of places) words[place >>> 5] = (words[place >>> 5] ?? 0) | (1 << (place & 31))
      const data = writePosts(words)
      const mask = new Uint32Array(blockWords * 2)
      readPosts(data, mask, blockWords)
      expect([...mask]).toEqual([...Array(blockWords).fill(0), ...words])
      expect(data.byteLength).toBe(Math.min(places.length * 2, 128))
    }),
  )
})
