import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'

const day = 86_400_000

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

  test('the one with the most to show is recommended, whoever knows it', async () => {
    const beta = await seedOrganization(api.storage, 'beta', testNow)
    const replay = { replay_id: 'f'.repeat(32) }
    const made = [
      makeEvent(beta.project, 1, testNow - 9 * day, { contexts: { replay } }),
      makeEvent(beta.project, 2, testNow - 4000, { user: null, tags: [['replayId', 'f'.repeat(32)]] }),
      makeEvent(beta.project, 3, testNow - 3000),
      makeEvent(beta.project, 4, testNow - 2000),
      makeEvent(beta.project, 5, testNow - 1000, { user: null, release: null }),
    ]
    const [id] = await storeEvents(api.storage, made)
    const path = `/organizations/beta/issues/${id}/events/recommended/`
    const recommended = async (query = '') => (await api.call('GET', path + query, { token: beta.token })).json
    const asked = vi.spyOn(api.storage.events, 'edgeEvent')
    expect(await recommended()).toMatchObject({ eventID: testEventId(4), previousEventID: testEventId(3) })
    expect(asked).not.toHaveBeenCalled()
    expect(await recommended('?environment=production')).toMatchObject({ eventID: testEventId(4) })
    expect(asked).toHaveBeenCalledOnce()
    // Past its retention: what the events view still has is asked for.
    const gone = vi.spyOn(api.storage.payloads, 'read').mockResolvedValueOnce(null).mockResolvedValueOnce(null)
    expect(await recommended()).toMatchObject({ eventID: testEventId(4) })
    expect(asked).toHaveBeenCalledTimes(2)
    for (const spy of [asked, gone]) spy.mockRestore()
    await storeEvents(api.storage, [makeEvent(beta.project, 6, testNow - 8 * day, { contexts: { replay } })])
    expect(await recommended()).toMatchObject({ eventID: testEventId(4) })
    await storeEvents(api.storage, [makeEvent(beta.project, 7, testNow - 6 * day, { contexts: { replay } })])
    expect(await recommended()).toMatchObject({ eventID: testEventId(7) })
    expect(await recommended('?environment=production')).toMatchObject({ eventID: testEventId(7) })
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
