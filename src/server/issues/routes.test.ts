import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents } from '../http/testing/seed.ts'
import { type Answer, openTestApi, type TestApi, testBaseUrl, testNow } from '../http/testing/test-api.ts'
import { createProject } from '../projects/create.ts'
import type { Project } from '../storage/meta/ports/projects.ts'

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
  const change = { status: { status: 'resolved', substatus: null }, userId: acme.user.id, at: testNow } as const
  await api.storage.meta.changeIssues([issues[5] ?? 0], change)
})
afterAll(() => api.close())

const get = (url: string) => api.call('GET', url, { token: acme.token })

function members(answer: Answer, name: string): unknown[] {
  if (!Array.isArray(answer.json)) throw new Error(answer.text)
  return answer.json.map((row: unknown) =>
    typeof row === 'object' && row !== null ? Object.entries(row).find(([key]) => key === name)?.[1] : row,
  )
}

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

  test('people who take part', async () => {
    const path = `/organizations/acme/issues/${issues[0]}/participants/`
    expect((await get(path)).json).toEqual([])
    await api.storage.meta.markIssues([issues[0] ?? 0], acme.user.id, { isSubscribed: true })
    expect((await get(path)).json).toMatchObject([{ type: 'user', email: 'admin@acme.test' }])
  })

  test('how many match each of several searches', async () => {
    const queries = ['is:unresolved', 'is:resolved', 'no such thing']
    const counted = await get(
      `/organizations/acme/issues-count/?${queries.map((query) => `query=${encodeURIComponent(query)}`).join('&')}`,
    )
    expect(counted.json).toEqual({ 'is:unresolved': 3, 'is:resolved': 1, 'no such thing': 0 })
    expect((await get('/organizations/acme/issues-count/?query=is:nonsense')).status).toBe(400)
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

test('issues are found by the hashes that they own', async () => {
  const hashOf = async (issue: number | undefined) =>
    String(members(await get(`/organizations/acme/issues/${issue}/hashes/?full=0`), 'id')[0])
  const [a, b] = [await hashOf(issues[0]), await hashOf(issues[3])]
  const found = (query: string) => get(`/projects/acme/web/issues/?${query}`)
  expect(members(await found(`hashes=${a}`), 'id')).toEqual([String(issues[0])])
  expect(new Set(members(await found(`hashes=${a}&hashes=${b}&hashes=${'f'.repeat(32)}`), 'id'))).toEqual(
    new Set([String(issues[0]), String(issues[3])]),
  )
  expect((await get(`/projects/acme/api/issues/?hashes=${a}`)).json).toEqual([])
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
