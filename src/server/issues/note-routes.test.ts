import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedMember, seedOrganization, seedToken, storeEvents } from '../http/testing/seed.ts'
import { type Answer, openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { createUserToken } from '../users/tokens.ts'

let api: TestApi
let acme: Seeded
let other: Seeded
let issue: number
let serial = 0

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  other = await seedOrganization(api.storage, 'other', testNow)
  issue = (await storeEvents(api.storage, [makeEvent(acme.project, 1, testNow)]))[0] ?? 0
})
afterAll(() => api.close())

const base = () => `/organizations/acme/issues/${issue}/notes/`
const post = (body: unknown, url = base(), token = acme.token) => api.call('POST', url, { token, body })
const list = (query = '') => api.call('GET', `${base()}${query}`, { token: acme.token })

function idOf(answer: Answer): string {
  const { json } = answer
  if (typeof json !== 'object' || json === null || !('id' in json)) throw new Error(answer.text)
  return String(json.id)
}

function texts(answer: Answer): unknown {
  if (!Array.isArray(answer.json)) return answer.text
  return answer.json.map((note: { data?: { text?: unknown } }) => note.data?.text)
}

test('a comment is written, listed, changed and deleted', async () => {
  const written = await post({ text: ' It is the cart. ', mentions: [] })
  expect(written.status).toBe(201)
  expect(written.json).toMatchObject({
    type: 'note',
    user: { email: 'admin@acme.test' },
    data: { text: 'It is the cart.' },
    dateCreated: '2026-11-20T12:00:00.000Z',
  })
  const note = `${base()}${idOf(written)}/`
  const detail = await api.call('GET', `/organizations/acme/issues/${issue}/`, { token: acme.token })
  expect(detail.json).toMatchObject({
    numComments: 1,
    activity: [{ type: 'note' }, { type: 'first_seen' }],
    participants: [{ email: 'admin@acme.test' }],
    isSubscribed: true,
    subscriptionDetails: { reason: 'commented' },
  })
  const changed = await api.call('PUT', note, { token: acme.token, body: { text: 'It was the cart.' } })
  expect(changed.json).toMatchObject({ id: idOf(written), data: { text: 'It was the cart.' } })
  expect(texts(await list())).toEqual(['It was the cart.'])
  expect((await api.call('DELETE', note, { token: acme.token })).status).toBe(204)
  expect(texts(await list())).toEqual([])
  expect((await api.call('DELETE', note, { token: acme.token })).status).toBe(404)
})

test.each([
  () => `/organizations/acme/issues/${issue}/comments/`,
  () => `/issues/${issue}/notes/`,
  () => `/issues/${issue}/comments/`,
  () => `/groups/${issue}/notes/`,
  () => `/projects/acme/web/issues/${issue}/comments/`,
])('by every path that clients use', async (path) => {
  const written = await post({ text: `by path ${serial++}` }, path())
  expect(written.status).toBe(201)
  const note = `${path()}${idOf(written)}/`
  expect((await api.call('GET', path(), { token: acme.token })).json).toMatchObject([{ id: idOf(written) }])
  expect((await api.call('PUT', note, { token: acme.token, body: { text: 'changed' } })).status).toBe(200)
  expect((await api.call('DELETE', note, { token: acme.token })).status).toBe(204)
})

test('pages lead on and back, newest first', async () => {
  const notes = await Promise.all([1, 2, 3, 4, 5].map((number) => post({ text: `page ${number}` })))
  const cursorOf = (answer: Answer, rel: string) =>
    new RegExp(`rel="${rel}"; results="true"; cursor="([^"]+)"`).exec(String(answer.headers['link']))?.[1]
  const first = await list('?per_page=3')
  const rest = await list(`?per_page=3&cursor=${cursorOf(first, 'next')}`)
  expect([texts(first), texts(rest)]).toEqual([
    ['page 5', 'page 4', 'page 3'],
    ['page 2', 'page 1'],
  ])
  expect(texts(await list(`?per_page=3&cursor=${cursorOf(rest, 'previous')}`))).toEqual(texts(first))
  for (const note of notes) await api.call('DELETE', `${base()}${idOf(note)}/`, { token: acme.token })
})

describe('is refused', () => {
  test('without a text', async () => {
    expect((await post({})).json).toEqual({ text: ['This field is required.'] })
    expect((await post({ text: ' ' })).json).toEqual({ text: ['This field may not be blank.'] })
    expect((await post({ text: 7 })).status).toBe(400)
  })

  test('said twice within the hour, not later', async () => {
    expect((await post({ text: 'twice' })).status).toBe(201)
    expect((await post({ text: 'twice' })).json).toEqual({ detail: 'You have already posted that comment.' })
    api.clock.now += 3_600_000
    expect((await post({ text: 'twice' })).status).toBe(201)
    api.clock.now = testNow
  })

  test('changed or deleted by somebody else', async () => {
    const note = `${base()}${idOf(await post({ text: 'mine' }))}/`
    const jane = await seedMember(api.storage, acme.organization, 'jane@acme.test', 'member', testNow)
    const token = await seedToken(api.storage, jane.id, ['event:admin'], testNow)
    expect((await api.call('PUT', note, { token, body: { text: 'hers' } })).status).toBe(404)
    expect((await api.call('DELETE', note, { token })).status).toBe(404)
  })

  test('by the number of another issue’s comment, or of what is no comment', async () => {
    const note = idOf(await post({ text: 'of the first' }))
    const [second] = await storeEvents(api.storage, [makeEvent(acme.project, 2, testNow, { group: 'b' })])
    const wrong = await api.call('DELETE', `/organizations/acme/issues/${second}/notes/${note}/`, { token: acme.token })
    expect(wrong.status).toBe(404)
    const [firstSeen] = await api.storage.meta.listActivity(second ?? 0, 1)
    const line = `/organizations/acme/issues/${second}/notes/${firstSeen?.id}/`
    expect((await api.call('PUT', line, { token: acme.token, body: { text: 'x' } })).status).toBe(404)
  })

  test('in another organization, and by a token of nobody', async () => {
    expect((await post({ text: 'x' }, base(), other.token)).status).toBe(404)
    const { value, tokenHash, lastCharacters } = createUserToken()
    await api.storage.meta.createToken({
      name: 'ci',
      tokenHash,
      lastCharacters,
      userId: null,
      organizationId: acme.organization.id,
      scopes: ['event:write'],
      createdAt: testNow,
    })
    expect((await post({ text: 'x' }, base(), value)).status).toBe(403)
  })
})
