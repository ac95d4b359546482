import { describe, expect, it } from 'vitest'
import { queryParameter, queryText, readListSearch, tabOf, withTab } from './list-search.ts'

describe('the query in the URL', () => {
  it('is left out when it is the default, and `*` when it is empty', () => {
    expect(queryParameter('is:unresolved ')).toBeUndefined()
    expect(queryParameter('')).toBe('*')
    for (const text of ['is:unresolved', '', 'level:error boom'])
      expect(queryText({ query: queryParameter(text) })).toBe(text)
  })
  it('takes known sorts only', () => {
    expect(readListSearch({ sort: 'freq' }).sort).toBe('freq')
    expect(readListSearch({ sort: 'moon' }).sort).toBeUndefined()
    expect(readListSearch({ sort: 'date' }).sort).toBeUndefined()
  })
})

describe('tabs', () => {
  it.each([
    ['is:unresolved', 'unresolved'],
    ['level:error is:resolved', 'resolved'],
    ['is:archived boom', 'archived'],
    ['is:ignored', 'archived'],
    ['boom', 'all'],
    ['', 'all'],
    ['!is:resolved', null],
    ['is:resolved is:ignored', null],
  ])('%s belongs to %s', (query, tab) => expect(tabOf(query)).toBe(tab))

  it('change the status and keep the rest', () => {
    expect(withTab('is:unresolved level:error boom', 'archived')).toBe('is:ignored level:error boom')
    expect(withTab('boom is:resolved bang', 'all')).toBe('boom bang')
    expect(withTab('this:unresolved', 'resolved')).toBe('is:resolved this:unresolved')
  })
})
