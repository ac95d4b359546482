import { describe, expect, it } from 'vitest'
import { describePeriod, readScope, scopeQuery } from './scope.ts'
import { parseSearch, writeSearch } from './search-params.ts'

describe('search parameters', () => {
  it('go to text and back', () => {
    const params = { project: ['1', '2'], query: 'is:unresolved "a b"', statsPeriod: '24h' }
    expect(parseSearch(writeSearch(params))).toEqual(params)
  })
  it('leave out what is empty', () => {
    expect(writeSearch({ a: undefined, b: '', c: [], d: null })).toBe('')
  })
})

describe('scope', () => {
  it('reads one or several projects', () => {
    expect(readScope({ project: '1' }).project).toEqual(['1'])
    expect(readScope({ project: ['1', '2'] }).project).toEqual(['1', '2'])
  })
  it('drops a period that is none', () => {
    expect(readScope({ statsPeriod: 'yesterday' }).statsPeriod).toBeUndefined()
    expect(readScope({ statsPeriod: '7d' }).statsPeriod).toBe('7d')
  })
  it('prefers a whole window to a period, and ignores half of one', () => {
    const window = { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' }
    expect(readScope({ ...window, statsPeriod: '7d' })).toMatchObject({ ...window, statsPeriod: undefined })
    expect(readScope({ start: window.start, statsPeriod: '7d' })).toMatchObject({ start: undefined, statsPeriod: '7d' })
  })
  it('always asks for a window', () => {
    expect(scopeQuery({})).toEqual({ statsPeriod: '14d' })
  })
  it('says the period in words', () => {
    expect([describePeriod({}), describePeriod({ statsPeriod: '3h' }), describePeriod({ statsPeriod: '90d' })]).toEqual(
      ['Last 14 days', 'Last 3 hours', 'Last 90 days'],
    )
    const local = (day: number, hour: number) => new Date(2026, 0, day, hour).toISOString()
    expect(describePeriod({ start: local(3, 9), end: local(5, 17) })).toBe('3 Jan, 09:00 – 5 Jan, 17:00')
    expect(describePeriod({ start: local(3, 9), end: local(3, 17) })).toBe('3 Jan, 09:00 – 17:00')
  })
})
