import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../support/browser.ts'
import { eventually } from '../support/client.ts'
import { dig, isRecord, type JsonRecord } from '../support/json.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { readHealth } from './health.ts'
import { sumOutcomes } from './outcomes.ts'
import { runApp } from './run-app.ts'
import { openShop } from './shop.ts'

const well = { errored: 0, crashed: 0, abnormal: 0, unhandled: 0 }

let folder = { path: '', remove: async () => {} }
/** What the SDKs sent, by app or release. */
const told = new Map<string, JsonRecord[]>()
let health: Awaited<ReturnType<typeof readHealth>> = {}
let outcomes: Record<string, number> = {}
beforeAll(async () => {
  folder = await temporaryFolder('sdk-sessions')
  const server = await bootServer({ data: folder.path })
  try {
    for (const app of ['sessions', 'requests', 'uncaught-error'])
      told.set(app, (await runApp(app, server.dsn)).sessions)
    await visitShops(server)
    expect(await server.stop()).toBe(0)
  } finally {
    await server.kill()
  }
  health = await readHealth(folder.path)
  outcomes = await sumOutcomes(folder.path)
})
afterAll(() => folder.remove())

async function visitShops(server: BootedServer): Promise<void> {
  const browser = await launchChromium()
  try {
    await visit(browser, server, { release: 'shop@3.0.0' }, 1, async () => undefined)
    await visit(browser, server, { release: 'shop@3.0.1' }, 4, async (page) => {
      await page.click('#everything')
      await page.click('#pay')
    })
    await visit(browser, server, { release: 'shop@3.0.2' }, 2, (page) => page.click('#chain'))
    await visit(browser, server, { release: 'shop@3.0.3', sessionLifecycle: 'route' }, 3, async (page) => {
      await page.evaluate("history.pushState({}, '', '/cart')")
    })
  } finally {
    await browser.close()
  }
}

/** Opens the shop on a page, and waits until the SDK has told of its sessions so many times and was answered. */
async function visit(
  browser: Browser,
  server: BootedServer,
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
    expect(health['till@3.0.0']).toMatchObject({
      ...well,
      environment: 'production',
      sessions: 4,
      errored: 2,
      crashed: 1,
      users: { all: 2, errored: 2, crashed: 1 },
      durations: { max: expect.any(Number) },
    })
  })

  test('requests come counted, beside the session of the process', () => {
    const [aggregates] = told.get('requests')?.filter((said) => 'aggregates' in said) ?? []
    expect(dig(aggregates, 'aggregates')).toMatchObject([{ exited: 5, errored: 2, crashed: 1 }])
    // The SDK takes an error of a request for one of the process, too.
    expect(statuses('requests')).toEqual(['ok', 'crashed', undefined])
    expect(health['api@5.1.0']).toMatchObject({
      ...well,
      environment: 'staging',
      sessions: 9,
      errored: 4,
      crashed: 2,
      users: { all: 0 },
    })
  })

  test('a process that an error ends has crashed', () => {
    expect(health['checkout@1.4.2']).toMatchObject({ ...well, sessions: 1, errored: 1, crashed: 1, durations: null })
  })
})

describe('@sentry/browser', () => {
  test('a page without trouble is a session that is well, though nothing tells of its end', () => {
    expect(statuses('shop@3.0.0')).toEqual(['ok'])
    expect(health['shop@3.0.0']).toMatchObject({ ...well, environment: 'staging', sessions: 1, users: { all: 0 } })
  })

  test('an error that nothing caught makes it unhandled, which is no crash', () => {
    // In whatever order they were answered: its start, the user, a message, the error.
    expect(statuses('shop@3.0.1')?.toSorted()).toEqual(['ok', 'ok', 'ok', 'unhandled'])
    expect(health['shop@3.0.1']).toMatchObject({
      ...well,
      sessions: 1,
      errored: 1,
      unhandled: 1,
      users: { all: 1, errored: 1, unhandled: 1, crashed: 0 },
    })
  })

  test('an error that the page reports makes it errored', () => {
    expect(statuses('shop@3.0.2')).toEqual(['ok', 'ok'])
    expect(health['shop@3.0.2']).toMatchObject({ ...well, sessions: 1, errored: 1 })
  })

  test('with a session for each route, leaving one ends it', () => {
    expect(statuses('shop@3.0.3')?.toSorted()).toEqual(['exited', 'ok', 'ok'])
    expect(health['shop@3.0.3']).toMatchObject({ ...well, sessions: 2 })
  })
})

test('every session was accepted', () => {
  const buckets = 1
  const updates = [...told.values()].flat().filter((said) => !('aggregates' in said)).length
  expect(outcomes['accepted/session']).toBe(updates + buckets)
  expect(Object.keys(outcomes).filter((name) => name.startsWith('invalid'))).toEqual([])
})
