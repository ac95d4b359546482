import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addUsers, countUsers, emptySketch, hashUser, maxExact, mergeSketches, type UserSketch } from './user-sketch.ts'

/** As a batch at a time would make it. */
function sketchOf(keys: Iterable<string>): UserSketch {
  let sketch = emptySketch
  let batch: number[] = []
  for (const key of keys) {
    batch.push(hashUser(key))
    if (batch.length < 100) continue
    sketch = addUsers(sketch, batch)
    batch = []
  }
  return addUsers(sketch, batch)
}

function* range(from: number, to: number, prefix = 'id:'): Iterable<string> {
  for (let index = from; index < to; index += 1) yield `${prefix}${index}`
}

describe('a user sketch', () => {
  it('counts exactly up to 1,024 users, however often they come', () => {
    const key = fc.oneof(fc.string(), fc.integer({ min: 0, max: 200 }).map(String))
    fc.assert(
      fc.property(fc.array(key, { maxLength: 1000 }), (keys) => {
        expect(countUsers(sketchOf(keys))).toBe(new Set(keys).size)
      }),
    )
    const full = sketchOf(range(0, maxExact))
    expect(countUsers(full)).toBe(maxExact)
    expect(countUsers(sketchOf([...range(0, maxExact), ...range(0, maxExact)]))).toBe(maxExact)
  })

  it.each([1025, 2000, 5000, 20_000])('has a standard error below 1 in a hundred at %d users, and no bias', (count) => {
    const errors = Array.from(
      { length: 20 },
      (_, set) => countUsers(sketchOf(range(0, count, `id:${set}-`))) / count - 1,
    )
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length)
    expect(deviation).toBeLessThan(0.01)
    expect(Math.abs(mean)).toBeLessThan(0.006)
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.03)
  })

  it.each(['id:', 'email:user', 'ip:10.0.'])('still counts 150,000 users like %s', (prefix) => {
    expect(Math.abs(countUsers(sketchOf(range(0, 150_000, prefix))) / 150_000 - 1)).toBeLessThan(0.03)
  })

  it('stays small', () => {
    expect(sketchOf(range(0, maxExact)).length).toBeLessThan(6200)
    expect(sketchOf(range(0, 5000)).length).toBeLessThan(16_500)
  })

  it('says by identity whether a user was new', () => {
    for (const count of [10, 5000]) {
      const sketch = sketchOf(range(0, count))
      const before = sketch.slice()
      expect(addUsers(sketch, [hashUser('id:3'), hashUser('id:4')])).toBe(sketch)
      addUsers(sketch, [hashUser('id:new')])
      expect(sketch).toEqual(before)
    }
  })

  it.each([
    [300, 400],
    [800, 900],
    [900, 5000],
    [5000, 900],
    [5000, 8000],
  ])('merges %d and %d users, half of the smaller in both, as if one had met them all', (a, b) => {
    const shared = Math.floor(Math.min(a, b) / 2)
    const merged = mergeSketches(sketchOf(range(0, a)), sketchOf(range(a - shared, a - shared + b)))
    expect(merged).toEqual(sketchOf(range(0, a - shared + b)))
  })

  it('does not depend on the order', () => {
    const keys = fc.uniqueArray(fc.integer({ min: 0, max: 5000 }).map(String), { minLength: 1000, maxLength: 1100 })
    fc.assert(
      fc.property(keys, (list) => {
        expect(sketchOf(list.toReversed())).toEqual(sketchOf(list))
      }),
      { numRuns: 10 },
    )
  })
})

describe('hashUser', () => {
  it('gives whole numbers of 48 bits, different for keys that differ little', () => {
    const hashes = new Set<number>()
    for (const key of [...range(0, 100_000), ...range(0, 100_000, 'email:a'), ...range(0, 1000, 'id:0')]) {
      hashes.add(hashUser(key))
    }
    expect(hashes.size).toBe(201_000)
    expect([...hashes].every((hash) => Number.isSafeInteger(hash) && hash >= 0 && hash < 2 ** 48)).toBe(true)
  })
})
