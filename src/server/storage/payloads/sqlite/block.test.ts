import { expect, it } from 'vitest'
import { decodeBlock, encodeBlock, release } from './block.ts'

it('gives back a whole buffer, never a piece of one that others use', () => {
  const [small] = decodeBlock(encodeBlock([Buffer.from('small')]))
  const neighbours = Array.from({ length: 50 }, (_, i) => Buffer.from(`neighbour ${i}`))
  for (const neighbour of neighbours) release(neighbour)
  release(small)
  expect(neighbours.map(String)).toEqual(neighbours.map((_, i) => `neighbour ${i}`))
  const payloads = decodeBlock(encodeBlock([Buffer.alloc(100_000, 'x'), Buffer.alloc(50_000, 'y')]), 150_012)
  release(payloads[0])
  expect(payloads.map(({ length }) => length)).toEqual([0, 0])
})
