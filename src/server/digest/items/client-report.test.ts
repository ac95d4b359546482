import { describe, expect, test } from 'vitest'
import { readClientReport } from './client-report.ts'

const read = (value: unknown) => readClientReport(Buffer.from(JSON.stringify(value)))

describe('readClientReport', () => {
  test('reads all lists', () => {
    expect(
      read({
        timestamp: 1,
        discarded_events: [{ reason: 'before_send', category: 'error', quantity: 3 }],
        rate_limited_events: [{ reason: 'ratelimit_backoff', category: 'session', quantity: 1 }],
      }),
    ).toEqual([
      { reason: 'before_send', category: 'error', quantity: 3 },
      { reason: 'ratelimit_backoff', category: 'session', quantity: 1 },
    ])
  })

  test('leaves out what makes no sense', () => {
    expect(
      read({ discarded_events: [{ quantity: -1 }, { quantity: 'x' }, null, 5, { quantity: 1, category: 'nonsense' }] }),
    ).toEqual([{ reason: '', category: 'default', quantity: 1 }])
    expect(read([])).toEqual([])
    expect(readClientReport(Buffer.from('{'))).toEqual([])
    expect(readClientReport(null)).toEqual([])
  })
})
