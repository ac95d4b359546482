import { describe, expect, it } from 'vitest'
import { findItemRule, isItemType, itemTypes, measureItem } from './item-types.ts'

describe('the table', () => {
  it.each(Object.entries(itemTypes))(
    '%s is digested, counted, ignored or dropped for a reason of its own',
    (type, rule) => {
      expect(isItemType(type)).toBe(true)
      expect(rule.fate.does === 'outcome' ? rule.fate.reason : 'no reason').toMatch(/^unsupported_[a-z_]+$|^no reason$/)
    },
  )

  it('bears with types it does not know, whatever their name', () => {
    for (const type of ['of_the_future', '', 'constructor', '__proto__', 'toString']) {
      expect(isItemType(type)).toBe(false)
      expect(findItemRule(type, {})).toMatchObject({
        category: null,
        fate: { does: 'outcome', reason: 'unknown_item_type' },
      })
    }
  })

  it('gives spans in a container the room of a container', () => {
    expect(findItemRule('span', {}).budget).toBe('span')
    expect(findItemRule('span', { item_count: 3 }).budget).toBe('container')
  })
})

describe('measureItem', () => {
  it.each([
    ['event', {}, 3600, [{ category: 'error', quantity: 1 }]],
    [
      'attachment',
      {},
      0,
      [
        { category: 'attachment', quantity: 1 },
        { category: 'attachment_item', quantity: 1 },
      ],
    ],
    [
      'attachment',
      {},
      70,
      [
        { category: 'attachment', quantity: 70 },
        { category: 'attachment_item', quantity: 1 },
      ],
    ],
    [
      'log',
      { item_count: 5 },
      70,
      [
        { category: 'log_item', quantity: 5 },
        { category: 'log_byte', quantity: 70 },
      ],
    ],
    ['span', { item_count: 5 }, 70, [{ category: 'span', quantity: 5 }]],
    ['span', { item_count: -5 }, 70, [{ category: 'span', quantity: 1 }]],
    ['trace_metric', { item_count: 1e300 }, 70, [{ category: 'trace_metric', quantity: 1 }]],
    ['trace_metric', { item_count: 1e12 }, 70, [{ category: 'trace_metric', quantity: 100_000 }]],
    ['event', { item_count: 5 }, 70, [{ category: 'error', quantity: 1 }]],
    ['of_the_future', {}, 70, [{ category: 'default', quantity: 1 }]],
    ['client_report', {}, 70, []],
  ])('%s %j of %i bytes', (type, header, size, expected) => {
    expect(measureItem(type, header, size)).toEqual(expected)
  })
})
