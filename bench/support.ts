/** What every bench needs: a server in a process of its own, its memory, and the API's view of how far it is. */
import { readFile } from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { loadavg } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { type ApiClient, readDsn, signIn } from '../test/support/client.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../test/support/server.ts'
import { makeEnvelope, makeEvent } from './event.ts'

export interface BenchServer extends BootedServer {
  /** Path and query of the envelope endpoint, with the key. */
  path: string
  client: ApiClient
  /** Stops it and removes its data. */
  end(): Promise<void>
}

export async function startBenchServer(args: string[] = []): Promise<BenchServer> {
  const folder = await temporaryFolder('bench')
  const server = await bootServer({ data: folder.path, args: ['--log-level', 'error', ...args] })
  const { envelopeUrl, key } = readDsn(server.dsn)
  const client = await signIn(server)
  return {
    ...server,
    client,
    path: `${new URL(envelopeUrl).pathname}?sentry_key=${key}&sentry_version=7`,
    async end() {
      await server.kill()
      await folder.remove()
    },
  }
}

/** Bodies of events in `issues` issues; the generator gives each request an id of its own. */
export function makeBodies(count: number, issues: number, bytes: number): { bytes: Buffer; id: string }[] {
  return Array.from({ length: count }, (_, number) => {
    const event = makeEvent({ number, issue: number % issues, timestamp: Date.now() / 1000 }, bytes)
    return { bytes: makeEnvelope(event), id: String(event['event_id']) }
  })
}

/** Resident memory of a process in MB, from the kernel's own books. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024
}

/** Events over all issues, as the API counts them. */
export async function countEvents(client: ApiClient): Promise<number> {
  let total = 0
  for (let cursor = ''; ; ) {
    const page = await client.get(
      `/organizations/lapwing/issues/?query=&limit=100&statsPeriod=90d&groupStatsPeriod=&cursor=${cursor}`,
    )
    if (!Array.isArray(page)) throw new Error('the issue list is no list')
    total += page.reduce((sum: number, issue: { count: string }) => sum + Number(issue.count), 0)
    // The benches use fewer issues than a page holds.
    if (page.length < 100) return total
    throw new Error('too many issues for one page')
  }
}

/** Starts bench/bare-server.ts; `end` stops it. */
export async function startBareServer(): Promise<{ url: string; end(): Promise<void> }> {
  const folder = await temporaryFolder('bare')
  const script = path.join(import.meta.dirname, 'bare-server.ts')
  const child = spawn(process.execPath, [script, path.join(folder.path, 'log')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
  return {
    url: `http://127.0.0.1:${port}`,
    async end() {
      child.kill('SIGKILL')
      await folder.remove()
    },
  }
}

/** What else went on, where it was more than the bench itself: numbers then say little. */
export function loadNote(): string {
  const [load = 0] = loadavg()
  return load > 2 ? `; load average ${load.toFixed(1)}` : ''
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
