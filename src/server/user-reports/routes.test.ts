import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, seedToken, storeEvents, testEventId } from '../http/testing/seed.ts'
import { type Answer, openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'

let api: TestApi
let acme: Seeded
let other: Seeded
let issue: number
let dsn: string

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  other = await seedOrganization(api.storage, 'other', testNow)
  const events = [1, 2].map((number) => makeEvent(acme.project, number, testNow - number * 1000))
  issue = (await storeEvents(api.storage, events))[0] ?? 0
  const [key] = await api.storage.meta.listKeys(acme.project.id)
  dsn = `https://${key?.publicKey}@lapwing.test/${acme.project.id}`
})
afterAll(() => api.close())

const path = '/projects/acme/web/user-feedback/'
const report = (event: number, members: object = {}) => ({
  event_id: testEventId(event),
  name: 'Jane',
  email: 'jane@shop.test',
  comments: 'It broke!',
  ...members,
})
const send = (body: unknown, authorization = `DSN ${dsn}`, url = path) =>
  api.call('POST', url, { headers: { authorization }, body })
const list = (url: string, token = acme.token) => api.call('GET', url, { token })
const comments = (answer: Answer): unknown =>
  Array.isArray(answer.json) ? answer.json.map((row: { comments?: unknown }) => row.comments) : answer.text

test('a report sent with a DSN is listed with the project, the organization and the issue', async () => {
  const sent = await send(report(1))
  expect(sent.status).toBe(200)
  expect(sent.json).toMatchObject({
    eventID: testEventId(1),
    event: { id: testEventId(1), eventID: testEventId(1) },
    name: 'Jane',
    email: 'jane@shop.test',
    comments: 'It broke!',
    dateCreated: '2026-11-20T12:00:00.000Z',
  })
  // Who has only the DSN learns nothing by it.
  expect(sent.json).toMatchObject({ issue: null, user: null })
  for (const url of [path, '/organizations/acme/user-feedback/']) {
    expect((await list(url)).json).toMatchObject([
      { comments: 'It broke!', user: { id: '7', email: 'jane@shop.test' }, issue: { id: String(issue), count: '2' } },
    ])
  }
  expect((await list(`/organizations/acme/issues/${issue}/user-reports/`)).json).toMatchObject([
    { comments: 'It broke!' },
  ])
  expect((await list(`/issues/${issue}/user-reports/`)).json).toHaveLength(1)
  expect((await list(`/organizations/acme/issues/${issue}/`)).json).toMatchObject({ userReportCount: 1 })
  await send(report(1, { comments: 'Again' }))
  expect(comments(await list(path))).toEqual(['Again'])
})

test('a report of an event that is yet to come finds its issue when it comes', async () => {
  expect((await send(report(3, { comments: 'early' }))).status).toBe(200)
  expect((await list(path)).json).toMatchObject([{ comments: 'early', issue: null }, {}])
  await storeEvents(api.storage, [makeEvent(acme.project, 3, testNow)])
  expect((await list(path)).json).toMatchObject([{ comments: 'early', issue: { id: String(issue) } }, {}])
})

test('with a token', async () => {
  const sent = await api.call('POST', path, { token: acme.token, body: report(2, { comments: 'by token' }) })
  expect(sent.json).toMatchObject({ comments: 'by token', issue: { id: String(issue) } })
  const weak = await seedToken(api.storage, acme.user.id, ['project:read'], testNow)
  expect((await api.call('POST', path, { token: weak, body: report(2) })).status).toBe(403)
})

test('pages lead on and back', async () => {
  for (const number of [20, 21, 22]) await send(report(number, { comments: `page ${number}` }))
  const cursorOf = (answer: Answer, rel: string) =>
    new RegExp(`rel="${rel}"; results="true"; cursor="([^"]+)"`).exec(String(answer.headers['link']))?.[1]
  const first = await list(`${path}?per_page=2`)
  const second = await list(`${path}?per_page=2&cursor=${cursorOf(first, 'next')}`)
  expect([comments(first), cursorOf(first, 'previous')]).toEqual([['page 22', 'page 21'], undefined])
  expect(comments(second)).toContain('page 20')
  const back = await list(`${path}?per_page=2&cursor=${cursorOf(second, 'previous')}`)
  expect(comments(back)).toEqual(comments(first))
})

describe('is refused', () => {
  test.each([
    [{ event_id: 'x' }, 'event_id'],
    [{ event_id: undefined }, 'event_id'],
    [{ comments: ' ' }, 'comments'],
    [{ comments: undefined }, 'comments'],
    [{ email: 5 }, 'email'],
  ])('%j', async (members, field) => {
    const answer = await send(report(1, members))
    expect([answer.status, answer.json]).toEqual([400, { [field]: [expect.any(String)] }])
  })

  test('of an event of half an hour ago', async () => {
    await storeEvents(api.storage, [makeEvent(acme.project, 30, testNow - 31 * 60_000)])
    const answer = await send(report(30))
    expect([answer.status, answer.json]).toEqual([409, { detail: 'Feedback for this event cannot be modified.' }])
  })

  test('without a DSN, or with one that is no good or of another project', async () => {
    expect((await api.call('POST', path, { body: report(1) })).status).toBe(401)
    expect((await send(report(1), 'DSN nonsense')).status).toBe(401)
    expect((await send(report(1), `DSN https://${'0'.repeat(32)}@lapwing.test/1`)).status).toBe(401)
    const [theirs] = await api.storage.meta.listKeys(other.project.id)
    expect((await send(report(1), `DSN https://${theirs?.publicKey}@lapwing.test/2`)).status).toBe(404)
    expect((await send(report(1), `DSN ${dsn}`, '/projects/other/web/user-feedback/')).status).toBe(404)
    expect((await send(report(1), 'Bearer nobody')).status).toBe(401)
  })

  test('reading with a DSN', async () => {
    expect((await api.call('GET', path, { headers: { authorization: `DSN ${dsn}` } })).status).toBe(401)
  })

  test('other organizations see nothing', async () => {
    expect((await list(path, other.token)).status).toBe(404)
    expect((await list('/organizations/other/user-feedback/', other.token)).json).toEqual([])
    expect((await list(`/issues/${issue}/user-reports/`, other.token)).status).toBe(404)
  })
})
