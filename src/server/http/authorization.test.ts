import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiRoutes } from './routes.ts'
import {
  makeEvent,
  type Seeded,
  seedMember,
  seedOrganization,
  seedToken,
  storeEvents,
  testEventId,
} from './testing/seed.ts'
import { openTestApi, type TestApi, testNow } from './testing/test-api.ts'

let api: TestApi
let acme: Seeded
let other: Seeded
let issue: string
let key: string
let powerless: string

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  other = await seedOrganization(api.storage, 'other', testNow)
  const [issueId] = await storeEvents(api.storage, [makeEvent(acme.project, 1, testNow - 1000)])
  issue = String(issueId)
  key = (await api.storage.meta.listKeys(acme.project.id))[0]?.publicKey ?? ''
  powerless = await seedToken(api.storage, acme.user.id, ['alerts:read'], testNow)
})
afterAll(() => api.close())

function urlOf(path: string, isAlias = false): string {
  const values: Record<string, string> = {
    organization_id_or_slug: 'acme',
    project_id_or_slug: 'web',
    team_id_or_slug: 'acme-team',
    issue_id: path.includes('shortids') ? 'WEB-1' : issue,
    event_id: testEventId(1),
    key: 'level',
    key_id: key,
  }
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  return isAlias ? url.replace('/organizations/acme', '') : url
}

const all = apiRoutes.map(({ method, path, permission }) => ({ method, path, permission, name: `${method} ${path}` }))
const guarded = all.filter(({ permission }) => permission !== 'public')
const scoped = all.filter(({ permission }) => typeof permission === 'object')
const ofOrganization = all.filter(({ path }) => path.includes('{organization_id_or_slug}'))

describe('without credentials', () => {
  test.each(guarded)('$name is 401', async ({ method, path }) => {
    const answer = await api.call(method, urlOf(path))
    expect(answer.status).toBe(401)
    expect(answer.json).toEqual({ detail: 'Authentication credentials were not provided.' })
  })

  test('only the entrance is public', () => {
    const open = all.filter(({ permission }) => permission === 'public').map(({ name }) => name)
    expect(open).toEqual(['GET /', 'POST /auth/'])
  })
})

describe('with a token that nobody has', () => {
  test.each(guarded)('$name is 401', async ({ method, path }) => {
    const answer = await api.call(method, urlOf(path), { token: 'sntrys_eyJub25lIn0=_nothing' })
    expect(answer.status).toBe(401)
    expect(answer.json).toEqual({ detail: 'Invalid token' })
  })
})

describe('without the scope', () => {
  test.each(scoped)('$name is 403', async ({ method, path }) => {
    const answer = await api.call(method, urlOf(path), { token: powerless })
    expect(answer.status).toBe(403)
    expect(answer.json).toEqual({ detail: 'You do not have permission to perform this action.' })
  })
})

describe('with a token of another organization', () => {
  test.each(ofOrganization)('$name is 404', async ({ method, path }) => {
    const answer = await api.call(method, urlOf(path), { token: other.token })
    expect(answer.status).toBe(404)
    expect(answer.json).toEqual({ detail: 'The requested resource does not exist' })
  })

  const aliased = all.filter(({ path }) =>
    path.startsWith('/organizations/{organization_id_or_slug}/issues/{issue_id}/'),
  )

  test.each(aliased)('$name by its older path is 404', async ({ method, path }) => {
    const theirs = await api.call(method, urlOf(path, true), { token: other.token })
    expect(theirs.status).toBe(404)
    const own = await api.call(method, urlOf(path, true), { token: acme.token })
    expect(own.status).not.toBe(404)
  })

  test('lists show nothing of the others', async () => {
    const answer = await api.call('GET', '/organizations/', { token: other.token })
    expect(answer.json).toMatchObject([{ slug: 'other' }])
  })

  test('an issue of another organization is not reachable through the own one', async () => {
    const answer = await api.call('GET', `/organizations/other/issues/${issue}/`, { token: other.token })
    expect(answer.status).toBe(404)
    const event = await api.call('GET', `/projects/other/web/events/${testEventId(1)}/`, { token: other.token })
    expect(event.status).toBe(404)
    const byKey = await api.call('DELETE', `/projects/other/web/keys/${key}/`, { token: other.token })
    expect(byKey.status).toBe(404)
    const located = await api.call('GET', `/organizations/other/eventids/${testEventId(1)}/`, { token: other.token })
    expect(located.status).toBe(404)
  })
})

describe('roles', () => {
  test('a token can do no more than the person it acts for', async () => {
    const member = await seedMember(api.storage, acme.organization, 'member@acme.test', 'member', testNow)
    const token = await seedToken(api.storage, member.id, ['project:admin', 'org:admin'], testNow)
    const removal = await api.call('DELETE', '/projects/acme/web/', { token })
    expect(removal.status).toBe(403)
    const shown = await api.call('GET', '/organizations/acme/', { token })
    expect(shown.json).toMatchObject({ access: ['org:read', 'project:read'] })
  })

  test('a member may read a project but not change it', async () => {
    const member = await seedMember(api.storage, acme.organization, 'reader@acme.test', 'member', testNow)
    const token = await seedToken(api.storage, member.id, ['project:admin'], testNow)
    expect((await api.call('GET', '/projects/acme/web/', { token })).status).toBe(200)
    expect((await api.call('PUT', '/projects/acme/web/', { token, body: { name: 'Mine' } })).status).toBe(403)
  })

  test('a superuser sees every organization', async () => {
    const { meta } = api.storage
    const root = await meta.createUser({
      email: 'root@test',
      name: '',
      passwordHash: null,
      isSuperuser: true,
      createdAt: testNow,
    })
    const token = await seedToken(api.storage, root.id, ['org:read'], testNow)
    const answer = await api.call('GET', '/organizations/', { token })
    expect(answer.json).toMatchObject([{ slug: 'acme' }, { slug: 'other' }])
  })
})
