import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readShortId, writeShortId } from './short-id.ts'

test.each([
  ['web', 1, 'WEB-1'],
  ['web', 32, 'WEB-10'],
  ['my-shop', 4242, 'MY-SHOP-44J'],
])('%s, %d → %s', (slug, number, text) => {
  expect(writeShortId(slug, number)).toBe(text)
})

test('what was written is read, in any case', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,20}$/),
      fc.integer({ min: 1, max: 2 ** 45 }),
      (slug, number) => {
        expect(readShortId(writeShortId(slug, number).toLowerCase())).toEqual({ slug, number })
      },
    ),
  )
})

test('letters that look like digits are read as those', () => {
  expect(readShortId('WEB-1O')).toEqual({ slug: 'web', number: 32 })
  expect(readShortId('WEB-IL')).toEqual({ slug: 'web', number: 33 })
})

test.each(['', 'WEB', '-1', 'WEB-', 'WEB-U', 'WEB-12345678901', 'W B-1'])('%j is no short id', (text) => {
  expect(readShortId(text)).toBeNull()
})
