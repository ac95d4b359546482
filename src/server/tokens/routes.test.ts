import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Seeded, seedMember, seedOrganization, seedToken } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testBaseUrl, testNow } from '../http/testing/test-api.ts'
import { hashToken } from '../users/tokens.ts'
import { createWebSession, sessionCookie } from '../users/web-session.ts'
import { createOrganizationToken } from './organization-token.ts'

let api: TestApi
let acme: Seeded
let browser: { headers: Record<string, string> }

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const secret = await createWebSession(api.storage.meta, { userId: acme.user.id, now: testNow })
  browser = { headers: { cookie: `${sessionCookie}=${secret}`, origin: testBaseUrl } }
})
afterAll(() => api.close())

function readMember(json: unknown, name: string): string {
  const value: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined
  if (typeof value !== 'string') throw new Error(`no ${name} in ${JSON.stringify(json)}`)
  return value
}

describe('tokens of a person', () => {
  test('are shown once, kept as a hash, work, are renamed and revoked', async () => {
    const body = { name: 'night build', scopes: ['org:read', 'project:write', 'org:read'] }
    const made = await api.call('POST', '/api-tokens/', { ...browser, body })
    expect(made.status).toBe(201)
    const [value, id] = [readMember(made.json, 'token'), readMember(made.json, 'id')]
    expect(value).toMatch(/^sntryu_[0-9a-f]{64}$/)
    expect(made.json).toEqual({
      id,
      name: 'night build',
      scopes: ['org:read', 'project:write'],
      tokenLastCharacters: value.slice(-4),
      dateCreated: new Date(testNow).toISOString(),
      dateLastUsed: null,
      application: null,
      state: null,
      expiresAt: null,
      token: value,
      refreshToken: null,
    })
    expect((await api.storage.meta.findTokenByHash(hashToken(value)))?.id).toBe(Number(id))
    expect((await api.call('GET', '/organizations/acme/', { token: value })).json).toMatchObject({
      access: ['org:read', 'project:read', 'project:write'],
    })
    const list = await api.call('GET', '/api-tokens/', browser)
    expect(list.text).not.toContain(value)
    const one = await api.call('GET', `/api-tokens/${id}/`, browser)
    expect(one.json).toMatchObject({ id, dateLastUsed: new Date(testNow).toISOString() })
    const renamed = await api.call('PUT', `/api-tokens/${id}/`, { ...browser, body: { name: 'day build' } })
    expect(renamed.status).toBe(204)
    expect((await api.call('GET', `/api-tokens/${id}/`, browser)).json).toMatchObject({ name: 'day build' })
    expect((await api.call('DELETE', `/api-tokens/${id}/`, browser)).status).toBe(204)
    expect((await api.call('GET', '/organizations/acme/', { token: value })).status).toBe(401)
    expect((await api.call('DELETE', `/api-tokens/${id}/`, browser)).status).toBe(404)
  })

  test('are revoked by the id in a body, too', async () => {
    const made = await api.call('POST', '/api-tokens/', { ...browser, body: { scopes: ['org:read'] } })
    const tokenId = readMember(made.json, 'id')
    expect((await api.call('DELETE', '/api-tokens/', { ...browser, body: { tokenId } })).status).toBe(204)
    expect((await api.call('DELETE', '/api-tokens/', { ...browser, body: { tokenId } })).status).toBe(404)
    expect((await api.call('DELETE', '/api-tokens/', { ...browser, body: {} })).status).toBe(400)
  })

  test.each([
    [{ name: 'x' }, 'scopes'],
    [{ scopes: [] }, 'scopes'],
    [{ scopes: ['org:read', 'org:everything'] }, 'scopes'],
    [{ scopes: ['org:read'], expiresAt: 'tomorrow' }, 'expiresAt'],
    [{ scopes: ['org:read'], expiresAt: '2026-01-01T00:00:00Z' }, 'expiresAt'],
    [{ scopes: ['org:read'], admin: true }, 'admin'],
  ])('%j is refused, naming %s', async (body, field) => {
    const answer = await api.call('POST', '/api-tokens/', { ...browser, body })
    expect(answer.status).toBe(400)
    expect(Object.keys(Object(answer.json))).toContain(field)
  })

  test('expire', async () => {
    const expiresAt = new Date(testNow + 60_000).toISOString()
    const made = await api.call('POST', '/api-tokens/', { ...browser, body: { scopes: ['org:read'], expiresAt } })
    expect(made.json).toMatchObject({ expiresAt })
    const token = readMember(made.json, 'token')
    expect((await api.call('GET', '/organizations/', { token })).status).toBe(200)
    api.clock.now = testNow + 60_000
    const late = await api.call('GET', '/organizations/', { token })
    expect(late).toMatchObject({ status: 401, json: { detail: 'Token expired' } })
    api.clock.now = testNow
  })

  test('do not make, show or revoke stronger ones', async () => {
    const weak = await seedToken(api.storage, acme.user.id, ['project:write'], testNow)
    const refused = await api.call('POST', '/api-tokens/', { token: weak, body: { scopes: ['project:admin'] } })
    expect(refused.status).toBe(403)
    const made = await api.call('POST', '/api-tokens/', { token: weak, body: { scopes: ['project:read'] } })
    expect(made.status).toBe(201)
    const list = await api.call('GET', '/api-tokens/', { token: weak })
    expect(list.json).toMatchObject([{ scopes: ['project:write'] }, { scopes: ['project:read'] }])
    const strong = (await api.storage.meta.listTokens({ userId: acme.user.id })).find((one) =>
      one.scopes.includes('org:admin'),
    )
    expect((await api.call('DELETE', `/api-tokens/${strong?.id}/`, { token: weak })).status).toBe(404)
  })

  test('that expire make none that live longer', async () => {
    const expiresAt = new Date(testNow + 60_000).toISOString()
    const body = { scopes: ['org:read'], expiresAt }
    const token = readMember((await api.call('POST', '/api-tokens/', { ...browser, body })).json, 'token')
    const forever = await api.call('POST', '/api-tokens/', { token, body: { scopes: ['org:read'] } })
    expect(forever.status).toBe(403)
    expect((await api.call('POST', '/api-tokens/', { token, body })).status).toBe(201)
  })

  test('are nothing to anybody else', async () => {
    const bob = await seedMember(api.storage, acme.organization, 'bob@acme.test', 'owner', testNow)
    const token = await seedToken(api.storage, bob.id, ['org:admin'], testNow)
    const [theirs] = await api.storage.meta.listTokens({ userId: acme.user.id })
    expect((await api.call('GET', `/api-tokens/${theirs?.id}/`, { token })).status).toBe(404)
    expect((await api.call('DELETE', `/api-tokens/${theirs?.id}/`, { token })).status).toBe(404)
    expect((await api.call('GET', '/api-tokens/abc/', { token })).status).toBe(404)
  })
})

describe('tokens of an organization', () => {
  const url = '/organizations/acme/org-auth-tokens/'

  test('say where they are good, have org:ci, are renamed and revoked', async () => {
    const made = await api.call('POST', url, { ...browser, body: { name: ' GitHub ' } })
    expect(made.status).toBe(201)
    const [value, id] = [readMember(made.json, 'token'), readMember(made.json, 'id')]
    const [prefix, payload, secret] = value.split('_')
    expect(prefix).toBe('sntrys')
    expect(JSON.parse(Buffer.from(payload ?? '', 'base64').toString())).toEqual({
      iat: testNow / 1000,
      url: testBaseUrl,
      region_url: testBaseUrl,
      org: 'acme',
    })
    expect(secret).toMatch(/^[A-Za-z0-9+/]{43}$/)
    expect(made.json).toEqual({
      id,
      name: 'GitHub',
      scopes: ['org:ci'],
      tokenLastCharacters: value.slice(-4),
      dateCreated: new Date(testNow).toISOString(),
      dateLastUsed: null,
      projectLastUsedId: null,
      token: value,
    })
    expect((await api.call('GET', '/', { token: value })).json).toEqual({
      version: '0',
      auth: { scopes: ['org:ci'] },
      user: null,
    })
    expect((await api.call('GET', '/organizations/acme/', { token: value })).status).toBe(403)
    expect((await api.call('GET', '/api-tokens/', { token: value })).status).toBe(403)
    const shown = await api.call('GET', `${url}${id}/`, browser)
    expect(shown.json).toMatchObject({ id, dateLastUsed: new Date(testNow).toISOString() })
    expect((await api.call('PUT', `${url}${id}/`, { ...browser, body: { name: ' ' } })).status).toBe(400)
    expect((await api.call('PUT', `${url}${id}/`, { ...browser, body: { name: 'GitLab' } })).status).toBe(204)
    expect((await api.call('GET', url, browser)).json).toMatchObject([{ id, name: 'GitLab' }])
    expect((await api.call('DELETE', `${url}${id}/`, browser)).status).toBe(204)
    expect((await api.call('GET', '/', { token: value })).status).toBe(401)
  })

  test('are for who may do as much themselves', async () => {
    const body = { name: 'ci' }
    const tokenWith = (scopes: string[]) => seedToken(api.storage, acme.user.id, scopes, testNow)
    expect((await api.call('POST', url, { token: await tokenWith(['org:admin']), body })).status).toBe(403)
    const [sufficient, member] = [
      await tokenWith(['org:read', 'org:ci']),
      await seedMember(api.storage, acme.organization, 'eve@acme.test', 'member', testNow),
    ]
    expect((await api.call('POST', url, { token: sufficient, body })).status).toBe(201)
    const secret = await createWebSession(api.storage.meta, { userId: member.id, now: testNow })
    const theirs = { headers: { cookie: `${sessionCookie}=${secret}`, origin: testBaseUrl } }
    const made = await api.call('POST', url, { ...theirs, body })
    expect(made.status).toBe(201)
    const id = readMember(made.json, 'id')
    expect((await api.call('DELETE', `${url}${id}/`, theirs)).status).toBe(403)
    await api.storage.meta.updateMember(
      (await api.storage.meta.findMemberOfUser(acme.organization.id, member.id))?.id ?? 0,
      { role: 'contributor' },
    )
    expect((await api.call('POST', url, { ...theirs, body })).status).toBe(403)
  })

  test('of another organization are not there', async () => {
    const other = await seedOrganization(api.storage, 'other', testNow)
    const made = await api.call('POST', url, { ...browser, body: { name: 'ci' } })
    const answer = await api.call('GET', `/organizations/other/org-auth-tokens/${readMember(made.json, 'id')}/`, {
      token: other.token,
    })
    expect(answer.status).toBe(404)
  })
})

test('the regions of a person are this server', async () => {
  const answer = await api.call('GET', '/users/me/regions/', { token: acme.token })
  expect(answer.json).toEqual({ regions: [{ name: 'lapwing', url: testBaseUrl }] })
})

const cli = path.join(import.meta.dirname, '../../../node_modules/.bin/sentry-cli')

test('sentry-cli takes its server from an organization token', async () => {
  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    asked.push(request.url, request.headers.authorization)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ version: '0', auth: { scopes: ['org:ci'] }, user: null }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  try {
    // Payloads of all lengths modulo 3, so that every padding of base64 is seen.
    for (const slug of ['acme', 'acmes', 'acmese']) {
      const { value } = createOrganizationToken({ baseUrl, slug, now: testNow + 1 })
      const { stdout } = await promisify(execFile)(cli, ['info'], {
        env: { PATH: process.env['PATH'], SENTRY_AUTH_TOKEN: value },
      })
      expect(stdout).toContain(`Sentry Server: ${baseUrl}`)
      expect(stdout).toContain('- org:ci')
      expect(asked.splice(0)).toEqual(['/api/0/', `Bearer ${value}`])
    }
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}, 30_000)
