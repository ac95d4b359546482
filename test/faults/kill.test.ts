import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { auditStores } from './audit.ts'
import { waitUntilCounted } from './drained.ts'
import { kinds, startLoad } from './load.ts'

/** A dozen in every run; `npm run test:faults` sets 200. */
const kills = Number(process.env['LAPWING_KILLS'] ?? 12)

let folder = { path: '', remove: async () => {} }
let server: BootedServer | null = null
beforeAll(async () => {
  folder = await temporaryFolder('kill')
})
afterAll(async () => {
  await server?.kill()
  await folder.remove()
})

test(
  `after ${kills} SIGKILLs every acknowledged event is there exactly once and every count is exact`,
  async () => {
    let booted = await bootServer({ data: folder.path, args: ['--segment-mb', '1'] })
    server = booted
    const port = Number(new URL(booted.url).port)
    const load = startLoad(() => booted.dsn, { senders: 8, padding: 500 })
    for (let kill = 0; kill < kills; kill++) {
      // Each life takes in something, so that no kill hits an idle server only.
      await load.reach(load.acknowledged.size + 1)
      await delay(Math.random() * 400)
      await booted.kill()
      booted = await bootServer({ data: folder.path, port, args: ['--segment-mb', '1'] })
      server = booted
    }
    await load.finish()
    await waitUntilCounted(booted, load.acknowledged.size)
    expect(await booted.stop()).toBe(0)
    server = null

    const audit = await auditStores(folder.path)
    const expected = [...load.acknowledged].toSorted()
    expect(audit.payloads.toSorted()).toEqual(expected)
    expect(audit.rows.toSorted()).toEqual(expected)
    expect(audit.issues).toHaveLength(kinds)
    for (const issue of audit.issues) expect(issue.rows).toBe(issue.timesSeen)
    expect(audit.seen).toBe(expected.length)
    expect(audit.accepted).toBe(expected.length)
    console.log(`${kills} kills, ${expected.length} events acknowledged, each stored and counted once`)
  },
  60_000 + kills * 10_000,
)
