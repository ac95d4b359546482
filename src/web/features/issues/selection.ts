export interface Selection {
  chosen: ReadonlySet<string>
  /** Where a range starts when shift is held next. */
  anchor: string | null
  /** Every issue that matches the query is meant, also what the list has not come to. */
  isWhole: boolean
}

export const emptySelection: Selection = { chosen: new Set(), anchor: null, isWhole: false }

/** Turns one row on or off and starts the next range there. */
export function toggleOne(selection: Selection, id: string): Selection {
  const chosen = new Set(selection.chosen)
  if (!chosen.delete(id)) chosen.add(id)
  return { chosen, anchor: id, isWhole: false }
}

/** Adds every row from the anchor to this one, in either direction; without an anchor only this one. */
export function extendTo(selection: Selection, id: string, order: readonly string[]): Selection {
  const to = order.indexOf(id)
  const from = selection.anchor === null ? to : order.indexOf(selection.anchor)
  if (to < 0) return selection
  const [first, last] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)]
  const chosen = new Set([...selection.chosen, ...order.slice(first, last + 1)])
  return { chosen, anchor: id, isWhole: false }
}

const isEveryRow = ({ chosen }: Selection, order: readonly string[]): boolean =>
  order.length > 0 && order.every((id) => chosen.has(id))

/** All rows, or none when all were chosen. */
export function toggleAll(selection: Selection, order: readonly string[]): Selection {
  return isEveryRow(selection, order) ? emptySelection : { chosen: new Set(order), anchor: null, isWhole: false }
}

/** The rows as they are chosen, and with them what matches beyond. */
export const chooseWhole = (order: readonly string[]): Selection => ({
  chosen: new Set(order),
  anchor: null,
  isWhole: true,
})

/** True where all rows are chosen and there are more than the rows. */
export function canChooseWhole(selection: Selection, order: readonly string[], hits: number | null): boolean {
  return !selection.isWhole && hits !== null && hits > order.length && isEveryRow(selection, order)
}
