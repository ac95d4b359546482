import { expect, it } from 'vitest'
import { compareCounts, compareRates, compareShares, compareTroubles, type Difference } from './difference.ts'

const words = (difference: Difference | null) =>
  difference && [difference.arrow, difference.number, difference.word, difference.tone].filter(Boolean).join(' ')

it.each([
  [0.9942, 0.99, '▲ 0.42 pts better good'],
  [0.95, 0.99, '▼ 4.00 pts worse bad'],
  [0.99, 0.990001, '= same plain'],
  [null, 0.9, null],
  [0.9, null, null],
])('rates %j after %j: %s', (now, before, expected) => expect(words(compareRates(now, before))).toBe(expected))

it('shares are neither good nor bad', () => {
  expect(words(compareShares(0.5, 0.25))).toBe('▲ 25.00 pts more plain')
  expect(words(compareShares(0.25, 0.5))).toBe('▼ 25.00 pts fewer plain')
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
