import { expect, test } from 'vitest'
import { readMemory } from './memory.ts'

const span = (payload: Record<string, unknown>) => ({
  type: 5,
  timestamp: 1,
  data: { tag: 'performanceSpan', payload: JSON.parse(JSON.stringify(payload)) },
})
const heap = (used: unknown) => ({ memory: { jsHeapSizeLimit: 4e9, totalJSHeapSize: 9e6, usedJSHeapSize: used } })

test('memory is read by time, and nothing of what is not well made', () => {
  expect(
    readMemory([
      span({ op: 'memory', startTimestamp: 6, endTimestamp: 6, data: heap(5e6) }),
      span({ op: 'memory', startTimestamp: 1, endTimestamp: 1, data: heap(4e6) }),
      span({ op: 'memory', startTimestamp: 2, data: heap('much') }),
      span({ op: 'memory', startTimestamp: 'now', data: heap(1) }),
      span({ op: 'memory', startTimestamp: 3 }),
      span({ op: 'resource.fetch', startTimestamp: 3, data: heap(1) }),
      { type: 5, timestamp: 1, data: { tag: 'performanceSpan', payload: null } },
      { type: 3, timestamp: 1, data: { tag: 'performanceSpan' } },
    ]),
  ).toEqual([
    { at: 1000, used: 4e6, total: 9e6 },
    { at: 6000, used: 5e6, total: 9e6 },
  ])
})
