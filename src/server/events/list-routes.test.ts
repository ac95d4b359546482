import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents, testEventId } from '../http/testing/seed.ts'
import { type Answer, openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'

let api: TestApi
let acme: Seeded
let issue: number

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const events = [1, 2, 3, 4].map((number) =>
    makeEvent(acme.project, number, testNow - (5 - number) * 60_000, number === 4 ? { environment: 'staging' } : {}),
  )
  const odd = makeEvent(acme.project, 9, testNow - 1000, {
    group: 'b',
    user: { id: '8', email: 'Bob@shop.test' },
    tags: [['plan', 'pro']],
    request: { url: 'https://shop.test/pay', method: 'POST' },
  })
  const [first = 0] = await storeEvents(api.storage, [...events, odd])
  issue = first
})
afterAll(() => api.close())

const get = (url: string) => api.call('GET', url, { token: acme.token })
const ofIssue = (query: string) => get(`/organizations/acme/issues/${issue}/events/?${query}`)
const ofProject = (query: string) => get(`/projects/acme/web/events/?${query}`)

function ids(answer: Answer): unknown {
  if (!Array.isArray(answer.json)) return answer.text
  return answer.json.map((row: { eventID?: unknown }) => row.eventID)
}

const cursorOf = (answer: Answer, rel: string) =>
  new RegExp(`rel="${rel}"; results="true"; cursor="([^"]+)"`).exec(String(answer.headers['link']))?.[1]

const [one, two, three, four, nine] = [1, 2, 3, 4, 9].map(testEventId)

describe('events of an issue', () => {
  test('newest first, from columns', async () => {
    const answer = await ofIssue('')
    expect(ids(answer)).toEqual([four, three, two, one])
    expect(answer.json).toMatchObject([
      {
        'event.type': 'error',
        groupID: String(issue),
        title: 'TypeError: Cannot read a',
        user: { id: '7', email: 'jane@shop.test', geo: { country_code: 'AT' } },
        dateCreated: '2026-11-20T11:59:00.000Z',
        metadata: { type: 'TypeError', value: 'Cannot read a' },
      },
      {},
      {},
      {},
    ])
    expect(JSON.stringify(answer.json)).not.toContain('entries')
  })

  test('in full', async () => {
    const answer = await ofIssue('full=true&per_page=2')
    expect(answer.json).toMatchObject([{ eventID: four, entries: [{ type: 'exception' }, {}, {}] }, { eventID: three }])
  })

  test.each([
    ['environment=staging', [four]],
    ['environment=production', [three, two, one]],
    ['statsPeriod=150s', [four, three]],
    ['start=2026-11-20T11:55:00&end=2026-11-20T11:57:30', [two, one]],
  ])('%s', async (query, expected) => {
    expect(ids(await ofIssue(query))).toEqual(expected)
  })

  test('pages lead on and back', async () => {
    const first = await ofIssue('per_page=3')
    const rest = await ofIssue(`per_page=3&cursor=${cursorOf(first, 'next')}`)
    expect([ids(first), ids(rest)]).toEqual([[four, three, two], [one]])
    expect(cursorOf(rest, 'next')).toBeUndefined()
    expect(ids(await ofIssue(`per_page=3&cursor=${cursorOf(rest, 'previous')}`))).toEqual([four, three, two])
  })

  test.each([
    ['user.id:7', [four, three, two, one]],
    ['user.id:8', []],
    ['environment:staging', [four]],
    ['!environment:staging', [three, two, one]],
    ['stack.filename:*cart*', [four, three, two, one]],
    ['stack.function:nowhere', []],
    ['http.method:GET browser.name:firefox', []],
    ['http.method:GET browser.name:Firefox', [four, three, two, one]],
    ['"Cannot read A"', [four, three, two, one]],
    ['error.handled:false', [four, three, two, one]],
    ['timestamp:>2026-11-20T11:57:30', [four, three]],
    [testEventId(2), [four, three, two, one]],
    [`id:${testEventId(2)}`, [two]],
  ])('search %s', async (search, expected) => {
    // A bare id is free text: no message holds it.
    const found = ids(await ofIssue(`query=${encodeURIComponent(search)}`))
    expect(found).toEqual(search === testEventId(2) ? [] : expected)
  })

  test.each(['is:unresolved', 'assigned:me', '(user.id:7', 'timestamp:>soon'])('%s is refused', async (search) => {
    const answer = await ofIssue(`query=${encodeURIComponent(search)}`)
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('detail')])
  })

  test.each(['per_page=0', 'limit=101', 'cursor=x', 'statsPeriod=1y', 'start=2026-11-20T00:00:00', 'full=perhaps'])(
    '%s is refused',
    async (query) => {
      expect((await ofIssue(query)).status).toBe(400)
      expect((await ofProject(query)).status).toBe(400)
    },
  )
})

describe('events of a project', () => {
  test('of all issues, newest first', async () => {
    expect(ids(await ofProject(''))).toEqual([nine, four, three, two, one])
    expect(ids(await ofProject('full=1&per_page=1'))).toEqual(ids(await ofProject('per_page=1')))
    expect((await ofProject('full=true&per_page=1')).json).toMatchObject([{ entries: [{ type: 'exception' }, {}, {}] }])
  })

  test.each([
    ['statsPeriod=150s', [nine, four, three]],
    ['environment=staging', [four]],
    ['query=user.email:*bob*', [nine]],
    ['query=plan:pro', [nine]],
    ['query=has:plan', [nine]],
    ['query=!has:plan%20!environment:staging', [three, two, one]],
  ])('%s', async (query, expected) => {
    expect(ids(await ofProject(query))).toEqual(expected)
  })

  test('pages lead on and back', async () => {
    const first = await ofProject('per_page=2')
    const second = await ofProject(`per_page=2&cursor=${cursorOf(first, 'next')}`)
    const last = await ofProject(`per_page=2&cursor=${cursorOf(second, 'next')}`)
    expect([ids(first), ids(second), ids(last)]).toEqual([[nine, four], [three, two], [one]])
    expect(cursorOf(last, 'next')).toBeUndefined()
    expect(ids(await ofProject(`per_page=2&cursor=${cursorOf(last, 'previous')}`))).toEqual([three, two])
  })
})

describe('a sample', () => {
  const all = [one, two, three, four].toSorted((a = '', b = '') => (a < b ? 1 : -1))

  test('is in an order of its own, the same each time', async () => {
    expect(ids(await ofIssue('sample=true'))).toEqual(all)
    expect(ids(await ofProject('sample=true&query=user.id:7'))).toEqual(all)
  })

  test('pages lead on and back', async () => {
    const first = await ofIssue('sample=true&per_page=3')
    const rest = await ofIssue(`sample=true&per_page=3&cursor=${cursorOf(first, 'next')}`)
    expect([ids(first), ids(rest)]).toEqual([all.slice(0, 3), all.slice(3)])
    expect(ids(await ofIssue(`sample=true&per_page=3&cursor=${cursorOf(rest, 'previous')}`))).toEqual(all.slice(0, 3))
  })
})
