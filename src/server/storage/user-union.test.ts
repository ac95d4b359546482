import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addUsers, countUsers, emptySketch, hashUser, maxExact, mergeSketches, type UserSketch } from './user-sketch.ts'
import { createUserUnion } from './user-union.ts'

function sketchOf(from: number, to: number): UserSketch {
  return addUsers(
    emptySketch,
    Array.from({ length: to - from }, (_, index) => hashUser(`user ${from + index}`)),
  )
}

function countTogether(sketches: UserSketch[]): number {
  const union = createUserUnion()
  for (const sketch of sketches) union.add(sketch)
  return union.count()
}

describe('a union of sketches of users', () => {
  it('counts nobody in nothing', () => {
    expect(countTogether([])).toBe(0)
    expect(countTogether([emptySketch, emptySketch])).toBe(0)
  })

  it('is exact as long as a sketch would be', () => {
    expect(countTogether([sketchOf(0, 600), sketchOf(400, maxExact)])).toBe(maxExact)
  })

  it('counts as merging the sketches one after the other, whatever the sizes and the order', () => {
    const bounds = fc.tuple(fc.nat(4000), fc.oneof(fc.nat(50), fc.nat(1500), fc.nat(5000)))
    fc.assert(
      fc.property(fc.array(bounds, { maxLength: 6 }), (ranges) => {
        const sketches = ranges.map(([from, length]) => sketchOf(from, from + length))
        const merged = sketches.reduce(mergeSketches, emptySketch)
        expect(countTogether(sketches)).toBe(countUsers(merged))
        expect(countTogether(sketches.toReversed())).toBe(countUsers(merged))
      }),
      { numRuns: 60 },
    )
  })
})
