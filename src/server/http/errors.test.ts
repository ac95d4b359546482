import { fastify } from 'fastify'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { LapwingError } from '../errors.ts'
import { registerApi } from './api.ts'
import { answerError } from './errors.ts'
import { type Seeded, seedOrganization } from './testing/seed.ts'
import { openTestApi, type TestApi, testBaseUrl, testNow } from './testing/test-api.ts'

let api: TestApi
let acme: Seeded

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
})
afterAll(() => api.close())

test('a path that is not there', async () => {
  const answer = await api.call('GET', '/users/me/feathers/', { token: acme.token })
  expect(answer).toMatchObject({ status: 404, json: { detail: 'The requested resource does not exist' } })
})

test('a method that is not there', async () => {
  const answer = await api.call('DELETE', '/organizations/acme/', { token: acme.token })
  expect(answer).toMatchObject({ status: 405, json: { detail: 'Method "DELETE" not allowed.' } })
  expect(answer.headers['allow']).toBe('GET, PUT')
})

test('a body that is no JSON', async () => {
  const headers = { authorization: `Bearer ${acme.token}`, 'content-type': 'application/json' }
  const response = await api.app.inject({ method: 'PUT', url: '/api/0/users/me/', headers, payload: '{"name":' })
  expect(response.statusCode).toBe(400)
  expect(response.json().detail).toMatch(/^JSON parse error - /)
})

test('a body of another kind', async () => {
  const headers = { authorization: `Bearer ${acme.token}`, 'content-type': 'text/xml' }
  const response = await api.app.inject({ method: 'PUT', url: '/api/0/users/me/', headers, payload: '<a/>' })
  expect(response.statusCode).toBe(415)
})

test('a body that is too large', async () => {
  const answer = await api.call('PUT', '/users/me/', { token: acme.token, body: { name: 'x'.repeat(2 ** 20) } })
  expect(answer.status).toBe(413)
})

test.each([
  [{}, { name: ['This field is required.'] }],
  [{ name: '' }, { name: ['must NOT have fewer than 1 characters'] }],
  [{ name: 'A', platform: { a: 1 } }, { platform: ['must be string'] }],
])('a body with a fault names the field: %j', async (body, expected) => {
  const answer = await api.call('POST', '/organizations/acme/projects/', { token: acme.token, body })
  expect(answer.status).toBe(400)
  expect(answer.json).toMatchObject(expected)
})

test.each([
  ['limit=many', 'Invalid query parameter "limit": must be integer'],
  [
    'groupStatsPeriod=7d',
    'Invalid query parameter "groupStatsPeriod": must be equal to one of the allowed values: , 24h, 14d, auto',
  ],
  ['limit=101', 'Invalid limit value. Must be between 1 and 100.'],
  ['cursor=here', 'Invalid cursor parameter.'],
  ['statsPeriod=soon', "Invalid statsPeriod: 'soon'"],
  ['sort=fun', "Unknown sort: 'fun'. It can be date, new, priority, freq, user, trends, inbox, recommended."],
  ['query=(level:error', "Error parsing search query: This parenthesis is not closed ('(', character 1)"],
])('a query with a fault is named: %s', async (query, detail) => {
  const answer = await api.call('GET', `/organizations/acme/issues/?${query}`, { token: acme.token })
  expect(answer).toMatchObject({ status: 400, json: { detail } })
})

test('what went wrong inside stays inside', async () => {
  const broken = vi
    .spyOn(api.storage.meta, 'listProjects')
    .mockRejectedValueOnce(new Error('SQLITE_CORRUPT in /var/lib'))
  const answer = await api.call('GET', '/organizations/acme/projects/', { token: acme.token })
  broken.mockRestore()
  expect(answer.status).toBe(500)
  expect(answer.text).not.toContain('SQLITE')
  const errorId = api.logged.map((entry) => ('errorId' in entry ? entry.errorId : null)).at(-1)
  expect(answer.json).toEqual({ detail: 'Internal Error', errorId })
})

test('answers carry the headers of an API', async () => {
  const answer = await api.call('GET', '/', { headers: { origin: 'https://evil.test' } })
  expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  expect(answer.headers['access-control-allow-origin']).toBeUndefined()
})

test.each(['/organizations/acme/', '/organizations/acme'])('%s is served with and without the slash', async (url) => {
  expect((await api.call('GET', url, { token: acme.token })).status).toBe(200)
})

test.each(['/api/0/', '/api/0', '/api/0/organizations', '/api/0/organizations/'])(
  '%s is served too where the router sees no difference',
  async (url) => {
    const app = fastify({ routerOptions: { ignoreTrailingSlash: true } })
    const log = { error: () => undefined, warn: () => undefined }
    registerApi(app, { storage: api.storage, baseUrl: testBaseUrl, version: '0', now: () => testNow, log })
    const response = await app.inject({ url, headers: { authorization: `Bearer ${acme.token}` } })
    expect(response.statusCode).toBe(200)
    await app.close()
  },
)

test('the document is served', async () => {
  const answer = await api.call('GET', '/openapi.json')
  expect(answer.json).toMatchObject({ openapi: '3.1.0', paths: { '/api/0/organizations/': {} } })
})

test('the error of the catalogue becomes its body', () => {
  expect(answerError(new LapwingError('invalid_input', { fields: { name: ['No.'] } }))).toMatchObject({
    status: 400,
    body: { name: ['No.'] },
    surprise: false,
  })
  expect(answerError('thrown text')).toMatchObject({ status: 500, body: { detail: 'Internal Error' }, surprise: true })
})
