import { describe, expect, test } from 'vitest'
import type { BagLimits } from './bag.ts'
import { copyBag } from './bag.ts'
import { boundedJson } from './bounded-json.ts'
import { createNotes } from './notes.ts'

function copy(value: unknown, limits: BagLimits) {
  const notes = createNotes()
  return { copy: copyBag(notes, value, limits), meta: notes.meta, errors: notes.errors }
}

const wide: BagLimits = { depth: 7, size: 10_000 }

describe('copyBag', () => {
  test('copies, and shares nothing', () => {
    const value = { a: [1, 'x', null, { b: true }] }
    const result = copy(value, wide)
    expect(result.copy).toEqual(value)
    expect(result.copy).not.toBe(value)
    expect(result.meta).toEqual({})
  })

  test('what lies too deep becomes text', () => {
    const result = copy({ a: { b: { c: { d: 1 } } }, e: { f: {} } }, { depth: 3, size: 1000 })
    expect(result.copy).toEqual({ a: { b: '{"c":{"d":1}}' }, e: { f: {} } })
    expect(result.meta).toEqual({ a: { b: { '': { rem: [['!limit', 's', 0, 13]] } } } })
  })

  test('what is too large is cut, with its length noted', () => {
    const result = copy({ a: 'x'.repeat(50), b: 2 }, { depth: 3, size: 24 })
    expect(result.copy).toEqual({ a: `${'x'.repeat(17)}...` })
    expect(result.meta).toEqual({ '': { len: 2 }, a: { '': { len: 50, rem: [['!limit', 's', 17, 20]] } } })
  })

  test('lists are cut at the end', () => {
    const result = copy(Array(100).fill(1), { depth: 3, size: 42 })
    expect(result.copy).toHaveLength(7)
    expect(result.meta).toEqual({ '': { len: 100 } })
  })

  test('an own __proto__ goes, other names of Object.prototype stay', () => {
    const result = copy(JSON.parse('{"__proto__": {"x": 1}, "constructor": 2, "toString": 3}'), wide)
    expect(result.copy).toEqual({ constructor: 2, toString: 3 })
    expect(Object.getPrototypeOf(result.copy)).toBe(Object.prototype)
    expect(result.errors).toEqual([{ type: 'invalid_attribute', name: '__proto__' }])
  })

  test('texts that stores cannot hold are mended', () => {
    expect(copy({ 'a\ud800': 'x\0y\udc00', n: Number.POSITIVE_INFINITY }, wide).copy).toEqual({
      'a\ufffd': 'x\ufffdy\ufffd',
      n: null,
    })
  })
})

describe('boundedJson', () => {
  test.each([
    [{ a: [1, 'x"', null, true, undefined] }, '{"a":[1,"x\\"",null,true,null]}'],
    ['text', '"text"'],
    [Number.NaN, 'null'],
  ])('%j', (value, expected) => expect(boundedJson(value, 1000)).toBe(expected))

  test('stops at the limit and at the depth', () => {
    expect(boundedJson(Array(1000).fill('abc'), 20)).toMatch(/^\["abc","abc".{0,9}\.\.\.$/)
    expect(boundedJson(Array(1000).fill('abc'), 20).length).toBeLessThan(30)
    const deep: unknown = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000))
    expect(boundedJson(deep, 100_000).length).toBeLessThan(100)
  })
})
