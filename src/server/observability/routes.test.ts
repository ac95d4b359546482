import { type FastifyInstance, fastify } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Seeded, seedMember, seedOrganization, seedToken } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testBaseUrl, testNow } from '../http/testing/test-api.ts'
import { createOrganizationToken } from '../tokens/organization-token.ts'
import { attributeOf } from '../storage/observability/facts.ts'
import { give, idOf, minuteMs, source } from '../storage/observability/contract/harness.ts'
import { registerObservability } from './routes.ts'

const dayMs = 86_400_000
let api: TestApi
let app: FastifyInstance
let acme: Seeded
let rival: Seeded
let publicKey: string
const logged: object[] = []

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  rival = await seedOrganization(api.storage, 'rival', testNow)
  publicKey = (await api.storage.meta.listKeys(acme.project.id))[0]?.publicKey ?? ''
  app = fastify()
  const log = { error: (fields: object) => void logged.push(fields), warn: () => undefined }
  registerObservability(app, { storage: api.storage, baseUrl: testBaseUrl, now: () => testNow, log, maxRequests: 0 })
  await app.ready()
  const projectId = acme.project.id
  const told = (value: string): [number, string] => [testNow, value]
  await give(api.storage.userSessions, [
    source('replay', 1, {
      projectId,
      startedAt: testNow - 10 * minuteMs,
      endedAt: testNow - 8 * minuteMs,
      facts: {
        texts: {
          platform: told('android'),
          appVersion: told('shop@1.0.0'),
          manufacturer: told('Google'),
          model: told('Pixel 9'),
          networkType: told('wifi'),
          osVersion: told('16'),
          sdkVersion: told('8.40.0'),
          userId: told('7'),
        },
        numbers: { screenHeight: [testNow, 2424], screenWidth: [testNow, 1080] },
        flags: ['anr', 'crash', 'exception', 'rageTap'],
        lists: {
          attribute: [attributeOf('plan', 'gold')],
          event: ['paid'],
          response: ['250'],
          recording: [idOf('replay', 1)],
          screen: ['Cart'],
        },
      },
    }),
    ...[2, 3, 4, 5].map((n) =>
      source('session', n, {
        projectId,
        user: null,
        startedAt: testNow - n * dayMs,
        endedAt: testNow - n * dayMs + 1000,
      }),
    ),
    source('session', 9, { projectId: rival.project.id, user: null, startedAt: testNow }),
  ])
})
afterAll(async () => {
  await app.close()
  await api.close()
})

interface Answer {
  status: number
  json: Record<string, unknown>
  headers: Record<string, unknown>
}

async function post(body: unknown, token: string | null = acme.token): Promise<Answer> {
  const response = await app.inject({
    method: 'POST',
    url: '/observability.sessions.list',
    headers: { 'content-type': 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }) },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.statusCode, json: response.json(), headers: response.headers }
}

async function get(path: string, token: string | null = acme.token): Promise<Answer> {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` }
  const response = await app.inject({ method: 'GET', url: `/observability.sessions.${path}`, headers })
  return { status: response.statusCode, json: response.json(), headers: response.headers }
}

const web = () => ({ type: 'web', platform: 'web', version_key: 'web' })
const android = () => ({ type: 'mobile', platform: 'android', version_key: 'web' })

function idsOf({ json }: Answer): string[] {
  const sessions = Array.isArray(json['sessions']) ? json['sessions'] : []
  return sessions.map(({ session_id: id }: { session_id: string }) => id)
}

const expected = () => ({
  type: 'mobile',
  platform: 'android',
  session_id: idOf('replay', 1),
  created_at: '2026-11-20T11:50:00.000Z',
  device_metadata: {
    app_version: 'shop@1.0.0',
    manufacturer: 'Google',
    model: 'Pixel 9',
    network_type: 'wifi',
    os_version: '16',
    plug_sdk_version: '8.40.0',
    screen_height: 2424,
    screen_width: 1080,
    sdk_version: '8.40.0',
  },
  has_exception_occurred: true,
  is_anr: true,
  is_crash: true,
  rage_tap: true,
  recording_ids: [idOf('replay', 1)],
  rev_org_id: String(acme.organization.id),
  rev_user_id: '7',
  session_duration_ms: 2 * minuteMs,
})

describe('sessions.list', () => {
  test('answers the same to POST and GET, by slug, id and public key of the project', async () => {
    expect(await post(android())).toMatchObject({ status: 200, json: { sessions: [expected()] } })
    for (const key of ['web', String(acme.project.id), publicKey]) {
      const answer = await get(`list?platform=android&version_key=${key}`)
      expect(answer).toMatchObject({ status: 200, json: { sessions: [expected()] } })
    }
  })

  test('leaves out what nobody told', async () => {
    const { json } = await post({ ...web(), limit: 1 })
    const [session] = Array.isArray(json['sessions']) ? json['sessions'] : []
    expect(session).toEqual({
      type: 'web',
      platform: 'web',
      session_id: idOf('session', 2),
      created_at: '2026-11-18T12:00:00.000Z',
      device_metadata: {},
      has_exception_occurred: false,
      is_anr: false,
      is_crash: false,
      rage_tap: false,
      recording_ids: [],
      rev_org_id: String(acme.organization.id),
      session_duration_ms: 1000,
    })
  })

  test.each([
    { app_version: ['shop@1.0.0'] },
    { created_at: { type: 'range', after: '2026-11-20T11:50:00Z', before: '2026-11-20T12:50:00.000+01:00' } },
    { created_at: { type: 'preset', preset_type: 'last_n_days', days: 1 } },
    { custom_events: ['paid'] },
    { device_model: ['Pixel 9', 'Pixel 10'] },
    { has_exception_occurred: true },
    { is_anonymous: false },
    { is_anr: true },
    { is_crash: true },
    { manufacturer: ['Google'] },
    { network_type: ['wifi'] },
    { os_version: ['16'] },
    { rage_tap: true },
    { response_time_list: [{ min: 200, max: 300 }] },
    { rev_org: ['acme'] },
    { rev_user: ['7'] },
    { screen_name: ['Cart'] },
    { session_attributes: { plan: 'gold' } },
    { session_attributes: [{ key: 'plan', values: ['silver', 'gold'] }] },
  ])('finds by %j', async (filter) => {
    expect(idsOf(await post({ ...android(), ...filter }))).toEqual([idOf('replay', 1)])
  })

  test.each([
    { app_version: ['shop@2.0.0'] },
    { created_at: { type: 'range', before: '2026-11-20T11:49:59Z' } },
    { created_at: { type: 'preset', preset_type: 'next_n_days', days: 1 } },
    { custom_events: ['left'] },
    { device_model: ['Pixel'] },
    { has_exception_occurred: false },
    { is_anonymous: true },
    { is_anr: false },
    { is_crash: false },
    { manufacturer: ['Apple'] },
    { network_type: ['cellular'] },
    { os_version: ['15'] },
    { rage_tap: false },
    { response_time_list: [{ max: 200 }, { min: 300 }] },
    { rev_org: ['rival'] },
    { rev_user: ['8'] },
    { screen_name: ['Home'] },
    { session_attributes: { plan: 'silver' } },
  ])('finds nothing by %j', async (filter) => {
    expect(await post({ ...android(), ...filter })).toMatchObject({ status: 200, json: { sessions: [] } })
  })

  test('filters in a query too', async () => {
    const path = 'list?platform=android&version_key=web&is_crash=true&app_version=shop@1.0.0&created_at.type=range'
    expect(idsOf(await get(`${path}&created_at.after=2026-11-20T11:50:00Z`))).toEqual([idOf('replay', 1)])
    expect(idsOf(await get(`${path}&created_at.after=2026-11-20T11:51:00Z`))).toEqual([])
  })

  test('pages both ways in the order asked, with cursors only where there is more', async () => {
    const ids = [2, 3, 4, 5].map((n) => idOf('session', n))
    const first = await post({ ...web(), limit: 2 })
    expect(idsOf(first)).toEqual(ids.slice(0, 2))
    expect(first.json['prev_cursor']).toBe(undefined)
    const second = await post({ ...web(), limit: 2, cursor: first.json['next_cursor'] })
    expect(idsOf(second)).toEqual(ids.slice(2))
    expect(second.json['next_cursor']).toBe(undefined)
    const back = await post({ ...web(), limit: 2, mode: 'before', cursor: second.json['prev_cursor'] })
    expect(idsOf(back)).toEqual(ids.slice(0, 2))
    expect(back.json).toMatchObject({ next_cursor: first.json['next_cursor'] })
    expect(back.json['prev_cursor']).toBe(undefined)
    expect(idsOf(await post({ ...web(), limit: 3, mode: 'before' }))).toEqual(ids.slice(1))
    const rising = await get('list?platform=web&version_key=web&sort_by=created_at:asc&limit=1')
    expect(idsOf(rising)).toEqual(ids.slice(-1))
    const other = await post({ ...web(), cursor: rising.json['next_cursor'] })
    expect(other).toMatchObject({ status: 400, json: { type: 'invalid_field', field_name: 'cursor' } })
  })
})

describe('sessions.get', () => {
  test('gives one by its id', async () => {
    const path = `get?platform=android&version_key=web&session_id=${idOf('replay', 1)}`
    expect(await get(path)).toMatchObject({ status: 200, json: { session: expected() } })
  })

  test.each(['nothing', 'a'.repeat(32)])('knows no session %s', async (id) => {
    const answer = await get(`get?platform=android&version_key=web&session_id=${id}`)
    expect(answer).toMatchObject({ status: 400, json: { type: 'invalid_id', field_name: 'session_id' } })
  })
})

describe('what is refused', () => {
  test.each<[object, object]>([
    [{ type: undefined }, { type: 'missing_required_field', field_name: 'type' }],
    [{ platform: undefined }, { type: 'missing_required_field', field_name: 'platform' }],
    [{ version_key: undefined }, { type: 'missing_required_field', field_name: 'version_key' }],
    [
      { type: 'tv' },
      { type: 'invalid_enum_value', field_name: 'type', value: 'tv', allowed_values: ['mobile', 'web'] },
    ],
    [{ platform: 'tv' }, { type: 'invalid_enum_value', allowed_values: ['android', 'ios', 'web'] }],
    [{ mode: 'around' }, { type: 'invalid_enum_value', allowed_values: ['after', 'before'] }],
    [{ platform: 'android' }, { type: 'value_not_permitted', field_name: 'platform', allowed_values: ['web'] }],
    [{ version_key: '' }, { type: 'value_not_permitted', field_name: 'version_key' }],
    [{ limit: 0 }, { type: 'value_not_permitted', field_name: 'limit' }],
    [{ sort_by: ['age:asc'] }, { type: 'value_not_permitted', field_name: 'sort_by' }],
    [{ sort_by: ['created_at:up'] }, { type: 'value_not_permitted', field_name: 'sort_by' }],
    [{ limit: '5' }, { type: 'unexpected_json_type', field_name: 'limit', actual: 'string', expected: 'integer' }],
    [{ is_anr: 1 }, { type: 'unexpected_json_type', actual: 'number', expected: 'boolean' }],
    [{ app_version: 'x' }, { type: 'unexpected_json_type', actual: 'string', expected: 'array' }],
    [{ app_version: [null] }, { type: 'unexpected_json_type', field_name: 'app_version[0]', actual: 'null' }],
    [{ created_at: [] }, { type: 'unexpected_json_type', actual: 'array', expected: 'object' }],
    [{ created_at: {} }, { type: 'missing_required_field', field_name: 'created_at.type' }],
    [{ created_at: { type: 'today' } }, { type: 'invalid_enum_value', allowed_values: ['range', 'preset'] }],
    [{ created_at: { type: 'range', after: 'now' } }, { type: 'invalid_field', field_name: 'created_at.after' }],
    [
      { created_at: { type: 'preset', preset_type: 'last_n_days' } },
      { type: 'missing_required_field', field_name: 'created_at.days' },
    ],
    [{ session_attributes: 'x' }, { type: 'unexpected_json_type', actual: 'string' }],
    [{ cursor: 'x' }, { type: 'invalid_field', field_name: 'cursor' }],
    [{ app_versions: [] }, { type: 'invalid_field', field_name: 'app_versions' }],
    [{ version_key: 'nothing' }, { type: 'invalid_id', field_name: 'version_key' }],
  ])('%j', async (own, fault) => {
    const { status, json } = await post({ ...web(), ...own })
    expect({ status, json }).toMatchObject({ status: 400, json: fault })
    expect(json).toMatchObject({ detail: expect.any(String), message: expect.any(String) })
  })

  test('what is no JSON, no object, or too large', async () => {
    expect(await post('{')).toMatchObject({ status: 400, json: { type: 'parse_error' } })
    expect(await post([])).toMatchObject({ status: 400, json: { type: 'unexpected_json_type', expected: 'object' } })
    const large = await post({ ...web(), cursor: 'x'.repeat(1024 * 1024) })
    expect(large).toMatchObject({ status: 413, json: { type: 'request_entity_too_large', max_bytes: 1_048_576 } })
  })

  test('who has no token, or one without a scope', async () => {
    for (const token of [null, 'nonsense']) {
      expect(await post(web(), token)).toMatchObject({ status: 401, json: { type: 'unauthenticated' } })
    }
    const teams = await seedToken(api.storage, acme.user.id, ['team:read'], testNow)
    expect(await post(web(), teams)).toMatchObject({ status: 403, json: { type: 'forbidden' } })
    for (const scope of ['org:read', 'event:read']) {
      const reader = await seedToken(api.storage, acme.user.id, [scope], testNow)
      expect((await post(web(), reader)).status).toBe(200)
    }
  })

  test('another organisation sees its own and nothing else', async () => {
    expect(idsOf(await post(web(), rival.token))).toEqual([idOf('session', 9)])
    for (const key of [String(acme.project.id), publicKey]) {
      const answer = await post({ ...web(), version_key: key }, rival.token)
      expect(answer).toMatchObject({ status: 400, json: { type: 'invalid_id', field_name: 'version_key' } })
      const one = await get(`get?platform=web&version_key=${key}&session_id=${idOf('session', 2)}`, rival.token)
      expect(one).toMatchObject({ status: 400, json: { type: 'invalid_id', field_name: 'version_key' } })
    }
    const own = await get(`get?platform=web&version_key=web&session_id=${idOf('session', 2)}`, rival.token)
    expect(own).toMatchObject({ status: 400, json: { type: 'invalid_id', field_name: 'session_id' } })
  })

  test('a token of an organisation sees that one', async () => {
    const { id, slug } = acme.organization
    const made = createOrganizationToken({ baseUrl: testBaseUrl, slug, now: testNow })
    const { value, tokenHash, lastCharacters } = made
    const row = { name: 'reader', tokenHash, lastCharacters, userId: null, organizationId: id, scopes: ['org:read'] }
    await api.storage.meta.createToken({ ...row, createdAt: testNow })
    expect(idsOf(await post(web(), value))).toHaveLength(4)
    const theirs = await post({ ...web(), version_key: String(rival.project.id) }, value)
    expect(theirs).toMatchObject({ status: 400, json: { type: 'invalid_id' } })
  })

  test('a slug that two organisations of the caller have', async () => {
    const { id: userId } = await seedMember(api.storage, acme.organization, 'both@test', 'member', testNow)
    await api.storage.meta.addMember({
      organizationId: rival.organization.id,
      userId,
      role: 'member',
      createdAt: testNow,
    })
    const token = await seedToken(api.storage, userId, ['org:read'], testNow)
    expect(await post(web(), token)).toMatchObject({ status: 400, json: { type: 'invalid_field' } })
    expect((await post({ ...web(), version_key: publicKey }, token)).status).toBe(200)
  })

  test('recordings, to those who may not see replays', async () => {
    await api.storage.meta.updateOrganizationSettings(acme.organization.id, {
      hasGranularReplayPermissions: true,
      replayAccessMembers: [],
    })
    const { json } = await post(android())
    expect(json).toMatchObject({ sessions: [{ session_id: idOf('replay', 1), recording_ids: [] }] })
    await api.storage.meta.updateOrganizationSettings(acme.organization.id, { hasGranularReplayPermissions: false })
  })

  test('a failure of ours gives a reference that the log has too, and no words of it', async () => {
    const broken = fastify()
    const list = async () => {
      throw new Error('secret')
    }
    const storage = { ...api.storage, userSessions: { ...api.storage.userSessions, list } }
    const log = { error: (fields: object) => void logged.push(fields), warn: () => undefined }
    registerObservability(broken, { storage, baseUrl: testBaseUrl, now: () => testNow, log, maxRequests: 0 })
    const url = '/observability.sessions.list?platform=web&version_key=web'
    const response = await broken.inject({ url, headers: { authorization: `Bearer ${acme.token}` } })
    await broken.close()
    const { reference_id: reference, ...rest }: Record<string, unknown> = response.json()
    expect(response.statusCode).toBe(500)
    expect(rest).toEqual({ type: 'internal_error', message: 'Internal error' })
    expect(logged.at(-1)).toMatchObject({ referenceId: reference })
  })
})
