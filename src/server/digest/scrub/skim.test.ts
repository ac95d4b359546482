import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileRules } from './rules.ts'
import { scrubMessage, scrubName, scrubText } from './scrub-text.ts'
import { defaultScrubbing } from './scrub.ts'
import { mayHoldSecret } from './skim.ts'

describe('mayHoldSecret', () => {
  test.each([
    'password=x',
    'my Secret',
    'API_KEY',
    'apikey',
    'x-api-key',
    'Authorization',
    'credentials',
    'mysql_pwd',
    'privateKey',
    'token: x',
    'otp=1',
    'two-factor=1',
    'COOKIE: a',
    'card[number]=4',
    'card%5bnumber%5d=4',
    'Bearer abc',
    '-----BEGIN RSA PRIVATE KEY-----',
    'https://user:word@host/',
    '4111 1111 1111 1111',
    '078-05-1120',
    'DE89370400440532013000',
    'GB82 WEST 1234 5698 7654 32',
  ])('%s is looked at', (text) => {
    expect(mayHoldSecret(text)).toBe(true)
    expect(mayHoldSecret(`before ${text} behind`)).toBe(true)
  })

  test.each([
    '',
    'GET',
    '/api/users/17',
    'Cannot read properties of undefined',
    '2026-11-21',
    'Chrome 141.0.0',
    'AB 12',
    '12 34  56 78 91',
  ])('%s is passed over', (text) => {
    expect(mayHoldSecret(text)).toBe(false)
  })

  test('property: what is passed over, no rule would have changed', () => {
    const compiled = compileRules(defaultScrubbing)
    if (compiled === null) throw new Error('the defaults scrub nothing')
    const rules = { ...compiled, skims: false }
    const pieces = fc.constantFrom(
      'pass',
      'word',
      'wd',
      'secret',
      'api',
      '_',
      '-',
      'key',
      'auth',
      'cred',
      'entials',
      'private',
      'token',
      '=',
      ':',
      'otp',
      'two',
      'factor',

      'cookie',
      'card',
      '[number]',
      '%5bnumber%5d',
      'bearer',
      ' ',
      '----',
      '-BEGIN ',
      'KEY',
      '//',
      'a:b',
      '@',
      'x.de',
      '{"',
      '"}',
      '&',
      '?',
      '/',

      '4111',
      '1111',
      '078',
      '05',
      '1120',
      'DE89',
      '3704',
      '0044',
      '0532',
      '0130',
      '00',
      '1',
      'D',
      '-DE89 3704 0044 0532 0130 00',
      'ſ',
      'K',
      'é',
    )
    const text = fc.array(
      fc.oneof(
        pieces,
        pieces.map((piece) => piece.toUpperCase()),
        fc.string({ maxLength: 4 }),
      ),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(text, (parts) => {
        const whole = parts.join('')
        if (mayHoldSecret(whole)) return
        expect(scrubText(rules, whole)).toBeNull()
        expect(scrubMessage(rules, whole)).toBeNull()
        expect(scrubName(rules, whole, rules.finders)).toBeNull()
      }),
      { numRuns: 5000 },
    )
  })
})
