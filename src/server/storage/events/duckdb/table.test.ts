import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everything } from '../../condition.ts'
import type { EventStore } from '../port.ts'
import { eventRow, hexIdOf, noon } from '../sample-rows.ts'
import type { TableQuery } from '../table.ts'
import { openDuckdbEvents } from './open.ts'

let directory: string
let store: EventStore
const hour = 3_600_000

/** More own keys than there are columns for: some tags of project 2 end in the list. */
const manyTags = Array.from({ length: 40 }, (_, n): [string, string] => [`own${n}`, `v${n}`])

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'lapwing-table-'))
  store = await openDuckdbEvents(path.join(directory, 'events.duckdb'), { memoryLimitMb: 64 })
  const rows = [
    { release: '1.0', userKey: 'id:7', userId: '7', userEmail: 'jane@shop.test', tags: [['cart', '3']] },
    { release: '1.0', userKey: 'id:8', userId: '8', handled: true, tags: [['cart', '12.5']] },
    { release: '2.0', userKey: 'id:7', userId: '7', issueId: 2, timestamp: noon + hour, tags: [['cart', 'full']] },
    { release: null, issueId: 2, handled: false, title: 'Boom', location: null, timestamp: noon + 2 * hour },
    { projectId: 2, issueId: 3, release: '1.0', userKey: 'id:7', tags: [...manyTags, ['cart', '3']] },
    { projectId: 3, issueId: 4, release: '1.0' },
  ].map((given, n) =>
    eventRow({
      eventId: hexIdOf(n + 1),
      ...given,
      tags: (given.tags ?? []).map(([key, value]): [string, string] => [key ?? '', value ?? '']),
    }),
  )
  await store.append({ spool: 's', from: 0, to: rows.length, rows })
})
afterAll(async () => {
  await store.close()
  await rm(directory, { recursive: true })
})

const base: TableQuery = {
  projectIds: [1, 2],
  environments: null,
  start: null,
  end: null,
  where: everything,
  columns: [],
  figures: [],
  having: [],
  order: [],
  limit: 100,
  offset: 0,
}
const read = (query: Partial<TableQuery>) => store.tabulate({ ...base, ...query })
const id = { kind: 'field', field: 'eventId' } as const
const release = { kind: 'field', field: 'release' } as const
const cart = { kind: 'tag', key: 'cart' } as const
const count = { kind: 'count', where: null } as const

describe('a row an event', () => {
  test('newest first, with whatever is asked of it', async () => {
    const columns = [
      id,
      release,
      cart,
      { kind: 'user' },
      { kind: 'userName' },
      { kind: 'issue' },
      { kind: 'project' },
      { kind: 'handled' },
      { kind: 'time', of: 'timestamp', interval: 24 * hour },
      { kind: 'field', field: 'location' },
      { kind: 'attribute', key: 'http.method' },
    ] satisfies TableQuery['columns']
    const day = Math.floor(noon / (24 * hour)) * 24 * hour
    expect(await read({ columns })).toEqual([
      [hexIdOf(4), null, null, null, null, 2, 1, false, day, null, null],
      [hexIdOf(3), '2.0', 'full', 'id:7', '7', 2, 1, null, day, 'app.js', null],
      [hexIdOf(5), '1.0', '3', 'id:7', null, 3, 2, null, day, 'app.js', null],
      [hexIdOf(2), '1.0', '12.5', 'id:8', '8', 1, 1, true, day, 'app.js', null],
      [hexIdOf(1), '1.0', '3', 'id:7', 'jane@shop.test', 1, 1, null, day, 'app.js', null],
    ])
  })

  test('in another order, a page at a time', async () => {
    const query = { columns: [id, release], order: [{ place: 1, descending: false }], limit: 2 }
    const ids = async (offset: number) => (await read({ ...query, offset })).map(([first]) => first)
    expect([...(await ids(0)), ...(await ids(2)), ...(await ids(4))]).toEqual([5, 2, 1, 3, 4].map(hexIdOf))
    const down = await read({ ...query, order: [{ place: 1, descending: true }], limit: 9 })
    expect(down.map(([, value]) => value)).toEqual(['2.0', '1.0', '1.0', '1.0', null])
  })

  test('that meets the search, of these projects only', async () => {
    const where = { kind: 'tag', key: 'cart', match: { kind: 'equals', value: '3' } } as const
    expect(await read({ columns: [id], where })).toEqual([[hexIdOf(5)], [hexIdOf(1)]])
    expect(await read({ columns: [id], projectIds: [3] })).toEqual([[hexIdOf(6)]])
    expect(await read({ columns: [id], projectIds: [] })).toEqual([])
    expect(await read({ columns: [id], start: noon + 1, end: noon + 2 * hour })).toEqual([[hexIdOf(3)]])
  })

  test('tags beyond the columns of their project', async () => {
    const columns = [0, 20, 39].map((n) => ({ kind: 'tag', key: `own${n}` }) as const)
    expect(await read({ columns, projectIds: [2] })).toEqual([['v0', 'v20', 'v39']])
  })
})

describe('a row a group', () => {
  test('across projects by what values say', async () => {
    const unique = { kind: 'unique', of: { kind: 'user' } } as const
    const query = { columns: [release], figures: [count, unique], order: [{ place: 1, descending: true }] }
    expect(await read(query)).toEqual([
      ['1.0', 3, 2],
      ['2.0', 1, 1],
      [null, 1, 0],
    ])
    expect(await read({ ...query, having: [{ figure: 0, comparison: '>', value: 1 }] })).toEqual([['1.0', 3, 2]])
    expect(await read({ ...query, limit: 1, offset: 1 })).toEqual([['2.0', 1, 1]])
  })

  test('or of everything', async () => {
    const time = { kind: 'time', of: 'timestamp', interval: 1 } as const
    const figures = [
      count,
      { kind: 'count', where: { kind: 'handled', handled: true } },
      { kind: 'min', of: time },
      { kind: 'max', of: time },
      { kind: 'sum', of: cart },
      { kind: 'average', of: cart },
      { kind: 'max', of: cart },
    ] satisfies TableQuery['figures']
    expect(await read({ figures })).toEqual([[5, 1, noon, noon + 2 * hour, 18.5, 18.5 / 3, 12.5]])
    const none = { kind: 'text', field: 'title', match: { kind: 'equals', value: 'nowhere' } } as const
    expect(await read({ figures, where: none })).toEqual([[0, 0, null, null, null, null, null]])
    expect(await read({ figures, columns: [release], where: none })).toEqual([])
  })

  test('of issues and projects', async () => {
    const columns = [{ kind: 'project' }, { kind: 'issue' }] satisfies TableQuery['columns']
    expect(await read({ columns, figures: [count] })).toEqual([
      [1, 1, 2],
      [1, 2, 2],
      [2, 3, 1],
    ])
  })
})
