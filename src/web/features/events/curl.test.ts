import { describe, expect, it } from 'vitest'
import type { RequestData } from '../../api/types.ts'
import { fullUrl, quoteForShell, writeCurl, writeRawRequest } from './curl.ts'

const request = (more: Partial<RequestData>): RequestData => ({
  url: 'https://shop.test/cart',
  method: 'GET',
  query: null,
  fragment: null,
  data: null,
  headers: null,
  cookies: null,
  env: null,
  inferredContentType: null,
  ...more,
})

describe('quoteForShell', () => {
  it.each([
    ['https://a.test/b', 'https://a.test/b'],
    ['a b', `'a b'`],
    [`it's`, `'it'\\''s'`],
    ['$(rm -rf /)', `'$(rm -rf /)'`],
    ['', `''`],
  ])('%s → %s', (text, quoted) => expect(quoteForShell(text)).toBe(quoted))
})

describe('writeCurl', () => {
  it('is short for a plain GET', () => {
    expect(writeCurl(request({}))).toBe('curl \\\n  https://shop.test/cart')
  })
  it('carries headers, cookies and a JSON body, and leaves out what curl makes itself', () => {
    const text = writeCurl(
      request({
        method: 'POST',
        headers: [
          ['Content-Type', 'application/json'],
          ['Content-Length', '99'],
          ['Cookie', 'a=1'],
        ],
        cookies: [['a', '1']],
        data: { item: "it's" },
      }),
    )
    expect(text).toBe(
      [
        `curl -X POST`,
        `-H 'Content-Type: application/json'`,
        `-b a=1`,
        `--data-raw '{"item":"it'\\''s"}'`,
        `https://shop.test/cart`,
      ].join(' \\\n  '),
    )
  })
  it('writes form bodies as forms', () => {
    const text = writeCurl(
      request({
        method: 'POST',
        data: { a: ['1', '2'], b: 'x y' },
        inferredContentType: 'application/x-www-form-urlencoded',
      }),
    )
    expect(text).toContain(`--data-raw 'a=1&a=2&b=x+y'`)
  })
})

it('adds the query once', () => {
  expect(
    fullUrl(
      request({
        query: [
          ['q', 'a&b'],
          ['flag', null],
        ],
      }),
    ),
  ).toBe('https://shop.test/cart?q=a%26b&flag')
  expect(fullUrl(request({ url: 'https://shop.test/?q=1', query: [['q', '1']] }))).toBe('https://shop.test/?q=1')
})

it('writes the request as it goes over the wire', () => {
  expect(writeRawRequest(request({ query: [['q', '1']], headers: [['Accept', '*/*']], data: 'body' }))).toBe(
    'GET /cart?q=1 HTTP/1.1\nHost: shop.test\nAccept: */*\n\nbody',
  )
  expect(writeRawRequest(request({ url: '/cart' }))).toBe('GET /cart HTTP/1.1')
})
