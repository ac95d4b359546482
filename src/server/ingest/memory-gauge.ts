/** Bounds what all requests together hold in memory. A project's key is public, so anybody may open a thousand large uploads. */
export interface MemoryGauge {
  lease: () => MemoryLease
}

/** One request's share. */
export interface MemoryLease {
  /** Reserves bytes; false, and nothing reserved, when there is no room. */
  take: (bytes: number) => boolean
  /** Gives back all that was taken. */
  release: () => void
}

export function createMemoryGauge(limit: number): MemoryGauge {
  let used = 0
  return {
    lease() {
      let taken = 0
      return {
        take(bytes) {
          if (used + bytes > limit) return false
          used += bytes
          taken += bytes
          return true
        },
        release() {
          used -= taken
          taken = 0
        },
      }
    },
  }
}
