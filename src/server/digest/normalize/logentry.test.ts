import { describe, expect, test } from 'vitest'
import { formatMessage } from './format-message.ts'
import { createNormalizer } from './normalize.ts'
import { exampleReceipt } from './testing/example-receipt.ts'

const normalize = createNormalizer()
const of = (raw: object) => normalize(raw, exampleReceipt(), { eventId: null, sentAt: null })

describe('formatMessage', () => {
  test.each([
    ['hello %s, you are %d', ['World', 42], 'hello World, you are 42'],
    ['%(who)s did %(what)r', { who: 'Ada', what: 'it' }, 'Ada did it'],
    ['100%% of %s', ['x'], '100% of x'],
    ['%5.2f|%-4s|%04d|%x', [3.14159, 'ab', 7, 255], ' 3.14|ab  |0007|ff'],
    ['%.3s', ['abcdef'], 'abc'],
    ['%s and %s', ['one'], 'one and %s'],
    ['%i', [7.9], '7'],
    ['{} and {}', ['a', 'b'], 'a and b'],
    ['{1} before {0}', ['a', 'b'], 'b before a'],
    ['{name:>10} {missing}', { name: 'x' }, 'x {missing}'],
    ['%s', [{ a: [1] }], '{"a":[1]}'],
    ['%s %s', [null, true], 'null true'],
    ['no placeholders', ['x'], 'no placeholders'],
    ['50% off', ['x'], '50% off'],
    ['{"json": 1}', { json: 2 }, '{"json": 1}'],
    ['%(toString)s {constructor}', {}, '%(toString)s {constructor}'],
  ])('%s with %j', (template, params, expected) => expect(formatMessage(template, params, 8192)).toBe(expected))

  test('stops growing at the limit', () => {
    const template = '%s'.repeat(4000)
    expect(formatMessage(template, Array(4000).fill('x'.repeat(8000)), 8192).length).toBeLessThan(40_000)
  })
})

describe('logentry', () => {
  test('of a text, a legacy message, a template', () => {
    const plain = { message: 'hi', formatted: 'hi' }
    expect(of({ logentry: 'hi' }).logentry).toEqual(plain)
    expect(of({ message: 'hi' }).logentry).toEqual(plain)
    expect(of({ 'sentry.interfaces.Message': { message: 'hi' } }).logentry).toEqual(plain)
    expect(of({ message: { message: 'hi %s', params: ['x'] } }).logentry).toEqual({
      message: 'hi %s',
      formatted: 'hi x',
      params: ['x'],
    })
    expect(of({ logentry: { message: 'hi %s', formatted: 'hi y', params: ['x'] } }).logentry?.formatted).toBe('hi y')
    expect(of({ logentry: { formatted: 'hi' } }).logentry).toEqual(plain)
  })

  test('wins over message, unless it is empty', () => {
    expect(of({ logentry: 'a', message: 'b' }).logentry?.message).toBe('a')
    expect(of({ logentry: { params: [] }, message: 'b' }).logentry?.message).toBe('b')
    expect(of({ message: '' }).logentry).toBeUndefined()
  })

  test('is cut at 8192, never through a surrogate pair', () => {
    const event = of({ message: `${'x'.repeat(8188)}😀😀😀` })
    expect(event.logentry?.message).toBe(`${'x'.repeat(8188)}...`)
    expect(event._meta).toMatchObject({ logentry: { '': { len: 8194, rem: [['!limit', 's', 8188, 8191]] } } })
  })

  test('of the wrong type is noted', () => {
    expect(of({ logentry: 5 }).errors).toMatchObject([{ type: 'invalid_data', name: 'logentry', value: 5 }])
  })
})
