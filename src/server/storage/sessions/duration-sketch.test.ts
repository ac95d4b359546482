import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDurations, maxExact, readQuantiles, relativeError } from './duration-sketch.ts'

const quantiles = [0, 0.5, 0.75, 0.9, 0.95, 0.99, 1]
const durations = fc.array(fc.oneof(fc.nat(1000), fc.nat(5_000_000), fc.constant(0), fc.nat(2 ** 31)), {
  minLength: 1,
  maxLength: 3 * maxExact,
})

function expected(all: number[], p: number): number {
  const sorted = all.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * p
  const below = sorted[Math.floor(place)] ?? 0
  return below + ((sorted[Math.ceil(place)] ?? 0) - below) * (place % 1)
}

describe('a sketch of durations', () => {
  it('has no quantiles of nothing', () => {
    expect(readQuantiles([], quantiles)).toBeNull()
    expect(readQuantiles([addDurations(null, [])], quantiles)).toBeNull()
  })

  it('keeps few durations exactly, over any number of sketches', () => {
    const seconds = [25, 49, 25, 25, 30, 37, 80, 68].map((duration) => duration * 1000)
    const sketches = [
      addDurations(addDurations(null, seconds.slice(0, 3)), seconds.slice(3, 4)),
      addDurations(null, seconds.slice(4)),
    ]
    expect(readQuantiles(sketches, [0.5, 0.75, 0.9, 0.95])).toEqual([33_500, 53_750, 71_600, 75_800])
  })

  it('is within the stated error of any number of durations, however they are spread over sketches', () => {
    fc.assert(
      fc.property(fc.array(durations, { minLength: 1, maxLength: 4 }), (parts) => {
        const sketches = parts.map((part) =>
          addDurations(addDurations(null, part.slice(0, part.length / 2)), part.slice(part.length / 2)),
        )
        const all = parts.flat()
        const found = readQuantiles(sketches, quantiles) ?? []
        for (const [index, p] of quantiles.entries()) {
          const wanted = expected(all, p)
          const bound = all.length <= maxExact ? 1e-9 * wanted : relativeError * wanted * 1.0001
          expect(Math.abs((found[index] ?? Number.NaN) - wanted)).toBeLessThanOrEqual(bound)
        }
      }),
    )
  })

  it('stays small', () => {
    const many = Array.from({ length: 20_000 }, (_, number) => Math.round(1000 * 1.0005 ** number))
    expect(addDurations(null, many).length).toBeLessThan(5000)
  })
})
