import { expect, test } from 'vitest'
import { hasFilters, readSessionListSearch, readSessionSearch, withoutFilters } from './list-search.ts'

test.each([
  [
    { is_crash: 'true', app_version: 'shop@1', session_attributes: ['plan=gold', 'lang=de'], platform: 'ios' },
    { is_crash: 'true', app_version: ['shop@1'], session_attributes: ['plan=gold', 'lang=de'], platform: 'ios' },
  ],
  [
    { is_anonymous: 'false', sort: '-session_duration_ms' },
    { is_anonymous: 'false', sort: '-session_duration_ms' },
  ],
  // What cannot be meant is dropped: a link may be anybody's.
  [{ is_crash: 'maybe', rage_tap: '', platform: 'windows', sort: 'size', screen_name: '' }, {}],
  [
    { sort: '-created_at', statsPeriod: '7d', project: '3' },
    { statsPeriod: '7d', project: ['3'] },
  ],
])('the address %j of a list is read as %j', (search, read) => {
  expect(JSON.parse(JSON.stringify(readSessionListSearch(search)))).toEqual(read)
})

test('the address of a session brings the list’s part along', () => {
  const read = readSessionSearch({ in: '7', show: 'errors', is_anr: 'true' })
  expect(JSON.parse(JSON.stringify(read))).toEqual({ in: '7', show: 'errors', is_anr: 'true' })
  expect(readSessionSearch({ in: 'web' }).in).toBe(undefined)
})

test('filters can be told from the scope, and taken away', () => {
  const search = readSessionListSearch({ rev_user: 'jane', project: '3', statsPeriod: '7d' })
  expect(hasFilters(search)).toBe(true)
  const without = { ...search, ...withoutFilters() }
  expect(hasFilters(without)).toBe(false)
  expect(without).toMatchObject({ project: ['3'], statsPeriod: '7d' })
})
