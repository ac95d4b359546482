import type { Tag } from './tags.ts'

/** Ids of the tags used lately, without joining their strings into one for the look-up (15 of them an event). */
export interface TagCache {
  get(tag: Tag): number | undefined
  set(tag: Tag, id: number): void
}

type Generation = Map<number, Map<string, Map<string, number>>>

/** Longer ones are looked up in the table each time: 2 × 25,000 entries of 200 characters are 10 MB of text at most. */
const maxValueLength = 200
const maxKeyLength = 100

/**
 * Two generations instead of a list in order of use: when the young one is full it becomes the old one, and what is
 * not asked for until the next time is gone.
 */
export function createTagCache(generationSize = 25_000): TagCache {
  let young: Generation = new Map()
  let old: Generation = new Map()
  let size = 0

  function set(tag: Tag, id: number) {
    if (tag.value.length > maxValueLength || tag.key.length > maxKeyLength) return
    if (size >= generationSize) {
      old = young
      young = new Map()
      size = 0
    }
    const keys = young.get(tag.projectId) ?? new Map<string, Map<string, number>>()
    young.set(tag.projectId, keys)
    const values = keys.get(tag.key) ?? new Map<string, number>()
    keys.set(tag.key, values)
    if (!values.has(tag.value)) size++
    values.set(tag.value, id)
  }

  return {
    get(tag) {
      const id = young.get(tag.projectId)?.get(tag.key)?.get(tag.value)
      if (id !== undefined) return id
      const oldId = old.get(tag.projectId)?.get(tag.key)?.get(tag.value)
      if (oldId !== undefined) set(tag, oldId)
      return oldId
    },
    set,
  }
}
