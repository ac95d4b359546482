import type { MetaStore } from '../storage/meta/port.ts'
import type { ProjectKey } from '../storage/meta/ports/projects.ts'

/** A key made or changed by another process (the command line) is noticed within this time. */
const freshMs = 2000
const capacity = 10_000

export interface KeyCache {
  /** At once when known, else from the store. */
  find: (publicKey: string) => ProjectKey | null | Promise<ProjectKey | null>
  /** Forgets all: this process changed keys or projects. */
  clear: () => void
}

/** DSN keys by their public part: every envelope asks, and the answer is next to always the same. */
export function createKeyCache(meta: Pick<MetaStore, 'findKey'>, now: () => number): KeyCache {
  const known = new Map<string, { key: ProjectKey | null; readAt: number }>()
  const reading = new Map<string, Promise<ProjectKey | null>>()

  async function read(publicKey: string): Promise<ProjectKey | null> {
    try {
      const key = await meta.findKey(publicKey)
      // Strangers can ask for any key: the memory stays bounded.
      if (known.size >= capacity) known.clear()
      known.set(publicKey, { key, readAt: now() })
      return key
    } finally {
      reading.delete(publicKey)
    }
  }

  return {
    find(publicKey) {
      const entry = known.get(publicKey)
      if (entry !== undefined && now() - entry.readAt < freshMs) return entry.key
      const pending = reading.get(publicKey) ?? read(publicKey)
      reading.set(publicKey, pending)
      // A known key keeps being served while it is read again, unless it is long stale: ingest does not wait for the store.
      return entry !== undefined && entry.key !== null && now() - entry.readAt < 5 * freshMs ? entry.key : pending
    },
    clear() {
      known.clear()
    },
  }
}
