import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LapwingError } from '../errors.ts'
import { readIssueQuery } from './query.ts'

const none = { statuses: null, levels: null, text: [] }

test.each([
  ['', none],
  ['  \t ', none],
  ['is:unresolved', { ...none, statuses: ['unresolved'] }],
  ['is:archived', { ...none, statuses: ['ignored'] }],
  ['is:"resolved"', { ...none, statuses: ['resolved'] }],
  ['is:resolved is:ignored', { ...none, statuses: [] }],
  ['is:ignored is:archived', { ...none, statuses: ['ignored'] }],
  ['level:error', { ...none, levels: ['error'] }],
  ['level:error level:fatal', { ...none, levels: [] }],
  ['cannot read', { ...none, text: ['cannot read'] }],
  ['cannot is:unresolved read', { ...none, statuses: ['unresolved'], text: ['cannot', 'read'] }],
  ['"cannot read" id', { ...none, text: ['cannot read', 'id'] }],
  ['"say \\"hi\\""', { ...none, text: ['say "hi"'] }],
  ['TypeError: x is undefined', { ...none, text: ['TypeError: x is undefined'] }],
  ['"open', { ...none, text: ['"open'] }],
  ['""', none],
])('%j', (query, conditions) => {
  expect(readIssueQuery(query)).toEqual(conditions)
})

describe('what is not supported is named', () => {
  test.each([
    ['is:unresolved has:replay', 'has:replay'],
    ['!is:resolved', '!is:resolved'],
    ['is:assigned', 'is:assigned'],
    ['is:', 'is:'],
    ['level:critical', 'level:critical'],
    ['a OR b', 'OR'],
    ['(a b)', '(a'],
    ['Type*', 'Type*'],
    ['release:"1 2"', 'release:"1 2"'],
    ['firstSeen:-24h', 'firstSeen:-24h'],
  ])('%s', (query, term) => {
    expect(() => readIssueQuery(query)).toThrow(`'${term}' is not supported`)
  })
})

/** What the query says, or the error of the catalogue that refuses it; any other error is thrown. */
function readOrRefuse(query: string): object {
  try {
    return readIssueQuery(query)
  } catch (error) {
    if (error instanceof LapwingError) return error
    throw error
  }
}

test('any text is read or refused', () => {
  const letters = fc.constantFrom('"', '\\', ':', ' ', 'a', 'is', 'level', '(', '*')
  fc.assert(
    fc.property(fc.string({ unit: letters, maxLength: 4096 }), (query) => {
      expect(readOrRefuse(query)).toBeTypeOf('object')
    }),
  )
})
