import { describe, expect, it } from 'vitest'
import { complete, conditionOf, spotAt } from './completion.ts'

/** `|` marks the caret. */
const spot = (marked: string) => spotAt(marked.replace('|', ''), marked.indexOf('|'))

describe('spotAt', () => {
  it.each([
    ['|', { from: 0, to: 0, key: null, typed: '' }],
    ['is:un|', { from: 3, to: 5, key: 'is', typed: 'un' }],
    ['is:unresolved brow|', { from: 14, to: 18, key: null, typed: 'brow' }],
    ['!browser.na|', { from: 1, to: 11, key: null, typed: 'browser.na' }],
    ['!browser.name:Fi|', { from: 14, to: 16, key: 'browser.name', typed: 'Fi' }],
    ['url:"a b|" x', { from: 4, to: 9, key: 'url', typed: 'a b' }],
    ['(is:un| OR level:error)', { from: 4, to: 6, key: 'is', typed: 'un' }],
    ['assigned:[me, #w|', { from: 14, to: 16, key: 'assigned', typed: '#w' }],
    ['assigned:[m|, none]', { from: 10, to: 11, key: 'assigned', typed: 'm' }],
    ['assigned:[me] is:|', { from: 17, to: 17, key: 'is', typed: '' }],
    ['is|:unresolved', { from: 0, to: 13, key: null, typed: 'is:unresolved' }],
  ])('%s', (marked, expected) => {
    expect(spot(marked)).toEqual(expected)
  })
})

describe('complete', () => {
  const take = (marked: string, option: string) => complete(marked.replace('|', ''), spot(marked), option)
  it('gives a key its colon and a value a space', () => {
    expect(take('br|', 'browser.name')).toEqual({ text: 'browser.name:', caret: 13 })
    expect(take('is:un|', 'unresolved')).toEqual({ text: 'is:unresolved ', caret: 14 })
  })
  it('quotes what needs it', () => {
    expect(take('url:|', 'a "b" *c').text).toBe('url:"a \\"b\\" \\*c" ')
  })
  it('stays within a list', () => {
    expect(take('assigned:[m|, none]', 'me').text).toBe('assigned:[me, none]')
  })
  it('leaves what stands behind', () => {
    expect(take('is:un| level:error', 'resolved')).toEqual({ text: 'is:resolved level:error', caret: 11 })
  })
})

it('writes the condition for a value of a tag', () => {
  expect(
    [
      ['browser', 'Firefox'],
      ['os.name', 'Mac OS X'],
      ['user', 'email:ann@example.com'],
      ['user', 'something else'],
      ['dist', ''],
      ['shop:city', 'Köln "Mitte"'],
    ].map(([key = '', value = '']) => conditionOf(key, value)),
  ).toEqual([
    'browser:Firefox',
    'os.name:"Mac OS X"',
    'user.email:ann@example.com',
    'user:"something else"',
    '!has:dist',
    'tags[shop:city]:"Köln \\"Mitte\\""',
  ])
})
