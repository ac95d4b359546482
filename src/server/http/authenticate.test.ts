import { afterAll, beforeAll, expect, test } from 'vitest'
import { createUserToken, hashToken } from '../users/tokens.ts'
import { createWebSession, sessionCookie } from '../users/web-session.ts'
import { type Seeded, seedMember, seedOrganization, seedToken } from './testing/seed.ts'
import { openTestApi, type TestApi, testBaseUrl, testNow } from './testing/test-api.ts'

let api: TestApi
let acme: Seeded
let cookie: string

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const secret = await createWebSession(api.storage.meta, { userId: acme.user.id, now: testNow })
  cookie = `theme=dark; ${sessionCookie}=${secret}`
})
afterAll(() => api.close())

test.each(['Bearer', 'bearer', 'Token'])('a token is taken as %s', async (scheme) => {
  const answer = await api.call('GET', '/auth/', { headers: { authorization: `${scheme} ${acme.token}` } })
  expect(answer.json).toMatchObject({ email: 'admin@acme.test' })
})

test.each(['Digest abc', 'Bearer', 'Bearer a b'])('%s is no way to authenticate', async (authorization) => {
  const answer = await api.call('GET', '/auth/', { headers: { authorization } })
  expect(answer.status).toBe(401)
})

test('the last use is written at most once a minute', async () => {
  const token = await seedToken(api.storage, acme.user.id, ['org:read'], testNow)
  const lastUse = async () => (await api.storage.meta.findTokenByHash(hashToken(token)))?.lastUsedAt
  const use = () => api.call('GET', '/organizations/', { token })
  await use()
  expect(await lastUse()).toBe(testNow)
  api.clock.now = testNow + 59_999
  await use()
  expect(await lastUse()).toBe(testNow)
  api.clock.now = testNow + 60_000
  await use()
  expect(await lastUse()).toBe(testNow + 60_000)
  api.clock.now = testNow
})

test('a token of a deactivated person is worth nothing', async () => {
  const user = await seedMember(api.storage, acme.organization, 'gone@acme.test', 'member', testNow)
  const token = await seedToken(api.storage, user.id, ['org:read'], testNow)
  await api.storage.meta.updateUser(user.id, { isActive: false })
  const answer = await api.call('GET', '/organizations/', { token })
  expect(answer).toMatchObject({ status: 401, json: { detail: 'User inactive or deleted.' } })
})

test("an organization's token works in its organization and is nobody", async () => {
  const other = await seedOrganization(api.storage, 'other', testNow)
  const { value, tokenHash, lastCharacters } = createUserToken()
  const owner = { userId: null, organizationId: acme.organization.id }
  await api.storage.meta.createToken({
    name: '',
    tokenHash,
    lastCharacters,
    ...owner,
    scopes: ['org:read'],
    createdAt: testNow,
  })
  const list = await api.call('GET', '/organizations/', { token: value })
  expect(list.json).toMatchObject([{ slug: 'acme', access: ['org:read'] }])
  expect((await api.call('GET', `/organizations/${other.organization.slug}/`, { token: value })).status).toBe(404)
  expect((await api.call('GET', '/auth/', { token: value })).status).toBe(403)
  const root = await api.call('GET', '/', { token: value })
  expect(root.json).toEqual({ version: '0', auth: { scopes: ['org:read'] }, user: null })
})

test('write scopes bring read', async () => {
  const token = await seedToken(api.storage, acme.user.id, ['org:admin'], testNow)
  const answer = await api.call('GET', '/organizations/acme/', { token })
  expect(answer.json).toMatchObject({ access: ['org:read', 'org:write', 'org:admin'] })
})

test('the session cookie reads from anywhere', async () => {
  const answer = await api.call('GET', '/organizations/acme/', { headers: { cookie } })
  expect(answer.status).toBe(200)
})

test.each([
  ['nothing that says where it comes from', {}, 403],
  ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site', origin: testBaseUrl }, 403],
  ['Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site' }, 403],
  ['another Origin', { origin: 'https://evil.test' }, 403],
  ['Origin: null', { origin: 'null' }, 403],
  ['Sec-Fetch-Site: same-origin', { 'sec-fetch-site': 'same-origin' }, 200],
  ['our Origin', { origin: testBaseUrl }, 200],
  ['the Origin of the host asked', { origin: 'http://10.0.0.5:9000', host: '10.0.0.5:9000' }, 200],
])('a change with the cookie and %s', async (_, headers, status) => {
  const answer = await api.call('PUT', '/users/me/', { headers: { cookie, ...headers }, body: { name: 'Ada' } })
  expect(answer.status).toBe(status)
})

test('a session ends', async () => {
  api.clock.now = testNow + 31 * 86_400_000
  const answer = await api.call('GET', '/auth/', { headers: { cookie } })
  expect(answer.status).toBe(401)
  api.clock.now = testNow
})
