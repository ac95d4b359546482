import { expect, test } from 'vitest'
import { createGuessLimiter } from './guess-limiter.ts'

test('after the limit one waits until the window is over', () => {
  const limiter = createGuessLimiter({ limit: 2, window: 60_000 })
  limiter.failed(['a'], 0)
  expect(limiter.wait(['a'], 0)).toBe(0)
  limiter.failed(['a'], 10_000)
  expect(limiter.wait(['a', 'b'], 10_000)).toBe(50)
  expect(limiter.wait(['b'], 10_000)).toBe(0)
  expect(limiter.wait(['a'], 60_000)).toBe(0)
  limiter.failed(['a'], 60_000)
  expect(limiter.wait(['a'], 60_000)).toBe(0)
})

test('success takes back its own attempt only', () => {
  const limiter = createGuessLimiter({ limit: 2, window: 60_000 })
  limiter.failed(['a'], 0)
  limiter.failed(['a'], 0)
  limiter.failed(['a'], 0)
  limiter.succeeded(['a'])
  expect(limiter.wait(['a'], 0)).toBe(60)
})

test('memory is bounded', () => {
  const limiter = createGuessLimiter({ limit: 1, capacity: 2 })
  for (const key of ['a', 'b', 'c']) limiter.failed([key], 0)
  expect(limiter.wait(['a'], 0)).toBe(0)
  expect(limiter.wait(['c'], 0)).toBeGreaterThan(0)
})
