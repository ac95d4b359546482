import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRateLimiter } from './rate-limiter.ts'

const minute = 1_800_000_000_000

describe('createRateLimiter', () => {
  it('counts each key in windows aligned to the clock', () => {
    const limiter = createRateLimiter()
    const limit = { window: 60, count: 2 }
    const answers = [0, 1_000, 59_999, 60_000].map((offset) => limiter.take('a', limit, 1, minute + offset))
    expect(answers).toEqual([0, 0, 1, 0])
    expect(limiter.take('b', limit, 2, minute)).toBe(0)
  })

  it('takes all or nothing', () => {
    const limiter = createRateLimiter()
    const limit = { window: 60, count: 3 }
    expect([2, 2, 1].map((quantity) => limiter.take('a', limit, quantity, minute + 30_000))).toEqual([0, 30, 0])
  })

  it('obeys a changed setting at once', () => {
    const limiter = createRateLimiter()
    expect(limiter.take('a', { window: 60, count: 1 }, 1, minute)).toBe(0)
    expect(limiter.take('a', { window: 60, count: 1 }, 1, minute)).toBe(60)
    expect(limiter.take('a', { window: 60, count: 2 }, 1, minute)).toBe(0)
    expect(limiter.take('a', { window: 3600, count: 1 }, 1, minute)).toBe(0)
    expect(limiter.take('a', { window: 0, count: 1 }, 9, minute)).toBe(0)
  })

  it('never grants more than the count within a window', () => {
    const takes = fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 3 }), after: fc.nat(30_000) }))
    fc.assert(
      fc.property(takes, fc.nat(10), (takes, count) => {
        const limiter = createRateLimiter()
        const granted = new Map<number, number>()
        let now = minute
        for (const { quantity, after } of takes) {
          now += after
          const window = Math.floor(now / 60_000)
          if (limiter.take('a', { window: 60, count }, quantity, now) === 0) {
            granted.set(window, (granted.get(window) ?? 0) + quantity)
          }
        }
        for (const total of granted.values()) expect(total).toBeLessThanOrEqual(count)
      }),
    )
  })
})
