import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escalationCeiling, weekHours } from './escalation.ts'

function week(eventsIn: (hour: number) => number): number[] {
  return Array.from({ length: weekHours }, (_, hour) => eventsIn(hour))
}

describe('escalationCeiling', () => {
  it('is 10 after a week without events', () => {
    expect(
      escalationCeiling(
        week(() => 0),
        false,
      ),
    ).toBe(10)
    expect(
      escalationCeiling(
        week(() => 0),
        true,
      ),
    ).toBe(10)
  })

  it('is ten times the busiest hour of a young issue', () => {
    expect(
      escalationCeiling(
        week((hour) => (hour === 160 ? 7 : 1)),
        true,
      ),
    ).toBe(70)
  })

  it('is six times the usual of a steady issue', () => {
    // No deviation: 100 + 5 · 100, above five times the busiest hour.
    expect(
      escalationCeiling(
        week(() => 100),
        false,
      ),
    ).toBe(600)
  })

  it('gives an issue that varies more room', () => {
    // Half the hours 150, half 50: mean 100, deviation 50, (100 + 250) / 100 = 3.5, at least 5; burst 150 · 5 · e^-0.325.
    const ceiling = escalationCeiling(
      week((hour) => (hour % 2 ? 150 : 50)),
      false,
    )
    expect(ceiling).toBe(600)
    // One hour in four 400: mean 100, deviation 173, (100 + 866) / 100 = 9.7, at most 8; burst 400 · max(2, 1.62) = 800.
    expect(
      escalationCeiling(
        week((hour) => (hour % 4 ? 0 : 400)),
        false,
      ),
    ).toBe(900)
  })

  it('lets a nightly job double its burst', () => {
    expect(
      escalationCeiling(
        week((hour) => (hour % 24 === 3 ? 1000 : 0)),
        false,
      ),
    ).toBe(2000)
  })

  it('is above every hour of the week', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 100_000 }), { minLength: weekHours, maxLength: weekHours }),
        fc.boolean(),
        (hours, isYoung) => {
          expect(escalationCeiling(hours, isYoung)).toBeGreaterThanOrEqual(Math.max(10, 2 * Math.max(...hours)))
        },
      ),
    )
  })
})
