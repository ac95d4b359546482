import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { intervalsOf, type RangeQuery, readSessionRange } from './range.ts'

const now = Date.parse('2026-11-20T12:27:28.303Z')
const second = 1000
const day = 86_400_000

const read = (query: RangeQuery, at = now) => {
  const { start, end, interval } = readSessionRange(query, at)
  return [new Date(start).toISOString(), new Date(end).toISOString(), interval / second]
}

describe('a range', () => {
  test.each([
    // At noon, a day by the day is two: yesterday and today.
    [{ statsPeriod: '1d', interval: '1d' }, '2026-11-19T00', '2026-11-21T00', 86_400],
    [{ statsPeriod: '1d', interval: '6h' }, '2026-11-19T12', '2026-11-20T18', 21_600],
    [{ statsPeriod: '12h', interval: '6h' }, '2026-11-20T00', '2026-11-20T18', 21_600],
    [{ statsPeriod: '24h' }, '2026-11-19T12', '2026-11-20T13', 3_600],
    [{ statsPeriod: '1h', interval: 'soon' }, '2026-11-20T11', '2026-11-20T13', 3_600],
    [{ interval: '1d' }, '2026-08-22T00', '2026-11-21T00', 86_400],
    [{ statsPeriod: '', interval: '1d' }, '2026-08-22T00', '2026-11-21T00', 86_400],
    [{ statsPeriod: '2h', start: '2020-01-01', end: '2020-01-02' }, '2026-11-20T10', '2026-11-20T13', 3_600],
    [{ statsPeriodStart: '2d', statsPeriodEnd: '1d', interval: '1d' }, '2026-11-18T00', '2026-11-20T00', 86_400],
    [{ statsPeriod: '1d', statsPeriodStart: '9d', interval: '12h' }, '2026-11-19T12', '2026-11-21T00', 43_200],
    [{ start: '2026-01-29T07:30:00', end: '2026-01-29T09:00:00Z' }, '2026-01-29T07', '2026-01-29T09', 3_600],
    // What lies ahead begins now.
    [
      { start: '2026-11-21T12:00:00Z', end: '2026-11-22T12:00:00Z', interval: '1d' },
      '2026-11-20T00',
      '2026-11-23T00',
      86_400,
    ],
  ] satisfies [RangeQuery, string, string, number][])('%j goes from %s to %s', (query, start, end, interval) => {
    expect(read(query)).toEqual([`${start}:00:00.000Z`, `${end}:00:00.000Z`, interval])
  })

  test('may be as fine as ten seconds', () => {
    const range = readSessionRange({ statsPeriod: '1m', interval: '10s' }, now)
    expect(intervalsOf(range)).toHaveLength(7)
    expect(range.start).toBe(Date.parse('2026-11-20T12:26:20Z'))
  })

  const notTens = 'The interval has to be a multiple of the minimum interval of ten seconds.'
  const tooMany =
    'Your interval and date range would create too many results. Use a larger interval, or a smaller date range.'
  test.each([
    [{ interval: '5s' }, notTens],
    [{ interval: '0h' }, notTens],
    [{ interval: '15' }, notTens],
    [{ interval: '2d' }, 'The interval has to be less than one day.'],
    [{ interval: '86410s' }, 'The interval has to be less than one day.'],
    [{ interval: '7h' }, 'The interval should divide one day without a remainder.'],
    [{}, tooMany],
    [{ start: '0001-01-01', end: '2026-01-01', interval: '1d' }, tooMany],
    // The interval is looked at first.
    [{ statsPeriod: 'soon', interval: '7h' }, 'The interval should divide one day without a remainder.'],
    [{ statsPeriod: 'soon' }, "Invalid statsPeriod: 'soon'"],
    [{ statsPeriodStart: '2d' }, 'statsPeriodStart and statsPeriodEnd are both required'],
    [{ statsPeriodStart: '2d', statsPeriodEnd: 'x' }, "Invalid statsPeriod: 'x'"],
    [{ statsPeriodStart: '1d', statsPeriodEnd: '2d' }, 'start must be before end'],
    [{ start: '2026-01-01' }, 'start and end are both required'],
    [{ start: 'monday', end: '2026-01-01' }, 'monday is not a valid ISO8601 date query'],
    [{ start: '2026-01-01', end: '2026-01-01' }, 'start must be before end'],
  ] satisfies [RangeQuery, string][])('%j is refused: %s', (query, detail) => {
    expect(() => readSessionRange(query, now)).toThrow(expect.objectContaining({ status: 400, detail }))
  })

  test('is whole intervals from that of its start to that of its end', () => {
    const lengths = {
      '10s': 10,
      '30s': 30,
      '1m': 60,
      '10m': 600,
      '1h': 3_600,
      '6h': 21_600,
      '12h': 43_200,
      '1d': 86_400,
    }
    const asked = fc.constantFrom(...Object.entries(lengths)).chain(([interval, length]) =>
      // One more could be a thousand and one with the part that begins before.
      fc.record({
        interval: fc.constant(interval),
        at: fc.integer({ min: 0, max: 4e12 }),
        seconds: fc.integer({ min: 1, max: 999 * length }),
      }),
    )
    fc.assert(
      fc.property(asked, ({ interval, at, seconds }) => {
        const range = readSessionRange({ interval, statsPeriod: `${seconds}s` }, at)
        const start = at - seconds * second
        expect(day % range.interval).toBe(0)
        expect(Math.abs(range.start % range.interval)).toBe(0)
        expect(range.start).toBeLessThanOrEqual(start)
        expect(range.start + range.interval).toBeGreaterThan(start)
        expect(range.end).toBeGreaterThanOrEqual(at)
        expect(range.end - range.interval).toBeLessThan(at)
        const starts = intervalsOf(range)
        expect([starts[0], (starts.at(-1) ?? 0) + range.interval]).toEqual([range.start, range.end])
      }),
    )
  })
})
