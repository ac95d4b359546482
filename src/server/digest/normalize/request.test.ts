import { describe, expect, test } from 'vitest'
import { createNormalizer } from './normalize.ts'
import { headerName, parseCookies } from './pairs.ts'
import { parseForm } from './request.ts'
import { exampleReceipt } from './testing/example-receipt.ts'

const normalize = createNormalizer()
const eventOf = (request: unknown) => normalize({ request }, exampleReceipt(), { eventId: null, sentAt: null })
const of = (request: unknown) => eventOf(request).request

describe('url', () => {
  test.each([
    [
      'http://h/p?a=1&b=%20x#f',
      {
        url: 'http://h/p',
        query_string: [
          ['a', '1'],
          ['b', ' x'],
        ],
        fragment: 'f',
      },
    ],
    ['http://h/p#f?x=1', { url: 'http://h/p', fragment: 'f?x=1' }],
    ['popup.html#', { url: 'popup.html' }],
    ['http://h/p?some', { url: 'http://h/p', query_string: [['some', '']] }],
    ['http://h/path…', { url: 'http://h/path...' }],
    ['/p?%zz=%', { url: '/p', query_string: [['%zz', '%']] }],
  ])('%s', (url, expected) => expect(of({ url })).toEqual(expected))

  test('members win over parts of it', () => {
    expect(of({ url: 'http://h/p?a=1#f', query_string: 'b=2', fragment: 'g' })).toEqual({
      url: 'http://h/p',
      query_string: [['b', '2']],
      fragment: 'g',
    })
  })
})

describe('query string, headers, cookies', () => {
  test.each([
    '?a=1&b=two%21',
    { a: 1, b: 'two!' },
    [
      ['a', '1'],
      ['b', 'two!'],
    ],
  ])('%j', (query_string) => {
    expect(of({ query_string })?.query_string).toEqual([
      ['a', '1'],
      ['b', 'two!'],
    ])
  })

  test('headers keep order and repeats, names become readable', () => {
    expect(
      of({
        headers: [
          ['x-a', '1'],
          ['CONTENT-TYPE', 'text/plain; charset=x'],
          ['X-A', '2'],
        ],
      }),
    ).toEqual({
      headers: [
        ['X-A', '1'],
        ['Content-Type', 'text/plain; charset=x'],
        ['X-A', '2'],
      ],
      inferred_content_type: 'text/plain',
    })
    expect(of({ headers: { accept: ['a', 'b'] } })?.headers).toEqual([['Accept', 'a, b']])
    expect(headerName('x-forwarded-FOR')).toBe('X-Forwarded-For')
  })

  test('the cookie header becomes cookies, and goes also where cookies are sent', () => {
    expect(of({ headers: [['cookie', 'a=b; c="d=e"; f']] })).toEqual({
      cookies: [
        ['a', 'b'],
        ['c', '"d=e"'],
        ['f', ''],
      ],
    })
    expect(
      of({
        headers: [
          ['Cookie', 'a=b'],
          ['A', 'x'],
        ],
        cookies: { c: 'd' },
      }),
    ).toEqual({ headers: [['A', 'x']], cookies: [['c', 'd']] })
    expect(parseCookies(';; =x; a=')).toEqual([['a', '']])
  })

  test('pairs that are none are named', () => {
    expect(eventOf({ query_string: [['a', 'b'], 5, ['c', null]] })).toMatchObject({
      request: {
        query_string: [
          ['a', 'b'],
          ['c', null],
        ],
      },
      errors: [{ type: 'invalid_data', name: 'request.query_string.1' }],
    })
  })
})

describe('body', () => {
  test.each([
    ['{"a":[1]}', { a: [1] }, 'application/json'],
    [' [1]', [1], 'application/json'],
    ['a=1&b=2&a=3', { a: ['1', '3'], b: '2' }, 'application/x-www-form-urlencoded'],
    ['{"broken": ', '{"broken": ', undefined],
    ['plain text', 'plain text', undefined],
    ['dGVzdA==', 'dGVzdA==', undefined],
    ['<?xml version="1.0"?><a b="c"/>', '<?xml version="1.0"?><a b="c"/>', undefined],
    [{ a: 1 }, { a: 1 }, undefined],
  ])('%j', (data, expected, type) => {
    const request = of({ data })
    expect(request?.data).toEqual(expected)
    expect(request?.inferred_content_type).toBe(type)
  })

  test('the content type that was sent is believed last', () => {
    expect(of({ data: '{"a":1}', headers: { 'content-type': 'text/html' } })?.inferred_content_type).toBe(
      'application/json',
    )
    expect(
      of({ data: 'x', headers: { 'content-type': 'text/html; a=b' }, inferred_content_type: 'own' })
        ?.inferred_content_type,
    ).toBe('text/html')
  })

  test('forms do not reach prototypes', () => {
    expect(parseForm('__proto__=1&constructor=2&a=3')).toEqual({ constructor: '2', a: '3' })
  })
})

test.each([
  ['get', 'GET'],
  ['M-SEARCH', 'M-SEARCH'],
  ['!!', null],
  [5, null],
])('method %s is %s', (method, expected) => expect(of({ method })?.method).toBe(expected))
