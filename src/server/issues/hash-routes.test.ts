import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'

let api: TestApi
let acme: Seeded
let issue: number

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  issue =
    (
      await storeEvents(api.storage, [
        makeEvent(acme.project, 1, testNow - 2000),
        makeEvent(acme.project, 2, testNow - 1000),
        makeEvent(acme.project, 3, testNow - 3000, { group: 'b' }),
      ])
    )[0] ?? 0
  await api.call('PUT', `/projects/acme/web/issues/?query=`, { token: acme.token, body: { merge: true } })
  await api.storage.events.moveEvents({ issueIds: [issue + 1], hashes: null, into: issue })
})
afterAll(() => api.close())

const get = (path: string) => api.call('GET', `/organizations/acme/issues/${issue}/${path}`, { token: acme.token })

test('hashes with their newest event, last seen first', async () => {
  const answer = await get('hashes/')
  expect(answer.json).toMatchObject([
    { id: expect.stringMatching(/^[0-9a-f]{32}$/), latestEvent: { eventID: testEventId(2), entries: [{}, {}, {}] } },
    { latestEvent: { eventID: testEventId(3) }, mergedBySeer: false, seerMatchDistance: null },
  ])
})

test('without the payloads', async () => {
  const answer = await get('hashes/?full=false')
  expect(answer.json).toMatchObject([{ latestEvent: { eventID: testEventId(2), 'event.type': 'error' } }, {}])
  expect(answer.text).not.toContain('entries')
})

test('page by page', async () => {
  const first = await get('hashes/?per_page=1')
  const cursor = /rel="next"; results="true"; cursor="([^"]+)"/.exec(String(first.headers['link']))?.[1]
  expect(first.json).toMatchObject([{ latestEvent: { eventID: testEventId(2) } }])
  expect((await get(`hashes/?per_page=1&cursor=${cursor}`)).json).toMatchObject([
    { latestEvent: { eventID: testEventId(3) } },
  ])
})

test('what needs integrations is answered as without any', async () => {
  expect((await get('external-issues/')).json).toEqual([])
  const link = await api.call('GET', '/projects/acme/web/stacktrace-link/?file=src/cart.js', { token: acme.token })
  expect(link.json).toEqual({ config: null, sourceUrl: null, integrations: [] })
  const without = await api.call('GET', '/projects/acme/web/stacktrace-link/', { token: acme.token })
  expect(without.status).toBe(400)
})
