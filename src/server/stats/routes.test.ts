import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Seeded, seedOrganization } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import type { OutcomeCount } from '../storage/meta/ports/outcomes.ts'

let api: TestApi
let acme: Seeded
const hour = 3_600_000
const seconds = (time: number) => time / 1000

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const rival = await seedOrganization(api.storage, 'rival', testNow)
  const count = (own: Partial<OutcomeCount>): OutcomeCount => ({
    projectId: acme.project.id,
    publicKey: 'k1',
    at: testNow - hour,
    category: 'error',
    outcome: 'accepted',
    reason: '',
    quantity: 1,
    ...own,
  })
  await api.storage.meta.countOutcomes([
    count({ quantity: 10 }),
    count({ quantity: 5, at: testNow - 3 * hour }),
    count({ quantity: 2, category: 'security' }),
    count({ quantity: 3, outcome: 'filtered', reason: 'localhost' }),
    count({ quantity: 4, outcome: 'rate_limited', reason: 'key_quota', publicKey: 'k2' }),
    count({ quantity: 7, outcome: 'client_discard', reason: 'sample_rate' }),
    count({ quantity: 1000, category: 'attachment', outcome: 'invalid', reason: 'unsupported_attachment' }),
    count({ quantity: 2, category: 'attachment_item', outcome: 'invalid', reason: 'unsupported_attachment' }),
    count({ quantity: 99, projectId: rival.project.id }),
  ])
})
afterAll(() => api.close())

const get = (url: string) => api.call('GET', url, { token: acme.token })
const stats = (query: string) => get(`/organizations/acme/stats_v2/?${query}`)

describe('stats_v2', () => {
  test('sums over time, by outcome', async () => {
    const answer = await stats('field=sum(quantity)&groupBy=outcome&category=error&statsPeriod=3h')
    expect(answer).toMatchObject({
      status: 200,
      json: {
        start: '2026-11-20T09:00:00Z',
        end: '2026-11-20T12:00:00Z',
        intervals: ['2026-11-20T09:00:00Z', '2026-11-20T10:00:00Z', '2026-11-20T11:00:00Z'],
        groups: [
          {
            by: { outcome: 'accepted' },
            totals: { 'sum(quantity)': 17 },
            series: { 'sum(quantity)': [5, 0, 12] },
          },
          { by: { outcome: 'client_discard' }, totals: { 'sum(quantity)': 7 } },
          { by: { outcome: 'rate_limited' }, totals: { 'sum(quantity)': 4 } },
          { by: { outcome: 'filtered' }, totals: { 'sum(quantity)': 3 }, series: { 'sum(quantity)': [0, 0, 3] } },
        ],
      },
    })
  })

  test('of attachments counts bytes or files', async () => {
    const attachments = 'category=attachment&groupBy=category&groupBy=reason&statsPeriod=1d&interval=1d'
    const quantity = await stats(`field=sum(quantity)&${attachments}`)
    const by = { category: 'attachment', reason: 'unsupported_attachment' }
    expect(quantity.json).toMatchObject({ groups: [{ by, totals: { 'sum(quantity)': 1000 } }] })
    const seen = await stats(`field=sum(times_seen)&${attachments}`)
    expect(seen.json).toMatchObject({ groups: [{ by, totals: { 'sum(times_seen)': 2 } }] })
  })

  test.each([
    ['groupBy=project&category=error&outcome=accepted', [{ by: { project: 1 }, totals: { 'sum(quantity)': 17 } }]],
    ['groupBy=key&outcome=rate_limited', [{ by: { key: 'k2' } }]],
    ['groupBy=reason&outcome=accepted&category=error', [{ by: { reason: null }, totals: { 'sum(quantity)': 17 } }]],
    ['reason=localhost', [{ by: {}, totals: { 'sum(quantity)': 3 } }]],
    ['key=k2', [{ by: {}, totals: { 'sum(quantity)': 4 } }]],
    ['category=transaction', [{ by: {}, totals: { 'sum(quantity)': 0 } }]],
    ['category=transaction&groupBy=outcome', []],
  ])('%s', async (query, groups) => {
    const { json } = await stats(`field=sum(quantity)&statsPeriod=1d&${query}`)
    const expected = groups.map((group) =>
      'project' in group.by ? { ...group, by: { project: acme.project.id } } : group,
    )
    expect(json).toMatchObject({ groups: expected })
    expect(json).toHaveProperty('groups.length', groups.length)
  })

  test.each([
    ['', 'At least one "field" is required.'],
    ['field=summ(qarntenty)', 'Invalid field: "summ(qarntenty)"'],
    ['field=sum(quantity)&groupBy=category_', 'Invalid groupBy: "category_"'],
    ['field=sum(quantity)&category=scoobydoo', 'Invalid category: "scoobydoo"'],
    ['field=sum(quantity)&outcome=scoobydoo', 'Invalid outcome: "scoobydoo"'],
    ['field=sum(quantity)&start=2026-11-01T00:00:00', 'start and end are both required'],
    ['field=sum(quantity)&interval=7h', 'The interval should divide one day without a remainder.'],
  ])('%j is refused', async (query, detail) => {
    expect(await stats(query)).toMatchObject({ status: 400, json: { detail } })
  })

  test('of a project of somebody else is refused', async () => {
    expect((await stats('field=sum(quantity)&project=99')).status).toBe(403)
    expect((await get('/organizations/rival/stats_v2/?field=sum(quantity)')).status).toBe(404)
  })
})

test('the summary names every outcome of what came in', async () => {
  const answer = await get('/organizations/acme/stats-summary/?field=sum(quantity)&statsPeriod=1d&interval=1d')
  expect(answer).toMatchObject({
    status: 200,
    json: {
      projects: [
        {
          id: String(acme.project.id),
          slug: 'web',
          stats: [
            {
              category: 'attachment',
              outcomes: { accepted: 0, invalid: 1000 },
              totals: { dropped: 1000, 'sum(quantity)': 1000 },
            },
            { category: 'attachment_item' },
            {
              category: 'error',
              outcomes: { accepted: 17, filtered: 3, rate_limited: 4, client_discard: 7, abuse: 0 },
              totals: { dropped: 4, 'sum(quantity)': 31 },
            },
          ],
        },
      ],
    },
  })
})

describe('older statistics', () => {
  const last = seconds(testNow - hour)
  test.each([
    ['stat=received', 19],
    ['stat=rejected', 4],
    ['stat=blacklisted', 3],
    ['stat=generated', 12],
  ])('%j', async (query, count) => {
    const { json } = await get(`/projects/acme/web/stats/?${query}`)
    // A day of hours, and the one that has just begun.
    expect(json).toHaveLength(25)
    expect(json).toContainEqual([last, count])
  })

  test('by the day, and of the organization', async () => {
    const since = seconds(testNow - 48 * hour)
    const { json } = await get(`/projects/acme/web/stats/?stat=generated&resolution=1d&since=${since}`)
    expect(json).toEqual([
      [seconds(Date.UTC(2026, 10, 18)), 0],
      [seconds(Date.UTC(2026, 10, 19)), 0],
      [seconds(Date.UTC(2026, 10, 20)), 17],
    ])
    const whole = await get(`/organizations/acme/stats/?stat=generated&resolution=1d&since=${since}`)
    expect(whole.json).toEqual(json)
    const each = await get(`/organizations/acme/stats/?stat=generated&resolution=1d&since=${since}&group=project`)
    expect(each.json).toEqual({ [String(acme.project.id)]: json })
  })

  test.each(['resolution=10s', 'resolution=2h', 'stat=colour', 'since=20&until=10', 'since=0&resolution=1h'])(
    '%s is refused',
    async (query) => {
      expect((await get(`/projects/acme/web/stats/?${query}`)).status).toBe(400)
    },
  )

  test('stand in the list of projects when asked for', async () => {
    const { json } = await get('/organizations/acme/projects/?statsPeriod=24h')
    expect(json).toMatchObject([{ stats: expect.arrayContaining([[last, 12]]) }])
    expect((await get('/organizations/acme/projects/')).json).not.toHaveProperty('0.stats')
  })
})
