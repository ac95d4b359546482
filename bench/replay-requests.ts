/** What a client waits for when it asks for replays. */
import { type ApiClient, signIn } from '../test/support/client.ts'
import { bootServer } from '../test/support/server.ts'
import { replayIdOf } from './replay-traffic.ts'
import { record } from './results.ts'
import { loadNote, percentile, residentMb } from './support.ts'

const repeats = 40
const organization = '/organizations/lapwing'

const sorts = [
  '-started_at',
  '-count_errors',
  '-duration',
  '-activity',
  '-count_requests',
  'browser.name',
  'user.email',
]
const searches = {
  'common tag': 'locale:de',
  'rare tag': 'customer:customer-77',
  'user email': 'user.email:person-77@example.org',
  'url wildcard, rare': 'url:*/4711*',
  'click.selector': 'click.selector:#element-33',
  'errors and no dead clicks': 'count_errors:>0 count_dead_clicks:0',
}

/** Latencies with one client, pages of 50 of all projects; the first requests, which fill caches, count. */
export async function benchReplayRequests(folder: string, replays: number, size: string): Promise<void> {
  // The oldest are as old as the retention: they are to be there the next time, too.
  const server = await bootServer({ data: folder, args: ['--log-level', 'error', '--retention-days', '365'] })
  try {
    const client = await signIn(server)
    const list = (period: string, query: string, sort: string): string =>
      `${organization}/replays/?${new URLSearchParams({ statsPeriod: period, query, sort, per_page: '50' }).toString()}`
    for (const sort of sorts) {
      await measure(`GET replays/, sort ${sort}, 90 d, ${size}`, client, [list('90d', '', sort)])
    }
    for (const [name, query] of Object.entries(searches)) {
      const paths = ['-started_at', '-count_errors', 'browser.name'].map((sort) => list('90d', query, sort))
      await measure(`GET replays/, ${name}, 3 sorts, 90 d, ${size}`, client, paths)
    }
    const all = [...Object.values(searches), ''].flatMap((query) => sorts.map((sort) => list('14d', query, sort)))
    await measure(`GET replays/, all of these, 14 d, ${size}`, client, all)
    const some = Array.from(
      { length: repeats },
      (_, n) => `${organization}/replays/${replayIdOf(Math.floor((n * replays) / repeats))}/`,
    )
    await measure(`GET replays/{id}/, ${size}`, client, some)
    const tags = `${organization}/tags/`
    await measure(`GET tags/?dataset=replays, 14 d, ${size}`, client, [`${tags}?dataset=replays&statsPeriod=14d`])
    const values = ['customer', 'locale', 'user.email', 'url', 'release'].map(
      (key) => `${tags}${key}/values/?dataset=replays&statsPeriod=14d&query=1`,
    )
    await measure(`GET tags/{key}/values/?dataset=replays, 14 d, ${size}`, client, values)
    const resident = await residentMb(server.process.pid ?? 0)
    record(`resident memory after the questions, ${size}`, {
      value: resident,
      unit: 'MB',
      budget: '< 400 MB',
      met: resident < 400,
    })
  } finally {
    await server.kill()
  }
}

async function measure(name: string, client: ApiClient, paths: string[]): Promise<void> {
  const times: number[] = []
  for (let turn = 0; turn < repeats; turn++) {
    const started = performance.now()
    await client.get(paths[turn % paths.length] ?? '')
    times.push(performance.now() - started)
  }
  const p95 = percentile(times, 0.95)
  record(`${name}, p95`, {
    value: p95,
    unit: `ms (median ${Math.round(percentile(times, 0.5))}, the first ${Math.round(times[0] ?? 0)}${loadNote()})`,
    budget: '< 100 ms',
    met: p95 < 100,
  })
}
