import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Seeded, seedOrganization } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import type { GroupJson } from './answer.ts'
import { statusGroups } from './fields.ts'
import { recordSessions } from './testing/record.ts'

let api: TestApi
let acme: Seeded
const hour = 3_600_000

/** In the order in which they were made; the third was released before the others. */
const releases = [
  { version: 'shop@1.0.0', environment: 'production', sessions: 2 },
  { version: 'shop@2.0.0', environment: 'staging', sessions: 3 },
  { version: 'api@0.9.0', environment: 'production', sessions: 1, releasedAt: testNow - 90 * hour },
  { version: 'shop@3.0.0', environment: null, sessions: 0 },
]

beforeAll(async () => {
  api = await openTestApi()
  const { storage } = api
  acme = await seedOrganization(storage, 'acme', testNow)
  const { organization, project } = acme
  const nothing = { ref: null, url: null, startedAt: null, ownerUserId: null, status: null, userAgent: null }
  for (const [index, { version, environment, sessions, releasedAt = null }] of releases.entries()) {
    const createdAt = testNow - (10 - index) * hour
    const row = {
      organizationId: organization.id,
      version,
      projectIds: [project.id],
      createdAt,
      releasedAt,
      ...nothing,
    }
    const { release } = await storage.meta.createRelease(row)
    if (environment === null) continue
    const deploy = { releaseId: release.id, environment, name: null, url: null, startedAt: null, finishedAt: createdAt }
    await storage.meta.createDeploy({ ...deploy, projectIds: [project.id] })
    const session = { project, release: version, environment, started: testNow - 2 * hour }
    await recordSessions(
      storage.sessions,
      Array.from({ length: sessions }, () => session),
    )
  }
  // Of a release that nobody knows of.
  await recordSessions(storage.sessions, [{ project, release: 'unknown', started: testNow - hour }])
})
afterAll(() => api.close())

const day = 'field=sum(session)&statsPeriod=1d&interval=1d'
const get = (query: string) => api.call('GET', `/organizations/acme/sessions/?${day}&${query}`, { token: acme.token })

async function groupsOf(query: string): Promise<GroupJson[]> {
  const answer = await get(query)
  expect(answer).toMatchObject({ status: 200 })
  expect(answer.headers['link']).toContain('rel="next"; results="false"')
  return (answer.json as { groups: GroupJson[] }).groups
}

const newest = 'groupBy=release&orderBy=-release.timestamp'
const countsOf = (groups: GroupJson[]) => groups.map(({ by, totals }) => [by.release, totals?.['sum(session)']])

describe('groups by the date of their release', () => {
  test('begin with the newest, whether it has sessions or not', async () => {
    const expected = [
      ['shop@3.0.0', 0],
      ['shop@2.0.0', 3],
      ['shop@1.0.0', 2],
      ['api@0.9.0', 1],
    ]
    expect(countsOf(await groupsOf(newest))).toEqual(expected)
    expect(countsOf(await groupsOf('groupBy=release&orderBy=release.timestamp'))).toEqual(expected.toReversed())
    const [first] = await groupsOf(newest)
    expect(first).toEqual({
      by: { release: 'shop@3.0.0' },
      totals: { 'sum(session)': 0 },
      series: { 'sum(session)': [0, 0] },
    })
  })

  test('are as many as fit', async () => {
    expect(countsOf(await groupsOf(`${newest}&per_page=2`))).toEqual([
      ['shop@3.0.0', 0],
      ['shop@2.0.0', 3],
    ])
    expect(await groupsOf(`${newest}&per_page=100&cursor=0:0:0`)).toHaveLength(4)
  })

  test('know nothing but the release where there is no session', async () => {
    const groups = await groupsOf(`${newest}&groupBy=environment&groupBy=project`)
    expect(groups.map(({ by }) => by).slice(0, 2)).toEqual([
      { project: null, release: 'shop@3.0.0', environment: null },
      { project: acme.project.id, release: 'shop@2.0.0', environment: 'staging' },
    ])
  })

  test('are told apart by status', async () => {
    const groups = await groupsOf(`${newest}&groupBy=session.status&per_page=2`)
    expect(groups.map(({ by }) => [by.release, by['session.status']])).toEqual(
      ['shop@3.0.0', 'shop@2.0.0'].flatMap((version) => statusGroups.map((status) => [version, status])),
    )
  })

  test.each([
    ['environment=production', ['shop@1.0.0', 'api@0.9.0']],
    ['query=environment:[production,nowhere]', ['shop@1.0.0', 'api@0.9.0']],
    ['query=!environment:[production,nowhere]', ['shop@3.0.0', 'shop@2.0.0']],
    ['environment=production&query=environment:staging', []],
    ['query=release.package:api', ['api@0.9.0']],
    ['query=!release.version:<2', ['shop@3.0.0', 'shop@2.0.0']],
    ['query=release:shop@1.0.0 OR (project:web release:shop@3.0.0)', ['shop@3.0.0', 'shop@1.0.0']],
  ])('are of releases that %s can be of', async (query, expected) => {
    expect((await groupsOf(`${newest}&${query}`)).map(({ by }) => by.release)).toEqual(expected)
  })

  test('can be of one status', async () => {
    expect(countsOf(await groupsOf(`${newest}&query=session.status:[healthy,crashed]&per_page=2`))).toEqual([
      ['shop@3.0.0', 0],
      ['shop@2.0.0', 3],
    ])
  })

  test('are of no release that nobody knows of', async () => {
    const empty = await seedOrganization(api.storage, 'other', testNow)
    await recordSessions(api.storage.sessions, [{ project: empty.project, started: testNow - hour }])
    const answer = await api.call('GET', `/organizations/other/sessions/?${day}&${newest}`, { token: empty.token })
    expect(answer).toMatchObject({ status: 200, json: { groups: [] } })
  })

  test.each([
    ['orderBy=-release.timestamp', 'To sort by release.timestamp, tag release must be in the groupBy'],
    [
      `${newest}&per_page=2&cursor=0:1:0`,
      'Passing an offset value greater than 0 when ordering by release.timestamp is not permitted',
    ],
    [
      `${newest}&per_page=101`,
      'This limit is too high for queries that requests a preflight query. Please choose a limit below 100',
    ],
    [`${newest}&query=environment:a OR environment:b`, 'Unable to parse condition with environment'],
    [`${newest}&query=environment:a OR release:b`, 'Unable to parse condition with environment'],
  ])('%s is refused', async (query, detail) => {
    expect(await get(query)).toMatchObject({ status: 400, json: { detail } })
  })
})

test('releases are found by their stage', async () => {
  const { project } = acme
  const adopted = [{ projectId: project.id, version: 'shop@1.0.0', environment: 'production' }]
  await api.storage.meta.settleAdoptions({ projectIds: [project.id], adopted, at: testNow - hour })
  const found = async (search: string) =>
    countsOf(await groupsOf(`groupBy=release&environment=production&query=${search}`))
  expect(await found('release.stage:adopted')).toEqual([['shop@1.0.0', 2]])
  expect(await found('!release.stage:adopted')).toEqual([['api@0.9.0', 1]])
  expect(await found('release.stage:[low_adoption,replaced]')).toEqual([['api@0.9.0', 1]])
})

test('the latest release is found by that word', async () => {
  expect(countsOf(await groupsOf('groupBy=release&query=release:latest&environment=staging'))).toEqual([
    ['shop@2.0.0', 3],
  ])
})
