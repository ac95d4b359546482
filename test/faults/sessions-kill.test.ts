import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, eventually, signIn } from '../support/client.ts'
import { dig } from '../support/json.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { readHealth } from './health.ts'
import { sumOutcomes } from '../sdk/outcomes.ts'
import { eventIdOf, startLoad } from './load.ts'

/** Half a dozen in every run; `npm run test:faults` sets 200. */
const kills = Number(process.env['LAPWING_KILLS'] ?? 6)

let folder = { path: '', remove: async () => {} }
let server: BootedServer | null = null
beforeAll(async () => {
  folder = await temporaryFolder('sessions-kill')
})
afterAll(async () => {
  await server?.kill()
  await folder.remove()
})

/** A session that is told of twice, and one that comes counted. */
function sessionsEnvelope(number: number): string {
  const started = new Date().toISOString()
  const attrs = { release: 'told@1', environment: 'prod' }
  const session = { sid: eventIdOf(number), did: `user-${number % 50}`, started, attrs }
  const isCrash = number % 5 === 0
  const items: [string, object][] = [
    ['session', { ...session, status: isCrash ? 'crashed' : 'exited', duration: 2, errors: number % 2 }],
    ['session', { ...session, init: true, status: 'ok' }],
    ['sessions', { aggregates: [{ started, exited: 1 }], attrs: { ...attrs, release: 'counted@1' } }],
  ]
  return ['{}', ...items.flatMap(([type, payload]) => [JSON.stringify({ type }), JSON.stringify(payload)])].join('\n')
}

/** How many items of sessions the statistics show as accepted. */
async function countAccepted(client: ApiClient): Promise<number> {
  const query = 'statsPeriod=1d&interval=1d&field=sum(quantity)&category=session&outcome=accepted'
  return Number(
    dig(await client.get(`/organizations/lapwing/stats_v2/?${query}`), 'groups', 0, 'totals', 'sum(quantity)'),
  )
}

/** How many of those that come counted the sessions view has. */
async function countCounted(client: ApiClient): Promise<number> {
  const query = 'field=sum(session)&statsPeriod=1d&interval=1d&includeSeries=0&query=release:counted@1'
  return Number(
    dig(await client.get(`/organizations/lapwing/sessions/?${query}`), 'groups', 0, 'totals', 'sum(session)'),
  )
}

test(
  `after ${kills} SIGKILLs every acknowledged session is counted exactly once`,
  async () => {
    let booted = await bootServer({ data: folder.path, args: ['--segment-mb', '1'] })
    server = booted
    const port = Number(new URL(booted.url).port)
    const load = startLoad(() => booted.dsn, { senders: 8, envelopeOf: sessionsEnvelope })
    for (let kill = 0; kill < kills; kill++) {
      await load.reach(load.acknowledged.size + 1)
      await delay(Math.random() * 400)
      await booted.kill()
      booted = await bootServer({ data: folder.path, port, args: ['--segment-mb', '1'] })
      server = booted
    }
    await load.finish()
    const sessions = load.acknowledged.size
    const client = await signIn(booted)
    // What was taken and not answered may still be on its way: the views agree, and go on agreeing, when all is digested.
    let agreed = 0
    let last = -1
    await eventually(
      async () => {
        const [accepted, counted] = [await countAccepted(client), await countCounted(client)]
        agreed = accepted >= 3 * sessions && accepted === 3 * counted && accepted === last ? agreed + 1 : 0
        last = accepted
        return agreed >= 5
      },
      60,
      100,
    )
    expect(await booted.stop()).toBe(0)
    server = null

    const health = await readHealth(folder.path)
    const numbers = Array.from({ length: sessions }, (_, number) => number)
    // Sent again after a kill, it is the same session: numbers were given out one by one, so those are the first so many.
    expect(load.acknowledged).toEqual(new Set(numbers.map(eventIdOf)))
    expect(health['told@1']).toMatchObject({
      sessions,
      crashed: numbers.filter((number) => number % 5 === 0).length,
      errored: numbers.filter((number) => number % 5 === 0 || number % 2 === 1).length,
      users: { all: Math.min(50, sessions), crashed: Math.min(10, Math.ceil(sessions / 5)) },
      durations: { average: 2000, max: 2000 },
    })
    // Those that come counted cannot be told apart: an envelope that was taken, but not answered, counts when it comes again. Both views agree on
    // how often that was.
    const accepted = (await sumOutcomes(folder.path))['accepted/session'] ?? 0
    expect(accepted % 3).toBe(0)
    expect(health['counted@1']?.sessions).toBe(accepted / 3)
    expect(accepted / 3).toBeGreaterThanOrEqual(sessions)
    expect(accepted / 3).toBeLessThanOrEqual(sessions + 8 * kills)
    console.log(`${kills} kills, ${sessions} sessions acknowledged, each counted once`)
  },
  60_000 + kills * 10_000,
)
