import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProject } from '../projects/create.ts'
import { makeEvent, type Seeded, seedOrganization, storeEvents } from '../http/testing/seed.ts'
import { type Answer, openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'

let api: TestApi
let acme: Seeded
let other: Seeded
let issue: number

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  other = await seedOrganization(api.storage, 'other', testNow)
  const second = await createProject(api.storage.meta, {
    organizationId: acme.organization.id,
    name: 'Shop',
    slug: 'shop',
    platform: null,
    teamId: acme.team.id,
    now: testNow,
  })
  const tagged = (number: number, project = acme.project) =>
    makeEvent(project, number, testNow - number * 60_000, {
      environment: number % 2 === 0 ? 'staging' : 'production',
      tags: [
        ['plan', number < 3 ? 'Pro' : 'free'],
        ['number', String(number)],
      ],
    })
  const [first = 0] = await storeEvents(api.storage, [
    ...[1, 2, 3, 4, 5].map((number) => tagged(number)),
    tagged(6, second),
    tagged(7, other.project),
  ])
  issue = first
})
afterAll(() => api.close())

const get = (url: string) => api.call('GET', url, { token: acme.token })

function values(answer: Answer): unknown {
  if (!Array.isArray(answer.json)) return answer.text
  return answer.json.map((row: { value?: unknown; count?: unknown }) => [row.value, row.count])
}

const nextOf = (answer: Answer) =>
  /rel="next"; results="true"; cursor="([^"]+)"/.exec(String(answer.headers['link']))?.[1]

describe('tags of an issue', () => {
  const of = (path: string) => get(`/organizations/acme/issues/${issue}/tags/${path}`)

  test('every key with its values', async () => {
    expect((await of('')).json).toMatchObject([
      { key: 'number', name: 'Number', totalValues: 5, uniqueValues: 5 },
      {
        key: 'plan',
        totalValues: 5,
        uniqueValues: 2,
        topValues: [
          { value: 'free', count: 3 },
          { value: 'Pro', count: 2 },
        ],
      },
    ])
    expect((await of('?key=plan&environment=staging&limit=1')).json).toMatchObject([
      { key: 'plan', totalValues: 2, uniqueValues: 2, topValues: [{ value: 'Pro', count: 1 }] },
    ])
  })

  test('one of them', async () => {
    expect((await of('plan/')).json).toMatchObject({ key: 'plan', totalValues: 5 })
    expect((await of('never/')).status).toBe(404)
  })

  test.each([
    [
      'plan/values/?sort=count',
      [
        ['free', 3],
        ['Pro', 2],
      ],
    ],
    [
      'plan/values/',
      [
        ['Pro', 2],
        ['free', 3],
      ],
    ],
    [
      'plan/values/?sort=-count&environment=staging',
      expect.arrayContaining([
        ['Pro', 1],
        ['free', 1],
      ]),
    ],
    ['plan/values/?query=PR', [['Pro', 2]]],
    [
      'number/values/?sort=age&per_page=2',
      [
        ['1', 1],
        ['2', 1],
      ],
    ],
    ['never/values/', []],
  ])('%s', async (path, expected) => {
    expect(values(await of(path))).toEqual(expected)
  })

  test('pages of values lead on', async () => {
    const seen: unknown[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const answer: Answer = await of(`number/values/?sort=id&limit=2&cursor=${cursor}`)
      const page = values(answer)
      if (Array.isArray(page)) seen.push(...page)
      cursor = nextOf(answer)
    }
    const numbers = seen.map((pair) => (Array.isArray(pair) ? String(pair[0]) : ''))
    expect(numbers.toSorted((a, b) => Number(a) - Number(b))).toEqual(['1', '2', '3', '4', '5'])
  })

  test.each(['plan/values/?sort=size', 'plan/values/?limit=0', 'plan/values/?cursor=1', '?limit=0'])(
    '%s is refused',
    async (path) => {
      expect((await of(path)).status).toBe(400)
    },
  )
})

describe('tags of a project and of an organisation', () => {
  test('keys', async () => {
    expect((await get('/organizations/acme/tags/')).json).toEqual([
      { key: 'number', name: 'Number', totalValues: 6, uniqueValues: 6 },
      { key: 'plan', name: 'Plan', totalValues: 6, uniqueValues: 2 },
    ])
    expect((await get('/organizations/acme/tags/?project=shop')).json).toMatchObject([
      { key: 'number', totalValues: 1 },
      { key: 'plan', totalValues: 1 },
    ])
    expect((await get('/organizations/acme/tags/?statsPeriod=150s&environment=staging')).json).toMatchObject([
      { key: 'number', totalValues: 1 },
      { key: 'plan', totalValues: 1 },
    ])
    expect((await get('/organizations/acme/tags/?dataset=replays')).json).toEqual([])
    expect((await get('/projects/acme/web/tags/')).json).toEqual([
      { key: 'number', name: 'Number', uniqueValues: 5, canDelete: false },
      { key: 'plan', name: 'Plan', uniqueValues: 2, canDelete: false },
    ])
  })

  test.each([
    [
      '/organizations/acme/tags/plan/values/?sort=-count',
      [
        ['free', 4],
        ['Pro', 2],
      ],
    ],
    ['/organizations/acme/tags/plan/values/?query=fr&statsPeriod=200s', [['free', 1]]],
    ['/organizations/acme/tags/plan/values/?project=shop', [['free', 1]]],
    ['/organizations/acme/tags/never/values/', []],
    [
      '/projects/acme/web/tags/plan/values/',
      [
        ['Pro', 2],
        ['free', 3],
      ],
    ],
    ['/projects/acme/web/tags/number/values/?sort=-last_seen&per_page=1', [['1', 1]]],
    ['/projects/acme/web/tags/environment/values/', []],
  ])('%s', async (path, expected) => {
    expect(values(await get(path))).toEqual(expected)
  })

  test.each([
    ['/organizations/other/tags/', 404],
    ['/organizations/other/tags/plan/values/', 404],
    ['/projects/other/web/tags/', 404],
    ['/projects/other/web/tags/plan/values/', 404],
    ['/organizations/acme/tags/?project=nowhere', 403],
    ['/organizations/acme/tags/?statsPeriod=x', 400],
    ['/organizations/acme/tags/plan/values/?cursor=x', 400],
    ['/projects/acme/web/tags/?start=x&end=y', 400],
  ])('%s answers %d', async (path, status) => {
    expect((await get(path)).status).toBe(status)
  })
})
