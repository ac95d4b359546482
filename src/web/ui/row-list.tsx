import { Fragment, type ReactNode, useEffect } from 'react'
import { useVisibleRows } from './use-visible-rows.ts'

/** What covers the viewport's edges: the page's header with the list's, and on phones the bottom bar. */
const covered = { top: 96, bottom: 72 }

/** So many rows before the end, more are asked for. */
const rowsAhead = 10

/** How much of a list that is on its way is drawn, in pixels. */
const skeletonPixels = 520

/** How far a list was read, and how to read on. */
export interface ListReading {
  isLoading: boolean
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => void
}

interface RowListProps<Item> {
  label: string
  items: readonly Item[]
  idOf: (item: Item) => string
  currentId: string | null
  reading: ListReading
  /** Every row is as high, in pixels. */
  rowHeight: number
  head: ReactNode
  skeleton: ReactNode
  children: (item: Item, isCurrent: boolean) => ReactNode
}

/** The rows of a list, of which only those in sight exist, under a head that stays. */
export function RowList<Item>(props: RowListProps<Item>) {
  const { items, idOf, currentId, rowHeight, skeleton } = props
  const { isLoading, hasMore, isLoadingMore, onMore } = props.reading
  const current = items.findIndex((item) => idOf(item) === currentId)
  const { holder, first, end } = useVisibleRows(items.length, rowHeight, current, covered)

  useEffect(() => {
    if (hasMore && !isLoadingMore && end >= items.length - rowsAhead) onMore()
  }, [end, hasMore, isLoadingMore, items.length, onMore])

  return (
    <div aria-busy={isLoading}>
      <div className="sticky top-12 z-10 border-b border-line bg-surface-0">{props.head}</div>
      {isLoading &&
        Array.from({ length: Math.ceil(skeletonPixels / rowHeight) }, (_, row) => (
          <Fragment key={row}>{skeleton}</Fragment>
        ))}
      <div
        ref={holder}
        className="relative"
        style={{ height: items.length * rowHeight }}
        role="list"
        aria-label={props.label}
      >
        {items.slice(first, end).map((item, index) => (
          <div
            key={idOf(item)}
            role="listitem"
            aria-setsize={hasMore ? -1 : items.length}
            aria-posinset={first + index + 1}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${(first + index) * rowHeight}px)` }}
          >
            {props.children(item, idOf(item) === currentId)}
          </div>
        ))}
      </div>
      {isLoadingMore && skeleton}
    </div>
  )
}
