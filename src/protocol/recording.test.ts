import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concatBytes, encodeUtf8 } from './bytes.ts'
import { scanEvents, splitRecording } from './recording.ts'

const payload = (header: string, body: Uint8Array | string) =>
  concatBytes([encodeUtf8(`${header}\n`), typeof body === 'string' ? encodeUtf8(body) : body])

describe('a recording', () => {
  test.each([
    ['plain', encodeUtf8('[{"type":4}]'), 'json'],
    ['plain after white space', encodeUtf8(' \n[]'), 'json'],
    ['zlib', Uint8Array.of(0x78, 0x9c, 1), 'zlib'],
    ['zlib at its fastest', Uint8Array.of(0x78, 0x01, 1), 'zlib'],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8), 'gzip'],
  ])('comes apart: %s', (_, body, encoding) => {
    const split = splitRecording(payload('{"segment_id":3}', body))
    expect(split).toEqual({ ok: true, segmentId: 3, encoding, body })
  })

  test.each([
    ['no line', encodeUtf8('{"segment_id":3}')],
    ['nothing', new Uint8Array(0)],
    ['no JSON', payload('segment 3', '[]')],
    ['no number', payload('{"segment_id":"3"}', '[]')],
    ['a part of one', payload('{"segment_id":1.5}', '[]')],
    ['below 0', payload('{"segment_id":-1}', '[]')],
    ['past 16 bits', payload('{"segment_id":65536}', '[]')],
    ['null', payload('null', '[]')],
    ['a long line', payload(`{"segment_id":3,"x":"${'x'.repeat(5000)}"}`, '[]')],
  ])('has a header, not %s', (_, sent) => {
    expect(splitRecording(sent)).toEqual({ ok: false, reason: 'invalid_recording_header' })
  })

  test.each(['', 'garbage', '{"type":4}', '"["'])('has a list behind it, not %j', (body) => {
    expect(splitRecording(payload('{"segment_id":0}', body))).toEqual({ ok: false, reason: 'invalid_recording' })
  })
})

/** The texts between the commas; null when it is no list. */
function scan(json: string): string[] | null {
  const bytes = encodeUtf8(json)
  const found: string[] = []
  const isList = scanEvents(bytes, (start, end) =>
    found.push(new TextDecoder().decode(bytes.subarray(start, end)).trim()),
  )
  return isList ? found : null
}

describe('the events of a list', () => {
  test('are found one by one', () => {
    expect(scan('[]')).toEqual([])
    expect(scan(' [ ] ')).toEqual([])
    expect(scan('[{"a":[1,{"b":"]}"}]} , "x\\",y" ,\n12,null]')).toEqual([
      '{"a":[1,{"b":"]}"}]}',
      '"x\\",y"',
      '12',
      'null',
    ])
  })

  test.each(['', '{}', '[', '[1', '[1,', '[,]', '[1,]', '[1]2', '[{"a":1]', '["a]', '["\\"]', '[1 [2]]x'])(
    'are none in %s',
    (json) => {
      expect(scan(json)).toBeNull()
    },
  )

  test('of any list are its items', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 2), (items, indent) => {
        expect(scan(JSON.stringify(items, null, indent))?.map((text): unknown => JSON.parse(text))).toEqual(
          JSON.parse(JSON.stringify(items)),
        )
      }),
    )
  })

  test('never throw, and go forward, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', ',', '1', ' ') }), (json) => {
        let last = 0
        scanEvents(encodeUtf8(`[${json}`), (start, end) => {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          last = end
        })
      }),
    )
  })
})
