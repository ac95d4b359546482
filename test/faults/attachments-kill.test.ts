import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { blobKeyOf } from '../../src/server/attachments/blob-key.ts'
import { openStorage } from '../../src/server/storage/open.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { waitUntilCounted } from './drained.ts'
import { attachmentOf, eventIdOf, startLoad } from './load.ts'

/** Half a dozen in every run; `npm run test:faults` sets 200. */
const kills = Number(process.env['LAPWING_KILLS'] ?? 6)

let folder = { path: '', remove: async () => {} }
let server: BootedServer | null = null
beforeAll(async () => {
  folder = await temporaryFolder('attachments')
})
afterAll(async () => {
  await server?.kill()
  await folder.remove()
})

test(
  `after ${kills} SIGKILLs the file of every acknowledged event is there exactly once, with its bytes`,
  async () => {
    let booted = await bootServer({ data: folder.path })
    server = booted
    const port = Number(new URL(booted.url).port)
    const load = startLoad(() => booted.dsn, { senders: 8, attachments: true })
    for (let kill = 0; kill < kills; kill++) {
      await load.reach(load.acknowledged.size + 20)
      await delay(Math.random() * 300)
      await booted.kill()
      booted = await bootServer({ data: folder.path, port })
      server = booted
    }
    await load.finish()
    await waitUntilCounted(booted, load.acknowledged.size)
    expect(await booted.stop()).toBe(0)
    server = null

    const storage = await openStorage({ directory: folder.path, duckdbMemoryMb: 160 })
    try {
      const numbers = [...load.acknowledged].map((id) => Number.parseInt(id, 16)).toSorted((a, b) => a - b)
      const expected = numbers.flatMap((number) => {
        const content = attachmentOf(number)
        return content === null ? [] : [{ number, content }]
      })
      const rows = await storage.meta.listAttachments(1, numbers.map(eventIdOf))
      expect(rows.map(({ name }) => name).toSorted()).toEqual(expected.map(({ number }) => `${number}.log`).toSorted())
      for (const row of rows) {
        const bytes = await storage.blobs.read(blobKeyOf(row))
        const content = bytes === null ? null : Buffer.from(bytes).toString()
        expect([row.name, content]).toEqual([row.name, attachmentOf(Number.parseInt(row.eventId, 16))])
        expect(row.issueId).not.toBeNull()
      }
      // An envelope that was sent twice, because its answer was cut off, brought its file once.
      const blobs = await storage.blobs.list('attachments', { after: null, limit: 1_000_000 })
      expect(blobs.map(({ id }) => id).toSorted()).toEqual(rows.map(({ blobId }) => blobId).toSorted())
      expect(await storage.blobs.checkIntegrity()).toEqual([])
      const outcomes = await storage.meta.readOutcomes({ projectIds: [1], from: 0, to: Date.now() + 86_400_000 })
      const accepted = (category: string) =>
        outcomes
          .filter((one) => one.outcome === 'accepted' && one.category === category)
          .reduce((sum, { quantity }) => sum + quantity, 0)
      expect(accepted('attachment_item')).toBe(expected.length)
      expect(accepted('attachment')).toBe(expected.reduce((sum, { content }) => sum + content.length, 0))
      console.log(`${kills} kills, ${expected.length} files acknowledged, each kept and counted once`)
    } finally {
      await storage.close()
    }
  },
  60_000 + kills * 10_000,
)
