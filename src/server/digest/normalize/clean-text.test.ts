import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Receipt } from '../types.ts'
import { isCleanJson } from './clean-text.ts'
import { createNormalizer } from './normalize.ts'

const receipt: Receipt = {
  projectId: 1,
  publicKey: 'key',
  receivedAt: 1_790_000_000_000,
  clientIp: null,
  userAgent: null,
  clientHints: {},
  origin: null,
  client: null,
}
const normalize = createNormalizer()

function digest(json: string, isClean: boolean): unknown {
  return normalize(JSON.parse(json), receipt, { eventId: 'a'.repeat(32), sentAt: null, isClean })
}

/** The event by the short way, where it is open, and by cleaning each text. */
function digestBoth(event: unknown): [short: unknown, full: unknown] {
  const json = JSON.stringify(event)
  return [digest(json, isCleanJson(json)), digest(json, false)]
}

describe('isCleanJson', () => {
  test('holds where no text was escaped', () => {
    expect(isCleanJson('{"message":"ünïcode 😀 \\n \\\\ "}')).toBe(true)
    expect(isCleanJson('{"message":"\\u0000"}')).toBe(false)
    expect(isCleanJson('{"message":"\\ud800"}')).toBe(false)
  })

  test.each([
    ['a NUL in an encoded query', { request: { query_string: 'a=%00b' }, extra: { after: 'x' } }],
    ['a NUL in the query of an address', { request: { url: 'https://example.com/?%00=1' } }],
    ['a NUL in an encoded form', { request: { data: 'a=%00&b%00=1' } }],
    ['a query cut through an emoji', { request: { query_string: `${'a'.repeat(65_535)}😀` } }],
    ['parameters cut through an emoji', { logentry: { message: 'x %.1s', params: ['😀'] } }],
    ['JSON in the body', { request: { data: '{"a":"\\u0000","b":"\\ud800"}' } }],
    ['free data that is too deep and too long', { extra: { a: [[[[[[[['😀'.repeat(200_000)]]]]]]]] } }],
  ])('is no way around cleaning: %s', (_, event) => {
    const [short, full] = digestBoth(event)
    expect(short).toEqual(full)
  })

  test('is no way around cleaning for whatever text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('%00', 'a=%00', '😀', '%s %.1s', '?a=1#%00', '{"a":"\\u0000"}'),
    )
    fc.assert(
      fc.property(text, text, fc.dictionary(text, text, { maxKeys: 4 }), (one, two, record) => {
        const [short, full] = digestBoth({
          logentry: { message: one, params: [two] },
          exception: { values: [{ type: one, value: two, stacktrace: { frames: [{ function: one, vars: record }] } }] },
          request: { url: `https://example.com/${one}`, query_string: two, data: one, headers: record, cookies: two },
          tags: record,
          user: record,
          extra: record,
          contexts: { [one]: record },
          breadcrumbs: [{ message: two, data: record }],
          [two]: record,
        })
        expect(short).toEqual(full)
      }),
    )
  })
})
