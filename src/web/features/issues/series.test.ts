import { expect, it } from 'vitest'
import type { StatsBucket } from '../../api/types.ts'
import { describeCounts, periodBuckets, rowCounts } from './series.ts'

const days = (count: number): StatsBucket[] => Array.from({ length: count }, (_, day) => [day * 86_400, day])

it('takes whatever period a row has', () => {
  expect(
    rowCounts({
      '14d': [
        [0, 2],
        [1, 3],
      ],
    }),
  ).toEqual([2, 3])
  expect(rowCounts(undefined)).toEqual([])
})

it('cuts 14 days out of 30 when need be', () => {
  expect(periodBuckets({ '30d': days(30) }, '14d').map(([, count]) => count)).toEqual([
    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
  ])
  expect(periodBuckets({ '14d': days(14), '30d': days(30) }, '14d')).toEqual(days(14))
  expect(periodBuckets({ '30d': days(30) }, '24h')).toEqual([])
})

it('says counts in words', () => {
  expect(describeCounts([1, 4, 0])).toBe('5 events in the period, at most 4 at a time')
  expect(describeCounts([])).toBe('0 events in the period, at most 0 at a time')
})
