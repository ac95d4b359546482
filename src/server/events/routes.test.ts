import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'

let api: TestApi
let acme: Seeded
let issue: number

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const events = [1, 2, 3, 4].map((number) =>
    makeEvent(acme.project, number, testNow - (5 - number) * 60_000, number === 4 ? { environment: 'staging' } : {}),
  )
  const [first = 0] = await storeEvents(api.storage, [
    ...events,
    makeEvent(acme.project, 9, testNow - 1000, { group: 'b' }),
  ])
  issue = first
})
afterAll(() => api.close())

const get = (url: string) => api.call('GET', url, { token: acme.token })
const event = (name: string) => get(`/organizations/acme/issues/${issue}/events/${name}`)

const [one, two, three, four] = [1, 2, 3, 4].map(testEventId)

describe('one event', () => {
  test.each([
    ['latest/', four, three, null],
    ['oldest/', one, null, two],
    [`${two}/`, two, one, three],
    [`${two?.toUpperCase()}/`, two, one, three],
    ['latest/?environment=production', three, two, null],
  ])('%s knows its neighbours', async (name, eventID, previousEventID, nextEventID) => {
    expect((await event(name)).json).toMatchObject({ eventID, previousEventID, nextEventID, groupID: String(issue) })
  })

  test('recommended is one of them', async () => {
    expect((await event('recommended/')).json).toMatchObject({ groupID: String(issue) })
  })

  test.each([`${testEventId(9)}/`, `${testEventId(77)}/`, 'newest/', 'latest/?environment=nowhere'])(
    '%s is not of this issue',
    async (name) => {
      expect((await event(name)).status).toBe(404)
    },
  )

  test.each(['latest/', 'oldest/', 'recommended/'])('%s is served before the events view has it', async (name) => {
    const { events } = api.storage
    const nothing = [
      vi.spyOn(events, 'edgeEvent').mockResolvedValue(null),
      vi.spyOn(events, 'neighbours').mockResolvedValue({ previous: null, next: null }),
    ]
    const answer = await event(name)
    for (const spy of nothing) spy.mockRestore()
    expect(answer.json).toMatchObject({
      eventID: name === 'oldest/' ? one : four,
      groupID: String(issue),
      nextEventID: null,
      previousEventID: null,
    })
  })

  test('the oldest that is kept, once the first is past its retention', async () => {
    const first = vi.spyOn(api.storage.payloads, 'read').mockResolvedValueOnce(null)
    const answer = await event('oldest/')
    first.mockRestore()
    expect(answer.json).toMatchObject({ eventID: one })
  })

  test('by project, as stored, and why it is grouped so', async () => {
    const url = `/projects/acme/web/events/${one}/`
    expect((await get(url)).json).toMatchObject({ eventID: one, previousEventID: null, nextEventID: two })
    expect((await get(`${url}json/`)).json).toMatchObject({
      event_id: one,
      exception: { values: [{ type: 'TypeError' }] },
    })
    expect((await get(`${url}grouping-info/`)).json).toMatchObject({
      app: { key: 'app', contributes: true, config: { id: '2026-11' } },
    })
    for (const path of ['', 'json/', 'grouping-info/']) {
      expect((await get(`/projects/acme/web/events/${testEventId(77)}/${path}`)).status).toBe(404)
    }
  })

  test('by its id alone', async () => {
    const answer = await get(`/organizations/acme/eventids/${three}/`)
    expect(answer.json).toMatchObject({
      projectSlug: 'web',
      groupId: String(issue),
      eventId: three,
      event: { eventID: three },
    })
    expect((await get('/organizations/acme/eventids/nonsense/')).status).toBe(404)
  })
})

test('hashes', async () => {
  const answer = await get(`/organizations/acme/issues/${issue}/hashes/`)
  expect(answer.json).toMatchObject([{ id: expect.stringMatching(/^[0-9a-f]{32}$/), latestEvent: { eventID: four } }])
})

test('environments', async () => {
  expect((await get('/organizations/acme/environments/')).json).toEqual([
    { id: 'production', name: 'production' },
    { id: 'staging', name: 'staging' },
  ])
  expect((await get('/projects/acme/web/environments/?visibility=hidden')).json).toEqual([])
})
