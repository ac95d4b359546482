import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents, testEventId } from '../http/testing/seed.ts'
import { type Answer, openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'

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
const events = (query: string) => get(`/organizations/acme/issues/${issue}/events/?${query}`)
const event = (name: string) => get(`/organizations/acme/issues/${issue}/events/${name}`)

function ids(answer: Answer): unknown {
  if (!Array.isArray(answer.json)) return answer.text
  return answer.json.map((row: { eventID?: unknown }) => row.eventID)
}

const [one, two, three, four] = [1, 2, 3, 4].map(testEventId)

describe('events of an issue', () => {
  test('newest first, from columns', async () => {
    const answer = await events('')
    expect(ids(answer)).toEqual([four, three, two, one])
    expect(answer.json).toMatchObject([
      {
        'event.type': 'error',
        groupID: String(issue),
        title: 'TypeError: Cannot read a',
        user: { id: '7', email: 'jane@shop.test', geo: { country_code: 'AT' } },
        dateCreated: '2026-11-20T11:59:00.000Z',
        metadata: { type: 'TypeError', value: 'Cannot read a' },
      },
      {},
      {},
      {},
    ])
    expect(JSON.stringify(answer.json)).not.toContain('entries')
  })

  test('in full', async () => {
    const answer = await events('full=true&per_page=2')
    expect(answer.json).toMatchObject([{ eventID: four, entries: [{ type: 'exception' }, {}, {}] }, { eventID: three }])
  })

  test.each([
    ['environment=staging', [four]],
    ['environment=production', [three, two, one]],
    ['statsPeriod=150s', [four, three]],
    ['start=2026-11-20T11:55:00&end=2026-11-20T11:57:30', [two, one]],
  ])('%s', async (query, expected) => {
    expect(ids(await events(query))).toEqual(expected)
  })

  test('pages lead on and back', async () => {
    const cursorOf = (answer: Answer, rel: string) =>
      new RegExp(`rel="${rel}"; results="true"; cursor="([^"]+)"`).exec(String(answer.headers['link']))?.[1]
    const first = await events('per_page=3')
    const rest = await events(`per_page=3&cursor=${cursorOf(first, 'next')}`)
    expect([ids(first), ids(rest)]).toEqual([[four, three, two], [one]])
    expect(cursorOf(rest, 'next')).toBeUndefined()
    expect(ids(await events(`per_page=3&cursor=${cursorOf(rest, 'previous')}`))).toEqual([four, three, two])
  })

  test('a search is refused, not left out', async () => {
    expect((await events('query=user.id:7')).status).toBe(400)
  })
})

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

  test('latest is served before the events view has it', async () => {
    const absent = vi.spyOn(api.storage.events, 'edgeEvent').mockResolvedValueOnce(null)
    const unfound = vi.spyOn(api.storage.events, 'findEvent').mockResolvedValueOnce(null)
    const answer = await event('latest/')
    absent.mockRestore()
    unfound.mockRestore()
    expect(answer.json).toMatchObject({
      eventID: four,
      groupID: String(issue),
      nextEventID: null,
      previousEventID: null,
    })
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
