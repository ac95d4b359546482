import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Seeded, seedMember, seedOrganization, seedToken } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testBaseUrl, testNow } from '../http/testing/test-api.ts'
import { createOrganizationToken } from '../tokens/organization-token.ts'
import { recordReplays, replayIdOf } from './testing/record.ts'

let api: TestApi
let acme: Seeded

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  await recordReplays(api.storage, [{ project: acme.project, replay: 'one', at: testNow - 3_600_000 }])
})
afterAll(() => api.close())

const replay = `/projects/acme/web/replays/${replayIdOf('one')}/`
const viewers = async () => (await api.call('GET', `${replay}viewed-by/`, { token: acme.token })).json
const mark = (token: string) => api.call('POST', `${replay}viewed-by/`, { token })

test('who has seen a replay is known from the moment that they say so', async () => {
  expect(await viewers()).toEqual({ data: { viewed_by: [] } })
  expect(await mark(acme.token)).toMatchObject({ status: 204, text: '' })
  api.clock.now = testNow + 60_000
  const ann = await seedMember(api.storage, acme.organization, 'ann@acme.test', 'member', testNow)
  const annsToken = await seedToken(api.storage, ann.id, ['event:write', 'project:read', 'org:read'], testNow)
  expect((await mark(annsToken)).status).toBe(204)
  expect(await viewers()).toMatchObject({
    data: {
      viewed_by: [
        { id: String(acme.user.id), email: 'admin@acme.test', type: 'user', dateViewed: '2026-11-20T12:00:00.000Z' },
        { id: String(ann.id), name: 'ann@acme.test', dateViewed: '2026-11-20T12:01:00.000Z' },
      ],
    },
  })
  api.clock.now = testNow + 120_000
  await mark(acme.token)
  expect(await viewers()).toMatchObject({
    data: { viewed_by: [{ dateViewed: '2026-11-20T12:02:00.000Z' }, { id: String(ann.id) }] },
  })
})

test('a replay says whether its reader has seen it, and is found by who has', async () => {
  const ben = await seedMember(api.storage, acme.organization, 'ben@acme.test', 'member', testNow)
  const bens = await seedToken(api.storage, ben.id, ['org:read', 'project:read'], testNow)
  const seen = async (token: string) => (await api.call('GET', `${replay}?field=has_viewed`, { token })).json
  expect(await seen(acme.token)).toEqual({ data: { has_viewed: true } })
  expect(await seen(bens)).toEqual({ data: { has_viewed: false } })
  const count = async (query: string, token: string) => {
    const path = `/organizations/acme/replays/?field=id&query=${encodeURIComponent(query)}`
    return ((await api.call('GET', path, { token })).json as { data: unknown[] }).data.length
  }
  for (const key of ['viewed_by_me', 'seen_by_me']) {
    expect(await count(`${key}:true`, acme.token)).toBe(1)
    expect(await count(`${key}:true`, bens)).toBe(0)
    expect(await count(`!${key}:true`, bens)).toBe(1)
  }
  expect(await count(`viewed_by_id:${acme.user.id}`, bens)).toBe(1)
  expect(await count(`seen_by_id:[${ben.id},4711]`, bens)).toBe(0)
})

test('only people of the organization are shown, and only people can see', async () => {
  const { meta } = api.storage
  const { value, tokenHash, lastCharacters } = createOrganizationToken({
    baseUrl: testBaseUrl,
    slug: 'acme',
    now: testNow,
  })
  const row = { name: 'ci', tokenHash, lastCharacters, userId: null, organizationId: acme.organization.id }
  await meta.createToken({ ...row, scopes: ['event:admin'], createdAt: testNow })
  expect((await mark(value)).status).toBe(403)
  const before = await viewers()
  const email = 'root@lapwing.test'
  const root = await meta.createUser({ email, name: '', passwordHash: null, isSuperuser: true, createdAt: testNow })
  expect((await mark(await seedToken(api.storage, root.id, ['event:admin'], testNow))).status).toBe(204)
  expect(await viewers()).toEqual(before)
})

test('of no replay nobody is a viewer', async () => {
  for (const id of ['x', 'a'.repeat(32)]) {
    const path = `/projects/acme/web/replays/${id}/viewed-by/`
    expect((await api.call('GET', path, { token: acme.token })).status).toBe(404)
    expect((await api.call('POST', path, { token: acme.token })).status).toBe(404)
  }
})
