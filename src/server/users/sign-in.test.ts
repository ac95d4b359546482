import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Seeded, seedOrganization } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testBaseUrl, testNow } from '../http/testing/test-api.ts'
import { hashPassword } from './password.ts'
import { readBasicCredentials } from './sign-in.ts'
import { createSignInLink } from './sign-in-link.ts'

let api: TestApi
let acme: Seeded
let passwordHash: string
const origin = { origin: testBaseUrl }

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  passwordHash = await hashPassword('correct horse')
})
beforeEach(async () => {
  api.clock.now += 3_600_000
  await api.storage.meta.updateUser(acme.user.id, { passwordHash })
})
afterAll(() => api.close())

const signIn = (body: unknown, headers = {}) => api.call('POST', '/auth/', { body, headers })

function cookieOf(answer: { headers: Record<string, unknown> }): string {
  return String(answer.headers['set-cookie']).split(';', 1)[0] ?? ''
}

test('email and password give a session, signing out ends it', async () => {
  const answer = await signIn({ username: 'ADMIN@acme.test', password: 'correct horse' }, origin)
  expect(answer).toMatchObject({ status: 200, json: { email: 'admin@acme.test', hasPasswordAuth: true } })
  expect(answer.headers['set-cookie']).toMatch(
    /^lapwing_session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/,
  )
  const headers = { cookie: cookieOf(answer), ...origin }
  expect((await api.call('GET', '/auth/', { headers })).status).toBe(200)
  const out = await api.call('DELETE', '/auth/', { headers })
  expect(out).toMatchObject({ status: 204, text: '' })
  expect(out.headers['set-cookie']).toContain('Max-Age=0')
  expect((await api.call('GET', '/auth/', { headers })).status).toBe(401)
})

test('basic authentication signs in as well', async () => {
  const authorization = `Basic ${Buffer.from('admin@acme.test:correct horse').toString('base64')}`
  expect((await api.call('POST', '/auth/', { headers: { authorization } })).status).toBe(200)
})

test.each([
  ['admin@acme.test', 'wrong'],
  ['nobody@acme.test', 'correct horse'],
])('%s with %s is refused in the same words', async (username, password) => {
  const answer = await signIn({ username, password })
  expect(answer).toMatchObject({ status: 401, json: { detail: 'Wrong email or password.' } })
  expect(answer.headers['set-cookie']).toBeUndefined()
})

test('guessing ends after ten attempts, also for the right password, and goes on later', async () => {
  // Links are guesses from the same address, without the time that a password hash takes.
  for (let attempt = 0; attempt < 10; attempt++) await signIn({ token: `wrong-${attempt}` })
  const answer = await signIn({ username: 'admin@acme.test', password: 'correct horse' })
  expect(answer.status).toBe(429)
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  api.clock.now += 15 * 60_000
  expect((await signIn({ username: 'admin@acme.test', password: 'correct horse' })).status).toBe(200)
})

test.each([{}, { username: 'admin@acme.test' }, { token: '' }, undefined])('%j are no credentials', async (body) => {
  expect((await signIn(body)).status).toBe(400)
})

test('another site cannot sign its visitors in', async () => {
  const headers = { origin: 'https://evil.test' }
  expect((await signIn({ username: 'admin@acme.test', password: 'correct horse' }, headers)).status).toBe(403)
})

describe('a one-time link', () => {
  const newLink = () => createSignInLink(api.storage.meta, { userId: acme.user.id, now: api.clock.now })

  test('works once', async () => {
    const { token } = await newLink()
    const answers = await Promise.all([signIn({ token }), signIn({ token })])
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 401])
  })

  test('works for an hour', async () => {
    const { token, expiresAt } = await newLink()
    expect(expiresAt - api.clock.now).toBe(3_600_000)
    api.clock.now = expiresAt
    const answer = await signIn({ token })
    expect(answer).toMatchObject({ status: 401, json: { detail: 'This link was used already or has expired.' } })
  })
})

describe('changing the password', () => {
  async function session() {
    const answer = await signIn({ username: 'admin@acme.test', password: 'correct horse' })
    return { cookie: cookieOf(answer), ...origin }
  }

  test('needs the current one and signs out everywhere else', async () => {
    const [here, elsewhere] = [await session(), await session()]
    const body = { password: 'battery staple' }
    const refused = await api.call('PUT', '/users/me/', { headers: here, body })
    expect(refused).toMatchObject({
      status: 400,
      json: { currentPassword: ['The current password is wrong or missing.'] },
    })
    const changed = await api.call('PUT', '/users/me/', {
      headers: here,
      body: { ...body, currentPassword: 'correct horse' },
    })
    expect(changed.status).toBe(200)
    expect((await api.call('GET', '/auth/', { headers: here })).status).toBe(200)
    expect((await api.call('GET', '/auth/', { headers: elsewhere })).status).toBe(401)
    expect((await signIn({ username: 'admin@acme.test', password: 'battery staple' })).status).toBe(200)
  })

  test('the first one needs none', async () => {
    const headers = await session()
    await api.storage.meta.updateUser(acme.user.id, { passwordHash: null })
    const answer = await api.call('PUT', '/users/me/', { headers, body: { name: 'Ada', password: 'battery staple' } })
    expect(answer).toMatchObject({ status: 200, json: { name: 'Ada', hasPasswordAuth: true } })
  })

  test('is not for tokens', async () => {
    const body = { password: 'battery staple', currentPassword: 'correct horse' }
    expect((await api.call('PUT', '/users/me/', { token: acme.token, body })).status).toBe(403)
  })

  test('short ones are refused', async () => {
    const answer = await api.call('PUT', '/users/me/', { headers: await session(), body: { password: 'short' } })
    expect(answer).toMatchObject({ status: 400, json: { password: ['must NOT have fewer than 8 characters'] } })
  })
})

test.each([
  ['Basic YTpiOmM=', { email: 'a', password: 'b:c' }],
  ['Basic YQ==', null],
  ['Bearer YTpi', null],
  [undefined, null],
])('basic credentials of %s', (header, credentials) => {
  expect(readBasicCredentials(header)).toEqual(credentials)
})
