import { describe, expect, it } from 'vitest'
import { type AuthFault, formatAuthHeader, isSentryAuth, parseAuthHeader, parseAuthPairs } from './auth-header.ts'

describe('parseAuthHeader', () => {
  it.each([
    ['Sentry sentry_key=abc', { publicKey: 'abc', version: 7, client: null }],
    ['sentry sentry_version=6,sentry_key=abc', { publicKey: 'abc', version: 6, client: null }],
    [
      'Sentry sentry_version=7.0, sentry_client=raven-php/1.2 (linux), sentry_timestamp=1, sentry_key=abc, sentry_secret=x',
      { publicKey: 'abc', version: 7, client: 'raven-php/1.2 (linux)' },
    ],
    ['Sentry ,, sentry_key = abc ,=,nonsense', { publicKey: 'abc', version: 7, client: null }],
  ])('reads %s', (header, auth) => {
    expect(parseAuthHeader(header)).toEqual({ ok: true, auth })
  })

  it.each<[string, AuthFault]>([
    ['', 'not_sentry'],
    ['Bearer abc', 'not_sentry'],
    ['Sentrysentry_key=abc', 'not_sentry'],
    ['Sentry sentry_version=7', 'missing_key'],
    ['Sentry sentry_key=', 'missing_key'],
    ['Sentry sentry_key=abc, sentry_version=latest', 'invalid_version'],
  ])('says what is wrong with "%s"', (header, reason) => {
    expect(parseAuthHeader(header)).toEqual({ ok: false, reason })
  })

  it('undoes formatAuthHeader', () => {
    const auth = { publicKey: 'abc', version: 7, client: 'sentry.python/2.1' }
    expect(parseAuthHeader(formatAuthHeader(auth))).toEqual({ ok: true, auth })
  })
})

it('parseAuthPairs reads a query string', () => {
  const query = new URLSearchParams('sentry_version=7&sentry_key=abc&sentry_client=sentry.javascript.browser%2F11.12.0')
  expect(parseAuthPairs(query)).toEqual({
    ok: true,
    auth: { publicKey: 'abc', version: 7, client: 'sentry.javascript.browser/11.12.0' },
  })
})

it('isSentryAuth tells its syntax from others', () => {
  expect(['Sentry x', 'SENTRY x', 'Basic x', 'sentry', ''].map(isSentryAuth)).toEqual([true, true, false, false, false])
})
