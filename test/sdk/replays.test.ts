import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseEnvelope } from '../../src/protocol/envelope.ts'
import { openStorage } from '../../src/server/storage/open.ts'
import type { Replay, ReplaySegmentRow } from '../../src/server/storage/replays/port.ts'
import type { ReplayClick } from '../../src/server/storage/replays/records.ts'
import { launchChromium } from '../support/browser.ts'
import { type ApiClient, eventually, signIn } from '../support/client.ts'
import { dig, list, text } from '../support/json.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { readSegments, type SentSegment } from './segments.ts'
import { readEvent } from './served.ts'
import { openShop } from './shop.ts'
import { visitBookshop } from './visit-bookshop.ts'

/** What left the page. */
interface Sent {
  replayId: string
  /** By number. */
  recordings: Map<number, SentSegment>
  errorIds: string[]
  /** Items of replays. */
  items: number
  statuses: number[]
}

/** What was found of it. */
interface Kept {
  replay: Replay | null
  segments: ReplaySegmentRow[]
  clicks: ReplayClick[]
  recordings: Map<number, string>
}

/** Compression needs a worker from a blob, which a page may forbid; the SDK sends plain JSON then, as it does when it is told to. */
const visits = {
  packed: { replay: { useCompression: true }, policy: 'worker-src blob:' },
  plain: { replay: { useCompression: false }, policy: undefined },
  forbidden: { replay: { useCompression: true }, policy: "worker-src 'none'" },
}
type Visit = keyof typeof visits
const names: Visit[] = ['packed', 'plain', 'forbidden']

let folder = { path: '', remove: async () => {} }
let server: BootedServer
let project: unknown
const sent = new Map<Visit, Sent>()
const kept = new Map<Visit, Kept>()
beforeAll(async () => {
  folder = await temporaryFolder('sdk-replays')
  server = await bootServer({ data: folder.path })
  const client = await signIn(server)
  const browser = await launchChromium()
  // Each of them waits for seven seconds.
  await Promise.all(names.map(async (name) => sent.set(name, await visit(browser, name))))
  await browser.close()
  const items = [...sent.values()].reduce((sum, one) => sum + one.items, 0)
  await eventually(async () => (await countAccepted(client)) === items)
  for (const { errorIds } of sent.values()) for (const id of errorIds) await readEvent(client, id)
  ;[project] = list(await client.get('/organizations/lapwing/projects/'))
  await server.stop()
  await readKept()
}, 120_000)
afterAll(async () => {
  await server.kill()
  await folder.remove()
})

async function visit(browser: Browser, name: Visit): Promise<Sent> {
  const { replay, policy } = visits[name]
  const shop = await openShop({ dsn: server.dsn, replay }, { page: 'replay-page', policy })
  const context = await browser.newContext()
  const result: Sent = { replayId: '', recordings: new Map(), errorIds: [], items: 0, statuses: [] }
  context.on('request', (request) => {
    if (request.method() === 'POST' && request.url().startsWith(server.url)) note(result, request.postDataBuffer())
  })
  context.on('response', (response) => {
    if (response.url().startsWith(`${server.url}/api/`)) result.statuses.push(response.status())
  })
  await visitBookshop(context, shop.url)
  await context.close()
  await shop.close()
  return result
}

function note(result: Sent, body: Buffer | null): void {
  const { header, items } = parseEnvelope(body ?? Buffer.alloc(0))
  for (const { type } of items) {
    if (type === 'event') result.errorIds.push(header?.eventId ?? '')
    if (!type.startsWith('replay_')) continue
    result.items += 1
    result.replayId = header?.eventId ?? ''
  }
  for (const segment of readSegments(body)) result.recordings.set(segment.segmentId, segment)
}

async function countAccepted(client: ApiClient): Promise<number> {
  const query = 'statsPeriod=1d&interval=1d&field=sum(quantity)&category=replay&groupBy=outcome'
  const groups = list(await client.get(`/organizations/lapwing/stats_v2/?${query}`), 'groups')
  const accepted = groups.find((group) => text(group, 'by', 'outcome') === 'accepted')
  return Number(dig(accepted, 'totals', 'sum(quantity)') ?? 0)
}

async function readKept(): Promise<void> {
  const storage = await openStorage({ directory: folder.path, duckdbMemoryMb: 64 })
  try {
    for (const [name, { replayId }] of sent) {
      const page = { limit: 1000, offset: 0 }
      const segments = await storage.replays.listSegments(1, replayId, page)
      const recordings = new Map<number, string>()
      for (const { segmentId, recording } of segments) {
        const key = recording && ({ kind: 'replays', projectId: 1, at: recording.at, id: recording.blobId } as const)
        const content = key && (await storage.blobs.read(key))
        if (content) recordings.set(segmentId, Buffer.from(content).toString('utf8'))
      }
      kept.set(name, {
        replay: await storage.replays.find({ projectIds: [1], replayId, viewerId: null }),
        segments,
        clicks: await storage.replays.listClicks(1, replayId, page),
        recordings,
      })
    }
  } finally {
    await storage.close()
  }
}

const clean = (json: string) => json.replaceAll('4111 1111 1111 1111', '[Filtered]').replaceAll('s3cr3t', '[Filtered]')

describe.each(names)('a visit whose recording comes %s', (name) => {
  test('was taken in', () => {
    const said = sent.get(name)
    expect(said?.statuses.every((status) => status === 200)).toBe(true)
    const encodings = [...(said?.recordings.values() ?? [])].map(({ encoding }) => encoding)
    expect(new Set(encodings)).toEqual(new Set([name === 'packed' ? 'zlib' : 'json']))
  })

  test('is there as it was recorded, but for its secrets', () => {
    const { segments = [], recordings } = kept.get(name) ?? {}
    const said = sent.get(name)?.recordings ?? new Map<number, { json: string }>()
    expect(segments.map(({ segmentId }) => segmentId)).toEqual([...said.keys()].toSorted((a, b) => a - b))
    for (const [number, { json }] of said) expect(recordings?.get(number)).toBe(clean(json))
    expect([...said.values()].some(({ json }) => json.includes('4111'))).toBe(true)
  })

  test('tells who, where, with what and for how long', () => {
    const { replay } = kept.get(name) ?? {}
    expect(replay).toMatchObject({
      countSegments: sent.get(name)?.recordings.size,
      environment: 'staging',
      releases: ['bookshop@1.0.0'],
      platform: 'javascript',
      replayType: 'session',
      user: { id: '7', username: 'joe', email: 'joe@example.com' },
      sdk: { name: 'sentry.javascript.browser', version: '11.12.0' },
      os: { name: 'Linux' },
      browser: { name: expect.stringContaining('Chrom') },
      tags: [['shelf', ['poetry']]],
    })
    expect(replay?.urls.map((url) => url.replace(/^http:\/\/[^/]+/, ''))).toEqual([
      '/',
      '/results?query=owls&token=[Filtered]',
    ])
    // The SDK waits 7 s for an effect of the last click.
    expect(replay?.duration).toBeGreaterThanOrEqual(7)
    expect(replay?.duration).toBeLessThan(60)
  })

  test('has its clicks, the dead one and the rage', () => {
    const { clicks = [], replay } = kept.get(name) ?? {}
    const dead = clicks.filter(({ isDead }) => isDead)
    expect(clicks.filter(({ isDead }) => !isDead).map(({ element }) => element.id)).toEqual([
      'find',
      'stock',
      'pay',
      'dead',
      'rage',
    ])
    expect(dead.map(({ element, isRage }) => [element.id, isRage])).toEqual([
      ['dead', false],
      ['rage', true],
    ])
    expect(replay).toMatchObject({ countDeadClicks: 2, countRageClicks: 1 })
  })

  test('and its error name each other', () => {
    const { errorIds } = sent.get(name) ?? {}
    expect(errorIds).toHaveLength(1)
    expect(kept.get(name)?.replay).toMatchObject({ errorIds, countErrors: 1 })
  })
})

test('the project is known to have replays', () => {
  expect(project).toMatchObject({ hasReplays: true })
})
