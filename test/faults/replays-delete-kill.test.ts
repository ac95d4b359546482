import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deleteReplays } from '../../src/server/jobs/delete-replays.ts'
import { openStorage } from '../../src/server/storage/open.ts'
import { type ApiClient, eventually, postEnvelope, signIn } from '../support/client.ts'
import { dig, list } from '../support/json.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { eventIdOf } from './load.ts'

const kills = 4
const replays = 400
const segments = 2

let folder = { path: '', remove: async () => {} }
let server: BootedServer | null = null
beforeAll(async () => {
  folder = await temporaryFolder('replays-delete')
})
afterAll(async () => {
  await server?.kill()
  await folder.remove()
})

const beganAt = Date.now()
/** Three of four are to go. */
const stays = (number: number) => number % 4 === 0

function envelopeOf(number: number, segment: number): string {
  const replayId = eventIdOf(number)
  const at = (beganAt + segment) / 1000
  const event = {
    replay_id: replayId,
    segment_id: segment,
    timestamp: at,
    platform: 'javascript',
    tags: { goes: stays(number) ? 'no' : 'yes' },
  }
  const recording = `{"segment_id":${segment}}\n${JSON.stringify([{ type: 4, timestamp: beganAt, data: { number, segment } }])}`
  return [
    JSON.stringify({ event_id: replayId }),
    '{"type":"replay_event"}',
    JSON.stringify(event),
    JSON.stringify({ type: 'replay_recording', length: Buffer.byteLength(recording) }),
    recording,
  ].join('\n')
}

async function countReplays(client: ApiClient, query: string): Promise<number> {
  let count = 0
  for (let offset = 0; ; offset += 100) {
    const page = `/organizations/lapwing/replays/?field=id&per_page=100&cursor=0:${offset}:0&query=${query}`
    const found = list(await client.get(page), 'data').length
    count += found
    if (found < 100) return count
  }
}

test('deletions of replays that were answered are finished after SIGKILLs, bytes and all, and nothing else is touched', async () => {
  let booted = await bootServer({ data: folder.path })
  server = booted
  const port = Number(new URL(booted.url).port)
  for (let number = 0; number < replays; number++) {
    const sent = Array.from({ length: segments }, (_, segment) => postEnvelope(booted.dsn, envelopeOf(number, segment)))
    for (const response of await Promise.all(sent)) expect(response.status).toBe(200)
  }
  let client = await signIn(booted)
  await eventually(async () => (await countReplays(client, `count_segments:${segments}`)) === replays)

  const path = '/projects/lapwing/app/replays/'
  const data = {
    rangeStart: new Date(beganAt - 60_000).toISOString(),
    rangeEnd: new Date(beganAt + 3_600_000).toISOString(),
    environments: [],
    query: 'goes:yes',
  }
  expect((await client.send('DELETE', `${path}${eventIdOf(0)}/`, undefined)).status).toBe(204)
  const filed = await client.send('POST', `${path}jobs/delete/`, { data })
  expect(filed.status).toBe(201)
  for (let kill = 0; kill < kills; kill++) {
    await booted.kill()
    booted = await bootServer({ data: folder.path, port })
    server = booted
    await delay(Math.random() * 100)
  }
  client = await signIn(booted)
  const job = await eventually(async () => {
    const told = await client.get(`${path}jobs/delete/${String(dig(filed.body, 'data', 'id'))}/`)
    return dig(told, 'data', 'status') === 'completed' && told
  })
  // The last step before a kill may be missed.
  expect(dig(job, 'data', 'countDeleted')).toBeLessThanOrEqual((replays * 3) / 4)
  expect(await countReplays(client, '')).toBe(replays / 4 - 1)
  expect(await countReplays(client, 'goes:yes')).toBe(0)
  expect(await booted.stop()).toBe(0)
  server = null

  const storage = await openStorage({ directory: folder.path, duckdbMemoryMb: 64 })
  try {
    // What the last stop left is what the next start would do.
    await deleteReplays(storage, { signal: new AbortController().signal, now: Date.now })
    const blobs = await storage.blobs.list('replays', { after: null, limit: 10 * replays })
    const kept: string[] = []
    for (let number = 1; number < replays; number++) {
      const rows = await storage.replays.listSegments(1, eventIdOf(number), { limit: 10, offset: 0 })
      expect([number, rows.length]).toEqual([number, stays(number) ? segments : 0])
      kept.push(...rows.map(({ recording }) => recording?.blobId ?? 'none'))
    }
    expect(blobs.map(({ id }) => id).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
      kept.toSorted((a, b) => (a < b ? -1 : 1)),
    )
    expect(await storage.replays.checkIntegrity()).toEqual([])
  } finally {
    await storage.close()
  }
}, 180_000)
