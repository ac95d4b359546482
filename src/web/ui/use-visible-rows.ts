import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { scrollToShow, visibleRows } from './visible-rows.ts'

/** Rows kept ready above and below what is in sight. */
const spareRows = 12

interface VisibleRows {
  /** Goes onto the element that holds the rows. */
  holder: RefObject<HTMLDivElement | null>
  first: number
  end: number
}

/**
 * Which rows of a long list exist, as the page scrolls. `current` is scrolled into sight when it changes, clear of what
 * covers the viewport's edges.
 */
export function useVisibleRows(
  count: number,
  rowHeight: number,
  current: number,
  covered: { top: number; bottom: number },
): VisibleRows {
  const holder = useRef<HTMLDivElement>(null)
  const [[first, end], setRange] = useState<[number, number]>(() =>
    visibleRows({ count, rowHeight, offset: 0 }, 0, window.innerHeight, spareRows),
  )
  const { top, bottom } = covered

  useLayoutEffect(() => {
    const update = () => {
      const range = visibleRows(
        { count, rowHeight, offset: pageTop(holder.current) },
        window.scrollY,
        window.innerHeight,
        spareRows,
      )
      setRange((before) => (before[0] === range[0] && before[1] === range[1] ? before : range))
    }
    update()
    window.addEventListener('scroll', update, { passive: true })
    window.addEventListener('resize', update)
    return () => {
      window.removeEventListener('scroll', update)
      window.removeEventListener('resize', update)
    }
  }, [count, rowHeight])

  useEffect(() => {
    if (current < 0) return
    const rows = { count: current + 1, rowHeight, offset: pageTop(holder.current) }
    const target = scrollToShow(rows, current, window.scrollY, window.innerHeight, { top, bottom })
    if (target !== null) window.scrollTo({ top: target })
  }, [current, rowHeight, top, bottom])

  return { holder, first, end: Math.min(end, count) }
}

const pageTop = (element: HTMLElement | null) => (element?.getBoundingClientRect().top ?? 0) + window.scrollY
