import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents } from '../../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../../http/testing/test-api.ts'
import { createProject } from '../../projects/create.ts'
import type { Project } from '../../storage/meta/ports/projects.ts'
import { storeSessions } from './testing/sessions.ts'

const hour = 3_600_000
const day = 24 * hour

let api: TestApi
let acme: Seeded
let second: Project

/**
 * Two projects. `web`: shop@1.0 with 3 sessions today and one 5 days ago, shop@2.0 with 6 in production and one in staging, quiet@1 without
 * any. `second`: shop@1.0 with one.
 */
beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  second = await createProject(api.storage.meta, {
    organizationId: acme.organization.id,
    name: 'Second',
    slug: 'second',
    platform: null,
    teamId: null,
    now: testNow,
  })
  const event = (number: number, release: string, environment: string, project = acme.project) => {
    return makeEvent(project, number, testNow - 9 * day + number * 1000, { release, environment, group: release })
  }
  await storeEvents(api.storage, [
    event(1, 'shop@1.0', 'production'),
    event(2, 'shop@2.0', 'production'),
    event(3, 'shop@2.0', 'staging'),
    event(4, 'quiet@1', 'production'),
    event(5, 'shop@1.0', 'production', second),
  ])
  const one = { project: acme.project, release: 'shop@1.0', started: testNow - 10 * hour }
  const two = { project: acme.project, release: 'shop@2.0', started: testNow - 2 * hour }
  await storeSessions(api.storage, [
    { ...one, user: 'a', duration: 40 },
    { ...one, user: 'b', duration: 60 },
    { ...one, user: 'c', status: 'crashed', duration: 5 },
    { ...one, user: 'd', duration: 10, started: testNow - 5 * day },
    { ...two, user: 'a' },
    { ...two, user: 'a' },
    { ...two, user: 'e', errors: 2 },
    { ...two, user: 'f' },
    { ...two, user: 'g' },
    two,
    { ...two, user: 'z', status: 'crashed', environment: 'staging', started: testNow - hour },
    { ...one, project: second, user: 'a', status: 'abnormal', errors: 1, started: testNow - 3 * hour },
  ])
  const adopted = [{ projectId: acme.project.id, version: 'shop@1.0', environment: 'production' }]
  await api.storage.meta.settleAdoptions({ projectIds: [acme.project.id], adopted, at: testNow - 2 * day })
  const now = [{ projectId: acme.project.id, version: 'shop@2.0', environment: 'production' }]
  await api.storage.meta.settleAdoptions({ projectIds: [acme.project.id], adopted: now, at: testNow - hour })
})
afterAll(() => api.close())
beforeEach(() => {
  api.clock.now = testNow
})

async function get(path: string) {
  const answer = await api.call('GET', path, { token: acme.token })
  expect(answer).toMatchObject({ status: 200 })
  return answer
}

const organization = '/organizations/acme/releases/'
const project = '/projects/acme/web/releases/'

/** Health of a release in the project `web`. */
async function health(version: string, query = '') {
  const { json } = await get(`${project}${version}/?health=1&${query}`)
  return (json as { projects: { hasHealthData: boolean; healthData: Record<string, unknown> }[] }).projects[0]
}

async function rows(path: string): Promise<string[]> {
  const { json } = await get(path)
  return (json as { version: string; projects: { slug: string }[] }[]).map(({ version, projects }) => {
    return [version, ...projects.map(({ slug }) => slug)].join(' ')
  })
}

describe('health of a release', () => {
  test('counts the sessions of the period, and of the last 24 hours', async () => {
    const found = await health('shop@1.0')
    expect(found?.hasHealthData).toBe(true)
    expect(found?.healthData).toMatchObject({
      adoption: expect.closeTo((3 / 7) * 100, 9),
      sessionsAdoption: 30,
      crashFreeUsers: 75,
      crashFreeSessions: 75,
      totalUsers: 4,
      totalUsers24h: 3,
      totalProjectUsers24h: 7,
      totalSessions: 4,
      totalSessions24h: 3,
      totalProjectSessions24h: 10,
      sessionsCrashed: 1,
      sessionsErrored: 0,
      durationP50: 40,
      hasHealthData: true,
    })
    const today = await health('shop@1.0', 'summaryStatsPeriod=24h')
    expect(today?.healthData).toMatchObject({ totalUsers: 3, totalSessions: 3, totalSessions24h: 3, durationP50: 50 })
    expect(today?.healthData['crashFreeSessions']).toBeCloseTo(200 / 3, 9)
    expect((await health('shop@2.0'))?.healthData).toMatchObject({
      totalSessions: 7,
      totalUsers: 5,
      crashFreeUsers: 80,
      sessionsAdoption: 70,
      sessionsCrashed: 1,
      sessionsErrored: 1,
      durationP50: null,
      durationP90: null,
    })
  })

  test('is that of the environments', async () => {
    expect((await health('shop@2.0', 'environment=production'))?.healthData).toMatchObject({
      totalSessions: 6,
      totalUsers: 4,
      crashFreeUsers: 100,
      crashFreeSessions: 100,
      totalProjectSessions24h: 9,
      totalProjectUsers24h: 6,
    })
    const none = await health('shop@1.0', 'environment=staging')
    expect(none?.hasHealthData).toBe(true)
    expect(none?.healthData).toMatchObject({
      totalSessions: null,
      crashFreeSessions: null,
      adoption: null,
      totalProjectSessions24h: 1,
    })
  })

  test('is nothing without sessions', async () => {
    expect(await health('quiet@1')).toMatchObject({
      hasHealthData: false,
      healthData: {
        adoption: null,
        sessionsAdoption: null,
        crashFreeUsers: null,
        crashFreeSessions: null,
        totalUsers: null,
        totalUsers24h: null,
        totalProjectUsers24h: 7,
        totalSessions: null,
        totalSessions24h: null,
        totalProjectSessions24h: 10,
        sessionsCrashed: 0,
        sessionsErrored: 0,
        durationP50: null,
        durationP90: null,
        hasHealthData: false,
        stats: { '24h': expect.any(Array) },
      },
    })
    expect((await health('shop@1.0', 'summaryStatsPeriod=1h'))?.healthData).toMatchObject({ totalSessions: null })
  })

  test('has a sparkline of sessions or users, whose last bucket is the one that is going on', async () => {
    const series = async (query: string, period: string) => {
      const found = await health('shop@2.0', `healthStatsPeriod=${period}&${query}`)
      const stats = found?.healthData['stats'] as Record<string, [number, number][]>
      expect(Object.keys(stats)).toEqual([period])
      return stats[period] ?? []
    }
    const hours = await series('', '24h')
    expect(hours).toHaveLength(24)
    expect(hours[0]).toEqual([(testNow - 23 * hour) / 1000, 0])
    expect(hours.slice(-3)).toEqual([
      [(testNow - 2 * hour) / 1000, 6],
      [(testNow - hour) / 1000, 1],
      [testNow / 1000, 0],
    ])
    expect((await series('healthStat=users', '24h')).slice(-3).map(([, count]) => count)).toEqual([4, 1, 0])
    const midnight = Date.UTC(2026, 10, 20)
    expect((await series('', '14d')).at(-1)).toEqual([midnight / 1000, 7])
    const quarter = await series('healthStat=users', '90d')
    expect(quarter).toHaveLength(30)
    expect((quarter.at(-1)?.[0] ?? 0) % 259_200).toBe(0)
    expect(quarter.reduce((sum, [, count]) => sum + count, 0)).toBe(5)
    expect(await series('', '1h')).toEqual([[testNow / 1000, 0]])
  })

  test('is told only where it is asked for, but whether there is any always', async () => {
    const { json } = await get(`${organization}shop@1.0/`)
    expect(json).toMatchObject({ projects: [{ hasHealthData: true }, { hasHealthData: true }] })
    expect(JSON.stringify(json)).not.toContain('healthData"')
    expect(json).not.toHaveProperty('adoptionStages')
    expect((await get(`${organization}quiet@1/meta/`)).json).toMatchObject({ projects: [{ hasHealthData: false }] })
    expect((await get(`${organization}shop@2.0/meta/`)).json).toMatchObject({ projects: [{ hasHealthData: true }] })
    expect((await get(`${organization}shop@1.0/?health=1`)).json).toMatchObject({
      projects: [{ healthData: { totalSessions: 4 } }, { healthData: { totalSessions: 1, sessionsAdoption: 100 } }],
    })
  })

  test('tells when its sessions in a project began', async () => {
    const bounds = async (path: string) => {
      const { json } = await get(path)
      return (json as { currentProjectMeta: Record<string, unknown> }).currentProjectMeta
    }
    expect(await bounds(`${organization}shop@1.0/?project=${acme.project.id}`)).toMatchObject({
      sessionsLowerBound: '2026-11-15T12:00:00Z',
      sessionsUpperBound: '2026-11-20T02:00:00Z',
      nextReleaseVersion: 'shop@2.0',
    })
    expect(await bounds(`${project}shop@2.0/`)).toMatchObject({
      sessionsLowerBound: '2026-11-20T10:00:00Z',
      sessionsUpperBound: '2026-11-20T11:00:00Z',
    })
    expect(await bounds(`${project}shop@2.0/?environment=staging`)).toMatchObject({
      sessionsLowerBound: '2026-11-20T11:00:00Z',
    })
    expect(await bounds(`${project}quiet@1/`)).toMatchObject({ sessionsLowerBound: null, sessionsUpperBound: null })
  })

  test.each([
    [
      'summaryStatsPeriod=3d',
      "Invalid summaryStatsPeriod. Valid choices are '1h', '24h', '1d', '48h', '2d', '7d', '14d', '30d', '90d'",
    ],
    [
      'healthStatsPeriod=x',
      "Invalid healthStatsPeriod. Valid choices are '1h', '24h', '1d', '48h', '2d', '7d', '14d', '30d', '90d'",
    ],
    ['healthStat=crashes', 'invalid healthStat'],
  ])('?%s is refused', async (query, detail) => {
    for (const path of [organization, project, `${organization}shop@1.0/`]) {
      const answer = await api.call('GET', `${path}?${query}`, { token: acme.token })
      expect([answer.status, answer.json]).toEqual([400, { detail }])
    }
  })
})

describe('stages', () => {
  test('are told for each project of a release', async () => {
    const { json } = await get(`${project}?adoptionStages=1&environment=production&sort=date`)
    expect(json).toMatchObject([
      { version: 'quiet@1', adoptionStages: { web: { stage: 'low_adoption', adopted: null, unadopted: null } } },
      {
        version: 'shop@2.0',
        adoptionStages: { web: { stage: 'adopted', adopted: '2026-11-20T11:00:00.000Z', unadopted: null } },
      },
      {
        version: 'shop@1.0',
        adoptionStages: {
          web: { stage: 'replaced', adopted: '2026-11-18T12:00:00.000Z', unadopted: '2026-11-20T11:00:00.000Z' },
        },
      },
    ])
    // Of several environments the furthest: in staging it is not in use.
    expect((await get(`${organization}shop@2.0/?adoptionStages=1`)).json).toMatchObject({
      adoptionStages: { web: { stage: 'adopted' } },
    })
    expect((await get(`${organization}shop@1.0/?adoptionStages=1`)).json).toMatchObject({
      adoptionStages: { web: { stage: 'replaced' }, second: { stage: 'low_adoption' } },
    })
  })

  test('find releases and issues', async () => {
    const find = (query: string) => rows(`${project}?environment=production&query=${encodeURIComponent(query)}`)
    expect(await find('release.stage:adopted')).toEqual(['shop@2.0 web'])
    expect(await find('!release.stage:adopted')).toEqual(['quiet@1 web', 'shop@1.0 web'])
    expect(await find('release.stage:[replaced, adopted] shop@1')).toEqual(['shop@1.0 web'])
    const issues = '/projects/acme/web/issues/?environment=production&query='
    expect((await get(`${issues}release.stage:replaced`)).json).toMatchObject([
      { title: 'TypeError: Cannot read shop@1.0' },
    ])
    for (const path of [`${project}?query=`, '/projects/acme/web/issues/?query=']) {
      const answer = await api.call('GET', `${path}release.stage:adopted`, { token: acme.token })
      expect([answer.status, answer.json]).toEqual([
        400,
        { detail: 'Choose a single environment to filter by release stage.' },
      ])
    }
  })
})

describe('sessions of a project', () => {
  test('are rated in the list of projects', async () => {
    const list = '/organizations/acme/projects/'
    expect((await get(`${list}?statsPeriod=24h&sessionStats=1`)).json).toMatchObject([
      { slug: 'web', sessionStats: { currentCrashFreeRate: 80, previousCrashFreeRate: null, hasHealthData: true } },
      { slug: 'second', sessionStats: { currentCrashFreeRate: 100, previousCrashFreeRate: null, hasHealthData: true } },
    ])
    api.clock.now = testNow + day
    expect((await get(`${list}?statsPeriod=24h&sessionStats=1`)).json).toMatchObject([
      { sessionStats: { currentCrashFreeRate: null, previousCrashFreeRate: 80, hasHealthData: true } },
      { sessionStats: { currentCrashFreeRate: null, previousCrashFreeRate: 100 } },
    ])
    api.clock.now = testNow + 100 * day
    expect((await get(`${list}?statsPeriod=14d&sessionStats=1`)).json).toMatchObject([
      { sessionStats: { currentCrashFreeRate: null, previousCrashFreeRate: null, hasHealthData: false } },
      { sessionStats: { hasHealthData: false } },
    ])
    expect(JSON.stringify((await get(`${list}?sessionStats=1`)).json)).not.toContain('sessionStats')
  })

  test('are counted beside issues where they are asked for', async () => {
    const count = async (query: string) => {
      const { json } = await get(`/projects/acme/web/issues/?query=quiet&${query}`)
      return (json as { sessionCount: number }[]).map(({ sessionCount }) => sessionCount)
    }
    expect(await count('')).toEqual([0])
    expect(await count('expand=sessions')).toEqual([11])
    expect(await count('expand=sessions&environment=production')).toEqual([10])
  })
})

describe('sorts', () => {
  test.each([
    ['sessions', ['shop@2.0 web', 'shop@1.0 web', 'quiet@1 web']],
    ['users', ['shop@2.0 web', 'shop@1.0 web', 'quiet@1 web']],
    ['users_24h', ['shop@2.0 web', 'shop@1.0 web', 'quiet@1 web']],
    // Worst first: 3 of 4 against 6 of 7, of users 3 of 4 against 4 of 5.
    ['crash_free_sessions', ['shop@1.0 web', 'shop@2.0 web', 'quiet@1 web']],
    ['crash_free_users', ['shop@1.0 web', 'shop@2.0 web', 'quiet@1 web']],
    ['adoption', ['shop@2.0 web', 'shop@1.0 web', 'quiet@1 web']],
    ['crash_free_sessions&environment=staging', ['shop@2.0 web']],
    // Nothing within the hour that is going on: dates decide.
    ['sessions&summaryStatsPeriod=1h', ['quiet@1 web', 'shop@2.0 web', 'shop@1.0 web']],
  ])('by %s', async (sort, expected) => {
    expect(await rows(`${project}?sort=${sort}`)).toEqual(expected)
  })

  test('flattened, each project by its own figure', async () => {
    const flat = ['shop@2.0 web', 'shop@1.0 web', 'shop@1.0 second', 'quiet@1 web']
    expect(await rows(`${organization}?sort=sessions`)).toEqual(['shop@2.0 web', 'shop@1.0 web second', 'quiet@1 web'])
    expect(await rows(`${organization}?sort=sessions&flatten=1`)).toEqual(flat)
    expect(await rows(`${organization}?sort=sessions&flatten=1&project=second`)).toEqual(['shop@1.0 second'])
    expect((await get(`${organization}?sort=users&flatten=1&health=1`)).json).toMatchObject([
      { projects: [{ slug: 'web', healthData: { totalUsers: 5 } }] },
      { projects: [{ slug: 'web', healthData: { totalUsers: 4 } }] },
      { projects: [{ slug: 'second', healthData: { totalUsers: 1 } }] },
      { projects: [{ slug: 'web', healthData: { totalUsers: null } }] },
    ])
  })

  test.each([
    [project, 'sort=sessions'],
    [project, 'sort=crash_free_users'],
    [organization, 'sort=sessions&flatten=1'],
    [organization, 'sort=crash_free_sessions&flatten=1'],
    [organization, 'sort=adoption'],
  ])('page both ways: %s?%s', async (path, query) => {
    const all = await rows(`${path}?${query}`)
    const link = (header: unknown, relation: string) => {
      return new RegExp(`rel="${relation}"; results="true"; cursor="([^"]+)"`).exec(String(header))?.[1]
    }
    const walked: string[] = []
    let cursor: string | undefined
    let previous: string | undefined
    do {
      const url = `${path}?${query}&per_page=1${cursor === undefined ? '' : `&cursor=${cursor}`}`
      walked.push(...(await rows(url)))
      const { headers } = await get(url)
      cursor = link(headers['link'], 'next')
      previous = link(headers['link'], 'previous')
    } while (cursor !== undefined)
    expect(walked).toEqual(all)
    expect(await rows(`${path}?${query}&per_page=1&cursor=${previous}`)).toEqual(all.slice(-2, -1))
  })
})
