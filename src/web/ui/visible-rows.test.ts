import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scrollToShow, visibleRows } from './visible-rows.ts'

const rows = { count: 100, rowHeight: 40, offset: 120 }

describe('visibleRows', () => {
  it('covers the viewport and the spare rows', () => {
    expect(visibleRows(rows, 0, 400, 0)).toEqual([0, 7])
    expect(visibleRows(rows, 520, 400, 2)).toEqual([8, 22])
  })
  it('stays within the list', () => {
    expect(visibleRows(rows, 100_000, 400, 3)).toEqual([100, 100])
    expect(visibleRows({ ...rows, count: 0 }, 0, 400, 5)).toEqual([0, 0])
  })
})

describe('scrollToShow', () => {
  const covered = { top: 84, bottom: 64 }
  it('leaves a row alone that stands free', () => {
    expect(scrollToShow(rows, 2, 0, 800, covered)).toBeNull()
  })
  it('after it the row stands free', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(5_000), fc.integer({ min: 300, max: 1_200 }), (row, scrollTop, viewport) => {
        const target = scrollToShow(rows, row, scrollTop, viewport, covered) ?? scrollTop
        expect(scrollToShow(rows, row, target, viewport, covered)).toBeNull()
      }),
    )
  })
})
