import { describe, expect, test } from 'vitest'
import { createNormalizer } from './normalize.ts'
import { exampleReceipt, receivedAt } from './testing/example-receipt.ts'

const received = receivedAt / 1000
const normalize = createNormalizer()
const at = (raw: object, sentAt: number | null = null) => normalize(raw, exampleReceipt(), { eventId: null, sentAt })

describe('the time of an event', () => {
  test('is the time of receipt when none is sent', () => {
    expect(at({})).toMatchObject({ timestamp: received, received })
    expect(at({}).errors).toBeUndefined()
  })

  test('that cannot be read is noted', () => {
    const event = at({ timestamp: 'tomorrow' })
    expect(event.timestamp).toBe(received)
    expect(event.errors).toEqual([
      { type: 'invalid_data', name: 'timestamp', value: 'tomorrow', reason: 'expected a timestamp' },
    ])
  })

  test.each([
    ['past_timestamp', received - 31 * 86_400],
    ['future_timestamp', received + 61],
  ])('beyond what is stored is replaced and moves the other times: %s', (type, timestamp) => {
    const event = at({ timestamp, breadcrumbs: [{ timestamp: timestamp - 10 }] })
    expect(event.timestamp).toBe(received)
    expect(event.breadcrumbs?.values[0]?.timestamp).toBe(received - 10)
    expect(event.errors).toEqual([
      {
        type,
        name: 'timestamp',
        value: { sdk_time: new Date(timestamp * 1000).toISOString(), server_time: '2023-11-14T22:13:20.000Z' },
      },
    ])
  })

  test.each([received - 30 * 86_400 + 1, received + 60])('at the edge stays: %d', (timestamp) => {
    expect(at({ timestamp })).toMatchObject({ timestamp })
    expect(at({ timestamp }).errors).toBeUndefined()
  })

  test('is corrected by the drift of the clock from 55 minutes on', () => {
    const ahead = 3600
    const event = at(
      {
        type: 'transaction',
        timestamp: received + ahead - 5,
        start_timestamp: received + ahead - 6,
        breadcrumbs: [{ timestamp: received + ahead - 7 }],
      },
      (received + ahead) * 1000,
    )
    expect(event).toMatchObject({ timestamp: received - 5, start_timestamp: received - 6 })
    expect(event.breadcrumbs?.values[0]?.timestamp).toBe(received - 7)
    expect(event.errors?.map(({ type, name }) => [type, name])).toEqual([['clock_drift', 'timestamp']])
  })

  test('is not corrected for the time that sending took', () => {
    const event = at({ timestamp: received - 600 }, (received - 590) * 1000)
    expect(event.timestamp).toBe(received - 600)
    expect(event.errors).toBeUndefined()
  })
})
