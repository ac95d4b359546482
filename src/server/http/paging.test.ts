import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linkHeader, type Page, pageOfList, readCursor, readPageSize, writeCursor } from './paging.ts'

interface Row {
  value: number
  id: bigint
}
const positionOf = (row: Row) => row

describe('readCursor', () => {
  test.each(['1', '1:2', '1:2:3', 'a:0:0', '1:-2:0', '1:2:0:', `1:${'9'.repeat(40)}:0`, '1e9:0:0', ' 1:0:0'])(
    'refuses %s',
    (text) => {
      expect(() => readCursor(text)).toThrow('Invalid cursor parameter.')
    },
  )

  test('reads what was written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e15, max: 1e15 }),
        fc.bigInt(0n, 2n ** 128n - 1n),
        fc.boolean(),
        (value, id, backwards) => {
          expect(readCursor(writeCursor({ value, id }, backwards))).toEqual({ value, id, backwards })
        },
      ),
    )
  })

  test('an absent or empty one is none', () => {
    expect([readCursor(undefined), readCursor('')]).toEqual([null, null])
  })
})

describe('readPageSize', () => {
  test.each([0, 101, -1])('refuses %d', (limit) => {
    expect(() => readPageSize({ limit }, 25)).toThrow('Invalid limit value. Must be between 1 and 100.')
  })
  test('per_page goes before limit', () => {
    expect(readPageSize({ per_page: 7, limit: 9 }, 25)).toBe(7)
  })
})

/** Follows the links from the start; `between` may change the list while somebody reads. */
function walk(rows: Row[], size: number, between: () => void): Row[] {
  const seen: Row[] = []
  for (let text: string | undefined = ''; text !== undefined; ) {
    const cursor = readCursor(text)
    const page: Page<Row> = pageOfList(rows, cursor, size, positionOf)
    seen.push(...page.rows)
    text = page.hasNext && page.last ? writeCursor(page.last, false) : undefined
    between()
  }
  return seen
}

const rowArbitrary = fc.record({ value: fc.integer({ min: 0, max: 5 }), id: fc.bigInt(0n, 1000n) })
const rowsArbitrary = fc.uniqueArray(rowArbitrary, { selector: (row) => row.id, maxLength: 40 })

describe('pageOfList', () => {
  test('shows every row once, whatever is added meanwhile', () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.integer({ min: 1, max: 10 }), (rows, size) => {
        const list = [...rows]
        let added = 2000n
        const seen = walk(list, size, () => {
          if (added < 2020n) list.unshift({ value: 0, id: added++ })
        })
        const old = seen.filter((row) => row.id < 2000n)
        expect(old).toHaveLength(rows.length)
        expect(new Set(seen.map((row) => row.id)).size).toBe(seen.length)
      }),
    )
  })

  test('walks back the way it came', () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.integer({ min: 1, max: 10 }), (rows, size) => {
        const first = pageOfList(rows, null, size, positionOf)
        if (!first.hasNext || !first.last) return
        const second = pageOfList(rows, { ...first.last, backwards: false }, size, positionOf)
        expect(second.hasPrevious).toBe(true)
        const back = second.first && pageOfList(rows, { ...second.first, backwards: true }, size, positionOf)
        expect(back?.rows).toEqual(first.rows)
        expect(back?.hasPrevious).toBe(false)
        expect(back?.hasNext).toBe(true)
      }),
    )
  })
})

test('the Link header keeps the query and says where there is more', () => {
  const page: Page<Row> = {
    rows: [],
    first: { value: 9, id: 1n },
    last: { value: 5, id: 2n },
    hasPrevious: false,
    hasNext: true,
  }
  const url = new URL('https://lapwing.test/api/0/organizations/acme/issues/?query=is%3Aunresolved&cursor=old')
  expect(linkHeader(url, page, null)).toBe(
    '<https://lapwing.test/api/0/organizations/acme/issues/?query=is%3Aunresolved&cursor=9%3A1%3A1>; rel="previous"; results="false"; cursor="9:1:1", ' +
      '<https://lapwing.test/api/0/organizations/acme/issues/?query=is%3Aunresolved&cursor=5%3A2%3A0>; rel="next"; results="true"; cursor="5:2:0"',
  )
})
