import { MessageChannel } from 'node:worker_threads'
import { fastify } from 'fastify'
import { describe, expect, test } from 'vitest'
import { LapwingError } from '../errors.ts'
import { seedOrganization } from '../http/testing/seed.ts'
import { openTestApi, testBaseUrl, testNow } from '../http/testing/test-api.ts'
import { connectStorage } from '../storage/remote.ts'
import { RefusedRequest, refusalOf } from './refusal.ts'
import { registerObservability } from './routes.ts'

/** The seven answers that are not 200. */
describe('a refusal', () => {
  test.each([
    [
      new RefusedRequest({ type: 'missing_required_field', field_name: 'platform' }),
      {
        type: 'missing_required_field',
        field_name: 'platform',
        detail: 'platform is required.',
        message: 'Missing required field',
      },
    ],
    [
      new RefusedRequest({ type: 'invalid_field', field_name: 'cursor', detail: 'It is of another order.' }),
      { type: 'invalid_field', field_name: 'cursor', detail: 'It is of another order.', message: 'Invalid field' },
    ],
    [
      new RefusedRequest({ type: 'invalid_id', field_name: 'version_key' }),
      {
        type: 'invalid_id',
        field_name: 'version_key',
        detail: 'There is nothing with this version_key.',
        message: 'Invalid id',
      },
    ],
    [
      new RefusedRequest({
        type: 'invalid_enum_value',
        field_name: 'mode',
        value: 'up',
        allowed_values: ['after', 'before'],
      }),
      {
        type: 'invalid_enum_value',
        field_name: 'mode',
        value: 'up',
        allowed_values: ['after', 'before'],
        detail: 'mode is one of after, before.',
        message: 'Invalid enum value',
      },
    ],
    [
      new RefusedRequest({
        type: 'unexpected_json_type',
        field_name: 'limit',
        actual: 'string',
        expected: 'number',
      }),
      {
        type: 'unexpected_json_type',
        field_name: 'limit',
        actual: 'string',
        expected: 'number',
        detail: 'limit is number, not string.',
        message: 'Unexpected JSON type',
      },
    ],
    [
      new RefusedRequest({ type: 'value_not_permitted', field_name: 'limit', reason: 'limit is 1 at least.' }),
      {
        type: 'value_not_permitted',
        field_name: 'limit',
        reason: 'limit is 1 at least.',
        detail: 'limit is 1 at least.',
        message: 'Value not permitted',
      },
    ],
    [new SyntaxError('x'), { type: 'parse_error', detail: 'The body is not JSON.', message: 'Parse error' }],
    [
      new LapwingError('bad_request', { detail: 'No.' }),
      { type: 'bad_request', detail: 'No.', message: 'Bad request' },
    ],
  ])('400: %s', (error, body) => {
    expect(refusalOf(error)).toEqual({ status: 400, headers: {}, body, isSurprise: false })
  })

  test.each([
    [401, new LapwingError('invalid_token'), { type: 'unauthenticated', detail: 'Invalid token' }],
    [403, new LapwingError('forbidden', { detail: 'Not yours.' }), { type: 'forbidden', detail: 'Not yours.' }],
    [413, new LapwingError('too_large'), { type: 'request_entity_too_large', max_bytes: 1_048_576 }],
    [503, new LapwingError('unavailable', { detail: 'Soon.' }), { type: 'service_unavailable', detail: 'Soon.' }],
  ])('%i', (status, error, body) => {
    expect(refusalOf(error)).toEqual({
      status,
      headers: {},
      body: { ...body, message: expect.any(String) },
      isSurprise: false,
    })
  })

  test('429 says when to come again, in its body too, and keeps the headers of the limit', () => {
    const limit = { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '12' }
    const limited = new LapwingError('rate_limited', { headers: { ...limit, 'retry-after': '12' } })
    expect(refusalOf(limited)).toEqual({
      status: 429,
      headers: { ...limit, 'retry-after': '12' },
      body: { type: 'too_many_requests', message: 'Too many requests', retry_after: 12 },
      isSurprise: false,
    })
    expect(refusalOf(new LapwingError('rate_limited'))).toMatchObject({
      headers: { 'retry-after': '60' },
      body: { retry_after: 60 },
    })
  })

  test('500 has a reference, another one each time, and no words of ours', () => {
    const [one, other] = [refusalOf(new Error('secret')), refusalOf('secret')]
    const body = { type: 'internal_error', message: 'Internal error', reference_id: expect.any(String) }
    expect(one).toEqual({ status: 500, headers: {}, body, isSurprise: true })
    expect(one.body['reference_id']).not.toBe(other.body['reference_id'])
  })
})

test('answers 503 when the stores are gone', async () => {
  const api = await openTestApi()
  const acme = await seedOrganization(api.storage, 'acme', testNow)
  const { port1 } = new MessageChannel()
  const gone = connectStorage(port1)
  await gone.close()
  const app = fastify()
  const log = { error: () => undefined, warn: () => undefined }
  const storage = { ...api.storage, userSessions: gone.userSessions }
  registerObservability(app, { storage, baseUrl: testBaseUrl, now: () => testNow, log, maxRequests: 0 })
  const response = await app.inject({
    url: '/observability.sessions.list?platform=web&version_key=web',
    headers: { authorization: `Bearer ${acme.token}` },
  })
  await app.close()
  await api.close()
  expect(response.statusCode).toBe(503)
  expect(response.json()).toMatchObject({ type: 'service_unavailable', message: 'Service unavailable' })
})

test('answers 429 to a token that asked too often, over all operations, and to no other', async () => {
  const api = await openTestApi()
  const acme = await seedOrganization(api.storage, 'acme', testNow)
  const rival = await seedOrganization(api.storage, 'rival', testNow)
  const app = fastify()
  const log = { error: () => undefined, warn: () => undefined }
  registerObservability(app, {
    storage: api.storage,
    baseUrl: testBaseUrl,
    now: () => testNow,
    log,
    maxRequests: 2,
  })
  const ask = (name: string, token: string | null) =>
    app.inject({
      url: `/observability.sessions.${name}`,
      ...(token !== null && { headers: { authorization: `Bearer ${token}` } }),
    })
  const list = 'list?platform=web&version_key=web'
  const first = await ask(list, acme.token)
  expect(first.statusCode).toBe(200)
  expect(first.headers).toMatchObject({ 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '1' })
  // What is wrong counts as well.
  expect((await ask('get', acme.token)).statusCode).toBe(400)
  const refused = await ask(list, acme.token)
  expect(refused.statusCode).toBe(429)
  const { retry_after: wait, ...body }: Record<string, unknown> = refused.json()
  expect(body).toEqual({ type: 'too_many_requests', message: 'Too many requests' })
  expect(Number(wait)).toBeGreaterThan(290)
  expect(Number(wait)).toBeLessThanOrEqual(300)
  expect(refused.headers).toMatchObject({
    'retry-after': String(wait),
    'x-ratelimit-limit': '2',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(wait),
  })
  expect((await ask(list, rival.token)).statusCode).toBe(200)
  expect((await ask(list, null)).statusCode).toBe(401)
  await app.close()
  await api.close()
})
