import { expect, test } from 'vitest'
import { readReplaySearch } from './list-search.ts'

test.each([
  [
    { t: '42', sort: '-duration' },
    { t: '42', sort: '-duration' },
  ],
  [
    { t: ['1', '7'], before: '2026-01-02T03:04:05Z' },
    { t: '7', before: '2026-01-02T03:04:05Z' },
  ],
  // What cannot be meant is dropped: a link may be anybody's.
  [{ t: '-1', before: 'soon', sort: 'title' }, {}],
  [{ t: '1e9', sort: '-started_at' }, {}],
])('the address %j opens %j', (search, read) => {
  expect(JSON.parse(JSON.stringify(readReplaySearch(search)))).toEqual(read)
})
