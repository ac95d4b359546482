import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'

let api: TestApi
let acme: Seeded
const minute = 60_000

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const rival = await seedOrganization(api.storage, 'rival', testNow)
  await storeEvents(api.storage, [
    makeEvent(acme.project, 1, testNow - minute),
    makeEvent(acme.project, 2, testNow - 2 * minute, { release: 'shop@2.0.0', environment: 'staging' }),
    makeEvent(acme.project, 3, testNow - 3 * minute, { group: 'b', tags: [['cart', '3']], user: { id: '8' } }),
    makeEvent(acme.project, 4, testNow - 4 * minute, { group: 'b', tags: [['cart', '5']], user: null }),
    makeEvent(rival.project, 5, testNow - minute),
  ])
})
afterAll(() => api.close())

const get = (url: string) => api.call('GET', url, { token: acme.token })
const events = (query: string) => get(`/organizations/acme/events/?${query}`)

describe('a table of events', () => {
  test('has the fields asked for, and what it takes to open one', async () => {
    const answer = await events(
      'dataset=errors&field=title&field=timestamp&field=issue&field=user.email&field=error.handled&query=release:shop@1.2.3',
    )
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({
      data: [
        {
          id: testEventId(1),
          title: 'TypeError: Cannot read a',
          timestamp: '2026-11-20T11:59:00+00:00',
          issue: 'WEB-1',
          'user.email': 'jane@shop.test',
          'error.handled': false,
          'project.name': 'web',
        },
        { id: testEventId(3), issue: 'WEB-2', 'user.email': null },
        { id: testEventId(4) },
      ],
      meta: {
        fields: { title: 'string', timestamp: 'date', 'error.handled': 'boolean', id: 'string' },
        units: { title: null },
        dataset: 'errors',
      },
    })
  })

  test.each([
    ['field=id&environment=staging', [2]],
    ['field=id&query=cart:3', [3]],
    ['field=id&query=cart:*', [3, 4]],
    ['field=id&sort=timestamp', [4, 3, 2, 1]],
    ['field=id&sort=-release&sort=timestamp', [2, 4, 3, 1]],
    ['field=id&statsPeriod=150s', [1, 2]],
    ['field=id&query=issue:WEB-2', [3, 4]],
    ['field=id&per_page=2', [1, 2]],
    ['field=id&query=nothing', []],
  ])('%s', async (query, numbers) => {
    const { json } = await events(query)
    expect(json).toMatchObject({ data: numbers.map((number) => ({ id: testEventId(number) })) })
    expect(json).toHaveProperty('data.length', numbers.length)
  })

  test('comes in pages, forth and back', async () => {
    const follow = async (url: string, relation: string) => {
      const answer = await get(url)
      const pattern = new RegExp(`rel="${relation}"; results="(\\w+)"; cursor="([^"]+)"`)
      const [, results, cursor] = pattern.exec(String(answer.headers['link'])) ?? []
      return { json: answer.json, results, next: `/organizations/acme/events/?field=id&per_page=3&cursor=${cursor}` }
    }
    const first = await follow('/organizations/acme/events/?field=id&per_page=3', 'next')
    expect(first).toMatchObject({ json: { data: { length: 3 } }, results: 'true' })
    const second = await follow(first.next, 'next')
    expect(second).toMatchObject({ json: { data: [{ id: testEventId(4) }] }, results: 'false' })
    const back = await follow(first.next, 'previous')
    expect(back.results).toBe('true')
    expect((await get(back.next)).json).toEqual(first.json)
  })
})

describe('a table of groups', () => {
  test('has functions of events', async () => {
    const fields = [
      'issue.id',
      'count()',
      'count_unique(user)',
      'last_seen()',
      'max(cart)',
      'count_if(environment,equals,staging)',
    ]
    const query = fields.map((field) => `field=${encodeURIComponent(field)}`).join('&')
    const answer = await events(`${query}&sort=-last_seen&statsPeriod=10m`)
    expect(answer.json).toMatchObject({
      data: [
        {
          'count()': 2,
          'count_unique(user)': 1,
          'last_seen()': '2026-11-20T11:59:00+00:00',
          'max(cart)': null,
          'count_if(environment,equals,staging)': 1,
        },
        { 'count()': 2, 'count_unique(user)': 1, 'last_seen()': '2026-11-20T11:57:00+00:00', 'max(cart)': 5 },
      ],
      meta: { fields: { 'count()': 'integer', 'last_seen()': 'date', 'max(cart)': 'number', 'issue.id': 'integer' } },
    })
    expect(answer.json).not.toHaveProperty('data.0.id')
  })

  test.each([
    ['field=count()', [{ 'count()': 4 }]],
    ['field=count()&query=nothing', [{ 'count()': 0 }]],
    ['field=epm()&statsPeriod=8m', [{ 'epm()': 0.5 }]],
    ['field=release&field=count()&sort=-count', [{ release: 'shop@1.2.3', 'count()': 3 }, { release: 'shop@2.0.0' }]],
    ['field=release&field=count()&query=count():>2', [{ release: 'shop@1.2.3', 'count()': 3 }]],
    ['field=release&field=count()&query=level:error AND count():<2', [{ release: 'shop@2.0.0', 'count()': 1 }]],
    ['field=project&field=count_unique(issue.id)', [{ project: 'web', 'count_unique(issue.id)': 2 }]],
    ['field=timestamp.to_day&field=count()', [{ 'timestamp.to_day': '2026-11-20T00:00:00+00:00', 'count()': 4 }]],
    ['field=tags[cart]&field=count()&query=has:cart', [{ 'tags[cart]': '3' }, { 'tags[cart]': '5' }]],
    ['field=user.display&field=count()&query=user.id:8', [{ 'user.display': '8', 'count()': 1 }]],
  ])('%s', async (query, data) => {
    const { json } = await events(query)
    expect(json).toMatchObject({ data })
    expect(json).toHaveProperty('data.length', data.length)
  })
})

describe('what cannot be read is refused in words', () => {
  test.each([
    ['', 'No columns selected'],
    ['field=p95(transaction.duration)', 'p95 is not a valid function'],
    ['field=count_unique()', 'count_unique: expected 1 argument(s)'],
    ['field=max(title)', 'max: column argument invalid: title is not a numeric column'],
    ['field=count_if(a,like,b)', 'count_if: condition argument invalid: like'],
    ['field=a;b', 'Invalid characters in field a;b'],
    ['field=stack.filename', 'stack.filename has several values an event: it can be searched for, not selected'],
    ['field=title&field=count()&sort=-timestamp', 'Cannot sort by a field that is not selected.'],
    [
      'field=count()&query=count():>2 OR level:error',
      'Having an OR between aggregate and other conditions is not supported.',
    ],
    ['field=id&per_page=101', 'Invalid per_page value. Must be between 1 and 100.'],
    [
      'field=id&dataset=spans',
      "dataset must be one of: errors, discover, default, events, logs (none are stored); not 'spans'",
    ],
    ['field=id&cursor=x', 'Invalid cursor parameter.'],
  ])('%s', async (query, detail) => {
    expect(await events(query)).toMatchObject({ status: 400, json: { detail } })
  })

  test('as a search is', async () => {
    expect((await events('field=id&query=is:unresolved')).status).toBe(400)
    expect((await events('field=id&query=(')).status).toBe(400)
    expect((await events('field=id&project=999')).status).toBe(403)
    expect((await get('/organizations/rival/events/?field=id')).status).toBe(404)
  })
})

test('of logs there are none', async () => {
  const answer = await events('dataset=logs&field=timestamp&field=message')
  expect(answer).toMatchObject({ status: 200, json: { data: [], meta: { fields: { message: 'string' } } } })
})

describe('validation', () => {
  const validate = (query: string) => get(`/organizations/acme/events/validate/?${query}`)

  test('says yes to each part', async () => {
    const answer = await validate('dataset=errors&field=title&field=count()&query=level:error&orderby=-count()')
    expect(answer).toMatchObject({
      status: 200,
      json: {
        valid: true,
        projects: [{ valid: true, error: null }],
        dataset: [{ name: 'errors', valid: true, error: null }],
        field: [
          { name: 'title', valid: true, attrType: 'string', error: null },
          { name: 'count()', valid: true, attrType: 'number' },
        ],
        query: { valid: true, error: null },
        orderby: [{ name: '-count()', valid: true, attrType: 'number' }],
      },
    })
  })

  test.each([
    ['dataset=spans', { dataset: [{ valid: false }] }],
    ['field=foo()', { field: [{ valid: false, attrType: null, error: 'foo is not a valid function' }] }],
    ['query=(', { query: { valid: false } }],
    ['field=count()&orderby=title', { orderby: [{ valid: false }] }],
    ['project=999', { projects: [{ valid: false }] }],
  ])('says no to %s', async (query, part) => {
    expect(await validate(query)).toMatchObject({ status: 400, json: { valid: false, ...part } })
  })
})

describe('attributes', () => {
  test('of errors are their fields and tags', async () => {
    const { json } = await get('/organizations/acme/trace-items/attributes/?itemType=errors&substringMatch=car')
    expect(json).toEqual([
      { key: 'cart', name: 'cart', attributeType: 'string', attributeSource: { source_type: 'user' } },
    ])
    const numbers = await get('/organizations/acme/trace-items/attributes/?itemType=errors&attributeType=number')
    expect(numbers.json).toContainEqual(expect.objectContaining({ key: 'issue.id', attributeType: 'number' }))
  })

  test('of spans and logs are none', async () => {
    expect((await get('/organizations/acme/trace-items/attributes/?itemType=spans')).json).toEqual([])
  })
})
