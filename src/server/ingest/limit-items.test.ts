import { describe, expect, test } from 'vitest'
import type { EnvelopeItem } from '../../protocol/envelope.ts'
import { largestPayload, limitSizes } from './limit-items.ts'

const MiB = 1024 * 1024
const item = (type: string, size: number, isRead = true): EnvelopeItem => ({
  type,
  header: { type },
  payload: isRead ? new Uint8Array(0) : null,
  size,
  start: 0,
  end: 0,
})

describe('attachments', () => {
  test('may have 100 MiB each', () => {
    expect(largestPayload('attachment', {})).toBe(100 * MiB)
    // Over that the payload is not even held in memory.
    const { kept, drops } = limitSizes([item('event', 100), item('attachment', 100 * MiB + 1, false)])
    expect(kept.map(({ type }) => type)).toEqual(['event'])
    expect(drops).toMatchObject([{ item: { type: 'attachment' }, outcome: 'invalid', reason: 'too_large' }])
  })

  test('and 100 MiB together; the event they came with is kept in any case', () => {
    const sizes = [60, 50, 40, 0.5]
    const { kept, drops } = limitSizes([...sizes.map((size) => item('attachment', size * MiB)), item('event', 100)])
    expect(kept.map(({ type, size }) => [type, size / MiB])).toEqual([
      ['attachment', 60],
      ['attachment', 40],
      ['event', 100 / MiB],
    ])
    expect(drops.map(({ item: { size }, reason }) => [size / MiB, reason])).toEqual([
      [50, 'too_large'],
      [0.5, 'too_large'],
    ])
  })
})
