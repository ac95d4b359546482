import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StoredEvent } from '../../protocol/event.ts'
import {
  makeEvent,
  type Seeded,
  seedMember,
  seedOrganization,
  seedToken,
  storeEvents,
  testEventId,
} from '../http/testing/seed.ts'
import { type Answer, openTestApi, type TestApi, testBaseUrl, testNow } from '../http/testing/test-api.ts'
import { createProject } from '../projects/create.ts'
import { createUserToken } from '../users/tokens.ts'
import type { Project } from '../storage/meta/ports/projects.ts'

const hour = 3_600_000
const day = 24 * hour
let api: TestApi
let acme: Seeded
let second: Project
let issues: number[]

/** An event with a tag `part`. */
function tagged(event: StoredEvent, part: string): StoredEvent {
  return { ...event, tags: [...event.tags, ['part', part]] }
}

/** a: 3 events today, production; b: 1 event, staging, 20 days ago; c: warning in the second project; d: resolved. */
beforeAll(async () => {
  api = await openTestApi()
  const { storage } = api
  acme = await seedOrganization(storage, 'acme', testNow)
  const organizationId = acme.organization.id
  const project = { organizationId, name: 'Api', slug: 'api', platform: 'node', teamId: null, now: testNow }
  second = await createProject(storage.meta, project)
  issues = await storeEvents(storage, [
    tagged(makeEvent(acme.project, 1, testNow - 2 * hour), 'cart'),
    tagged(makeEvent(acme.project, 2, testNow - hour, { user: { id: '8' } }), 'till'),
    makeEvent(acme.project, 3, testNow - 30_000),
    tagged(makeEvent(acme.project, 4, testNow - 20 * day, { group: 'b', environment: 'staging' }), 'cart'),
    makeEvent(second, 5, testNow - 2 * day, { group: 'c', level: 'warning', release: 'api@2.0' }),
    tagged(makeEvent(acme.project, 6, testNow - 3 * day, { group: 'd' }), 'till'),
  ])
  const resolved = { status: 'resolved', substatus: null } as const
  await storage.meta.changeIssues([issues[5] ?? 0], { userId: acme.user.id, at: testNow, status: resolved })
  await storage.meta.changeIssues([issues[4] ?? 0], {
    userId: null,
    at: testNow,
    assignee: { userId: acme.user.id },
    priority: 'low',
  })
  await seedOrganization(storage, 'other', testNow)
})
afterAll(() => api.close())

const get = (url: string, token = acme.token) => api.call('GET', url, { token })

function members(answer: Answer, name: string): unknown[] {
  if (!Array.isArray(answer.json)) throw new Error(answer.text)
  return answer.json.map((row: unknown) =>
    typeof row === 'object' && row !== null ? Object.entries(row).find(([key]) => key === name)?.[1] : row,
  )
}
const list = async (query: string) => members(await get(`/organizations/acme/issues/?${query}`), 'shortId')
const search = (query: string) => list(`query=${encodeURIComponent(query)}`)

/** The cursor of a page's neighbour; none when there is no such page. */
function cursorOf(answer: Answer, rel: string): string | undefined {
  return new RegExp(`rel="${rel}"; results="true"; cursor="([^"]+)"`).exec(String(answer.headers['link']))?.[1]
}

test('the list shows unresolved issues, last seen first, and counts all that match', async () => {
  const answer = await get('/organizations/acme/issues/')
  expect(members(answer, 'shortId')).toEqual(['WEB-1', 'API-1', 'WEB-2'])
  expect(answer.headers['x-hits']).toBe('3')
  expect(answer.headers['x-max-hits']).toBe('1000')
})

describe('parameters', () => {
  test.each([
    ['query=', ['WEB-1', 'API-1', 'WEB-3', 'WEB-2']],
    ['sort=new', ['WEB-1', 'API-1', 'WEB-2']],
    ['sort=freq&limit=1', ['WEB-1']],
    ['sort=user&limit=1', ['WEB-1']],
    ['sort=priority', ['WEB-1', 'WEB-2', 'API-1']],
    ['sort=trends&limit=1', ['WEB-1']],
    ['sort=inbox&limit=1', ['WEB-1']],
    ['sort=recommended&limit=1', ['WEB-1']],
    ['sort=', ['WEB-1', 'API-1', 'WEB-2']],
    ['statsPeriod=7d', ['WEB-1', 'API-1']],
    ['statsPeriod=7d&sort=freq', ['WEB-1', 'API-1']],
    ['start=2026-10-30&end=2026-11-01', ['WEB-2']],
    ['start=2026-10-30&end=2026-11-01&sort=priority', ['WEB-2']],
    ['environment=staging', ['WEB-2']],
    ['environment=staging&environment=production', ['WEB-1', 'API-1', 'WEB-2']],
    ['environment=nowhere', []],
    ['environment=production&sort=priority', ['WEB-1', 'API-1']],
    ['project=api', ['API-1']],
    ['project=-1', ['WEB-1', 'API-1', 'WEB-2']],
    ['collapse=lifetime&expand=inbox&expand=owners&viewId=7', ['WEB-1', 'API-1', 'WEB-2']],
  ])('%s', async (query, expected) => {
    expect(await list(query)).toEqual(expected)
  })

  test('a project by number, twice, and one that is not there', async () => {
    expect(await list(`project=${second.id}&project=${acme.project.id}`)).toEqual(['WEB-1', 'API-1', 'WEB-2'])
    expect((await get('/organizations/acme/issues/?project=999')).status).toBe(403)
  })

  test('of a project', async () => {
    expect(members(await get('/projects/acme/api/issues/'), 'shortId')).toEqual(['API-1'])
    expect(members(await get('/projects/acme/web/issues/?query=part:cart&sort=freq'), 'shortId')).toEqual([
      'WEB-2',
      'WEB-1',
    ])
  })
})

describe('searches', () => {
  test.each([
    ['is:resolved', ['WEB-3']],
    ['is:resolved is:unresolved', []],
    ['is:resolved OR level:warning', ['API-1', 'WEB-3']],
    ['level:warning', ['API-1']],
    ['cannot read B', ['WEB-2']],
    ['"cannot read"', ['WEB-1', 'API-1', 'WEB-3', 'WEB-2']],
    ['nothing like this', []],
    ['part:cart', ['WEB-1', 'WEB-2']],
    ['!part:cart', ['WEB-1', 'API-1', 'WEB-3']],
    ['part:[cart, till] is:unresolved', ['WEB-1', 'WEB-2']],
    ['has:part !is:unresolved', ['WEB-3']],
    ['(part:till is:resolved) OR (part:cart environment:staging)', ['WEB-3', 'WEB-2']],
    ['user.id:8', ['WEB-1']],
    ['stack.filename:cart.js level:error', ['WEB-1', 'WEB-3', 'WEB-2']],
    ['error.type:TypeError error.handled:false release:shop*', ['WEB-1', 'WEB-3', 'WEB-2']],
    ['release.package:api', ['API-1']],
    ['release.version:<2', ['WEB-1', 'WEB-3', 'WEB-2']],
    ['firstRelease:api@2.0', ['API-1']],
    ['assigned:me', ['API-1']],
    ['!assigned:me is:unresolved', ['WEB-1', 'WEB-2']],
    ['is:unassigned firstSeen:-24h', ['WEB-1']],
    ['timesSeen:>=3', ['WEB-1']],
    ['issue.priority:low', ['API-1']],
    ['issue:[WEB-1, API-1]', ['WEB-1', 'API-1']],
    ['project:api', ['API-1']],
    ['lastSeen:+7d', ['WEB-2']],
    ['timestamp:-90m', ['WEB-1']],
  ])('%s', async (query, expected) => {
    expect(await search(query)).toEqual(expected)
  })

  test('me is somebody else for somebody else, and nobody for a token of the organisation', async () => {
    const { storage } = api
    const user = await seedMember(storage, acme.organization, 'jo@acme.test', 'member', testNow)
    const { value, tokenHash, lastCharacters } = createUserToken()
    await storage.meta.createToken({
      name: 'test',
      tokenHash,
      lastCharacters,
      userId: null,
      organizationId: acme.organization.id,
      scopes: ['event:read'],
      createdAt: testNow,
      expiresAt: null,
    })
    for (const token of [await seedToken(storage, user.id, ['event:read'], testNow), value]) {
      const answer = await get('/organizations/acme/issues/?query=assigned:me', token)
      expect([answer.status, answer.json]).toEqual([200, []])
    }
  })

  test('people and projects of another organisation are not there', async () => {
    expect(await search('assigned:admin@other.test')).toEqual([])
    const answer = await get('/organizations/acme/issues/?query=issue:OTHER-1')
    expect(answer.status).toBe(400)
  })

  test.each([
    ['query=is:great', /Error parsing search query: .*valid values are unresolved.*'is:great', character 1/],
    ['query=a+timesSeen:many', /Invalid number.*'timesSeen:many', character 3/],
    ['query=firstSeen:soon', /Invalid date format/],
    ['query=(a', /This parenthesis is not closed/],
    ['query=count():>5', /Aggregate filters/],
    ['sort=size', /Unknown sort: 'size'/],
    ['statsPeriod=long', /Invalid statsPeriod/],
    ['start=2026-11-01', /start and end are both required/],
    ['cursor=x', /Invalid cursor/],
    ['limit=101', /Invalid limit value/],
  ])('%s is a mistake that the answer names', async (query, detail) => {
    const answer = await get(`/organizations/acme/issues/?${query}`)
    expect(answer.status).toBe(400)
    expect(answer.json).toEqual({ detail: expect.stringMatching(detail) })
  })
})

describe('what an issue is shown with', () => {
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
    const short = await get('/organizations/acme/issues/?limit=1&groupStatsPeriod=auto&statsPeriod=90m')
    expect(short.json).toMatchObject([{ stats: { auto: { length: 18 } } }])
  })

  test.each(['groupStatsPeriod=', 'collapse=stats'])('%s leaves the series out', async (query) => {
    const answer = await get(`/organizations/acme/issues/?limit=1&${query}`)
    expect(members(answer, 'stats')).toEqual([{}])
  })
})

test('an event id or a short id leads straight to its issue', async () => {
  const byEvent = await get(`/organizations/acme/issues/?query=${testEventId(6)}`)
  expect(byEvent.json).toMatchObject([{ shortId: 'WEB-3', matchingEventId: testEventId(6) }])
  expect(byEvent.headers['x-sentry-direct-hit']).toBe('1')
  expect(await list('query=web-3&shortIdLookup=1')).toEqual(['WEB-3'])
})

describe('pages', () => {
  test.each([
    'query=',
    'query=cannot',
    'query=is:unresolved+OR+cannot',
    'query=&environment=production&environment=staging',
  ])('of %s lead on and back', async (query) => {
    const first = await get(`/organizations/acme/issues/?${query}&limit=2`)
    expect(members(first, 'shortId')).toEqual(['WEB-1', 'API-1'])
    expect(cursorOf(first, 'previous')).toBeUndefined()
    const rest = await get(`/organizations/acme/issues/?${query}&limit=2&cursor=${cursorOf(first, 'next')}`)
    expect(members(rest, 'shortId')).toEqual(['WEB-3', 'WEB-2'])
    expect(cursorOf(rest, 'next')).toBeUndefined()
    const back = await get(`/organizations/acme/issues/?${query}&limit=2&cursor=${cursorOf(rest, 'previous')}`)
    expect(members(back, 'shortId')).toEqual(['WEB-1', 'API-1'])
    const path = `${testBaseUrl}/api/0/organizations/acme/issues/?${query}`
    expect(String(first.headers['link'])).toContain(`<${new URL(path).href.split('?')[0]}`)
  })

  test.each(['date', 'new', 'freq', 'user', 'priority', 'trends'])('by %s hold each issue once', async (sort) => {
    for (const query of ['', 'cannot']) {
      const seen: unknown[] = []
      let cursor: string | undefined = ''
      while (cursor !== undefined) {
        const page = await get(`/organizations/acme/issues/?query=${query}&sort=${sort}&limit=1&cursor=${cursor}`)
        seen.push(...members(page, 'shortId'))
        cursor = cursorOf(page, 'next')
      }
      expect(seen).toHaveLength(4)
      expect(new Set(seen)).toEqual(new Set(['API-1', 'WEB-1', 'WEB-2', 'WEB-3']))
    }
  })

  test('repeat nothing when an issue is seen again in between', async () => {
    const { storage } = api
    const beta = await seedOrganization(storage, 'beta', testNow)
    await storeEvents(
      storage,
      ['p', 'q', 'r', 's'].map((group, index) =>
        makeEvent(beta.project, 100 + index, testNow - index * hour, { group }),
      ),
    )
    const page = (query: string) => get(`/organizations/beta/issues/?query=cannot&limit=2&${query}`, beta.token)
    const first = await page('')
    expect(members(first, 'shortId')).toEqual(['WEB-1', 'WEB-2'])
    await storeEvents(storage, [makeEvent(beta.project, 110, testNow + 1, { group: 's' })])
    const rest = await page(`cursor=${cursorOf(first, 'next')}`)
    expect(members(rest, 'shortId')).toEqual(['WEB-3'])
  })
})
