import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Seeded, seedMember, seedOrganization, seedToken } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'

let api: TestApi
let acme: Seeded

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const beta = await seedOrganization(api.storage, 'beta', testNow + 1000)
  await seedOrganization(api.storage, 'rival', testNow)
  const { id: organizationId } = beta.organization
  await api.storage.meta.addMember({ organizationId, userId: acme.user.id, role: 'member', createdAt: testNow })
})
afterAll(() => api.close())

const get = (url: string) => api.call('GET', url, { token: acme.token })
const put = (body: unknown, url = '/organizations/acme/') => api.call('PUT', url, { token: acme.token, body })

describe('the list', () => {
  test.each([
    ['', ['acme', 'beta']],
    ['owner=true', ['acme']],
    ['query=BET', ['beta']],
    ['query=slug:acme', ['acme']],
    ['query=slug:acme+beta', []],
    ['sortBy=members', ['beta', 'acme']],
    ['sortBy=projects&per_page=1', ['acme']],
    ['member=true', ['acme', 'beta']],
  ])('%s', async (query, slugs) => {
    const { json } = await get(`/organizations/?${query}`)
    expect(json).toMatchObject(slugs.map((slug) => ({ slug })))
    expect(json).toHaveLength(slugs.length)
  })

  test('refuses an order that it does not know', async () => {
    expect((await get('/organizations/?sortBy=colour')).status).toBe(400)
  })
})

describe('one organization', () => {
  test('has settings, roles, teams and projects', async () => {
    expect(await get('/organizations/acme/')).toMatchObject({
      status: 200,
      json: {
        slug: 'acme',
        orgRole: 'owner',
        openMembership: true,
        teams: [{ slug: 'acme-team', isMember: true, memberCount: 1 }],
        projects: [{ slug: 'web' }],
        orgRoleList: [{ id: 'contributor' }, { id: 'member' }, { id: 'admin' }, { id: 'manager' }, { id: 'owner' }],
        teamRoleList: [{ id: 'contributor' }, { id: 'admin' }],
      },
    })
  })

  test('without its parts', async () => {
    const { json } = await get('/organizations/acme/?detailed=0')
    expect(json).not.toHaveProperty('projects')
    expect(json).not.toHaveProperty('teams')
    expect((await get('/organizations/rival/')).status).toBe(404)
  })

  test('of nobody else can be changed', async () => {
    expect((await put({ name: 'Mine' }, '/organizations/rival/')).status).toBe(404)
    expect((await put({ name: 'Mine' }, '/organizations/beta/')).status).toBe(403)
  })
})

describe('settings', () => {
  test('are what they were set to', async () => {
    const settings = {
      isEarlyAdopter: true,
      defaultRole: 'admin',
      openMembership: false,
      eventsMemberAdmin: false,
      alertsMemberWrite: false,
      attachmentsRole: 'manager',
      debugFilesRole: 'owner',
      hasGranularReplayPermissions: true,
      replayAccessMembers: [1, 2],
      allowSharedIssues: false,
      enhancedPrivacy: true,
      scrapeJavaScript: true,
      storeCrashReports: 10,
      allowJoinRequests: false,
      dataScrubber: true,
      dataScrubberDefaults: true,
      sensitiveFields: ['iban'],
      safeFields: ['card_type'],
      scrubIPAddresses: true,
      relayDsnEndpoint: 'https://relay.test',
      issueAlertsThreadFlag: false,
      metricAlertsThreadFlag: false,
      hideAiFeatures: true,
    }
    const sent = { ...settings, sensitiveFields: ['iban', ' ', 'iban '], unheardOf: 1, require2FA: false }
    expect(await put(sent)).toMatchObject({ status: 200, json: settings })
    expect(await put({ name: 'Acme Corp' })).toMatchObject({ status: 200, json: { ...settings, name: 'Acme Corp' } })
    expect((await get('/organizations/acme/?detailed=0')).json).toMatchObject(settings)
    expect((await put({ replayAccessMembers: null })).json).toMatchObject({ replayAccessMembers: [] })
  })

  test('of relays remember when each came and changed', async () => {
    const first = { publicKey: 'k1', name: 'Relay', description: 'first' }
    expect((await put({ trustedRelays: [first] })).json).toMatchObject({
      trustedRelays: [{ ...first, created: '2026-11-20T12:00:00.000Z', lastModified: '2026-11-20T12:00:00.000Z' }],
    })
    api.clock.now += 1000
    const { json } = await put({ trustedRelays: [first, { publicKey: 'k2', name: 'Second' }] })
    expect(json).toMatchObject({
      trustedRelays: [{ lastModified: '2026-11-20T12:00:00.000Z' }, { created: '2026-11-20T12:00:01.000Z' }],
    })
    expect((await put({ trustedRelays: [first, first] })).status).toBe(400)
    api.clock.now = testNow
  })

  test('of name and slug', async () => {
    expect((await put({ slug: 'acme-2', name: ' New ' })).json).toMatchObject({ slug: 'acme-2', name: 'New' })
    expect((await get('/organizations/acme/')).status).toBe(404)
    expect((await put({ slug: 'acme' }, '/organizations/acme-2/')).status).toBe(200)
    expect(await put({ slug: 'rival' })).toMatchObject({ status: 409 })
  })

  test.each([
    [{ name: '' }, 'name'],
    [{ slug: '42' }, 'slug'],
    [{ openMembership: 'yes' }, 'openMembership'],
    [{ defaultRole: 'king' }, 'defaultRole'],
    [{ storeCrashReports: 3 }, 'storeCrashReports'],
    [{ sensitiveFields: 'iban' }, 'sensitiveFields'],
    [{ require2FA: true }, 'require2FA'],
    [{ avatarType: 'upload', avatar: 'aGk=' }, 'avatarType'],
    [{ relayPiiConfig: '{"rules":{}}' }, 'relayPiiConfig'],
  ])('%j is refused by name', async (body, field) => {
    const answer = await put(body)
    expect(answer.status).toBe(400)
    expect(Object.keys(answer.json ?? {})).toEqual([field])
  })

  test('can close the making of projects to members', async () => {
    const member = await seedMember(api.storage, acme.organization, 'jane@acme.test', 'member', testNow)
    const token = await seedToken(api.storage, member.id, ['project:read'], testNow)
    const make = (name: string) =>
      api.call('POST', '/organizations/acme/projects/', { token, body: { name, platform: 'node' } })
    expect((await make('Mine')).status).toBe(201)
    expect((await put({ allowMemberProjectCreation: false })).json).toMatchObject({ allowMemberProjectCreation: false })
    expect(await make('Another')).toMatchObject({
      status: 403,
      json: { detail: 'Your organization has disabled this feature for members.' },
    })
  })
})

test('there are no integrations and no relays', async () => {
  expect((await get('/organizations/acme/config/integrations/')).json).toEqual({ providers: [] })
  expect((await get('/organizations/acme/relay_usage/')).json).toEqual([])
})
