import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFeedback, readUserReport } from './user-report.ts'

const id = 'a'.repeat(32)
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value))

describe('user reports', () => {
  test('are read, cut and trimmed', () => {
    const report = { event_id: id, name: ' Jane ', email: 'jane@shop.test', comments: 'x'.repeat(5000) }
    expect(readUserReport(bytes(report), null)).toEqual({
      eventId: id,
      name: 'Jane',
      email: 'jane@shop.test',
      comments: 'x'.repeat(4096),
    })
  })

  test.each([
    [{ comments: 'no id' }, { eventId: id, name: '', email: '', comments: 'no id' }],
    [
      { event_id: '4F0C9A1E-0000-4000-8000-0000000000AB', comments: 'dashes' },
      { eventId: '4f0c9a1e0000400080000000000000ab', name: '', email: '', comments: 'dashes' },
    ],
    [{ event_id: id, comments: '  ' }, null],
    [{ event_id: id, comments: 7 }, null],
    [[], null],
    [null, null],
  ])('%j', (report, expected) => {
    expect(readUserReport(bytes(report), id)).toEqual(expected)
  })

  test('without any event id is none', () => {
    expect(readUserReport(bytes({ comments: 'lost' }), null)).toBeNull()
    expect(readUserReport(null, id)).toBeNull()
  })
})

describe('feedback', () => {
  test('belongs to the event that it names', () => {
    const feedback = { message: 'It broke', name: 'Jane', contact_email: 'jane@shop.test', associated_event_id: id }
    expect(readFeedback(bytes({ event_id: 'b'.repeat(32), contexts: { feedback } }), null)).toEqual({
      eventId: id,
      name: 'Jane',
      email: 'jane@shop.test',
      comments: 'It broke',
    })
  })

  test('stands alone otherwise, signed by the user of the event', () => {
    const event = { event_id: id, user: { email: 'u@shop.test' }, contexts: { feedback: { message: 'Nice' } } }
    expect(readFeedback(bytes(event), null)).toEqual({ eventId: id, name: '', email: 'u@shop.test', comments: 'Nice' })
  })

  test.each([{ event_id: id }, { event_id: id, contexts: { feedback: {} } }, { contexts: 1 }])(
    '%j is none',
    (event) => {
      expect(readFeedback(bytes(event), null)).toBeNull()
    },
  )
})

test('any bytes are read or refused, never thrown at', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      const payload = Buffer.from(text)
      for (const read of [readUserReport, readFeedback]) {
        const report = read(payload, id)
        expect(report === null || report.comments.length > 0).toBe(true)
      }
    }),
  )
})
