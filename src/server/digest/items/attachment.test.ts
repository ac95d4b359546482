import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAttachment } from './attachment.ts'

const read = (header: Record<string, string | number | null>) => {
  const result = readAttachment({ header: { type: 'attachment', ...header } })
  return result.ok ? result.attachment : result.reason
}

describe('an attachment', () => {
  test.each([
    [{}, { type: 'event.attachment', name: 'Unnamed Attachment', contentType: 'application/octet-stream' }],
    [{ filename: 'app.log' }, { name: 'app.log', contentType: 'text/plain' }],
    [{ filename: 'shot.PNG' }, { contentType: 'image/png' }],
    [{ filename: 'constructor' }, { contentType: 'application/octet-stream' }],
    [{ filename: 'a.txt', content_type: 'Application/JSON; charset=utf-8' }, { contentType: 'application/json' }],
    [{ filename: 'a.txt', content_type: 'text/html\r\nx: y' }, { contentType: 'text/plain' }],
    [{ filename: 'a.txt', content_type: 7 }, { contentType: 'text/plain' }],
    [
      { attachment_type: 'event.minidump', filename: 'crash.dmp' },
      { type: 'event.minidump', contentType: 'application/x-dmp' },
    ],
    [{ attachment_type: 'event.view_hierarchy' }, { type: 'event.view_hierarchy' }],
    [{ attachment_type: '<b>' }, { type: 'event.attachment' }],
    [{ filename: ' two\r\nlines\0 ' }, { name: 'two lines' }],
    [{ filename: 'gpj.\u202eexe' }, { name: 'gpj. exe' }],
    [{ filename: '../../etc/passwd' }, { name: '../../etc/passwd' }],
    [{ filename: null }, { name: 'Unnamed Attachment' }],
  ])('of %j is %j', (header, expected) => {
    expect(read(header)).toMatchObject(expected)
  })

  test('of a trace belongs to no event', () => {
    expect(read({ content_type: 'application/vnd.sentry.trace-attachment' })).toBe('unsupported_trace_attachment')
  })

  test('of any header has texts that can be stored and given back in a header line', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ maxLength: 2000 }),
      fc.constant('\ud800'.repeat(600)),
    )
    fc.assert(
      fc.property(text, text, text, (filename, content, type) => {
        const result = readAttachment({ header: { filename, content_type: content, attachment_type: type } })
        if (!result.ok) throw new Error(result.reason)
        const { attachment } = result
        for (const one of Object.values(attachment)) {
          expect(one.isWellFormed()).toBe(true)
          expect(one).not.toMatch(/\p{Cc}/u)
          expect(one.length).toBeGreaterThan(0)
          expect(one.length).toBeLessThan(260)
        }
      }),
    )
  })
})
