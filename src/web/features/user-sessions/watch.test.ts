import { expect, test } from 'vitest'
import { watchSearch } from './watch.ts'

const span = { start: 1_800_000_000_000, end: 1_800_000_060_000 }

test.each([
  ['click', 7_900, { t: '7' }],
  ['click', -500, { t: '0' }],
  ['click', 61_000, { t: '61' }],
  ['error', 7_000, { before: '2027-01-15T08:00:07.000Z' }],
  ['click', -3_000, null],
  ['error', 70_000, null],
] as const)('a %s at %i ms of the replay opens it at %j', (kind, after, search) => {
  expect(watchSearch(span, { kind, at: span.start + after })).toEqual(search)
})
