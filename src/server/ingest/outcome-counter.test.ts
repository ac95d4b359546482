import { expect, test } from 'vitest'
import type { OutcomeCount } from '../storage/meta/ports/outcomes.ts'
import { createOutcomeCounter } from './outcome-counter.ts'

const refused = {
  projectId: 1,
  publicKey: 'a',
  category: 'error',
  outcome: 'rate_limited',
  reason: 'key_quota',
  quantity: 2,
} as const

test('adds up equal outcomes, and keeps them when the store fails', async () => {
  const written: OutcomeCount[][] = []
  const failures: unknown[] = []
  let isDown = true
  const meta = {
    countOutcomes: async (counts: OutcomeCount[]) => {
      if (isDown) throw new Error('disk full')
      written.push(counts)
    },
  }
  const counter = createOutcomeCounter(
    meta,
    () => 1000,
    (error) => failures.push(error),
  )
  counter.count(refused)
  counter.count(refused)
  await counter.flush()
  expect(failures).toHaveLength(1)
  isDown = false
  counter.count(refused)
  await counter.close()
  expect(written).toEqual([[{ ...refused, at: 1000, quantity: 6 }]])
})
