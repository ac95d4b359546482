import { describe, expect, it } from 'vitest'
import { formatBytes, formatCount, formatShare, plural } from './number.ts'

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1k'],
    [1234, '1.2k'],
    [9_960, '10k'],
    [56_789, '57k'],
    [999_499, '999k'],
    [999_500, '1M'],
    [1_250_000, '1.3M'],
    [2_000_000_000, '2B'],
  ])('%i → %s', (count, text) => expect(formatCount(count)).toBe(text))
})

it('shares never round something to nothing, nor most to all', () => {
  expect([0, 0.001, 0.456, 0.999, 1].map(formatShare)).toEqual(['0%', '<1%', '46%', '>99%', '100%'])
})

it('bytes and plurals', () => {
  expect([12, 3_600, 1_230_000].map(formatBytes)).toEqual(['12 B', '3.6 kB', '1.2 MB'])
  expect([plural(1, 'event'), plural(1200, 'event'), plural(0, 'entry', 'entries')]).toEqual([
    '1 event',
    '1,200 events',
    '0 entries',
  ])
})
