import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { eventually, postEnvelope } from '../test/support/client.ts'
import { makeEnvelope, makeEvent } from './event.ts'
import { generateLoad } from './generator.ts'
import { record } from './results.ts'
import { type BenchServer, countEvents, makeBodies, percentile, startBenchServer } from './support.ts'

/** Events digested a second until the queue is empty, at two sizes; time from 200 to visible; bytes on disk an event. */
export async function benchDigest(): Promise<void> {
  await benchThroughput('3.6 KB', 3600, 60_000, 5000)
  await benchThroughput('50 KB', 50_000, 6000, 1000)
  await benchVisible()
}

async function benchThroughput(name: string, bytes: number, requests: number, budget: number): Promise<void> {
  // The reservoir is larger than what the generator repeats within a block, so that compression meets variety.
  const bodies = makeBodies(500, 50, bytes)
  const server = await startBenchServer()
  try {
    // The first thousands of events pay for compiling the code: a rate that is to be sustained begins behind them.
    const warm = Math.ceil(requests / 4)
    await generateLoad({ url: server.url, path: server.path, bodies, connections: 16, requests: warm })
    await drained(server, warm)
    const before = await countEvents(server.client)
    const started = performance.now()
    const load = await generateLoad({ url: server.url, path: server.path, bodies, connections: 32, requests })
    await drained(server, before + requests)
    const seconds = (performance.now() - started) / 1000
    const perSecond = requests / seconds
    record(`digested events, ${name}`, {
      value: perSecond,
      unit: '/s (first byte sent to last event counted by the API)',
      ceiling: load.perSecond,
      ratio: perSecond / load.perSecond,
      budget: `≥ ${budget}/s`,
      met: perSecond >= budget,
    })
    if (bytes < 10_000) {
      // Stopped in order, so that the engines' write-ahead logs (64 MB at most) are in the files.
      await server.stop()
      const size = await folderBytes(server.data)
      const perEvent = size / (before + requests)
      record('disk per 3.6 KB event, all views', { value: perEvent, unit: 'B', budget: '< 700 B', met: perEvent < 700 })
    }
  } finally {
    await server.end()
  }
}

async function benchVisible(): Promise<void> {
  const server = await startBenchServer()
  try {
    for (let warm = 0; warm < 20; warm++) await timeToVisible(server)
    const idle: number[] = []
    for (let index = 0; index < 50; index++) idle.push(await timeToVisible(server))
    const idleMs = percentile(idle, 0.95)
    record('200 to visible, idle, p95', { value: idleMs, unit: 'ms', budget: '< 300 ms', met: idleMs < 300 })
    const bodies = makeBodies(200, 50, 3600)
    // Half of the digest's budget.
    const load = generateLoad({
      url: server.url,
      path: server.path,
      bodies,
      connections: 16,
      rate: 2500,
      milliseconds: 8000,
    })
    await delay(1000)
    const busy: number[] = []
    for (let index = 0; index < 30; index++) busy.push(await timeToVisible(server))
    await load
    const busyMs = percentile(busy, 0.95)
    record('200 to visible, 2,500 events/s, p95', {
      value: busyMs,
      unit: 'ms',
      budget: '< 1000 ms',
      met: busyMs < 1000,
    })
  } finally {
    await server.end()
  }
}

/** From the answer of ingest until the event's detail is served. */
async function timeToVisible(server: BenchServer): Promise<number> {
  const event = makeEvent({ number: 1, issue: 1, timestamp: Date.now() / 1000 })
  const response = await postEnvelope(server.dsn, makeEnvelope(event).toString('utf8'))
  await response.arrayBuffer()
  const acknowledged = performance.now()
  await eventually(async () => {
    const { status } = await server.client.send(
      'GET',
      `/projects/lapwing/app/events/${String(event['event_id'])}/`,
      undefined,
    )
    return status === 200
  })
  return performance.now() - acknowledged
}

/** Looks four times a second: each look is an issue list with its charts, and must not become the load itself. */
async function drained(server: BenchServer, events: number): Promise<void> {
  await eventually(async () => (await countEvents(server.client)) >= events, 300, 250)
}

/** Without the spool, whose segments go once they are digested. */
async function folderBytes(folder: string): Promise<number> {
  let total = 0
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (entry.isFile() && !file.includes(`${path.sep}spool${path.sep}`)) total += (await stat(file)).size
  }
  return total
}
