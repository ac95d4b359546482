import { expect, it } from 'vitest'
import {
  compareCounts,
  compareLengths,
  compareRates,
  compareShares,
  compareTroubleRates,
  compareTroubles,
  type Difference,
} from './difference.ts'

const words = (difference: Difference | null) =>
  difference && [difference.arrow, difference.number, difference.word, difference.tone].filter(Boolean).join(' ')

it.each([
  [0.9942, 0.99, '▲ 0.42 pts better good'],
  [0.95, 0.99, '▼ 4.00 pts worse bad'],
  [0.99, 0.990001, '= same plain'],
  [null, 0.9, null],
  [0.9, null, null],
])('rates %j after %j: %s', (now, before, expected) => expect(words(compareRates(now, before))).toBe(expected))

it('rates of troubles are the better the lower', () => {
  expect(words(compareTroubleRates(0.02, 0.01))).toBe('▲ 1.00 pts worse bad')
  expect(words(compareTroubleRates(0.01, 0.02))).toBe('▼ 1.00 pts better good')
  expect(compareTroubleRates(null, 0.02)).toBeNull()
})

it('lengths are longer or shorter', () => {
  expect(words(compareLengths(1500, 1000))).toBe('▲ 50% longer plain')
  expect(words(compareLengths(500, 1000))).toBe('▼ 50% shorter plain')
  expect(words(compareLengths(500, 0))).toBe('= same plain')
  expect(compareLengths(null, 1)).toBeNull()
})

it('shares are neither good nor bad', () => {
  expect(words(compareShares(0.5, 0.25))).toBe('▲ 25 pts more plain')
  expect(words(compareShares(0.25, 0.5))).toBe('▼ 25 pts less plain')
  expect(words(compareShares(0.501, 0.5))).toBe('= same plain')
  expect(compareShares(null, 0.5)).toBeNull()
})

it.each([
  [150, 100, '▲ 50% more plain'],
  [1001, 1000, '▲ 1% more plain'],
  [0, 10, '▼ 100% fewer plain'],
  [1200, 0, '▲ 1.2k more plain'],
  [0, 0, '= same plain'],
])('counts %d after %d: %s', (now, before, expected) => expect(words(compareCounts(now, before))).toBe(expected))

it.each([
  [5, 2, '▲ 3 more bad'],
  [2, 5, '▼ 3 fewer good'],
  [2, 2, '= same plain'],
])('troubles %d after %d: %s', (now, before, expected) => expect(words(compareTroubles(now, before))).toBe(expected))
