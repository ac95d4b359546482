/** Counts failed sign-ins per key (an address, an account) and says when to stop trying. Memory only; restarts forgive. */
export interface GuessLimiter {
  /** Seconds to wait before the next attempt with any of these keys; 0 when it may be made. */
  wait(keys: string[], now: number): number
  failed(keys: string[], now: number): void
  /** Takes back one `failed`. Not the others: who has an account of their own could else forgive themselves. */
  succeeded(keys: string[]): void
}

/** At most `limit` failures within `window` ms per key; remembers at most `capacity` keys, the oldest go first. */
export function createGuessLimiter({ limit = 10, window = 15 * 60_000, capacity = 10_000 } = {}): GuessLimiter {
  const failures = new Map<string, { count: number; since: number }>()
  return {
    wait(keys, now) {
      let longest = 0
      for (const key of keys) {
        const entry = failures.get(key)
        if (!entry || entry.count < limit) continue
        longest = Math.max(longest, Math.ceil((entry.since + window - now) / 1000))
      }
      return longest
    },
    failed(keys, now) {
      for (const key of keys) {
        const entry = failures.get(key)
        if (entry && now - entry.since < window) {
          entry.count++
          continue
        }
        failures.delete(key)
        failures.set(key, { count: 1, since: now })
        const oldest = failures.keys().next().value
        if (failures.size > capacity && oldest !== undefined) failures.delete(oldest)
      }
    },
    succeeded(keys) {
      for (const key of keys) {
        const entry = failures.get(key)
        if (entry) entry.count--
      }
    },
  }
}
