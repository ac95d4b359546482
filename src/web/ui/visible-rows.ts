/** A list of rows of one height within a page that scrolls. Pixels. */
export interface RowGeometry {
  count: number
  rowHeight: number
  /** Top of the first row, from the top of the page. */
  offset: number
}

/** The rows that a viewport shows, `[first, end)`, with `spare` more on either side so that quick scrolling shows no gaps. */
export function visibleRows(
  rows: RowGeometry,
  scrollTop: number,
  viewport: number,
  spare: number,
): [first: number, end: number] {
  const first = Math.floor((scrollTop - rows.offset) / rows.rowHeight) - spare
  const end = Math.ceil((scrollTop + viewport - rows.offset) / rows.rowHeight) + spare
  const within = (row: number) => Math.min(rows.count, Math.max(0, row))
  return [within(first), within(end)]
}

/**
 * Where to scroll so that a row stands free of what covers the top and bottom of the viewport; null when it already does.
 */
export function scrollToShow(
  rows: RowGeometry,
  row: number,
  scrollTop: number,
  viewport: number,
  covered: { top: number; bottom: number },
): number | null {
  const top = rows.offset + row * rows.rowHeight
  const bottom = top + rows.rowHeight
  if (top < scrollTop + covered.top) return Math.max(0, top - covered.top)
  if (bottom > scrollTop + viewport - covered.bottom) return bottom - viewport + covered.bottom
  return null
}
