import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parameterize } from './parameterize.ts'

describe('parameterize', () => {
  test.each([
    ['mail to test@example.com now', 'mail to <email> now'],
    ["it's o'neil+x@mail.example.co.uk.", "it's <email>."],
    ['see https://sentry.io/foo?bar=1#x or else', 'see <url> or else'],
    ['wss://x/y', '<url>'],
    ['getaddrinfo ENOTFOUND api.example.com', 'getaddrinfo ENOTFOUND <hostname>'],
    ['API.EXAMPLE.COM down', '<hostname> down'],
    ['app.py failed in main.ts', 'app.py failed in main.ts'],
    ['user.name is undefined', 'user.name is undefined'],
    ['host db1.eu-west.internal', 'host <hostname>'],
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '<traceparent>'],
    ['1-67891233-abcdef012345678912345678', '<traceparent>'],
    ['id 7c1811ed-e98f-4c9c-a9f9-58c757ff494f.', 'id <uuid>.'],
    ['id ABCDABCD-E98F-4C9C-A9F9-58C757FF494F.', 'id <uuid>.'],
    ['sha da39a3ee5e6b4b0d3255bfef95601890afd80709', 'sha <sha1>'],
    ['md5 d41d8cd98f00b204e9800998ecf8427e', 'md5 <md5>'],
    ['at 2024-02-20T22:16:36Z', 'at <date>'],
    ['at 2024-02-20 22:16:36.123+01:00', 'at <date>'],
    ['at 20240220T221636', 'at <date>'],
    ['on 2006-01-02', 'on <date>'],
    ['Mon, 02 Jan 2006 15:04:05 GMT', '<date>'],
    ['Monday, 02-Jan-06 15:04:05 GMT', '<date>'],
    ['Mon Jan 02 2006 15:04:05 GMT-0700 (MST)', '<date>'],
    ['Wed Apr 17 22:31:45 2019: x', '<date>: x'],
    ['Jan 02, 1999', '<date>'],
    ['3:04PM sharp', '<date> sharp'],
    ['at 15:04:05', 'at <date>'],
    ['datetime.datetime(2024, 1, 2, tzinfo=UTC) is naive', '<date> is naive'],
    ['took 12ms', 'took <duration>'],
    ['took 1.5s', 'took <duration>'],
    ['mac 00:1A:2b:3c:4d:5e gone', 'mac <mac> gone'],
    ['mac 00-1a-2b-3c-4d-5e gone', 'mac <mac> gone'],
    ['from 192.168.1.1:80', 'from <ip>:<int>'],
    ['from 2001:db8::ff00:42:8329.', 'from <ip>.'],
    ['on ::1', 'on <ip>'],
    ['SomeClass::someMethod()', 'SomeClass::someMethod()'],
    ['at 0x7fff5fc01000', 'at <hex>'],
    ['token 9af8c3be', 'token <hex>'],
    ['token 9AF8C3BE', 'token <hex>'],
    ['serial 1234567890', 'serial <hex>'],
    ['commit 5fc35a3', 'commit <git_sha>'],
    ['code a1b2', 'code <hex>'],
    ['a cafe and a facade', 'a cafe and a facade'],
    ['id V1StGXR8Z5jdHi6BmyT4', 'id <random_id>'],
    ['Http2ConnectionHandler', 'Http2ConnectionHandler'],
    ['ratio 0.23', 'ratio <float>'],
    ['ratio -0.23', 'ratio <float>'],
    ['12345678.5', '<float>'],
    ['error 42, -5', 'error <int>, <int>'],
    ['foo-1 bar', 'foo-<int> bar'],
    ['item123 utf8', 'item123 utf8'],
    ["name='Bob' x", 'name=<quoted_str> x'],
    ['name="Bob and Al" x', 'name=<quoted_str> x'],
    ["'quoted' stays", "'quoted' stays"],
    ['a=true b=False true', 'a=<bool> b=<bool> true'],
    ['log2024-01-02T03:04:05Z', 'log<date>'],
    ['', ''],
    ['nothing here', 'nothing here'],
  ])('%s', (text, expected) => {
    expect(parameterize(text)).toBe(expected)
  })

  test('leaves very long texts alone', () => {
    const text = '1 '.repeat(5000)
    expect(parameterize(text)).toBe(text)
  })

  test('numbers of one length or another are one message', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 9_999_999 }), (a, b) => {
        expect(parameterize(`row ${a} of table`)).toBe(parameterize(`row ${b} of table`))
      }),
    )
  })

  test('uuids, addresses and dates are one message', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.ipV4(),
        fc.ipV6(),
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
        (id, v4, v6, date) => {
          const text = `request ${id} from ${v4} or [${v6}] at ${date.toISOString()}`
          expect(parameterize(text)).toBe('request <uuid> from <ip> or [<ip>] at <date>')
        },
      ),
    )
  })

  test('never throws and stays fast on hostile text', () => {
    const piece = fc.constantFrom(
      '1',
      'a',
      'F',
      ':',
      '.',
      '-',
      '@',
      '=',
      "'",
      ' ',
      'Mon',
      'Jan',
      'http://',
      '00',
      '2024',
      'T',
      '\n',
      '::',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 400 }), (pieces) => typeof parameterize(pieces.join('')) === 'string'),
    )
    const slow: string[] = []
    for (const unit of [
      'a.',
      '1.',
      '1:',
      'a@',
      '-1',
      "='",
      '=t',
      'Mon ',
      'a-',
      '0x',
      '1234567',
      'f::',
      'http://a',
      '1 Jan ',
      'aA1',
    ]) {
      const text = unit.repeat(Math.floor(8192 / unit.length))
      const started = performance.now()
      parameterize(text)
      if (performance.now() - started > 200) slow.push(unit)
    }
    expect(slow).toEqual([])
  })
})
