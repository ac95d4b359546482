import { expect, test } from 'vitest'
import { createBoundedCache } from './bounded.ts'

test('keeps what is used and never more than two generations', () => {
  const cache = createBoundedCache<number>(10)
  for (let index = 0; index < 1000; index++) {
    cache.set(`key${index}`, index)
    cache.get('key0')
  }
  expect(cache.get('key0')).toBe(0)
  expect(cache.get('key999')).toBe(999)
  const kept = Array.from({ length: 1000 }, (_, index) => `key${index}`).filter((key) => cache.get(key) !== undefined)
  expect(kept.length).toBeLessThanOrEqual(20)
})
