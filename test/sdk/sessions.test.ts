import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../support/browser.ts'
import { type ApiClient, eventually, signIn } from '../support/client.ts'
import { dig, isRecord, type JsonRecord, list, text } from '../support/json.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { runApp } from './run-app.ts'
import { openShop } from './shop.ts'

let folder = { path: '', remove: async () => {} }
let server: BootedServer
let client: ApiClient
/** What the SDKs sent, by app or release. */
const told = new Map<string, JsonRecord[]>()
/** Sessions and their users by how they went, and what comes with them, by release. */
const health = new Map<string, ReleaseHealth>()
beforeAll(async () => {
  folder = await temporaryFolder('sdk-sessions')
  server = await bootServer({ data: folder.path })
  client = await signIn(server)
  for (const app of ['sessions', 'requests', 'uncaught-error']) told.set(app, (await runApp(app, server.dsn)).sessions)
  await visitShops()
  await eventually(async () => (await countOutcomes()).accepted === countTold())
  await readHealth()
})
afterAll(async () => {
  await server.kill()
  await folder.remove()
})

/** Updates and buckets. */
function countTold(): number {
  const items = [...told.values()].flat()
  return items.reduce((sum, said) => sum + ('aggregates' in said ? list(said, 'aggregates').length : 1), 0)
}

/** What became of sessions, by outcome. */
async function countOutcomes(): Promise<Record<string, unknown>> {
  const query = 'statsPeriod=1d&interval=1d&field=sum(quantity)&category=session&groupBy=outcome'
  const answer = await client.get(`/organizations/lapwing/stats_v2/?${query}`)
  return Object.fromEntries(
    list(answer, 'groups').map((group) => [text(group, 'by', 'outcome'), dig(group, 'totals', 'sum(quantity)')]),
  )
}

interface ReleaseHealth {
  environment: string
  /** Those that are zero are left out. */
  sessions: Record<string, number>
  users: Record<string, number>
  longest: unknown
}

async function readHealth(): Promise<void> {
  const fields = ['sum(session)', 'count_unique(user)', 'max(session.duration)']
  const groupBy = ['release', 'environment', 'session.status']
  const query = new URLSearchParams({ statsPeriod: '1d', interval: '1h' })
  for (const field of fields) query.append('field', field)
  for (const name of groupBy) query.append('groupBy', name)
  const answer = await client.get(`/organizations/lapwing/sessions/?${query.toString()}`)
  for (const group of list(answer, 'groups')) {
    const release = text(group, 'by', 'release')
    const environment = text(group, 'by', 'environment')
    const known = health.get(release) ?? { environment, sessions: {}, users: {}, longest: null }
    health.set(release, known)
    const status = text(group, 'by', 'session.status')
    const [sessions, users, longest] = fields.map((field) => dig(group, 'totals', field))
    if (Number(sessions) > 0) known.sessions[status] = Number(sessions)
    if (Number(users) > 0) known.users[status] = Number(users)
    if (status === 'healthy') known.longest = longest
  }
}

async function visitShops(): Promise<void> {
  const browser = await launchChromium()
  try {
    await visit(browser, { release: 'shop@3.0.0' }, 1, async () => undefined)
    await visit(browser, { release: 'shop@3.0.1' }, 4, async (page) => {
      await page.click('#everything')
      await page.click('#pay')
    })
    await visit(browser, { release: 'shop@3.0.2' }, 2, (page) => page.click('#chain'))
    await visit(browser, { release: 'shop@3.0.3', sessionLifecycle: 'route' }, 3, async (page) => {
      await page.evaluate("history.pushState({}, '', '/cart')")
    })
  } finally {
    await browser.close()
  }
}

/** Opens the shop on a page, and waits until the SDK has told of its sessions so many times and was answered. */
async function visit(
  browser: Browser,
  options: { release: string; sessionLifecycle?: string },
  times: number,
  act: (page: Page) => Promise<void>,
): Promise<void> {
  const shop = await openShop({ dsn: server.dsn, ...options })
  const page = await browser.newPage()
  const sessions: JsonRecord[] = []
  page.on('response', (response) => {
    if (response.request().method() === 'POST' && response.url().startsWith(`${server.url}/api/`)) {
      sessions.push(...readSessions(response.request().postDataBuffer()))
    }
  })
  await page.goto(shop.url)
  // The SDK tells of the session when the page is idle.
  await eventually(async () => sessions.length > 0)
  await act(page)
  await eventually(async () => sessions.length >= times)
  await page.close()
  await shop.close()
  told.set(options.release, sessions)
}

/** The session items of an envelope. */
function readSessions(body: Buffer | null): JsonRecord[] {
  const lines = (body?.toString('utf8') ?? '').split('\n')
  return lines.flatMap((line, index) => {
    if (!line.startsWith('{"type":"session"')) return []
    const session: unknown = JSON.parse(lines[index + 1] ?? 'null')
    return isRecord(session) ? [session] : []
  })
}

const statuses = (name: string) => told.get(name)?.map((session) => dig(session, 'status'))

describe('@sentry/node', () => {
  test('sessions of an app count once each, as they ended, whatever was told of them in between', () => {
    expect(told.get('sessions')).toHaveLength(9)
    // The first is the process's own, which the SDK begins by itself.
    expect(health.get('till@3.0.0')).toEqual({
      environment: 'production',
      sessions: { healthy: 2, errored: 1, crashed: 1 },
      // Jane had one that was well, too, but she is not well off.
      users: { errored: 1, crashed: 1 },
      longest: expect.any(Number),
    })
    expect(health.get('till@3.0.0')?.longest).toBeLessThan(60_000)
  })

  test('requests come counted, beside the session of the process', () => {
    const [aggregates] = told.get('requests')?.filter((said) => 'aggregates' in said) ?? []
    const sums = list(aggregates, 'aggregates').map((bucket) =>
      ['exited', 'errored', 'crashed'].map((name) => Number(dig(bucket, name))),
    )
    // One bucket, or two when the minute turned in between.
    expect([0, 1, 2].map((at) => sums.reduce((sum, bucket) => sum + (bucket[at] ?? 0), 0))).toEqual([5, 2, 1])
    // The SDK takes an error of a request for one of the process, too. It reads the sources of an error first, so
    // that its word of it comes before or after the counts.
    const own = told.get('requests')?.filter((said) => !('aggregates' in said)) ?? []
    expect(own.map((session) => dig(session, 'status'))).toEqual(['ok', 'crashed'])
    expect(health.get('api@5.1.0')).toEqual({
      environment: 'staging',
      sessions: { healthy: 5, errored: 2, crashed: 2 },
      users: {},
      longest: null,
    })
  })

  test('a process that an error ends has crashed', () => {
    expect(health.get('checkout@1.4.2')?.sessions).toEqual({ crashed: 1 })
  })
})

describe('@sentry/browser', () => {
  test('a page without trouble is a session that is well, though nothing tells of its end', () => {
    expect(statuses('shop@3.0.0')).toEqual(['ok'])
    expect(health.get('shop@3.0.0')).toEqual({
      environment: 'staging',
      sessions: { healthy: 1 },
      users: {},
      longest: null,
    })
  })

  test('an error that nothing caught makes it unhandled, which is no crash', () => {
    // In whatever order they were answered: its start, the user, a message, the error.
    expect(statuses('shop@3.0.1')?.toSorted()).toEqual(['ok', 'ok', 'ok', 'unhandled'])
    expect(health.get('shop@3.0.1')).toMatchObject({ sessions: { unhandled: 1 }, users: { unhandled: 1 } })
  })

  test('an error that the page reports makes it errored', () => {
    expect(statuses('shop@3.0.2')).toEqual(['ok', 'ok'])
    expect(health.get('shop@3.0.2')?.sessions).toEqual({ errored: 1 })
  })

  test('with a session for each route, leaving one ends it', () => {
    expect(statuses('shop@3.0.3')?.toSorted()).toEqual(['exited', 'ok', 'ok'])
    expect(health.get('shop@3.0.3')?.sessions).toEqual({ healthy: 2 })
  })
})

describe('what sessions bring', () => {
  test('all of them were accepted', async () => {
    expect(await countOutcomes()).toEqual({ accepted: countTold() })
  })

  test('a release and an environment that no event named', async () => {
    const releases = list(await client.get('/organizations/lapwing/releases/'))
    const quiet = releases.find((release) => dig(release, 'version') === 'shop@3.0.0')
    expect(quiet).toMatchObject({ firstEvent: null, lastEvent: null, newGroups: 0 })
    // When its first session started.
    expect(Date.parse(text(quiet, 'dateCreated'))).toBe(Date.parse(text(told.get('shop@3.0.0'), 0, 'started')))
    const environments = list(await client.get('/projects/lapwing/app/environments/'))
    expect(new Set(environments.map((one) => dig(one, 'name')))).toEqual(new Set(['production', 'staging']))
  })

  test('the project says that it has some', async () => {
    expect(await client.get('/projects/lapwing/app/')).toMatchObject({ hasSessions: true })
  })
})
