import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { eventually, signIn } from '../support/client.ts'
import type { BootedServer } from '../support/server.ts'

/** Waits until the API shows so many events over all issues: everything acknowledged is digested. */
export async function waitUntilCounted(server: BootedServer, events: number, seconds = 60): Promise<void> {
  const client = await signIn(server)
  await eventually(async () => (await countEvents(client)) >= events, seconds)
}

async function countEvents(client: Awaited<ReturnType<typeof signIn>>): Promise<number> {
  const issues = await client.get('/organizations/lapwing/issues/?query=&limit=100&statsPeriod=90d')
  if (!Array.isArray(issues)) throw new Error('the issue list is no list')
  return issues.reduce((sum: number, issue: { count: string }) => sum + Number(issue.count), 0)
}

/** The spool's own name. */
export async function spoolId(data: string): Promise<string> {
  return (await readFile(path.join(data, 'spool/id'), 'utf8')).trim()
}
