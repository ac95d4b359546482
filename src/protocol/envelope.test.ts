import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes, decodeUtf8, encodeUtf8 } from './bytes.ts'
import {
  addEventId,
  createEnvelopeReader,
  type EnvelopeFault,
  type EnvelopeHeader,
  type EnvelopeItem,
  type EnvelopeLimits,
  formatEnvelope,
  noEnvelopeLimits,
  parseEnvelope,
} from './envelope.ts'

const eventId = '9ec79c33ec9942ab8353589fcb2e04dc'
const head = `{"event_id":"${eventId}","dsn":"https://e12d836b15bb49d7bbf99e64295d995b@sentry.io/42"}`

function parse(text: string, limits?: EnvelopeLimits) {
  return parseEnvelope(encodeUtf8(text), limits)
}

function payloads(items: readonly EnvelopeItem[]): (string | null)[] {
  return items.map((item) => (item.payload === null ? null : decodeUtf8(item.payload)))
}

describe('a well-formed envelope', () => {
  it('has a header with its known members and all of its attributes', () => {
    const parsed = parse(
      '{"event_id":"9EC79C33-EC99-42AB-8353-589FCB2E04DC","sent_at":"2026-08-01T00:00:00.5Z","dsn":"https://a@b/1","x":[1]}',
    )
    expect(parsed).toMatchObject({
      ok: true,
      header: { eventId, sentAt: Date.UTC(2026, 7, 1, 0, 0, 0, 500), dsn: 'https://a@b/1', attributes: { x: [1] } },
      items: [],
    })
  })

  it('may do without id, time and DSN', () => {
    expect(parse('{}')).toMatchObject({ ok: true, header: { eventId: null, sentAt: null, dsn: null, end: 2 } })
    expect(parse('{"event_id":null,"sent_at":null}\n')).toMatchObject({ ok: true, header: { eventId: null, end: 33 } })
    expect(parse('{"sent_at":"yesterday"}')).toMatchObject({ ok: true, header: { sentAt: null } })
  })

  it.each([
    ['a newline at the end', `${head}\n{"type":"attachment","length":5}\nhello\n`, ['hello']],
    ['no newline at the end', `${head}\n{"type":"attachment","length":5}\nhello`, ['hello']],
    ['newlines within the payload', `${head}\n{"type":"attachment","length":7}\n\nhel\nlo\n`, ['\nhel\nlo']],
    ['an empty payload', `${head}\n{"type":"attachment","length":0}\n\n{"type":"a","length":0}\n`, ['', '']],
    ['an empty payload at the very end', `${head}\n{"type":"attachment","length":0}`, ['']],
    ['no length', `${head}\n{"type":"attachment"}\nhello\n{"type":"x","length":null}\nyou`, ['hello', 'you']],
    ['no length and nothing after it', `${head}\n{"type":"attachment"}`, ['']],
    ['no length and an empty line', `${head}\n{"type":"attachment"}\n\n`, ['']],
    ['blank lines between items and at the end', `${head}\n\n{"type":"a"}\n1\n \r\n{"type":"b"}\n2\n\n\n`, ['1', '2']],
    ['header lines that end in CRLF', `${head}\r\n{"type":"a","length":2}\r\nhi\n`, ['hi']],
    ['text outside ASCII, counted in bytes', `${head}\n{"type":"a","length":9}\n€ ümü\n`, ['€ ümü']],
  ])('is read with %s', (_name, text, expected) => {
    const parsed = parse(text)
    expect(parsed.ok).toBe(true)
    expect(payloads(parsed.items)).toEqual(expected)
  })

  it('keeps unknown types and unknown attributes', () => {
    const parsed = parse(`${head}\n{"type":"of_the_future","length":2,"colour":"red"}\nhi\n`)
    expect(parsed.items).toMatchObject([
      { type: 'of_the_future', size: 2, header: { type: 'of_the_future', length: 2, colour: 'red' } },
    ])
  })

  it('says where each item stands, so that one can be cut out', () => {
    const text = `${head}\n{"type":"a","length":2}\nhi\n\n{"type":"b"}\nyou\n{"type":"c"}\nend`
    const { items } = parse(text)
    expect(items.map(({ start, end }) => text.slice(start, end))).toEqual([
      '{"type":"a","length":2}\nhi\n',
      '{"type":"b"}\nyou\n',
      '{"type":"c"}\nend',
    ])
  })

  it('is not copied', () => {
    const bytes = encodeUtf8(`${head}\n{"type":"a","length":2}\nhi\n{"type":"b"}\nyou`)
    for (const { payload } of parseEnvelope(bytes).items) expect(payload?.buffer).toBe(bytes.buffer)
  })

  it('is what formatEnvelope writes', () => {
    const bytes = formatEnvelope({ event_id: eventId }, [
      { header: { type: 'event', n: 1 }, payload: encodeUtf8('{"a":\n1}') },
      { header: { type: 'x' }, payload: new Uint8Array(0) },
    ])
    expect(decodeUtf8(bytes)).toBe(
      `{"event_id":"${eventId}"}\n{"type":"event","n":1,"length":8}\n{"a":\n1}\n{"type":"x","length":0}\n\n`,
    )
    expect(payloads(parseEnvelope(bytes).items)).toEqual(['{"a":\n1}', ''])
  })
})

describe('a malformed envelope', () => {
  it.each<[string, string, Partial<EnvelopeFault>]>([
    ['nothing', '', { reason: 'missing_header', offset: 0, item: null }],
    ['blank lines only', '\n\n', { reason: 'missing_header', offset: 2, item: null }],
    ['a header that is not JSON', 'hello\n', { reason: 'invalid_header', offset: 0, item: null }],
    ['a header that is not an object', '[]\n{"type":"a"}\n', { reason: 'invalid_header', offset: 0, item: null }],
    ['an event id that is none', '{"event_id":"12"}\n', { reason: 'invalid_event_id', offset: 0, item: null }],
    ['an item header that is not JSON', '{}\n{"type"\n', { reason: 'invalid_item_header', offset: 3, item: 0 }],
    ['an item without a type', '{}\n{"length":1}\na\n', { reason: 'invalid_item_header', offset: 3, item: 0 }],
    ['a length that is no number', '{}\n{"type":"a","length":"1"}\na\n', { reason: 'invalid_item_header', offset: 3 }],
    ['a negative length', '{}\n{"type":"a","length":-1}\na\n', { reason: 'invalid_item_header', offset: 3 }],
    ['a broken length', '{}\n{"type":"a","length":1.5}\na\n', { reason: 'invalid_item_header', offset: 3 }],
    [
      'a payload cut short',
      '{}\n{"type":"event","length":9}\nhello',
      { reason: 'truncated_payload', offset: 36, item: 0, type: 'event' },
    ],
    [
      'a payload longer than its length',
      '{}\n{"type":"event","length":4}\nhello',
      { reason: 'missing_newline', offset: 35, item: 0, type: 'event' },
    ],
  ])('is told apart: %s', (_name, text, fault) => {
    expect(parse(text)).toMatchObject({ ok: false, fault })
  })

  it('keeps what came before the fault', () => {
    const parsed = parse(`${head}\n{"type":"event","length":2}\n{}\n{"type":"a"}\nhi\nrubbish\n{"type":"b"}\nlost`)
    expect(parsed).toMatchObject({ ok: false, header: { eventId }, fault: { reason: 'invalid_item_header', item: 2 } })
    expect(payloads(parsed.items)).toEqual(['{}', 'hi'])
  })

  it('does not choke on names from Object.prototype or on deep nesting', () => {
    const deep = `{"__proto__":1,"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
    const parsed = parse(`${deep}\n{"type":"__proto__"}\nhi`)
    expect(parsed).toMatchObject({ ok: true, items: [{ type: '__proto__' }] })
  })
})

describe('limits', () => {
  const limits = (given: Partial<EnvelopeLimits>): EnvelopeLimits => ({ ...noEnvelopeLimits, ...given })

  it('skip payloads over the limit of their type, and keep the others', () => {
    const text = `{}\n{"type":"big","length":4}\nabcd\n{"type":"big"}\nabcd\n{"type":"small"}\nabcd\n{"type":"big"}\nab`
    const parsed = parse(text, limits({ itemBytes: (type) => (type === 'big' ? 3 : 4) }))
    expect(payloads(parsed.items)).toEqual([null, null, 'abcd', 'ab'])
    expect(parsed.items.map((item) => item.size)).toEqual([4, 4, 4, 2])
  })

  it('stop at a header line that does not end', () => {
    const parsed = parse(`{}\n{"type":"${'x'.repeat(100)}`, limits({ headerBytes: 50 }))
    expect(parsed).toMatchObject({ ok: false, fault: { reason: 'header_too_long', offset: 3, item: 0 } })
  })

  it('stop at too many items', () => {
    const parsed = parse('{}\n{"type":"a"}\n1\n{"type":"a"}\n2\n{"type":"a"}\n3\n', limits({ items: 2 }))
    expect(parsed).toMatchObject({ ok: false, fault: { reason: 'too_many_items', item: 2 } })
    expect(payloads(parsed.items)).toEqual(['1', '2'])
  })
})

describe('addEventId', () => {
  it.each(['{}', '{"a":{"b":"}"}}', '{"event_id":null, "x":1 } \r', ' {"a":1}'])('puts the id into %s', (line) => {
    const bytes = encodeUtf8(`${line}\n{"type":"a"}\nhi`)
    const parsed = parseEnvelope(bytes)
    if (!parsed.ok) throw new Error(parsed.fault.reason)
    const changed = concatBytes([addEventId(bytes, parsed.header, eventId), bytes.subarray(parsed.header.end)])
    const { event_id: _null, ...attributes } = parsed.header.attributes
    expect(parseEnvelope(changed)).toMatchObject({ ok: true, header: { eventId, attributes } })
    expect(payloads(parseEnvelope(changed).items)).toEqual(['hi'])
  })
})

interface Reading {
  header: EnvelopeHeader | null
  items: { type: string; payload: string | null; size: number; start: number; end: number }[]
  fault: EnvelopeFault | null
}

/** Reads the bytes cut into chunks of these sizes, over and over. */
function readInChunks(bytes: Uint8Array, sizes: readonly number[], limits: EnvelopeLimits): Reading {
  const reading: Reading = { header: null, items: [], fault: null }
  const reader = createEnvelopeReader({
    onHeader: (header) => (reading.header = header),
    onItem: ({ type, payload, size, start, end }) =>
      reading.items.push({ type, payload: payload === null ? null : payload.join(), size, start, end }),
    limits,
  })
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    reader.push(bytes.slice(at, at + size))
    at += size
  }
  reading.fault = reader.end()
  return reading
}

const item = fc.record({
  header: fc.record({ type: fc.constantFrom('event', 'attachment', 'of_the_future'), note: fc.string() }),
  payload: fc.uint8Array({ maxLength: 60 }),
  counted: fc.boolean(),
})

/** Envelopes by the book, and how many items they have. */
const soundEnvelope = fc
  .record({
    attributes: fc.dictionary(
      fc.string().filter((name) => name !== 'event_id'),
      fc.string(),
    ),
    items: fc.array(item, { maxLength: 5 }),
  })
  .map(({ attributes, items }) => {
    const parts = [encodeUtf8(`${JSON.stringify(attributes)}\n`)]
    for (const { header, payload, counted } of items) {
      const body = counted ? payload : payload.filter((byte) => byte !== 0x0a)
      const attributes = counted ? { ...header, length: body.length } : header
      parts.push(encodeUtf8(`${JSON.stringify(attributes)}\n`), body, Uint8Array.of(0x0a))
    }
    return { bytes: concatBytes(parts), count: items.length }
  })

/** Bytes that look like an envelope until they do not. */
const brokenEnvelope = fc
  .tuple(
    soundEnvelope,
    fc.array(fc.constantFrom('{', '}', '\n', '"type":"a"', '"length":3', ' ', 'é', '\0'), { maxLength: 30 }),
  )
  .map(([sound, scraps]) => ({ ...sound, bytes: concatBytes([sound.bytes, encodeUtf8(scraps.join(''))]) }))

const chunkSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })
const someLimits = fc.constantFrom<EnvelopeLimits>(noEnvelopeLimits, {
  headerBytes: 64,
  items: 3,
  itemBytes: (type) => (type === 'attachment' ? 10 : 50),
})

describe('properties', () => {
  it('any chunking of the same bytes gives the same items and the same fault', () => {
    fc.assert(
      fc.property(fc.oneof(soundEnvelope, brokenEnvelope), chunkSizes, someLimits, ({ bytes }, sizes, limits) => {
        expect(readInChunks(bytes, sizes, limits)).toEqual(readInChunks(bytes, [Infinity], limits))
      }),
      { numRuns: 500 },
    )
  })

  it('sound envelopes are read whole, and garbage after them takes nothing away', () => {
    fc.assert(
      fc.property(soundEnvelope, fc.uint8Array({ maxLength: 50 }), ({ bytes, count }, garbage) => {
        const alone = parseEnvelope(bytes)
        expect(alone).toMatchObject({ ok: true })
        expect(alone.items.length).toBe(count)
        const followed = parseEnvelope(concatBytes([bytes, garbage]))
        expect(followed.items.slice(0, count)).toEqual(alone.items)
      }),
      { numRuns: 500 },
    )
  })

  it('garbage never throws, and ends in a header or a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), chunkSizes, (bytes, sizes) => {
        const { header, fault } = readInChunks(bytes, sizes, noEnvelopeLimits)
        expect(header !== null || fault !== null).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
