/** The sessions endpoint over 100 M sessions of 90 days, the list of releases with their health, and how fast session updates are taken in. */
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { randomUUID } from 'node:crypto'
import { type ApiClient, signIn } from '../test/support/client.ts'
import { bootServer } from '../test/support/server.ts'
import { generateLoad } from './generator.ts'
import { record } from './results.ts'
import { sessionFolder } from './session-fill.ts'
import { percentile, residentMb, startBenchServer } from './support.ts'

const repeats = 40
const organization = '/organizations/lapwing'

export async function benchSessions(sessions: number): Promise<void> {
  await benchQueries(sessions)
  await benchIngest()
}

/** Latencies with one client; the first requests, which fill caches, count. */
async function benchQueries(sessions: number): Promise<void> {
  const { folder, seconds, records } = await sessionFolder(sessions)
  const size = `${sessions / 1e6} M sessions`
  if (seconds !== null) {
    record(`sessions folded in bulk, ${size}`, {
      value: records / seconds,
      unit: `records/s (${Math.round(seconds)} s for ${(records / 1e6).toFixed(1)} M updates and aggregates, generator included)`,
      budget: '≥ 20,000/s',
      met: records / seconds >= 20_000,
    })
  }
  const bytes = await sizeOf(folder)
  record(`disk, ${size}`, {
    value: bytes / sessions,
    unit: `B a session (${Math.round(bytes / 1e6)} MB)`,
    budget: 'none',
    met: true,
  })
  const server = await bootServer({ data: folder, args: ['--log-level', 'error'] })
  try {
    const client = await signIn(server)
    for (const [period, interval] of [
      ['90d', '1d'],
      ['41d', '1h'],
    ] as const) {
      for (const groupBy of ['release', 'session.status']) {
        for (const fields of [
          ['sum(session)'],
          ['sum(session)', 'count_unique(user)', ...(groupBy === 'release' ? ['crash_free_rate(user)'] : [])],
        ]) {
          const pairs: [string, string][] = [
            ...fields.map((field): [string, string] => ['field', field]),
            ['groupBy', groupBy],
            ['statsPeriod', period],
            ['interval', interval],
            ['project', '-1'],
          ]
          const query = new URLSearchParams(pairs).toString()
          const what = fields.length === 1 ? 'sessions' : 'sessions and users'
          await measure(
            `${what} by ${groupBy}, ${period} by ${interval}, ${size}`,
            client,
            `${organization}/sessions/?${query}`,
          )
        }
      }
    }
    const durations = `field=p95(session.duration)&groupBy=release&statsPeriod=90d&interval=1d&project=-1`
    await measure(`durations by release, 90d by 1d, ${size}`, client, `${organization}/sessions/?${durations}`)
    const production = `field=sum(session)&field=count_unique(user)&groupBy=release&statsPeriod=90d&interval=1d&environment=production`
    await measure(
      `sessions and users by release in production, 90d by 1d, ${size}`,
      client,
      `${organization}/sessions/?${production}`,
    )
    await measure(
      `releases with health, ${size}`,
      client,
      `${organization}/releases/?health=1&sort=sessions&per_page=50`,
    )
    record(`resident memory after the questions, ${size}`, {
      value: await residentMb(server.process.pid ?? 0),
      unit: 'MB',
      budget: '< 400 MB',
      met: (await residentMb(server.process.pid ?? 0)) < 400,
    })
  } finally {
    await server.kill()
  }
}

async function measure(name: string, client: ApiClient, path: string): Promise<void> {
  const times: number[] = []
  for (let index = 0; index < repeats; index++) {
    const started = performance.now()
    await client.get(path)
    times.push(performance.now() - started)
  }
  const p95 = percentile(times, 0.95)
  const first = Math.round(times[0] ?? 0)
  record(`${name}, p95`, {
    value: p95,
    unit: `ms (median ${Math.round(percentile(times, 0.5))}, the first ${first})`,
    budget: '< 100 ms',
    met: p95 < 100,
  })
}

const ingestSeconds = 20
const perEnvelope = 10

/** Updates a second over HTTP, from the first byte sent until the endpoint counts them all. */
async function benchIngest(): Promise<void> {
  const server = await startBenchServer()
  try {
    for (const held of [1, perEnvelope]) {
      const before = await countSessions(server.client)
      const started = performance.now()
      const load = await generateLoad({
        url: server.url,
        path: server.path,
        bodies: Array.from({ length: 400 }, (_, number) => sessionEnvelope(number, held)),
        connections: 32,
        milliseconds: ingestSeconds * 1000,
      })
      const sent = load.ok * held
      while ((await countSessions(server.client)) - before < sent)
        await new Promise((resolve) => setTimeout(resolve, 50))
      const perSecond = (sent / (performance.now() - started)) * 1000
      record(`session updates, ${held} an envelope`, {
        value: perSecond,
        unit: `/s (first byte sent to last one counted by the API, ${sent} in ${ingestSeconds} s and the rest)`,
        budget: held === 1 ? 'none (20,000/s needs several an envelope)' : '≥ 20,000/s',
        met: held === 1 || perSecond >= 20_000,
      })
    }
  } finally {
    await server.end()
  }
}

async function countSessions(client: ApiClient): Promise<number> {
  const answer = await client.get(
    `${organization}/sessions/?field=sum(session)&statsPeriod=1d&interval=1d&includeSeries=0&project=-1`,
  )
  const { groups } = answer as { groups: { totals: Record<string, number> }[] }
  return groups[0]?.totals['sum(session)'] ?? 0
}

/** Sessions of ids of their own: the generator writes another one over `id` in each request, from which all of an envelope's derive. */
function sessionEnvelope(number: number, held: number): { bytes: Buffer; id: string } {
  const id = randomUUID().replaceAll('-', '')
  // As a browser's SDK says who it is: what people use is put together as user sessions too.
  const lines = [
    JSON.stringify({
      sent_at: new Date().toISOString(),
      sdk: { name: 'sentry.javascript.browser', version: '11.12.0' },
    }),
  ]
  for (let one = 0; one < held; one++) {
    const payload = JSON.stringify({
      // An id of any text is taken: so many of one generated id are told apart.
      sid: `${id}-${one}`,
      did: `user-${(number * held + one) % 5000}`,
      init: true,
      started: new Date(Date.now() - (one % 5) * 1000).toISOString(),
      timestamp: new Date().toISOString(),
      duration: 1.5,
      status: number % 50 === 0 ? 'crashed' : 'exited',
      errors: number % 50 === 0 ? 1 : 0,
      attrs: { release: `app@1.${number % 5}.0`, environment: number % 4 === 0 ? 'staging' : 'production' },
    })
    lines.push(JSON.stringify({ type: 'session', length: Buffer.byteLength(payload) }), payload)
  }
  return { bytes: Buffer.from(lines.join('\n')), id }
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder)
  const sizes = await Promise.all(
    names.filter((name) => name.startsWith('sessions.sqlite')).map((name) => stat(path.join(folder, name))),
  )
  return sizes.reduce((sum, { size }) => sum + size, 0)
}
