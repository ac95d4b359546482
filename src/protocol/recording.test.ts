import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concatBytes, decodeUtf8, encodeUtf8 } from './bytes.ts'
import { openEventScan, splitRecording } from './recording.ts'

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

/** The texts between the commas, from pieces that end at these places; null when it is no list. */
function scan(json: string, cuts: number[] = []): string[] | null {
  const bytes = encodeUtf8(json)
  const found: string[] = []
  const given: string[] = []
  const decode = (view: Uint8Array) => {
    const text = String.fromCharCode(...view)
    given.push(text)
    return text
  }
  const events = openEventScan({
    event: (view) => found.push(decodeUtf8(encodeLatin1(decode(view))).trim()),
    between: (view) => void decode(view),
  })
  let start = 0
  for (const cut of [...cuts, bytes.length].toSorted((a, b) => a - b)) {
    events.push(bytes.slice(start, cut))
    start = cut
  }
  if (!events.end()) return null
  expect(encodeLatin1(given.join(''))).toEqual(bytes)
  return found
}

/** Bytes as letters of the same number, so that cuts within letters are of no interest. */
const encodeLatin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

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

  test('are the same wherever the pieces are cut', () => {
    const marks = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', ',', '1', ' ') })
    const json = fc.oneof(
      marks.map((text) => `[${text}`),
      marks.map((text) => `[{"a":"${text}"},{"é":[1]}]`),
      fc.array(fc.jsonValue()).map((items) => JSON.stringify(items)),
    )
    fc.assert(
      fc.property(json, fc.array(fc.nat(60), { maxLength: 8 }), (text, cuts) => {
        const { length } = encodeUtf8(text)
        expect(
          scan(
            text,
            cuts.map((cut) => Math.min(cut, length)),
          ),
        ).toEqual(scan(text))
      }),
      { numRuns: 500 },
    )
  })
})
