import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findFixedIssues } from './fixed-issues.ts'

test.each([
  ['Fixes WEB-4F', ['WEB-4F']],
  ['fix: WEB-1', ['WEB-1']],
  ['Make the cart work\n\nResolves #my-shop-2A.', ['MY-SHOP-2A']],
  ['closes WEB-1, WEB-2 and API-3', ['WEB-1', 'WEB-2', 'API-3']],
  ['Fixed WEB-1,WEB-1', ['WEB-1']],
  ['(fixes WEB-1) see WEB-2', ['WEB-1']],
  ['Fixes WEB-1. WEB-2 is another', ['WEB-1']],
  ['Fixes the WEB-1 thing', []],
  ['prefix WEB-1', []],
  ['WEB-1', []],
  ['Fixes\nWEB-1', []],
  ['', []],
])('%j', (message, expected) => {
  expect(findFixedIssues(message)).toEqual(expected)
})

test('any text is read, quickly', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 500 }), (text) => {
      expect(findFixedIssues(`fixes ${text}`).length).toBeLessThanOrEqual(250)
    }),
  )
  expect(findFixedIssues(`fixes ${'A-1'.repeat(30_000)}`)).toEqual([])
  expect(findFixedIssues(`fixes ${Array.from({ length: 5000 }, (_, index) => `A-${index}`).join(', ')}`)).toHaveLength(
    100,
  )
})
