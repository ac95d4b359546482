import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import type { GroupJson } from './answer.ts'
import { sessionFields } from './fields.ts'
import { recordSessions } from './testing/record.ts'
import { openSessionWorld, type SessionWorld } from './testing/world.ts'

let api: TestApi
let world: SessionWorld
beforeAll(async () => {
  api = await openTestApi()
  world = await openSessionWorld(api)
})
afterAll(() => api.close())

const get = (query: string) => api.call('GET', `/organizations/acme/sessions/?${query}`, { token: world.acme.token })
const days = 'statsPeriod=3d&interval=1d'

async function ask(query: string): Promise<{ answer: Answer; groups: GroupJson[] }> {
  const answer = await get(query)
  expect(answer).toMatchObject({ status: 200 })
  const { groups } = answer.json as { groups: GroupJson[] }
  return { answer, groups }
}

const keysOf = (groups: GroupJson[]) => groups.map(({ by }) => by)
const threeWays = 'groupBy=project&groupBy=release&groupBy=environment'

/** What the `Link` header says of one direction. */
function linkOf({ headers }: Answer, rel: 'previous' | 'next') {
  const link = String(headers['link'])
  const match = new RegExp(`<([^>]*)>; rel="${rel}"; results="(true|false)"; cursor="([^"]*)"`).exec(link)
  return { url: match?.[1] ?? '', results: match?.[2] === 'true', cursor: match?.[3] ?? '' }
}

describe('an order', () => {
  test.each([...sessionFields.keys()])('by %s goes up and down', async (name) => {
    const values = (groups: GroupJson[]) => groups.map(({ totals }) => totals?.[name] ?? null)
    const up = (await ask(`field=${name}&${days}&${threeWays}&orderBy=${name}`)).groups
    const down = (await ask(`field=${name}&${days}&${threeWays}&orderBy=-${name}`)).groups
    expect(up.length).toBeGreaterThan(20)
    const told = values(up).filter((value) => value !== null)
    // What has no value is last both ways.
    expect(values(up)).toEqual([...told.toSorted((a, b) => a - b), ...values(up).slice(told.length)])
    expect(values(down)).toEqual([...told.toSorted((a, b) => b - a), ...values(up).slice(told.length)])
    expect(new Set(keysOf(down).map((key) => JSON.stringify(key)))).toEqual(
      new Set(keysOf(up).map((key) => JSON.stringify(key))),
    )
  })

  test('of what is equal is by project, release and environment, both ways', async () => {
    const { groups } = await ask(`field=sum(session)&${days}&${threeWays}`)
    const sorted = groups.toSorted((a, b) => {
      const [left, right] = [a, b].map(({ by }) => [by.project ?? 0, by.release ?? '', by.environment ?? ''] as const)
      if (!left || !right) return 0
      const counts = (b.totals?.['sum(session)'] ?? 0) - (a.totals?.['sum(session)'] ?? 0)
      return (
        counts ||
        left[0] - right[0] ||
        (left[1] < right[1] ? -1 : Number(left[1] > right[1])) ||
        (left[2] < right[2] ? -1 : 1)
      )
    })
    expect(keysOf(groups)).toEqual(keysOf(sorted))
  })

  test('by default is by sessions, else by the first field', async () => {
    const first = await ask(`field=count_unique(user)&field=sum(session)&${days}&${threeWays}`)
    const sessions = await ask(`field=sum(session)&${days}&${threeWays}&orderBy=-sum(session)`)
    expect(keysOf(first.groups)).toEqual(keysOf(sessions.groups))
    const users = await ask(`field=count_unique(user)&field=anr_rate()&${days}&${threeWays}`)
    const byUsers = await ask(`field=count_unique(user)&${days}&${threeWays}&orderBy=-count_unique(user)`)
    expect(keysOf(users.groups)).toEqual(keysOf(byUsers.groups))
  })

  test('of statuses is by all that there is', async () => {
    const all = await ask(`field=sum(session)&${days}&groupBy=release`)
    const apart = await ask(`field=sum(session)&${days}&groupBy=release&groupBy=session.status`)
    expect([...new Set(apart.groups.map(({ by }) => by.release))]).toEqual(all.groups.map(({ by }) => by.release))
  })
})

describe('pages', () => {
  test.each([
    ['field=sum(session)', 7],
    ['field=count_unique(user)&field=p95(session.duration)&orderBy=p95(session.duration)', 4],
    ['field=sum(session)&field=count_unique(user)&groupBy=session.status', 5],
    ['field=crash_free_rate(user)&orderBy=-crash_free_rate(user)', 1],
  ])('of %s by %d are the whole', async (fields, size) => {
    const query = `${fields}&${days}&${threeWays}`
    const whole = (await ask(query)).groups
    const pages: GroupJson[][] = []
    let cursor = ''
    for (;;) {
      const { answer, groups } = await ask(`${query}&per_page=${size}&cursor=${cursor}`)
      pages.push(groups)
      expect(linkOf(answer, 'previous').results).toBe(pages.length > 1)
      const next = linkOf(answer, 'next')
      expect(next.url).toContain('https://lapwing.test/api/0/organizations/acme/sessions/?')
      cursor = next.cursor
      expect(cursor).toBe(`0:${pages.length * size}:0`)
      if (!next.results) break
    }
    expect(pages.flat()).toEqual(whole)
    const perPage = fields.includes('session.status') ? size * 5 : size
    expect(pages.slice(0, -1).every((groups) => groups.length === perPage)).toBe(true)
    // And back again.
    for (const page of pages.toReversed().slice(1)) {
      const { answer } = await ask(`${query}&per_page=${size}&cursor=${cursor}`)
      cursor = linkOf(answer, 'previous').cursor
      expect(linkOf(answer, 'previous').results).toBe(true)
      if (page === pages.at(-2)) cursor = `0:${(pages.length - 2) * size}:1`
      expect((await ask(`${query}&per_page=${size}&cursor=${cursor}`)).groups).toEqual(page)
    }
  })

  test('beyond the last are empty', async () => {
    const { answer, groups } = await ask(`field=sum(session)&${days}&groupBy=release&per_page=2&cursor=0:50:0`)
    expect(groups).toEqual([])
    expect([linkOf(answer, 'previous').results, linkOf(answer, 'next').results]).toEqual([true, false])
    expect((await ask(`field=sum(session)&${days}&cursor=0:1:0`)).groups).toEqual([])
    const far = `0:${'9'.repeat(39)}:0`
    expect((await ask(`field=sum(session)&${days}&groupBy=release&cursor=${far}`)).groups).toEqual([])
  })

  test('hold 10,000 points in time, without being asked for a page', async () => {
    await recordSessions(
      api.storage.sessions,
      Array.from({ length: 13 }, (_, index) => ({
        project: world.projects[0] ?? world.acme.project,
        started: testNow - 60_000 * (index + 1),
        release: `many@${index}`,
      })),
    )
    // 1,000 minutes of 10 releases, and the rest on the next page.
    const query = 'field=sum(session)&statsPeriod=1000m&interval=1m&groupBy=release&query=release.package:many'
    const first = await ask(query)
    expect(first.groups.map(({ by, series }) => [by.release, series?.['sum(session)']?.length])).toEqual(
      ['0', '1', '10', '11', '12', '2', '3', '4', '5', '6'].map((minor) => [`many@${minor}`, 1000]),
    )
    const next = linkOf(first.answer, 'next')
    expect(next).toMatchObject({ results: true, cursor: '0:10:0' })
    expect(keysOf((await ask(`${query}&cursor=${next.cursor}`)).groups)).toEqual(
      ['7', '8', '9'].map((minor) => ({ release: `many@${minor}` })),
    )
    expect((await ask(`${query}&per_page=100`)).groups).toHaveLength(10)
    expect((await ask(`${query}&per_page=3`)).groups).toHaveLength(3)
    // Statuses do not count.
    expect((await ask(`${query}&groupBy=session.status`)).groups).toHaveLength(50)
    expect((await ask(`${query.replace('1000m', '500m')}`)).groups).toHaveLength(13)
  })
})
