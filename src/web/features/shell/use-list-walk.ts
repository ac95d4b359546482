import { useState } from 'react'
import { letGo, useShortcuts } from './use-shortcuts.ts'

interface ListWalk<Item> {
  /** Of the row that is stood at; it stays when the row leaves the list. */
  currentId: string | null
  current: Item | undefined
  /** Stands at none any more. */
  leave: () => void
}

/** Walks the rows of a list by the keys j and k. `approach` reads ahead what the row leads to, so that Enter opens it at once. */
export function useListWalk<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  approach: (item: Item) => void,
): ListWalk<Item> {
  const [currentId, setCurrentId] = useState<string | null>(null)
  const at = items.findIndex((item) => idOf(item) === currentId)
  const step = (by: number) => {
    letGo()
    const next = items[Math.max(0, Math.min(items.length - 1, at + by))]
    if (next === undefined) return
    setCurrentId(idOf(next))
    approach(next)
  }
  useShortcuts({ j: () => step(1), k: () => step(at < 0 ? 1 : -1) })
  return { currentId, current: items[at], leave: () => setCurrentId(null) }
}
