export interface Selection {
  chosen: ReadonlySet<string>
  /** Where a range starts when shift is held next. */
  anchor: string | null
}

export const emptySelection: Selection = { chosen: new Set(), anchor: null }

/** Turns one row on or off and starts the next range there. */
export function toggleOne(selection: Selection, id: string): Selection {
  const chosen = new Set(selection.chosen)
  if (!chosen.delete(id)) chosen.add(id)
  return { chosen, anchor: id }
}

/** Adds every row from the anchor to this one, in either direction; without an anchor only this one. */
export function extendTo(selection: Selection, id: string, order: readonly string[]): Selection {
  const to = order.indexOf(id)
  const from = selection.anchor === null ? to : order.indexOf(selection.anchor)
  if (to < 0) return selection
  const [first, last] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)]
  return { chosen: new Set([...selection.chosen, ...order.slice(first, last + 1)]), anchor: id }
}

/** All rows, or none when all were chosen. */
export function toggleAll(selection: Selection, order: readonly string[]): Selection {
  const isAll = order.length > 0 && order.every((id) => selection.chosen.has(id))
  return isAll ? emptySelection : { chosen: new Set(order), anchor: null }
}
