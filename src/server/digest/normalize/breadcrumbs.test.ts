import { expect, test } from 'vitest'
import { createNormalizer } from './normalize.ts'
import { exampleReceipt } from './testing/example-receipt.ts'

const normalize = createNormalizer()
const of = (breadcrumbs: unknown, more: object = {}) =>
  normalize({ breadcrumbs, ...more }, exampleReceipt(), { eventId: null, sentAt: null })

test('come as a list or as values; type and level have defaults', () => {
  const values = [{ timestamp: 5, message: 'a', type: 'default', level: 'info' }]
  expect(of([{ timestamp: 5, message: 'a' }]).breadcrumbs).toEqual({ values })
  expect(of({ values: [{ timestamp: 5, message: 'a' }] }).breadcrumbs).toEqual({ values })
  expect(of([]).breadcrumbs).toBeNull()
})

test.each([
  ['critical', 'fatal'],
  ['WARN', 'warning'],
  ['log', 'info'],
  [40, 'error'],
  ['10', 'debug'],
])('level %s is %s', (level, expected) => expect(of([{ level }]).breadcrumbs?.values[0]?.level).toBe(expected))

test('the last hundred are kept; remarks of the SDK stay with theirs', () => {
  const sent = Array.from({ length: 130 }, (_, index) => ({ message: `${index}` }))
  const event = of(sent, {
    _meta: { breadcrumbs: { values: { 129: { message: { '': { rem: [['x', 's']] } } }, 3: { '': {} } } } },
  })
  expect(event.breadcrumbs?.values).toHaveLength(100)
  expect(event.breadcrumbs?.values[0]?.message).toBe('30')
  expect(event._meta).toEqual({
    breadcrumbs: { values: { '': { len: 130 }, 99: { message: { '': { rem: [['x', 's']] } } } } },
  })
})

test('defects are named, and their notes stay with the right item', () => {
  const event = of([7, { level: 'odd', data: 'text', timestamp: 'never' }])
  expect(event.breadcrumbs?.values).toEqual([{ level: 'info', type: 'default', data: null, timestamp: null }])
  expect(event.errors?.map(({ type, name }) => [type, name])).toEqual([
    ['invalid_data', 'breadcrumbs.values.0'],
    ['invalid_data', 'breadcrumbs.values.1.timestamp'],
    ['invalid_data', 'breadcrumbs.values.1.level'],
    ['invalid_data', 'breadcrumbs.values.1.data'],
  ])
  expect(event._meta).toMatchObject({ breadcrumbs: { values: { 0: { level: { '': { val: 'odd' } } } } } })
})

test('data deeper than five is text', () => {
  const event = of([{ data: { a: { b: { c: { d: { e: 1 } } } } } }])
  expect(event.breadcrumbs?.values[0]?.data).toEqual({ a: { b: { c: { d: '{"e":1}' } } } })
})
