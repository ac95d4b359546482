import { expect, test } from 'vitest'
import { createTermCache, type KeyIds } from './term-cache.ts'

const find = (ids: KeyIds, value: string) => ids.young.get(value) ?? ids.old.get(value)

test('keeps what was used lately, and no more than two generations', () => {
  const cache = createTermCache(10)
  for (let id = 0; id < 100; id++) {
    cache.add(cache.idsOf(id % 2, 'key'), `${id}`, id)
    // Used again and again.
    const often = cache.idsOf(0, 'key')
    if (find(often, 'often') === undefined || !often.young.has('often')) cache.add(often, 'often', 1_000)
    let kept = 0
    for (let earlier = 0; earlier <= id; earlier++) {
      if (find(cache.idsOf(earlier % 2, 'key'), `${earlier}`) === earlier) kept++
    }
    expect(kept).toBeGreaterThanOrEqual(Math.min(id + 1, 8))
    expect(kept).toBeLessThanOrEqual(20)
    expect(find(cache.idsOf(0, 'key'), 'often')).toBe(1_000)
  }
  expect(find(cache.idsOf(0, 'key'), '99')).toBeUndefined()
  expect(find(cache.idsOf(1, 'other'), '99')).toBeUndefined()
})

test('long texts count for more', () => {
  const cache = createTermCache(10)
  const ids = cache.idsOf(1, 'key')
  for (let id = 0; id < 6; id++) cache.add(ids, `${id}`.padEnd(128 * 4), id)
  expect(ids.young.size + ids.old.size).toBeLessThanOrEqual(4)
})
