import { describe, expect, test } from 'vitest'
import type { NormalizedEvent } from '../../../protocol/event.ts'
import { createNormalizer } from '../normalize/normalize.ts'
import { exampleReceipt } from '../normalize/testing/example-receipt.ts'
import { eventFixtures, normalizedFixture } from '../normalize/testing/fixture.ts'
import type { ScrubSettings } from '../types.ts'
import { createScrubber, defaultScrubbing } from './scrub.ts'

const normalize = createNormalizer()
const scrub = createScrubber()

function scrubbed(raw: object, settings: Partial<ScrubSettings> = {}): NormalizedEvent {
  const event = normalize(raw, exampleReceipt(), { eventId: null, sentAt: null })
  scrub(event, { ...defaultScrubbing, ...settings })
  return event
}

const gone = '[Filtered]'

describe('keys', () => {
  test.each([
    'password',
    'Password',
    'the_secret',
    'passwd',
    'api_key',
    'api-key',
    'apiKey',
    'access_token',
    'auth',
    'Authorization',
    'credentials',
    'mysql_pwd',
    'stripetoken',
    'card[number]',
    'github_token',
    'privatekey',
    'private_key',
    'otp',
    'two-factor',
    "'password'",
    'cookie',
    'pwd',
  ])('%s', (key) => {
    expect(scrubbed({ extra: { [key]: 'x', a: { [key]: 5, b: [{ [key]: 'y' }] } } }).extra).toEqual({
      [key]: gone,
      a: { [key]: gone, b: [{ [key]: gone }] },
    })
  })

  test.each(['foo', 'option', 'otpx', 'tok', 'pass'])('%s stays', (key) => {
    expect(scrubbed({ extra: { [key]: 'x' } })).toMatchObject({ extra: { [key]: 'x' } })
    expect(scrubbed({ extra: { [key]: 'x' } })._meta).toBeUndefined()
  })

  test('lists go whole, objects member by member, flags and nulls stay', () => {
    const extra = {
      password: ['a', 'b'],
      credentials: { name: 'jane', password: 'p', old: null },
      has_password: true,
      secret: '',
    }
    const event = scrubbed({ extra })
    expect(event.extra).toEqual({
      password: gone,
      credentials: { name: 'jane', password: gone, old: null },
      has_password: true,
      secret: '',
    })
    expect(event._meta).toEqual({
      extra: {
        password: { '': { len: 2, rem: [['@password:filter', 's', 0, 10]] } },
        credentials: { password: { '': { len: 1, rem: [['@password:filter', 's', 0, 10]] } } },
      },
    })
  })

  test('pairs in lists', () => {
    expect(
      scrubbed({
        extra: {
          headers: [
            ['Authorization', 'x'],
            ['Accept', 'y'],
          ],
        },
      }).extra,
    ).toEqual({
      headers: [
        ['Authorization', gone],
        ['Accept', 'y'],
      ],
    })
  })
})

describe('where', () => {
  test('the request', () => {
    const event = scrubbed({
      request: {
        url: 'https://u:pw@host/auth/login?token=abc&q=1#access_token=xyz',
        headers: [
          ['Authorization', 'Basic abc'],
          ['User-Agent', 'auth-client/1.0 password'],
          ['X-Api-Key', 'k'],
          ['Accept', '*/*'],
          ['Set-Cookie', 's=1'],
        ],
        cookies: 'sessionid=abc; theme=dark; csrftoken=x; _csrf=y',
        env: { DB_PASSWORD: 'x', SERVER_NAME: 'h' },
        data: { user: { password: 'p' }, nested: '{"secret":"s","a":1}', form: 'a=1&password=hunter2' },
      },
    })
    expect(event.request).toEqual({
      url: 'https://u:[Filtered]@host/auth/login',
      query_string: [
        ['token', gone],
        ['q', '1'],
      ],
      fragment: 'access_token=[Filtered]',
      headers: [
        ['Authorization', gone],
        ['User-Agent', 'auth-client/1.0 password'],
        ['X-Api-Key', gone],
        ['Accept', '*/*'],
        ['Set-Cookie', gone],
      ],
      cookies: [
        ['sessionid', gone],
        ['theme', 'dark'],
        ['csrftoken', gone],
        ['_csrf', gone],
      ],
      env: { DB_PASSWORD: gone, SERVER_NAME: 'h' },
      data: { user: { password: gone }, nested: '{"secret":"[Filtered]","a":1}', form: 'a=1&password=[Filtered]' },
    })
    expect(event._meta).toMatchObject({
      request: {
        query_string: { 0: { 1: { '': { rem: [['@password:filter', 's', 0, 10]], len: 3 } } } },
        headers: { 0: { 1: { '': { rem: [['@password:filter', 's', 0, 10]] } } } },
        url: { '': { rem: [['@urlauth:filter', 's', 10, 20]] } },
      },
    })
  })

  test('texts as body', () => {
    expect(scrubbed({ request: { data: 'my password is x' } }).request?.data).toBe(gone)
    expect(scrubbed({ request: { data: '{"password": "x", broken' } }).request?.data).toBe(gone)
  })

  test('tags, user, breadcrumbs, variables, mechanism, contexts, other members', () => {
    const frames = [{ function: 'login', vars: { password: 'x', url: 'redis://:pw@h' } }]
    const event = scrubbed({
      tags: { api_key: 'k', a: 'b' },
      user: { id: '1', username: 'author', data: { auth_token: 't' } },
      breadcrumbs: [{ message: 'password=x', data: { url: 'https://h/?token=t', secret: 's' } }, { message: 'plain' }],
      exception: [
        {
          type: 'AuthError',
          value: 'bad password',
          mechanism: { type: 'x', data: { secret: 's' } },
          stacktrace: { frames },
        },
      ],
      threads: [{ id: 1, stacktrace: { frames } }],
      contexts: {
        app: { app_name: 'Authenticator', api_key: 'k' },
        response: { cookies: { session: 'abc', theme: 'dark' }, headers: [['Set-Cookie', 'x']] },
        mine: { note: 'my secret' },
      },
      custom: { password: 'x' },
    })
    expect(event).toMatchObject({
      tags: [
        ['api_key', gone],
        ['a', 'b'],
      ],
      user: { id: '1', username: 'author', data: { auth_token: gone } },
      breadcrumbs: {
        values: [
          { message: 'password=[Filtered]', data: { url: 'https://h/?token=[Filtered]', secret: gone } },
          { message: 'plain' },
        ],
      },
      contexts: {
        app: { app_name: 'Authenticator', api_key: gone },
        response: { cookies: { session: gone, theme: 'dark' }, headers: [['Set-Cookie', gone]] },
        mine: { note: gone },
      },
      custom: { password: gone },
    })
    expect(event.exception?.values).toMatchObject([
      {
        type: 'AuthError',
        value: 'bad password',
        mechanism: { data: { secret: gone } },
        stacktrace: { frames: [{ function: 'login', vars: { password: gone, url: 'redis://:[Filtered]@h' } }] },
      },
    ])
    expect(event.threads?.values[0]?.stacktrace?.frames[0]?.vars?.password).toBe(gone)
  })

  test('not in debug images, paths, source lines, exception values', () => {
    const raw = {
      debug_meta: { images: [{ type: 'elf', code_file: '/secret/libauth.so' }] },
      exception: [
        {
          type: 'A',
          value: 'card 4111111111111111',
          stacktrace: { frames: [{ filename: 'auth/password.py', context_line: 'password = x' }] },
        },
      ],
    }
    const before = normalize(raw, exampleReceipt(), { eventId: null, sentAt: null })
    expect(scrubbed(raw)).toEqual(before)
  })

  test('of reports all but the policy', () => {
    const csp = {
      original_policy: 'script-src https://auth.x',
      document_uri: 'https://h/auth?token=t',
      script_sample: 'var password = 1',
    }
    expect(scrubbed({ csp }).csp).toMatchObject({
      ...csp,
      document_uri: 'https://h/auth?token=[Filtered]',
      script_sample: gone,
    })
  })
})

describe('messages', () => {
  test('lose secrets, not words', () => {
    const event = scrubbed({
      message: 'Password of jane@example.org: card 4111 1111 1111 1111, ssn 123-45-6789, Bearer abc',
    })
    expect(event.logentry?.formatted).toBe('Password of [email]: card [creditcard], ssn [us-ssn], Bearer [token]')
    expect(event._meta).toMatchObject({
      logentry: {
        formatted: {
          '': {
            rem: [
              ['@email:replace', 's', 12, 19],
              ['@creditcard:replace', 's', 26, 38],
              ['@usssn:replace', 's', 44, 52],
              ['@bearer:replace', 's', 61, 68],
            ],
          },
        },
      },
    })
  })

  test('are written anew when a parameter goes', () => {
    const logentry = { message: 'login %(user)s %(password)s', params: { user: 'u', password: 'hunter2' } }
    expect(scrubbed({ logentry }).logentry).toEqual({
      message: 'login %(user)s %(password)s',
      formatted: 'login u [Filtered]',
      params: { user: 'u', password: gone },
    })
  })
})

describe('values', () => {
  test.each([
    ['paid with 4111 1111 1111 1111', 'paid with [Filtered]', '@creditcard:filter'],
    ['DE89370400440532013000', gone, '@iban:filter'],
    ['123-45-6789', gone, '@usssn:filter'],
    ['Bearer abc', 'Bearer [Filtered]', '@bearer:filter'],
    ['https://u:p@h', 'https://u:[Filtered]@h', '@urlauth:filter'],
    [
      '-----BEGIN PUBLIC KEY-----A-----END PUBLIC KEY-----',
      '-----BEGIN PUBLIC KEY-----[Filtered]-----END PUBLIC KEY-----',
      '@pemkey:filter',
    ],
    ['token: abc', gone, '@password:filter'],
  ])('%s', (text, expected, rule) => {
    const event = scrubbed({ extra: { a: text } })
    expect(event.extra).toEqual({ a: expected })
    expect(event._meta).toMatchObject({
      extra: { a: { '': { len: text.length, rem: [[rule, 's', expect.any(Number), expect.any(Number)]] } } },
    })
  })

  test('numbers too', () =>
    expect(scrubbed({ extra: { a: 4111111111111111, b: 17 } }).extra).toEqual({ a: gone, b: 17 }))

  test('nested texts', () => {
    const inner = JSON.stringify({ password: 'x', keep: 'y' })
    const outer = JSON.stringify({ inner, q: `a=${encodeURIComponent(inner)}` })
    const clean = scrubbed({ extra: { a: outer } }).extra?.a
    expect(clean).not.toContain('x')
    expect(clean).toContain('keep')
  })

  test('scrubbing twice changes nothing', () => {
    const event = scrubbed({
      extra: { password: 'x', a: 'card 4111111111111111', b: 'https://h?token=1' },
      message: 'a@b.co',
    })
    const once = JSON.stringify(event)
    scrub(event, defaultScrubbing)
    expect(JSON.stringify(event)).toBe(once)
  })
})

describe('settings', () => {
  const raw = {
    extra: { password: 'x', mine: 'y', text: 'this is mysekret stuff' },
    user: { ip_address: '192.0.2.1' },
    sdk: { name: 's', client_ip: '192.0.2.2' },
  }

  test('off', () => {
    expect(scrubbed(raw, { enabled: false, sensitiveFields: ['mine'] }).extra).toEqual(raw.extra)
    expect(scrubbed(raw, { defaults: false }).extra).toEqual(raw.extra)
  })

  test('own fields go by key and by value, also without the defaults', () => {
    const event = scrubbed(raw, { defaults: false, sensitiveFields: [' MINE ', 'mysekret', ''] })
    expect(event.extra).toEqual({ password: 'x', mine: gone, text: gone })
    expect(event._meta).toMatchObject({ extra: { mine: { '': { rem: [['strip-fields', 's', 0, 10]] } } } })
  })

  test('safe fields stay, by key or by path', () => {
    const extra = { password: 'x', a: { password: 'y' }, b: { password: 'z', secret: 's' } }
    expect(scrubbed({ extra }, { safeFields: ['Password'] }).extra).toEqual({
      ...extra,
      b: { password: 'z', secret: gone },
    })
    expect(scrubbed({ extra }, { safeFields: ['extra.a.password', 'extra.b'] }).extra).toEqual({
      ...extra,
      password: gone,
    })
    expect(
      scrubbed({ request: { headers: [['X-Token', 'x']] } }, { safeFields: ['x-token'] }).request?.headers,
    ).toEqual([['X-Token', 'x']])
  })

  test('addresses go by their own switch', () => {
    const request = {
      env: { REMOTE_ADDR: '192.0.2.3' },
      headers: [
        ['X-Forwarded-For', '192.0.2.4'],
        ['User-Agent', 'Mozilla/5.0 Chrome/1.2.3.4'],
      ],
    }
    const contexts = { browser: { name: 'Chrome', version: '120.0.0.0' } }
    const event = scrubbed(
      { ...raw, request, contexts, extra: { peer: 'from 2001:db8::1' } },
      { enabled: false, scrubIpAddresses: true },
    )
    expect(event).toMatchObject({
      user: { ip_address: null },
      sdk: { client_ip: null },
      request: {
        env: { REMOTE_ADDR: null },
        headers: [
          ['X-Forwarded-For', '[ip]'],
          ['User-Agent', 'Mozilla/5.0 Chrome/1.2.3.4'],
        ],
      },
      contexts: { browser: { version: '120.0.0.0' } },
      extra: { peer: 'from [ip]' },
      _meta: { user: { ip_address: { '': { rem: [['@anything:remove', 'x']] } } } },
    })
    expect(JSON.stringify(event)).not.toMatch(/192\.0\.2\./)
    expect(scrubbed({ ...raw, request })).toMatchObject({
      user: { ip_address: '192.0.2.1' },
      sdk: { client_ip: '192.0.2.2' },
    })
  })

  test('an address that was no address goes too', () => {
    const event = scrubbed(
      { user: { id: '1', ip_address: '192.0.2.1 ', email: 5 }, request: { env: { REMOTE_ADDR: 'x' } } },
      { scrubIpAddresses: true },
    )
    expect(
      JSON.stringify(scrubbed({ user: { ip_address: 'at-192.0.2.300' } }, { scrubIpAddresses: true })),
    ).not.toContain('192.0.2')
    expect(event.user?.ip_address).toBeNull()
  })
})

describe('what normalisation wrote down', () => {
  test('of rejected values holds no secrets', () => {
    const event = scrubbed({
      request: { headers: [['Authorization', 'hunter2', 'x']] },
      tags: { password: 'hunter2\nx' },
      user: { email: { password: 'hunter2' } },
      breadcrumbs: [{ data: 'password=hunter2' }],
      logger: { token: 'hunter2' },
    })
    expect(event.errors).toHaveLength(5)
    expect(JSON.stringify(event)).not.toContain('hunter2')
  })
})

describe.skipIf(eventFixtures === null)('payloads of real SDKs', () => {
  const secretsOf: Record<string, string[]> = {
    php: ['399aaee02d454e2ca91351f29bdc3a07'],
    python: ['f3403f81e12e4c24942d505f086b2cad', "'secret_key'"],
    aspnetcore: ['9d9be0eb-9c7d-4733-ae11-aed6a66df75e'],
  }

  test.each(Object.keys(secretsOf))('%s', (name) => {
    const event = normalizedFixture(name)
    scrub(event, defaultScrubbing)
    for (const secret of secretsOf[name] ?? []) expect(JSON.stringify(event)).not.toContain(secret)
  })

  test('pii-tooltips: values under sensitive names go whole, remarks of the SDK stay', () => {
    const event = normalizedFixture('pii-tooltips')
    scrub(event, defaultScrubbing)
    expect(event.request).toMatchObject({ headers: [['X-Secret-Key', gone]], query_string: [['secret_key', gone]] })
    expect(event._meta).toMatchObject({
      request: {
        headers: {
          0: {
            1: {
              '': {
                rem: [
                  ['my_rule', 's', 0, 10],
                  ['@password:filter', 's', 0, 10],
                ],
              },
            },
          },
        },
      },
    })
  })

  test('pii: what the SDK took out stays out; a name goes from variables when it is a sensitive field', () => {
    const event = normalizedFixture('pii')
    scrub(event, { ...defaultScrubbing, sensitiveFields: ['jauer', 'd/123456789012'] })
    const frames = event.exception?.values[0]?.stacktrace?.frames ?? []
    expect(frames[0]?.abs_path).toBe('/Users/[user]/Coding/semaphore/example.py')
    expect(JSON.stringify(event)).not.toContain('jauer')
    expect(JSON.stringify(frames.map((frame) => frame.vars))).not.toContain('123456789012')
    expect(event._meta).toMatchObject({
      exception: { values: { 0: { value: { '': { rem: [['device_id', 'p', 16, 56]] } } } } },
    })
  })

  test.each([
    ['python-formdata', { bam: '', foo: 'bar' }],
    ['python-rawbody', ''],
    ['python-omittedbody', ''],
  ])('%s: bodies that the SDK left out stay out', (name, body) => {
    const event = normalizedFixture(name)
    expect(JSON.stringify(event)).toContain('127.0.0.1')
    scrub(event, { ...defaultScrubbing, scrubIpAddresses: true })
    expect(event.request?.data).toEqual(body)
    expect(event._meta).toMatchObject({ request: { data: expect.anything() } })
    expect(JSON.stringify(event)).not.toContain('127.0.0.1')
  })
})
