import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Seeded, seedMember, seedOrganization, seedToken } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'

let api: TestApi
let acme: Seeded

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
})
afterAll(() => api.close())

const get = (url: string) => api.call('GET', url, { token: acme.token })
const post = (url: string, body: unknown) => api.call('POST', url, { token: acme.token, body })
const put = (url: string, body: unknown) => api.call('PUT', url, { token: acme.token, body })

describe('creating', () => {
  test('makes a slug, a key and belongs to the team of the caller', async () => {
    const before = api.changes.count
    const answer = await post('/organizations/acme/projects/', { name: 'Mobile App', platform: null })
    expect(answer).toMatchObject({
      status: 201,
      json: { slug: 'mobile-app', platform: null, team: { slug: 'acme-team' }, isMember: true, firstEvent: null },
    })
    expect(api.changes.count).toBe(before + 1)
    const keys = await get('/projects/acme/mobile-app/keys/')
    expect(keys.json).toMatchObject([
      {
        label: 'Default',
        isActive: true,
        dsn: { public: expect.stringMatching(/^https:\/\/[0-9a-f]{32}@lapwing\.test\/\d+$/) },
      },
    ])
  })

  test('in a team', async () => {
    const answer = await post('/teams/acme/acme-team/projects/', { name: 'Jobs', slug: 'jobs', platform: 'python' })
    expect(answer).toMatchObject({ status: 201, json: { slug: 'jobs', platforms: ['python'] } })
    expect((await post('/teams/acme/nobody/projects/', { name: 'Jobs' })).status).toBe(404)
  })

  test('a slug of the name that is taken gets a number, one that was asked for is a conflict', async () => {
    expect((await post('/organizations/acme/projects/', { name: 'Web' })).json).toMatchObject({ slug: 'web-2' })
    const answer = await post('/organizations/acme/projects/', { name: 'Other', slug: 'web' })
    expect(answer).toMatchObject({ status: 409, json: { detail: 'A project with this slug already exists.' } })
  })

  test.each(['Up', 'a b', '42'])('%j is no slug', async (slug) => {
    const answer = await post('/organizations/acme/projects/', { name: 'X', slug })
    expect(answer.status).toBe(400)
    expect(answer.json).toHaveProperty('slug')
  })
})

describe('settings', () => {
  test('are what they were set to', async () => {
    const settings = {
      dataScrubber: true,
      dataScrubberDefaults: false,
      scrubIPAddresses: true,
      sensitiveFields: ['iban'],
      safeFields: ['card_type'],
      fingerprintingRules: 'error.type:ChunkLoadError -> chunk-load',
      groupingEnhancements: 'stack.module:vendor.* -app',
      options: {
        'filters:localhost': true,
        'filters:legacy-browsers': ['ie', 'safari'],
        'filters:error_messages': 'ResizeObserver*\nScript error.',
      },
    }
    const answer = await put('/projects/acme/web/', settings)
    expect(answer).toMatchObject({ status: 200, json: settings })
    expect((await get('/projects/acme/web/')).json).toMatchObject({
      ...settings,
      options: { ...settings.options, 'filters:web-crawlers': false },
    })
    const stored = await api.storage.meta.findProjectById(acme.project.id)
    expect(stored?.settings.filters.errorMessages).toEqual(['ResizeObserver*', 'Script error.'])
    const renamed = await put('/projects/acme/web/', { name: 'Shop', slug: 'shop' })
    expect(renamed.json).toMatchObject({ ...settings, name: 'Shop', slug: 'shop' })
    expect((await get('/projects/acme/web/')).status).toBe(404)
    await put('/projects/acme/shop/', { slug: 'web' })
  })

  test('a slug of another project is a conflict', async () => {
    await post('/organizations/acme/projects/', { name: 'Taken', slug: 'taken' })
    expect((await put('/projects/acme/web/', { slug: 'taken' })).status).toBe(409)
  })

  test.each([
    { sensitiveFields: 'iban' },
    { dataScrubber: 'yes' },
    { options: { 'filters:localhost': 1 } },
    { fingerprintingRules: 'x'.repeat(65_537) },
    { fingerprintingRules: 'error.type:Foo' },
    { groupingEnhancements: 'nonsense' },
    { options: { 'filters:unheard-of': true } },
  ])('%j is refused', async (body) => {
    expect((await put('/projects/acme/web/', body)).status).toBe(400)
  })
})

test('a setting that does not exist here is refused by name', async () => {
  const answer = await put('/projects/acme/web/', { name: 'Shop', autofixAutomationTuning: 'low' })
  expect(answer).toMatchObject({ status: 400, json: { autofixAutomationTuning: ['This field is not supported.'] } })
})

describe('keys', () => {
  test('are created, limited, switched off and deleted', async () => {
    const created = await post('/projects/acme/web/keys/', { name: 'CI', rateLimit: { window: 60, count: 10 } })
    expect(created).toMatchObject({
      status: 201,
      json: { label: 'CI', rateLimit: { window: 60, count: 10 }, isActive: true },
    })
    const [key] = (await api.storage.meta.listKeys(acme.project.id)).filter((one) => one.label === 'CI')
    const url = `/projects/acme/web/keys/${key?.publicKey}/`
    const off = await put(url, { isActive: false, rateLimit: { window: 60, count: null } })
    expect(off.json).toMatchObject({ label: 'CI', rateLimit: null, isActive: false })
    expect((await get(url)).json).toMatchObject({ label: 'CI', rateLimit: null, isActive: false })
    expect((await get('/projects/acme/web/keys/?status=inactive')).json).toMatchObject([{ label: 'CI' }])
    expect((await api.call('DELETE', url, { token: acme.token })).status).toBe(204)
    expect((await get(url)).status).toBe(404)
  })

  test('of one project are not reachable through another', async () => {
    await post('/organizations/acme/projects/', { name: 'Side', slug: 'side' })
    const [key] = await api.storage.meta.listKeys(acme.project.id)
    expect((await get(`/projects/acme/side/keys/${key?.publicKey}/`)).status).toBe(404)
  })

  test('of the organization', async () => {
    const answer = await get('/organizations/acme/project-keys/')
    expect(answer.json).toHaveLength((await api.storage.meta.listProjects(acme.organization.id)).length)
  })
})

describe('the list', () => {
  test.each([
    ['query=slug:web', ['web']],
    ['query=jobs', ['jobs']],
    ['query=jobs+mobile', []],
  ])('%s', async (query, slugs) => {
    const answer = await get(`/organizations/acme/projects/?${query}`)
    expect(answer.json).toMatchObject(slugs.map((slug) => ({ slug })))
    expect(answer.json).toHaveLength(slugs.length)
  })

  test('comes in pages', async () => {
    const first = await get('/organizations/acme/projects/?per_page=1')
    expect(first.json).toMatchObject([{ slug: 'web' }])
    const cursor = /rel="next"; results="true"; cursor="([^"]+)"/.exec(String(first.headers['link']))?.[1]
    const second = await get(`/organizations/acme/projects/?per_page=1&cursor=${cursor}`)
    expect(second.json).toMatchObject([{ slug: 'mobile-app' }])
  })
})

test('membership shows', async () => {
  const member = await seedMember(api.storage, acme.organization, 'outsider@acme.test', 'member', testNow)
  const token = await seedToken(api.storage, member.id, ['org:read', 'team:read', 'project:read'], testNow)
  const answer = await api.call('GET', '/organizations/acme/projects/?query=slug:web', { token })
  expect(answer.json).toMatchObject([
    { isMember: false, hasAccess: true, access: ['org:read', 'team:read', 'project:read'] },
  ])
  const teams = await get('/organizations/acme/teams/')
  expect(teams.json).toMatchObject([{ slug: 'acme-team', isMember: true, memberCount: 1 }])
})

test('deleting takes the project away, and files the job for the rest', async () => {
  await post('/organizations/acme/projects/', { name: 'Old', slug: 'old' })
  const [key] = await listKeysOf('old')
  expect((await api.call('DELETE', '/projects/acme/old/', { token: acme.token })).status).toBe(204)
  expect((await get('/projects/acme/old/')).status).toBe(404)
  expect(await api.storage.meta.findKey(key?.publicKey ?? '')).toBeNull()
  expect(await api.storage.meta.listJobs(10)).toMatchObject([{ kind: 'deleteProject' }])
})

async function listKeysOf(slug: string) {
  const project = await api.storage.meta.findProject(acme.organization.id, slug)
  return api.storage.meta.listKeys(project?.id ?? 0)
}
