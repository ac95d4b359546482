import { describe, expect, test } from 'vitest'
import { alsoKnownAs, browserWords, pageWords, whoOf } from './replay-words.ts'

describe('whom a replay shows', () => {
  test.each([
    [{ username: 'joe', email: 'joe@example.com' }, 'joe', 'joe@example.com'],
    [{ email: 'joe@example.com', id: '7' }, 'joe@example.com', '7'],
    [{ ip: '192.0.2.1' }, '192.0.2.1', null],
    [{}, 'Anonymous', null],
  ])('%j is %s', (user, who, also) => {
    expect(whoOf({ user, is_archived: false })).toBe(who)
    expect(alsoKnownAs({ user, is_archived: false })).toBe(also)
  })
})

test('browser, system and device in words', () => {
  const nothing = { browser: {}, os: {}, device: {} }
  expect(browserWords(nothing)).toBe('')
  expect(browserWords({ ...nothing, browser: { name: 'Chrome', version: '156.0.0' }, os: { name: 'Linux' } })).toBe(
    'Chrome 156 on Linux',
  )
  expect(browserWords({ browser: { name: 'Safari' }, os: { name: 'iOS' }, device: { family: 'iPhone' } })).toBe(
    'Safari on iOS (iPhone)',
  )
})

test('addresses by what tells pages apart', () => {
  expect(pageWords('https://shop.example/cart?x=1#y')).toBe('shop.example/cart')
  expect(pageWords('https://shop.example/')).toBe('shop.example')
  expect(pageWords('Checkout')).toBe('Checkout')
})
