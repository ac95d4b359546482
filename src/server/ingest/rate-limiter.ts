import type { RateLimiter } from './types.ts'

interface Window {
  /** Which window it is: whole windows since 1970. */
  number: number
  /** Its length in seconds: a changed setting starts afresh. */
  length: number
  used: number
}

/**
 * Counts in fixed windows that are aligned to the clock, as Sentry's quotas are. In memory, one entry per key that has a limit:
 * a restart forgives the current window.
 */
export function createRateLimiter(): RateLimiter {
  const windows = new Map<string, Window>()

  return {
    take(publicKey, limit, quantity, now) {
      if (limit.window <= 0) return 0
      const seconds = now / 1000
      const number = Math.floor(seconds / limit.window)
      let window = windows.get(publicKey)
      if (window?.number !== number || window.length !== limit.window) {
        window = { number, length: limit.window, used: 0 }
        windows.set(publicKey, window)
      }
      if (window.used + quantity > limit.count) return Math.max(1, Math.ceil((number + 1) * limit.window - seconds))
      window.used += quantity
      return 0
    },
  }
}
