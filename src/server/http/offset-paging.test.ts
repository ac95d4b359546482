import { describe, expect, test } from 'vitest'
import { pageAt, pageOfFound, readOffset } from './offset-paging.ts'
import { readCursor } from './paging.ts'

describe('an offset', () => {
  test.each([
    [undefined, 0],
    ['0:0:0', 0],
    ['0:50:0', 50],
    ['0:10000:0', 10_000],
    // The page that ends there.
    ['0:50:1', 40],
    ['0:5:1', 0],
    // As an older client of Sentry's begins.
    ['100:0:1', 0],
  ])('%s is %i', (cursor, offset) => {
    expect(readOffset(readCursor(cursor), 10)).toBe(offset)
  })

  test.each(['0:10001:0', `0:${'9'.repeat(39)}:0`, `0:${'9'.repeat(39)}:1`])('%s is too far', (cursor) => {
    expect(() => readOffset(readCursor(cursor), 10)).toThrow('Only the first 10000 rows can be paged to.')
  })
})

test('a page says what lies beside it', () => {
  expect(pageAt(['a'], 0, 1, false)).toMatchObject({ rows: ['a'], hasPrevious: false, hasNext: false })
  expect(pageOfFound(['a', 'b', 'c'], 4, 2)).toEqual({
    rows: ['a', 'b'],
    first: { value: 0, id: 4n },
    last: { value: 0, id: 6n },
    hasPrevious: true,
    hasNext: true,
  })
  expect(pageOfFound(['a', 'b'], 4, 2)).toMatchObject({ rows: ['a', 'b'], hasNext: false })
})
