/** The player over an hour of 200 segments: how soon the first picture stands, and what seeking takes, in a Chromium of this machine. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { findChromium } from '../scripts/chromium.ts'
import { launchChromium } from '../test/support/browser.ts'
import { type ApiClient, eventually, postEnvelope, signIn } from '../test/support/client.ts'
import { dig } from '../test/support/json.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../test/support/server.ts'
import { makeRecording, type RecordedEvent, type RecordingShape, type Tick } from './player-recording.ts'
import { createRandom } from './random.ts'
import { record } from './results.ts'
import { percentile } from './support.ts'

const recordings: [name: string, RecordingShape][] = [
  ['a snapshot a minute, 40,000 events', { events: 40_000, snapshotMinutes: 1 }],
  ['one snapshot, 40,000 events', { events: 40_000, snapshotMinutes: null }],
  ['one snapshot, 3,000 events', { events: 3_000, snapshotMinutes: null }],
]
const firstFrameMs = 1500
const seekMs = 300
const randomSeeks = 10
/** How often a first seek is tried: a page loaded anew each time. */
const coldSeeks = 3

export async function benchPlayer(): Promise<void> {
  if (findChromium() === null) {
    console.log('  passed over: there is no Chromium here')
    return
  }
  const browser = await launchChromium()
  const folder = await temporaryFolder('bench-player')
  const server = await bootServer({ data: folder.path, args: ['--log-level', 'error'] })
  try {
    const client = await signIn(server)
    for (const [index, [name, shape]] of recordings.entries()) {
      const id = String(index + 1).padStart(32, 'b')
      const start = Math.floor(Date.now() / 1000 - 2 * 3600) * 1000
      const { segments, ticks } = makeRecording(shape, start)
      await send(server, client, id, start, segments)
      await measure(browser, {
        name,
        ticks,
        url: `${server.url}/organizations/lapwing/replays/app/${id}/`,
        cookie: client.cookie,
      })
    }
  } finally {
    await browser.close()
    await server.kill()
    await folder.remove()
  }
}

interface Watched {
  name: string
  ticks: Tick[]
  url: string
  cookie: string
}

async function measure(browser: Browser, watched: Watched): Promise<void> {
  const note = (what: string, value: number, budget: number | null) =>
    record(`player, ${watched.name}: ${what}`, {
      value,
      unit: value === 0 ? 'ms (none of 50 ms or more)' : 'ms',
      budget: budget === null ? 'none' : `< ${budget} ms`,
      met: budget === null || value < budget,
    })
  const firstFrames: number[] = []
  const colds: number[] = []
  const coldTasks: number[] = []
  for (let turn = 0; turn < coldSeeks; turn++) {
    const viewer = await openViewer(browser, watched)
    firstFrames.push(viewer.firstFrame)
    // As soon as it is loaded: nothing was made ready yet.
    const cold = await viewer.seek(1)
    colds.push(cold.took)
    coldTasks.push(cold.longestTask)
    await viewer.close()
  }
  note('first picture, median of 3', percentile(firstFrames, 0.5), firstFrameMs)
  note('first seek, to the end, as soon as it is loaded, worst of 3', Math.max(...colds), null)
  note('longest task in it', Math.max(...coldTasks), null)

  const viewer = await openViewer(browser, watched)
  await viewer.settle()
  let longestTask = 0
  const seek = async (place: number) => {
    const { took, longestTask: task } = await viewer.seek(place)
    longestTask = Math.max(longestTask, task)
    return took
  }
  note('seek to 30 min', await seek(0.5), seekMs)
  note('seek to the end', await seek(1), seekMs)
  note('seek back to 1 min', await seek(1 / 60), seekMs)
  const random = createRandom(3)
  const times: number[] = []
  for (let turn = 0; turn < randomSeeks; turn++) times.push(await seek(random(1000) / 1000))
  note('10 random seeks, median', percentile(times, 0.5), seekMs)
  note('10 random seeks, p95', percentile(times, 0.95), seekMs)
  note('longest task of these seeks', longestTask, null)
  await viewer.play()
  note('seek to 20 min while it plays', await seek(1 / 3), seekMs)
  note('seek back to 10 min while it plays', await seek(1 / 6), seekMs)
  await viewer.close()
}

interface Seek {
  took: number
  longestTask: number
}

async function openViewer(browser: Browser, { ticks, url, cookie }: Watched) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: new URL(url).origin }])
  const page = await context.newPage()
  const probe = await readFile(path.join(import.meta.dirname, 'player-probe.js'), 'utf8')
  await page.addInitScript(`{ const given = ${JSON.stringify({ ticks })}; ${probe} }`)
  await page.goto(url, { waitUntil: 'commit' })
  const firstFrame = await page.evaluate<number>('probe.shown')
  await page.evaluate('probe.loaded')
  const line = await page.getByRole('slider', { name: 'Position' }).boundingBox()
  if (line === null) throw new Error('the line is not shown')
  return {
    firstFrame,
    close: () => context.close(),
    /** What is made ready after loading is ready. */
    settle: () => page.evaluate('probe.settle()'),
    play: () => page.getByRole('button', { name: 'Play (space)' }).click(),
    async seek(place: number): Promise<Seek> {
      await page.evaluate('probe.begin()')
      await page.mouse.click(Math.min(line.x + line.width * place, line.x + line.width - 1), line.y + line.height / 2)
      return page.evaluate<Seek>('probe.end()')
    },
  }
}

/** Sends it segment by segment, and waits until all are there. */
async function send(
  server: BootedServer,
  client: ApiClient,
  id: string,
  start: number,
  segments: RecordedEvent[][],
): Promise<void> {
  for (const [segmentId, events] of segments.entries()) {
    const end = events.at(-1)?.timestamp ?? start
    const replay = {
      type: 'replay_event',
      replay_id: id,
      event_id: segmentId === 0 ? id : String(segmentId).padStart(32, id.slice(-1)),
      segment_id: segmentId,
      replay_type: 'session',
      replay_start_timestamp: start / 1000,
      timestamp: end / 1000,
      urls: segmentId === 0 ? ['https://shop.example/'] : [],
      error_ids: [],
      trace_ids: [],
      platform: 'javascript',
      sdk: { name: 'sentry.javascript.browser', version: '11.12.0' },
    }
    const recording = `{"segment_id":${segmentId}}\n${JSON.stringify(events)}`
    const lines = [
      JSON.stringify({ event_id: replay.event_id, sent_at: new Date().toISOString() }),
      '{"type":"replay_event"}',
      JSON.stringify(replay),
      JSON.stringify({ type: 'replay_recording', length: Buffer.byteLength(recording) }),
      recording,
    ]
    const response = await postEnvelope(server.dsn, `${lines.join('\n')}\n`)
    if (!response.ok) throw new Error(`segment ${segmentId} was refused: ${response.status}`)
  }
  await eventually(async () => {
    const answer = await client.get(`/projects/lapwing/app/replays/${id}/`).catch(() => null)
    return dig(answer, 'data', 'count_segments') === segments.length
  }, 60)
}
