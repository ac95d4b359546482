import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { replayKeys } from '../../protocol/search/keys.ts'
import { type Seeded, seedOrganization } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { makeClick, recordReplays, replayIdOf } from './testing/record.ts'

let api: TestApi
let acme: Seeded

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const at = testNow - 3_600_000
  await recordReplays(api.storage, [
    {
      project: acme.project,
      replay: 'one',
      at,
      told: { urls: ['/a'], tags: [['a', 'b']] },
      clicks: [makeClick(at, { id: 'x' }, 'rage')],
    },
    { project: acme.project, replay: 'two', at },
  ])
})
afterAll(() => api.close())

const id = replayIdOf('one')
const values = [
  'a',
  '1',
  '-1',
  '0.5',
  '1e400',
  '9'.repeat(18),
  '-24h',
  '10m',
  'true',
  '""',
  '*',
  '*a*',
  '[a,b]',
  '[1,2]',
  id,
  `[${id}]`,
]
const more = [
  '>1',
  '<=-5',
  '!=1',
  '=""',
  '>9999-12-31',
  '2026-11-20',
  '+2026-01-01',
  '.a#b',
  '"a[title=\\"x\\"]"',
  'a,b',
  '%',
  "'",
  '\u0000',
  '\ud800',
]
const term = fc
  .tuple(
    fc.constantFrom('', '!'),
    fc.constantFrom(...Object.keys(replayKeys), 'a', 'has', 'is', 'tags[a]', 'tags[a,number]', 'p95()'),
    fc.constantFrom(...values, ...more),
  )
  .map(([not, key, value]) => `${not}${key}:${value}`)
const search = fc.array(fc.oneof({ weight: 9, arbitrary: term }, fc.constantFrom('OR', 'AND', '(', ')', 'word', '')), {
  maxLength: 6,
})

const dates = ['', '0', '-1', 'x', '2026-11-20', '9999-12-31T23:59:59', '0001-01-01', '99999999999']
const query = search.map((terms) => terms.join(' '))
const parameters = fc.record(
  {
    query,
    sort: fc.constantFrom('', '-', 'id', '-duration', 'user.email', '-browser', '__proto__'),
    cursor: fc.constantFrom('', 'x', '0:0:0', '0:10000:0', '-1:5:1', `0:${'9'.repeat(39)}:0`),
    per_page: fc.constantFrom('', '0', '1', '100', '101', 'x', '1e3'),
    statsPeriod: fc.constantFrom('', '0s', '14d', '999w', '99999999w', 'x'),
    start: fc.constantFrom(...dates),
    end: fc.constantFrom(...dates),
    environment: fc.constantFrom('', 'production', '\u0000'),
    field: fc.constantFrom('', 'id', 'tags', 'toString'),
  },
  { requiredKeys: [] },
)

const paths = [
  '/organizations/acme/replays/',
  '/organizations/acme/replay-selectors/',
  '/organizations/acme/replay-count/',
  `/projects/acme/web/replays/${id}/clicks/`,
]

test.each(paths)('%s answers or refuses whatever it is asked', async (path) => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.record({ query }), parameters), async (given) => {
      const answer = await api.call('GET', `${path}?${new URLSearchParams(given).toString()}`, { token: acme.token })
      expect([200, 400]).toContain(answer.status)
    }),
    { numRuns: 300 },
  )
  expect(api.logged).toEqual([])
})

test('a list leaves out what it does not find, and a negation the rest', async () => {
  const count = async (query: string) => {
    const url = `${paths[0]}?${new URLSearchParams({ field: 'id', query }).toString()}`
    const { status, json } = await api.call('GET', url, { token: acme.token })
    return status === 200 ? (json as { data: unknown[] }).data.length : null
  }
  const total = await count('')
  await fc.assert(
    fc.asyncProperty(
      term.filter((one) => !one.startsWith('!') && !one.startsWith('is_archived')),
      async (one) => {
        const [found, others] = [await count(one), await count(`!${one}`)]
        expect(found === null ? others : found + (others ?? 0)).toBe(found === null ? null : total)
      },
    ),
    { numRuns: 150 },
  )
})
