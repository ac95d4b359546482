import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedMember, seedOrganization, seedToken } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import type { GroupJson } from './answer.ts'
import { sessionFields, statusGroups } from './fields.ts'
import { openSessionWorld, type SessionWorld } from './testing/world.ts'

let api: TestApi
let world: SessionWorld
beforeAll(async () => {
  api = await openTestApi()
  world = await openSessionWorld(api)
})
afterAll(() => api.close())

const path = '/organizations/acme/sessions/'
const get = (query: string, token = world.acme.token) => api.call('GET', `${path}?${query}`, { token })

interface Answer {
  start: string
  end: string
  intervals: string[]
  query: string
  groups: GroupJson[]
}

async function ask(query: string): Promise<Answer> {
  const answer = await get(query)
  expect(answer).toMatchObject({ status: 200 })
  return answer.json as Answer
}

async function groupsOf(query: string): Promise<GroupJson[]> {
  return (await ask(query)).groups
}

const days = 'statsPeriod=3d&interval=1d'
const allFields = [...sessionFields.keys()].map((name) => `field=${name}`).join('&')
const plainFields = [...sessionFields.values()].flatMap(({ kind, name }) => (kind === 'rate' ? [] : [`field=${name}`]))

describe('an answer', () => {
  test('says when and what', async () => {
    const answer = await ask('field=sum(session)&statsPeriod=6h&interval=3h&query=environment:production')
    const { groups, ...rest } = answer
    expect(rest).toEqual({
      start: '2026-11-20T06:00:00Z',
      end: '2026-11-20T12:00:00Z',
      intervals: ['2026-11-20T06:00:00Z', '2026-11-20T09:00:00Z'],
      query: 'environment:production',
    })
    expect(groups).toEqual([
      {
        by: {},
        totals: { 'sum(session)': expect.any(Number) },
        series: { 'sum(session)': [expect.any(Number), expect.any(Number)] },
      },
    ])
  })

  test('leaves out what it is told to', async () => {
    expect(Object.keys((await groupsOf(`field=sum(session)&${days}&includeTotals=0`))[0] ?? {})).toEqual([
      'by',
      'series',
    ])
    expect(Object.keys((await groupsOf(`field=sum(session)&${days}&includeSeries=0`))[0] ?? {})).toEqual([
      'by',
      'totals',
    ])
    const neither = await groupsOf(`field=sum(session)&${days}&includeSeries=0&includeTotals=0&groupBy=environment`)
    expect(neither.map(({ by }) => by)).toEqual(
      expect.arrayContaining(['', 'production', 'staging'].map((environment) => ({ environment }))),
    )
    expect(neither.every((group) => Object.keys(group).length === 1)).toBe(true)
    expect(Object.keys((await groupsOf(`field=sum(session)&${days}&includeSeries=1`))[0] ?? {})).toHaveLength(3)
  })
})

const dimensions = ['project', 'release', 'environment'] as const
const groupings = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => dimensions.filter((_, index) => bits & (1 << index)))

describe('groups', () => {
  /** The search that finds what a group holds. */
  const searchFor = ({ by }: GroupJson) =>
    dimensions
      .filter((name) => name in by)
      .map((name) => (name === 'project' ? `project.id:${by.project}` : `${name}:"${by[name]}"`))
      .join(' ')
  const groupBy = (names: readonly string[]) => names.map((name) => `&groupBy=${name}`).join('')

  test.each(groupings)('by %j %s %s are what a search for each finds', async (...by) => {
    const names = by.filter((name) => name !== undefined)
    const groups = await groupsOf(`${allFields}&${days}${groupBy(names)}`)
    expect(groups.length).toBeGreaterThan(names.length)
    for (const group of groups) {
      expect(Object.keys(group.by)).toEqual(names)
      const alone = await groupsOf(`${allFields}&${days}&query=${encodeURIComponent(searchFor(group))}`)
      expect(alone).toEqual([{ ...group, by: {} }])
    }
  })

  test.each(groupings)('by %j %s %s and status are what a search for each status finds', async (...by) => {
    const names = by.filter((name) => name !== undefined)
    const fields = plainFields.join('&')
    const groups = await groupsOf(`${fields}&${days}${groupBy([...names, 'session.status'])}`)
    const statuses = groups.map((group) => group.by['session.status'])
    expect(statuses).toEqual(Array.from({ length: groups.length / 5 }, () => statusGroups).flat())
    for (const group of groups.slice(0, 20)) {
      const search = `${searchFor(group)} session.status:${group.by['session.status']}`
      const alone = await groupsOf(`${fields}&${days}&query=${encodeURIComponent(search)}`)
      expect(alone).toEqual([{ ...group, by: {} }])
    }
  })

  test.each(groupings)('by %j %s %s hold every session once', async (...by) => {
    const names = by.filter((name) => name !== undefined)
    const total = (groups: GroupJson[]) => groups.reduce((sum, { totals }) => sum + (totals?.['sum(session)'] ?? 0), 0)
    const groups = await groupsOf(`field=sum(session)&${days}${groupBy(names)}`)
    expect(total(groups)).toBe(300)
    for (const { totals, series } of groups) {
      expect(series?.['sum(session)']?.reduce((sum: number, value) => sum + (value ?? 0), 0)).toBe(
        totals?.['sum(session)'],
      )
    }
    expect(total(await groupsOf(`field=sum(session)&${days}${groupBy([...names, 'session.status'])}`))).toBe(300)
  })

  test('are of the projects that are asked for', async () => {
    const [web, , app] = world.projects
    const ids = async (query: string) =>
      (await groupsOf(`field=sum(session)&${days}&groupBy=project&${query}`))
        .map(({ by }) => by.project ?? 0)
        .toSorted((a, b) => a - b)
    const all = world.projects.map(({ id }) => id)
    expect(await ids('')).toEqual(all)
    expect(await ids('project=-1')).toEqual(all)
    expect(await ids(`project=${web?.id}&project=app`)).toEqual([web?.id, app?.id])
    expect(await ids(`project=web&project=${web?.id}`)).toEqual([web?.id])
    const once = await groupsOf(`field=sum(session)&${days}&project=web`)
    expect(await groupsOf(`field=sum(session)&${days}&project=web&project=${web?.id}`)).toEqual(once)
  })

  test('are of the environments that are asked for', async () => {
    const total = async (query: string) =>
      (await groupsOf(`field=sum(session)&${days}&${query}`))[0]?.totals?.['sum(session)']
    const staging = await total('environment=staging')
    expect(staging).toBe(await total('query=environment:staging'))
    expect(await total('environment=staging&environment=production')).toBe(await total('query=!environment:""'))
    expect(await total('environment=staging&query=environment:production')).toBe(0)
    expect(await total('environment=nowhere')).toBe(0)
  })

  test('without users or durations are not there where nothing else is asked for', async () => {
    const names = async (field: string) =>
      new Set((await groupsOf(`field=${field}&${days}&groupBy=release`)).map(({ by }) => by.release))
    expect(await names('count_unique(user)')).toEqual(new Set(['', 'shop@1.0.0', 'shop@1.1.0+7', 'shop@2.0.0']))
    expect(await names('max(session.duration)')).not.toContain('c0ffee')
    expect(await names('max(session.duration)&field=sum(session)')).toContain('c0ffee')
    expect(await names('anr_rate()&field=crash_rate(session)')).toContain('c0ffee')
  })
})

describe('of nothing', () => {
  const none = `${days}&query=release:none`
  const zero = { 'sum(session)': 0, 'count_unique(user)': 0, 'anr_rate()': null, 'max(session.duration)': null }
  const fields = Object.keys(zero)
    .map((name) => `field=${name}`)
    .join('&')
  const never = Object.fromEntries(Object.entries(zero).map(([name, value]) => [name, [value, value, value, value]]))

  test('there is one group, unless it is grouped', async () => {
    expect(await groupsOf(`${fields}&${none}`)).toEqual([{ by: {}, totals: zero, series: never }])
    for (const by of ['release', 'project', 'environment', 'release&groupBy=project']) {
      expect(await groupsOf(`${fields}&${none}&groupBy=${by}`)).toEqual([])
    }
    expect(await groupsOf(`field=sum(session)&${none}&groupBy=release&groupBy=session.status`)).toEqual([])
  })

  test('there is one of each status', async () => {
    const groups = await groupsOf(`field=sum(session)&field=p50(session.duration)&${none}&groupBy=session.status`)
    expect(groups.map(({ by }) => by['session.status'])).toEqual(statusGroups)
    for (const { totals } of groups) expect(totals).toEqual({ 'sum(session)': 0, 'p50(session.duration)': null })
  })

  test.each([
    'field=sum(session)&query=session.status:bogus',
    'field=crash_rate(session)&query=session.status:bogus',
    'field=sum(session)&query=session.status:bogus&groupBy=session.status',
    'field=p95(session.duration)&query=session.status:abnormal',
    'field=p95(session.duration)&query=session.status:abnormal&groupBy=session.status',
  ])('that could be there is no group: %s', async (query) => {
    expect(await groupsOf(`${query}&${days}`)).toEqual([])
  })
})

describe('statuses', () => {
  const totals = async (query: string) => (await groupsOf(`${days}&${query}`)).map((group) => group.totals)

  test('add up', async () => {
    const [healthy, errored, both, others, all] = await Promise.all(
      [
        'session.status:healthy',
        'session.status:errored',
        'session.status:[healthy,errored]',
        '!session.status:[healthy,errored]',
        '',
      ].map(async (query) => (await totals(`field=sum(session)&query=${query}`))[0]?.['sum(session)'] ?? 0),
    )
    expect(both).toBe((healthy ?? 0) + (errored ?? 0))
    expect(all).toBe((both ?? 0) + (others ?? 0))
  })

  test('that are asked for are told apart', async () => {
    const groups = await groupsOf(
      `field=sum(session)&${days}&groupBy=session.status&query=session.status:[healthy,errored]`,
    )
    expect(groups.map(({ by }) => by['session.status'])).toEqual(['errored', 'healthy'])
  })

  test('that a group has nothing of are zero', async () => {
    const groups = await groupsOf(`field=sum(session)&${days}&groupBy=release&query=session.status:crashed`)
    expect(groups.find(({ by }) => by.release === 'c0ffee')?.totals).toEqual({ 'sum(session)': 0 })
    expect(groups).toHaveLength(5)
  })

  test('leave durations of what they leave out empty', async () => {
    const fields = 'field=sum(session)&field=max(session.duration)'
    const [none] = await totals(`${fields}&query=session.status:errored`)
    expect(none).toEqual({ 'sum(session)': expect.any(Number), 'max(session.duration)': null })
    const [some] = await totals(`${fields}&query=session.status:[errored,healthy]`)
    expect(some?.['max(session.duration)']).toBe(90_000)
  })
})

describe('who may ask', () => {
  test('reads the organisation', async () => {
    const { storage } = api
    const member = await seedMember(storage, world.acme.organization, 'kim@acme.test', 'member', testNow)
    const token = (scopes: string[]) => seedToken(storage, member.id, scopes, testNow)
    // In no team, and sees all projects: membership is open.
    const answer = await get(`field=sum(session)&${days}`, await token(['org:read']))
    expect(answer).toMatchObject({ status: 200, json: { groups: [{ totals: { 'sum(session)': 300 } }] } })
    expect(await get('field=sum(session)', await token(['project:read']))).toMatchObject({ status: 403 })
    expect(await get('field=sum(session)', world.rival.token)).toMatchObject({ status: 404 })
    expect(await api.call('GET', path)).toMatchObject({ status: 401 })
  })

  test.each(['project=999999', 'project=unknown', 'project=web&project=unknown', `project=rival`])(
    '%s is forbidden',
    async (query) => {
      const detail = 'You do not have permission to perform this action.'
      expect(await get(`${query}&field=nonsense`)).toMatchObject({ status: 403, json: { detail } })
    },
  )

  test('another organisation’s project is forbidden', async () => {
    expect(await get(`project=${world.rival.project.id}&field=sum(session)`)).toMatchObject({ status: 403 })
  })

  test('an organisation without projects has none to look at', async () => {
    const empty = await seedOrganization(api.storage, 'empty', testNow)
    await api.call('DELETE', '/projects/empty/web/', { token: empty.token })
    for (const query of ['project=-1&field=sum(session)', 'field=nonsense']) {
      const answer = await api.call('GET', `/organizations/empty/sessions/?${query}`, { token: empty.token })
      expect(answer).toMatchObject({ status: 400, json: { detail: 'No projects available' } })
    }
  })
})

describe('what is refused', () => {
  const tooMany =
    'Your interval and date range would create too many results. Use a larger interval, or a smaller date range.'
  test.each([
    ['', 'Request is missing a "field"'],
    ['groupBy=nonsense', 'Request is missing a "field"'],
    ['field=summ(session)&groupBy=nonsense', 'Invalid field: "summ(session)"'],
    ['field=sum(session)&groupBy=nonsense&interval=1s', 'Invalid groupBy: "nonsense"'],
    [
      'field=sum(session)&interval=1s&query=foo:bar',
      'The interval has to be a multiple of the minimum interval of ten seconds.',
    ],
    ['field=sum(session)', tooMany],
    ['field=sum(session)&query=foo:bar', tooMany],
    [`field=crash_rate(session)&${days}&query=foo:bar session.status:crashed`, 'Invalid search filter: foo'],
    [
      `field=crash_rate(session)&${days}&query=session.status:crashed&orderBy=x`,
      'Cannot filter field crash_rate(session) by session.status',
    ],
    [`field=sum(session)&${days}&orderBy=x&orderBy=y`, 'Cannot order by multiple fields'],
    [`field=sum(session)&${days}&orderBy=x`, "'orderBy' must be one of the provided 'fields'"],
    [`field=sum(session)&${days}&per_page=0`, 'Invalid per_page value. Must be between 1 and 5000.'],
    [`field=sum(session)&${days}&per_page=5001`, 'Invalid per_page value. Must be between 1 and 5000.'],
    [`field=sum(session)&${days}&cursor=x`, 'Invalid cursor parameter.'],
    [
      `field=sum(session)&${days}&query=release.stage:adopted`,
      'Choose a single environment to filter by release stage.',
    ],
    [`field=sum(session)&${days}&environment=production&query=release.stage:x`, 'Unsupported release.stage value.'],
  ])('%s', async (query, detail) => {
    expect(await get(query)).toMatchObject({ status: 400, json: { detail } })
  })
})
