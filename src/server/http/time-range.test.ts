import { describe, expect, test } from 'vitest'
import { readPeriod, readTime, readTimeRange } from './time-range.ts'

const day = 86_400_000

test.each([
  ['24h', day],
  ['14d', 14 * day],
  ['2w', 14 * day],
  ['90m', 5_400_000],
  ['30s', 30_000],
  ['30', 30_000],
])('%s is a period', (text, length) => {
  expect(readPeriod(text)).toBe(length)
})

test.each(['', '0d', '-1d', '1y', '1.5h', '24h ', '9999999w', '1000000000000h'])('%j is no period', (text) => {
  expect(readPeriod(text)).toBeNull()
})

test.each([
  ['2026-11-20', '2026-11-20T00:00:00.000Z'],
  ['2026-11-20T12:30:00', '2026-11-20T12:30:00.000Z'],
  ['2026-11-20 12:30', '2026-11-20T12:30:00.000Z'],
  ['2026-11-20T12:30:00.123456Z', '2026-11-20T12:30:00.123Z'],
  ['2026-11-20T12:30:00+02:00', '2026-11-20T10:30:00.000Z'],
  ['1763640000', '2025-11-20T12:00:00.000Z'],
])('%s is a time', (text, iso) => {
  const time = readTime(text)
  expect(time === null ? null : new Date(time).toISOString()).toBe(iso)
})

test.each(['yesterday', '2026-13-40', '20/11/2026', ''])('%j is no time', (text) => {
  expect(readTime(text)).toBeNull()
})

describe('readTimeRange', () => {
  const now = Date.UTC(2026, 10, 20)
  test('a period ends now', () => {
    expect(readTimeRange({ statsPeriod: '1d' }, now)).toEqual({ from: now - day, to: now })
  })
  test('without either it is open', () => {
    expect(readTimeRange({}, now)).toEqual({ from: null, to: null })
  })
  test.each([
    [{ statsPeriod: '1d', start: '2026-11-01' }, 'not both'],
    [{ start: '2026-11-01' }, 'both required'],
    [{ start: '2026-11-02', end: '2026-11-01' }, 'before end'],
    [{ start: 'x', end: '2026-11-01' }, 'Invalid start'],
    [{ start: '2026-11-01', end: 'x' }, 'Invalid end'],
  ])('%j is refused', (query, words) => {
    expect(() => readTimeRange(query, now)).toThrow(words)
  })
})
