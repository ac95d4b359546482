import { bootServer } from '../test/support/server.ts'
import { type ApiClient, signIn } from '../test/support/client.ts'
import { filledFolder } from './fill.ts'
import { record } from './results.ts'
import { percentile } from './support.ts'

const repeats = 40

/** Latencies of the API's reads on a filled folder, one client, as p95 of 40. */
export async function benchQuery(events: number): Promise<void> {
  const data = await filledFolder(events)
  const server = await bootServer({ data, args: ['--log-level', 'error'] })
  try {
    const client = await signIn(server)
    const size = `${events / 1e6} M events`
    for (const sort of ['date', 'new', 'freq']) {
      const path = `/organizations/lapwing/issues/?query=is:unresolved&sort=${sort}&limit=25&statsPeriod=14d`
      await measure(`issue list, sort ${sort}, ${size}`, client, [path], 50)
    }
    const issues = await client.get('/organizations/lapwing/issues/?query=&sort=freq&limit=25&statsPeriod=90d')
    const ids = Array.isArray(issues) ? issues.map((issue: { id: string }) => issue.id) : []
    await measure(
      `issue detail, ${size}`,
      client,
      ids.map((id) => `/organizations/lapwing/issues/${id}/`),
      50,
    )
    for (const which of ['latest', 'oldest', 'recommended']) {
      const paths = ids.map((id) => `/organizations/lapwing/issues/${id}/events/${which}/`)
      await measure(`event detail, ${which}, ${size}`, client, paths, 50)
    }
    const tags = ids.slice(0, 1).map((id) => `/organizations/lapwing/issues/${id}/tags/`)
    await measure(`tags of the largest issue, ${size}`, client, tags, 50)
  } finally {
    await server.kill()
  }
}

async function measure(name: string, client: ApiClient, paths: string[], budget: number): Promise<void> {
  const times: number[] = []
  for (let index = 0; index < repeats; index++) {
    const path = paths[index % paths.length]
    if (path === undefined) throw new Error(`nothing to ask for: ${name}`)
    const started = performance.now()
    await client.get(path)
    times.push(performance.now() - started)
  }
  const p95 = percentile(times, 0.95)
  record(`${name}, p95`, { value: p95, unit: 'ms', budget: `< ${budget} ms`, met: p95 < budget })
}
