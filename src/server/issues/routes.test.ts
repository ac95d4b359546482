import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents, testEventId } from '../http/testing/seed.ts'
import { type Answer, openTestApi, type TestApi, testBaseUrl, testNow } from '../http/testing/test-api.ts'
import { createProject } from '../projects/create.ts'
import type { Project } from '../storage/meta/port.ts'

const hour = 3_600_000
const day = 24 * hour
let api: TestApi
let acme: Seeded
let second: Project
let issues: number[]

/** a: 3 events today, production; b: 1 event, staging, 20 days ago; c: warning in the second project; d: resolved. */
beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const project = {
    organizationId: acme.organization.id,
    name: 'Api',
    slug: 'api',
    platform: 'node',
    teamId: null,
    now: testNow,
  }
  second = await createProject(api.storage.meta, project)
  issues = await storeEvents(api.storage, [
    makeEvent(acme.project, 1, testNow - 2 * hour),
    makeEvent(acme.project, 2, testNow - hour, { user: { id: '8' } }),
    makeEvent(acme.project, 3, testNow - 30_000),
    makeEvent(acme.project, 4, testNow - 20 * day, { group: 'b', environment: 'staging' }),
    makeEvent(second, 5, testNow - 2 * day, { group: 'c', level: 'warning' }),
    makeEvent(acme.project, 6, testNow - 3 * day, { group: 'd' }),
  ])
  const change = { status: 'resolved', substatus: null, userId: acme.user.id, at: testNow } as const
  await api.storage.meta.setIssueStatus([issues[5] ?? 0], change)
})
afterAll(() => api.close())

const get = (url: string) => api.call('GET', url, { token: acme.token })

function members(answer: Answer, name: string): unknown[] {
  if (!Array.isArray(answer.json)) throw new Error(answer.text)
  return answer.json.map((row: unknown) =>
    typeof row === 'object' && row !== null ? Object.entries(row).find(([key]) => key === name)?.[1] : row,
  )
}
const list = async (query: string) => members(await get(`/organizations/acme/issues/?${query}`), 'shortId')

describe('the list', () => {
  test('shows unresolved issues, last seen first, and counts all that match', async () => {
    const answer = await get('/organizations/acme/issues/')
    expect(members(answer, 'shortId')).toEqual(['WEB-1', 'API-1', 'WEB-2'])
    expect(answer.headers['x-hits']).toBe('3')
  })

  test.each([
    ['query=', ['WEB-1', 'API-1', 'WEB-3', 'WEB-2']],
    ['query=is:resolved', ['WEB-3']],
    ['query=is:resolved+is:unresolved', []],
    ['query=level:warning', ['API-1']],
    ['query=cannot+read+B', ['WEB-2']],
    ['query=nothing+like+this', []],
    ['sort=new', ['WEB-1', 'API-1', 'WEB-2']],
    ['sort=freq&limit=1', ['WEB-1']],
    ['statsPeriod=7d', ['WEB-1', 'API-1']],
    ['start=2026-10-30&end=2026-11-01', ['WEB-2']],
    ['environment=staging', ['WEB-2']],
    ['environment=staging&environment=production', ['WEB-1', 'API-1', 'WEB-2']],
    ['environment=nowhere', []],
    ['project=api', ['API-1']],
    ['project=-1', ['WEB-1', 'API-1', 'WEB-2']],
  ])('%s', async (query, expected) => {
    expect(await list(query)).toEqual(expected)
  })

  test('a project by number, twice, and one that is not there', async () => {
    expect(await list(`project=${second.id}&project=${acme.project.id}`)).toEqual(['WEB-1', 'API-1', 'WEB-2'])
    expect((await get('/organizations/acme/issues/?project=999')).status).toBe(403)
  })

  test('figures are those of the window and environment, lifetime those of all', async () => {
    const answer = await get(`/organizations/acme/issues/?query=&project=web&statsPeriod=90m&environment=production`)
    expect(answer.json).toMatchObject([
      {
        shortId: 'WEB-1',
        count: '2',
        userCount: 2,
        lifetime: { count: '3', userCount: 2, firstSeen: '2026-11-20T10:00:00.000Z' },
      },
    ])
  })

  test('series have one bucket an hour or a day', async () => {
    const day24 = await get('/organizations/acme/issues/?limit=1')
    expect(day24.json).toMatchObject([{ stats: { '24h': expect.arrayContaining([[(testNow - 2 * hour) / 1000, 1]]) } }])
    const days = await get('/organizations/acme/issues/?limit=1&groupStatsPeriod=14d')
    expect(days.json).toMatchObject([{ stats: { '14d': { length: 14, 13: [Date.UTC(2026, 10, 20) / 1000, 3] } } }])
    const none = await get('/organizations/acme/issues/?limit=1&groupStatsPeriod=')
    expect(none.json).toMatchObject([{ stats: {} }])
  })

  test('pages lead on and back, and new events in between repeat nothing', async () => {
    const cursorOf = (answer: Answer, rel: string) =>
      new RegExp(`rel="${rel}"; results="true"; cursor="([^"]+)"`).exec(String(answer.headers['link']))?.[1]
    const first = await get('/organizations/acme/issues/?query=&limit=2')
    expect(members(first, 'shortId')).toEqual(['WEB-1', 'API-1'])
    expect(cursorOf(first, 'previous')).toBeUndefined()
    const rest = await get(`/organizations/acme/issues/?query=&limit=2&cursor=${cursorOf(first, 'next')}`)
    expect(members(rest, 'shortId')).toEqual(['WEB-3', 'WEB-2'])
    expect(cursorOf(rest, 'next')).toBeUndefined()
    const back = await get(`/organizations/acme/issues/?query=&limit=2&cursor=${cursorOf(rest, 'previous')}`)
    expect(members(back, 'shortId')).toEqual(['WEB-1', 'API-1'])
    expect(String(first.headers['link'])).toContain(
      `<${testBaseUrl}/api/0/organizations/acme/issues/?query=&limit=2&cursor=`,
    )
  })

  test('an event id or a short id leads straight to its issue', async () => {
    const byEvent = await get(`/organizations/acme/issues/?query=${testEventId(6)}`)
    expect(byEvent.json).toMatchObject([{ shortId: 'WEB-3', matchingEventId: testEventId(6) }])
    expect(byEvent.headers['x-sentry-direct-hit']).toBe('1')
    expect(await list('query=web-3&shortIdLookup=1')).toEqual(['WEB-3'])
  })

  test('of a project', async () => {
    expect(members(await get('/projects/acme/api/issues/'), 'shortId')).toEqual(['API-1'])
  })
})

describe('one issue', () => {
  test.each([
    () => `/organizations/acme/issues/${issues[0]}/`,
    () => '/organizations/acme/issues/web-1/',
    () => `/issues/${issues[0]}/`,
  ])('by number, short id and older path', async (url) => {
    const answer = await get(url())
    expect(answer.json).toMatchObject({
      shortId: 'WEB-1',
      title: 'TypeError: Cannot read a',
      count: '3',
      userCount: 2,
      isUnhandled: true,
      priority: 'high',
      permalink: `${testBaseUrl}/organizations/acme/issues/${issues[0]}/`,
      firstRelease: { version: 'shop@1.2.3', versionInfo: { package: 'shop' } },
      stats: { '24h': { length: 24 }, '30d': { length: 30 } },
      activity: [{ type: 'first_seen' }],
    })
  })

  test('short ids do not reach into other organizations by the older path', async () => {
    expect((await get('/issues/WEB-1/')).status).toBe(404)
  })

  test('collapse leaves out what costs', async () => {
    const answer = await get(`/organizations/acme/issues/${issues[0]}/?collapse=stats&collapse=tags`)
    expect(answer.json).not.toHaveProperty('stats')
    expect(answer.json).not.toHaveProperty('tags')
  })

  test('a short id resolves', async () => {
    const answer = await get('/organizations/acme/shortids/WEB-2/')
    expect(answer.json).toMatchObject({
      groupId: String(issues[3]),
      projectSlug: 'web',
      shortId: 'WEB-2',
      group: { status: 'unresolved' },
    })
    expect((await get('/organizations/acme/shortids/WEB-99/')).status).toBe(404)
  })
})

describe('changing the status', () => {
  const put = (body: unknown) =>
    api.call('PUT', `/organizations/acme/issues/${issues[4]}/`, { token: acme.token, body })

  test('resolves, archives and reopens, with activity', async () => {
    expect((await put({ status: 'resolved' })).json).toMatchObject({ status: 'resolved', substatus: null })
    expect((await put({ status: 'ignored', substatus: 'archived_forever' })).json).toMatchObject({
      substatus: 'archived_forever',
    })
    expect((await put({ status: 'ignored' })).json).toMatchObject({ substatus: 'archived_forever' })
    expect((await put({ status: 'unresolved', statusDetails: {} })).json).toMatchObject({ substatus: 'ongoing' })
    const detail = await get(`/organizations/acme/issues/${issues[4]}/`)
    expect(detail.json).toMatchObject({
      activity: [
        { type: 'set_unresolved', user: { email: 'admin@acme.test' } },
        { type: 'set_ignored' },
        { type: 'set_resolved' },
        { type: 'first_seen', user: null },
      ],
    })
  })

  test.each([
    [{ status: 'resolvedInNextRelease' }, 'status'],
    [{}, 'status'],
    [{ status: 'resolved', assignedTo: 'me' }, 'assignedTo'],
    [{ status: 'resolved', statusDetails: { inRelease: 'latest' } }, 'statusDetails'],
    [{ status: 'resolved', substatus: 'archived_forever' }, 'substatus'],
  ])('%j is refused, not half done', async (body, field) => {
    const answer = await put(body)
    expect(answer.status).toBe(400)
    expect(answer.json).toHaveProperty(field)
  })
})

describe('tags', () => {
  const of = (path: string) => get(`/organizations/acme/issues/${issues[0]}/tags/${path}`)

  test('all, one, and the values of one', async () => {
    expect(members(await of(''), 'key')).toHaveLength(6)
    expect(members(await of(''), 'key')).toEqual(
      expect.arrayContaining(['browser', 'browser.name', 'environment', 'level', 'url', 'user']),
    )
    expect((await of('browser.name/')).json).toMatchObject({
      key: 'browser.name',
      name: 'Browser Name',
      totalValues: 3,
      uniqueValues: 1,
      topValues: [{ value: 'Firefox', count: 3, lastSeen: '2026-11-20T11:59:30.000Z' }],
    })
    expect((await of('url/values/')).json).toMatchObject([{ value: 'https://shop.test/cart', count: 3 }])
    expect((await of('url/values/?query=nothing')).json).toEqual([])
  })

  test('one that is not there', async () => {
    expect((await of('nothing/')).status).toBe(404)
    expect((await of('nothing/values/')).json).toEqual([])
  })
})
