import { eventually, signIn } from '../support/client.ts'
import { dig } from '../support/json.ts'
import type { BootedServer } from '../support/server.ts'

/** Waits until the API shows so many events over all issues, by the meta view (`count`) and by the events view (a table of the last 24 h). */
export async function waitUntilCounted(server: BootedServer, events: number, seconds = 60): Promise<void> {
  const client = await signIn(server)
  await eventually(async () => {
    const { counted, listed } = await countEvents(client)
    return counted >= events && listed >= events
  }, seconds)
}

async function countEvents(client: Awaited<ReturnType<typeof signIn>>): Promise<{ counted: number; listed: number }> {
  const issues = await client.get('/organizations/lapwing/issues/?query=&limit=100&statsPeriod=90d')
  if (!Array.isArray(issues)) throw new Error('the issue list is no list')
  const counted = (issues as { count: string }[]).reduce((sum, { count }) => sum + Number(count), 0)
  const table = await client.get('/organizations/lapwing/events/?field=count()&dataset=errors&statsPeriod=24h')
  return { counted, listed: Number(dig(table, 'data', 0, 'count()')) }
}
