import { eventually, signIn } from '../support/client.ts'
import type { BootedServer } from '../support/server.ts'

/** Waits until the API shows so many events over all issues, by the meta view (`count`) and by the events view (the chart of 24 h). */
export async function waitUntilCounted(server: BootedServer, events: number, seconds = 60): Promise<void> {
  const client = await signIn(server)
  await eventually(async () => {
    const { counted, charted } = await countEvents(client)
    return counted >= events && charted >= events
  }, seconds)
}

interface ListedIssue {
  count: string
  stats: Record<string, [number, number][]>
}

async function countEvents(client: Awaited<ReturnType<typeof signIn>>): Promise<{ counted: number; charted: number }> {
  const path = '/organizations/lapwing/issues/?query=&limit=100&statsPeriod=90d&groupStatsPeriod=24h'
  const issues = await client.get(path)
  if (!Array.isArray(issues)) throw new Error('the issue list is no list')
  let counted = 0
  let charted = 0
  for (const { count, stats } of issues as ListedIssue[]) {
    counted += Number(count)
    for (const [, events] of stats['24h'] ?? []) charted += events
  }
  return { counted, charted }
}
