import { describe, expect, it } from 'vitest'
import type { Issue } from '../../api/types.ts'
import { countFresh } from './fresh.ts'
import { canChooseWhole, chooseWhole, emptySelection, extendTo, toggleAll, toggleOne } from './selection.ts'

const order = ['a', 'b', 'c', 'd']

describe('selection', () => {
  it('toggles one', () => {
    const one = toggleOne(emptySelection, 'b')
    expect([...one.chosen]).toEqual(['b'])
    expect([...toggleOne(one, 'b').chosen]).toEqual([])
  })
  it('extends both ways from the last one touched', () => {
    expect([...extendTo(toggleOne(emptySelection, 'b'), 'd', order).chosen]).toEqual(['b', 'c', 'd'])
    expect([...extendTo(toggleOne(emptySelection, 'c'), 'a', order).chosen].sort()).toEqual(['a', 'b', 'c'])
  })
  it('without a start, or with one that is gone, takes the row alone', () => {
    expect([...extendTo(emptySelection, 'c', order).chosen]).toEqual(['c'])
    expect([...extendTo({ ...emptySelection, anchor: 'gone' }, 'c', order).chosen]).toEqual(['c'])
  })
  it('takes all, then none', () => {
    const all = toggleAll(emptySelection, order)
    expect(all.chosen.size).toBe(4)
    expect(toggleAll(all, order).chosen.size).toBe(0)
  })
  it('goes beyond the rows only when all rows are chosen and there is more, and comes back with any other choice', () => {
    const all = toggleAll(emptySelection, order)
    expect(canChooseWhole(all, order, 9)).toBe(true)
    expect(canChooseWhole(all, order, 4)).toBe(false)
    expect(canChooseWhole(all, order, null)).toBe(false)
    expect(canChooseWhole(toggleOne(all, 'a'), order, 9)).toBe(false)
    const whole = chooseWhole(order)
    expect(canChooseWhole(whole, order, 9)).toBe(false)
    expect([toggleOne(whole, 'a').isWhole, toggleAll(whole, order).isWhole]).toEqual([false, false])
  })
})

describe('countFresh', () => {
  const issue = (id: string, count: number): Issue => ({
    id,
    count: String(count),
    lastSeen: '2026-01-15T12:00:00Z',
    shortId: `A-${id}`,
    title: id,
    culprit: null,
    level: 'error',
    status: 'unresolved',
    substatus: null,
    project: { id: '1', name: 'a', slug: 'a', platform: null },
    metadata: {},
    assignedTo: null,
    priority: 'high',
    statusDetails: {},
    numComments: 0,
    isBookmarked: false,
    isSubscribed: false,
    hasSeen: true,
    isUnhandled: false,
    userCount: 0,
    firstSeen: null,
  })
  it('counts the new and the ones seen again', () => {
    const shown = [issue('1', 1), issue('2', 5)]
    expect(countFresh(shown, shown)).toBe(0)
    expect(countFresh(shown, [issue('3', 1), issue('2', 6), issue('1', 1)])).toBe(2)
  })
})
