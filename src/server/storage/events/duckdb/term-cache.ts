/** Ids of the terms of one project and key that were used lately; the object stays the same while the cache lives. */
export interface KeyIds {
  young: Map<string, number>
  old: Map<string, number>
}

/** A bounded cache of ids, by project, key and value, without joining those into one text for each look-up (45 of them an event). */
export interface TermCache {
  idsOf(projectId: number, key: string): KeyIds
  add(ids: KeyIds, value: string, id: number): void
}

/** An entry counts as one for each 128 characters that it may have, so that 2 × 40,000 of them are 10 MB of text at most. */
const charactersAnEntry = 128

/**
 * Two generations instead of a list in order of use: when the young ones are full they become the old ones, and what is
 * not asked for until the next time is gone.
 */
export function createTermCache(generationSize = 40_000): TermCache {
  const projects = new Map<number, Map<string, KeyIds>>()
  let size = 0

  function rotate() {
    for (const [projectId, keys] of projects) {
      for (const [key, ids] of keys) {
        ids.old = ids.young
        ids.young = new Map()
        if (ids.old.size === 0) keys.delete(key)
      }
      if (keys.size === 0) projects.delete(projectId)
    }
    size = 0
  }

  return {
    idsOf(projectId, key) {
      const keys = projects.get(projectId) ?? new Map<string, KeyIds>()
      projects.set(projectId, keys)
      const ids = keys.get(key) ?? { young: new Map(), old: new Map() }
      keys.set(key, ids)
      return ids
    },
    add(ids, value, id) {
      if (size >= generationSize) rotate()
      if (!ids.young.has(value)) size += 1 + Math.floor(value.length / charactersAnEntry)
      ids.young.set(value, id)
    },
  }
}
