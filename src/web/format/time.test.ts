import { describe, expect, it } from 'vitest'
import { formatAge, formatAgo, formatBefore, formatClock, formatExactTime, formatMinute, readTime } from './time.ts'

const now = Date.UTC(2026, 0, 15, 12, 0, 0)
const ago = (seconds: number) => now - seconds * 1000

describe('formatAge', () => {
  it.each([
    [-30, 'now'],
    [0, 'now'],
    [42, '42s'],
    [60, '1m'],
    [3_599, '59m'],
    [5 * 3_600, '5h'],
    [6 * 86_400, '6d'],
    [21 * 86_400, '3w'],
    [800 * 86_400, '2y'],
  ])('%i s → %s', (seconds, text) => expect(formatAge(ago(seconds), now)).toBe(text))
})

it('formatAgo speaks', () => {
  expect([formatAgo(now, now), formatAgo(ago(60), now), formatAgo(ago(7_300), now)]).toEqual([
    'just now',
    '1 minute ago',
    '2 hours ago',
  ])
})

it('formatBefore picks a unit', () => {
  expect([-120, -3_400, -300_000, -7_200_000, -259_200_000, 5].map(formatBefore)).toEqual([
    '−120 ms',
    '−3.4 s',
    '−5 min',
    '−2 h',
    '−3 d',
    '+5 ms',
  ])
})

it('exact times name the zone', () => {
  expect(formatExactTime(now, 'UTC')).toBe('Thu, 15 Jan 2026, 12:00:00 UTC')
  expect(formatMinute(now, 'UTC')).toBe('15 Jan, 12:00')
  expect(formatClock(now + 7, 'UTC')).toBe('12:00:00.007')
})

it('readTime refuses what is no time', () => {
  expect([readTime('2026-01-15T12:00:00Z'), readTime('soon'), readTime(null)]).toEqual([now, null, null])
})
