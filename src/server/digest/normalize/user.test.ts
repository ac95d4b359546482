import { describe, expect, test } from 'vitest'
import { createNormalizer } from './normalize.ts'
import { exampleReceipt } from './testing/example-receipt.ts'

const normalize = createNormalizer()
const of = (raw: object, clientIp: string | null = '203.0.113.9') =>
  normalize(raw, exampleReceipt({ clientIp }), { eventId: null, sentAt: null })

describe('user', () => {
  test('ids may be numbers, unknown members go to data', () => {
    expect(of({ user: { id: 7, plan: 'free', data: { plan: 'paid', a: 1 }, email: 'a@b.co' } }).user).toEqual({
      id: '7',
      email: 'a@b.co',
      data: { plan: 'paid', a: 1 },
    })
  })

  test('an address that is none goes, noted', () => {
    const event = of({ user: { id: '1', ip_address: '300.1.1.1' } })
    expect(event.user).toEqual({ id: '1', ip_address: null })
    expect(event.errors).toMatchObject([{ type: 'invalid_data', name: 'user.ip_address', value: '300.1.1.1' }])
  })

  test('e-mail addresses are cut at 75', () => {
    const event = of({ user: { email: `${'a'.repeat(100)}@b.co` } })
    expect(event.user?.email).toBe(`${'a'.repeat(72)}...`)
    expect(event._meta).toEqual({ user: { email: { '': { len: 105, rem: [['!limit', 's', 72, 75]] } } } })
  })

  test('what is no object goes; an empty PHP array is no fault', () => {
    expect(of({ user: 'me' }).user).toBeUndefined()
    expect(of({ user: 'me' }).errors).toMatchObject([{ type: 'invalid_data', name: 'user' }])
    expect(of({ user: [] }).errors).toBeUndefined()
  })
})

describe('addresses', () => {
  test('{{auto}} is the address of the client', () => {
    const request = { env: { REMOTE_ADDR: '{{auto}}' } }
    const event = of({ user: { ip_address: '{{auto}}' }, request })
    expect(event.user).toEqual({ ip_address: '203.0.113.9' })
    expect(event.request?.env).toEqual({ REMOTE_ADDR: '203.0.113.9' })
  })

  test('{{auto}} without a client is none', () => {
    expect(of({ user: { ip_address: '{{auto}}' } }, null).user).toBeUndefined()
    expect(of({ user: { id: '1', ip_address: '{{auto}}' } }, null).user).toEqual({ id: '1', ip_address: null })
  })

  test('REMOTE_ADDR is the user where there is none', () => {
    const request = { env: { REMOTE_ADDR: '2001:db8::1' } }
    expect(of({ request }).user).toEqual({ ip_address: '2001:db8::1' })
    expect(of({ request, user: { ip_address: '192.0.2.1' } }).user).toEqual({ ip_address: '192.0.2.1' })
    expect(of({ request: { env: { REMOTE_ADDR: 'whoops' } } }).user).toBeUndefined()
  })

  test.each([
    ['javascript', { ip_address: '203.0.113.9' }],
    ['cocoa', { ip_address: '203.0.113.9' }],
    ['objc', { ip_address: '203.0.113.9' }],
    ['python', undefined],
  ])('platform %s', (platform, user) => expect(of({ platform }).user).toEqual(user))

  // `sdk.settings.infer_ip`, which SDKs send since 2025: https://github.com/getsentry/sentry-javascript/pull/17364
  test.each([
    ['auto', 'python', undefined, { ip_address: '203.0.113.9' }],
    ['auto', 'python', { ip_address: '192.0.2.1' }, { ip_address: '192.0.2.1' }],
    ['never', 'javascript', undefined, undefined],
    ['never', 'javascript', { id: '1' }, { id: '1' }],
    ['never', 'javascript', { id: '1', ip_address: '{{auto}}' }, { id: '1', ip_address: null }],
    ['never', 'javascript', { ip_address: '192.0.2.1' }, { ip_address: '192.0.2.1' }],
    ['legacy', 'javascript', undefined, { ip_address: '203.0.113.9' }],
    [7, 'javascript', undefined, { ip_address: '203.0.113.9' }],
  ])('an SDK that says %s on platform %s', (inferIp, platform, user, expected) => {
    expect(of({ platform, user, sdk: { name: 'x', settings: { infer_ip: inferIp } } }).user).toEqual(expected)
  })
})
