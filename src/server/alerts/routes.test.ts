import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Seeded, seedOrganization } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'

let api: TestApi
let acme: Seeded
let metricId: number
let issueId: number

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const rival = await seedOrganization(api.storage, 'rival', testNow)
  const { meta } = api.storage
  const base = { environment: null, isEnabled: true, ownerUserId: null, ownerTeamId: null, createdAt: testNow }
  const metric = {
    ...base,
    kind: 'metric',
    name: 'Many errors',
    dataset: 'events',
    query: 'level:error',
    aggregate: 'count()',
    timeWindow: 60,
    thresholdType: 0,
    resolveThreshold: 10,
    triggers: [{ label: 'critical', alertThreshold: 100 }],
  } as const
  const triggers = [...metric.triggers]
  const own = { organizationId: acme.organization.id, projectIds: [acme.project.id], createdBy: acme.user.id }
  const made = await meta.createAlertRule({
    ...metric,
    ...own,
    triggers,
    environment: 'production',
    ownerTeamId: acme.team.id,
  })
  metricId = made.id
  const issue = await meta.createAlertRule({
    ...base,
    ...own,
    kind: 'issue',
    name: 'New issue',
    isEnabled: false,
    createdAt: testNow + 1,
    actionMatch: 'any',
    filterMatch: 'all',
    frequency: 30,
    conditions: [{ id: 'first_seen' }],
    filters: [],
    actions: [],
  })
  issueId = issue.id
  await meta.createAlertRule({
    ...metric,
    triggers,
    organizationId: rival.organization.id,
    projectIds: [rival.project.id],
    createdBy: null,
  })
})
afterAll(() => api.close())

const get = (url: string) => api.call('GET', url, { token: acme.token })

describe('alert rules', () => {
  test('about numbers', async () => {
    const rule = {
      id: String(metricId),
      name: 'Many errors',
      environment: 'production',
      dataset: 'events',
      aggregate: 'count()',
      timeWindow: 60,
      thresholdType: 0,
      resolveThreshold: 10,
      triggers: [{ label: 'critical', alertThreshold: 100 }],
      projects: ['web'],
      owner: `team:${acme.team.id}`,
      createdBy: { email: 'admin@acme.test' },
      dateCreated: '2026-11-20T12:00:00.000Z',
    }
    const list = await get('/organizations/acme/alert-rules/')
    expect(list).toMatchObject({ status: 200, json: [rule] })
    expect(list.json).toHaveLength(1)
    expect((await get(`/organizations/acme/alert-rules/${metricId}/`)).json).toMatchObject(rule)
    expect((await get(`/organizations/acme/alert-rules/?project=${acme.project.id}`)).json).toHaveLength(1)
    expect((await get('/organizations/acme/alert-rules/?project=999')).status).toBe(403)
  })

  test('about issues', async () => {
    const rule = { id: String(issueId), name: 'New issue', status: 'disabled', frequency: 30, actionMatch: 'any' }
    expect((await get('/projects/acme/web/rules/')).json).toMatchObject([rule])
    expect((await get(`/projects/acme/web/rules/${issueId}/`)).json).toMatchObject(rule)
  })

  test.each([
    ['', ['rule', 'alert_rule']],
    ['?alertType=rule', ['rule']],
    ['?alertType=alert_rule&name=many', ['alert_rule']],
    ['?alertType=uptime', []],
    ['?name=nothing', []],
    ['?per_page=1', ['rule']],
  ])('together%s', async (query, types) => {
    const { json } = await get(`/organizations/acme/combined-rules/${query}`)
    expect(json).toMatchObject(types.map((type) => ({ type })))
    expect(json).toHaveLength(types.length)
  })

  test.each(['0', '999', 'x', '1e3'])('of id %s there is none', async (id) => {
    expect((await get(`/organizations/acme/alert-rules/${id}/`)).status).toBe(404)
  })

  test('of another kind or organization are not to be had by id', async () => {
    expect((await get(`/organizations/acme/alert-rules/${issueId}/`)).status).toBe(404)
    expect((await get(`/projects/acme/web/rules/${metricId}/`)).status).toBe(404)
    expect((await get(`/organizations/acme/alert-rules/${issueId + 1}/`)).status).toBe(404)
    expect((await get('/organizations/rival/alert-rules/')).status).toBe(404)
  })
})
