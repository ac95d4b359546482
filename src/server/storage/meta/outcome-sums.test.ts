import { expect, test } from 'vitest'
import { sumOutcomes } from './outcome-sums.ts'
import type { OutcomeCount } from './ports/outcomes.ts'

const hour = 3_600_000
const count = (own: Partial<OutcomeCount>): OutcomeCount => ({
  projectId: 1,
  publicKey: 'k',
  at: 5 * hour + 7,
  category: 'session',
  outcome: 'accepted',
  reason: '',
  quantity: 1,
  ...own,
})

test('equal counters are added up, whatever the moment within the hour', () => {
  const given = [count({}), count({ at: 6 * hour - 1, quantity: 3 })]
  expect(sumOutcomes(given)).toEqual([count({ quantity: 4 })])
  expect(given).toEqual([count({}), count({ at: 6 * hour - 1, quantity: 3 })])
})

test('counters that differ in anything stay apart', () => {
  const different = [
    count({}),
    count({ projectId: 2 }),
    count({ publicKey: 'l' }),
    count({ at: 6 * hour }),
    count({ category: 'error' }),
    count({ outcome: 'invalid' }),
    count({ reason: 'timestamp' }),
    count({ reason: 'time stamp' }),
  ]
  expect(sumOutcomes([...different, ...different])).toEqual(different.map((one) => ({ ...one, quantity: 2 })))
})
