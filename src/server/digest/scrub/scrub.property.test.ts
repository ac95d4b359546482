import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createNormalizer } from '../normalize/normalize.ts'
import { findTypeErrors } from '../normalize/testing/conformance.ts'
import { exampleReceipt } from '../normalize/testing/example-receipt.ts'
import { createScrubber, defaultScrubbing } from './scrub.ts'

const normalize = createNormalizer()
const scrub = createScrubber()
const secret = 'hunter2hunter2'

const sensitive = fc.constantFrom(
  'password',
  'api_key',
  'X-Auth-Token',
  'SECRET',
  "'passwd'",
  'credentials',
  'otp',
  'private-key',
)
const plain = fc.constantFrom('a', 'b', 'user_name', 'id', 'items')
const place = fc.constantFrom(
  'extra',
  'contexts',
  'breadcrumbs',
  'vars',
  'env',
  'body',
  'user',
  'tags',
  'headers',
  'params',
  'other',
)
const shell = fc.constantFrom('plain', 'list', 'json', 'form', 'url', 'number')

/** A secret below a sensitive key, in all sorts of wrappings. */
function wrap(key: string, shape: string, outer: string[]): Record<string, unknown> {
  const inner: Record<string, unknown> =
    shape === 'list'
      ? { [key]: [secret, { a: secret }] }
      : shape === 'json'
        ? { data: JSON.stringify({ x: [{ [key]: secret }] }) }
        : shape === 'form'
          ? { data: `x=1&${encodeURIComponent(key)}=${secret}` }
          : shape === 'url'
            ? { link: `https://host/path?x=1&${encodeURIComponent(key)}=${secret}#f` }
            : { [key]: secret }
  return outer.reduce<Record<string, unknown>>(
    (value, name, index) => ({ [name]: index % 2 === 0 ? value : [value] }),
    inner,
  )
}

function payload(where: string, bag: Record<string, unknown>): object {
  switch (where) {
    case 'contexts':
      return { contexts: { mine: bag, app: bag } }
    case 'breadcrumbs':
      return { breadcrumbs: [{ data: bag, message: JSON.stringify(bag) }] }
    case 'vars':
      return {
        exception: [{ type: 'A', stacktrace: { frames: [{ vars: bag }] } }],
        threads: [{ stacktrace: { frames: [{ vars: bag }] } }],
      }
    case 'env':
      return { request: { env: bag } }
    case 'body':
      return { request: { data: JSON.stringify(bag) } }
    case 'user':
      return { user: { id: '1', ...bag, data: bag } }
    case 'tags':
      return { tags: { token: secret, 'x-secret': secret } }
    case 'headers':
      return {
        request: {
          headers: Object.entries({ 'X-Secret': secret, Cookie: `password=${secret}` }),
          query_string: { password: secret },
        },
      }
    case 'params':
      return { logentry: { message: '%(a)s', params: bag } }
    default:
      return { [where]: bag, errors: [{ type: 'x', name: 'a.password', value: secret }] }
  }
}

test('no value is left below a sensitive key, and the event keeps its types', () => {
  fc.assert(
    fc.property(place, sensitive, shell, fc.array(plain, { maxLength: 9 }), (where, key, shape, outer) => {
      const event = normalize(payload(where, wrap(key, shape, outer)), exampleReceipt(), {
        eventId: null,
        sentAt: null,
      })
      scrub(event, { ...defaultScrubbing, scrubIpAddresses: true })
      expect(JSON.stringify(event)).not.toContain(secret)
      expect(findTypeErrors(event)).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test('any JSON is scrubbed without a throw, and twice is as once', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom('extra', 'contexts', 'user', 'request', 'tags', '_meta', 'own', 'exception', 'errors'),
        fc.jsonValue(),
      ),
      (raw) => {
        const event = normalize(raw, exampleReceipt(), { eventId: null, sentAt: null })
        const settings = {
          ...defaultScrubbing,
          scrubIpAddresses: true,
          sensitiveFields: ['a'],
          safeFields: ['b', 'extra.c*'],
        }
        scrub(event, settings)
        expect(findTypeErrors(event)).toEqual([])
        const once = JSON.stringify(event)
        scrub(event, settings)
        expect(JSON.stringify(event)).toBe(once)
      },
    ),
    { numRuns: 500 },
  )
})
