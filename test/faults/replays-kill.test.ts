import { setTimeout as delay } from 'node:timers/promises'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packMembers } from '../../src/server/digest/items/testing/pack-members.ts'
import { openStorage } from '../../src/server/storage/open.ts'
import { type ApiClient, eventEnvelope, eventually, postEnvelope, signIn } from '../support/client.ts'
import { dig } from '../support/json.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { eventIdOf, startLoad } from './load.ts'

/** Half a dozen in every run; `npm run test:faults` sets 200. */
const kills = Number(process.env['LAPWING_KILLS'] ?? 6)

let folder = { path: '', remove: async () => {} }
let server: BootedServer | null = null
beforeAll(async () => {
  folder = await temporaryFolder('replays-kill')
})
afterAll(async () => {
  await server?.kill()
  await folder.remove()
})

/** Of six numbers in a row five are the segments of a replay, and the last is an error that names it. */
const perReplay = 6
const replayOf = (number: number) => 1_000_000 + Math.floor(number / perReplay)
const isError = (number: number) => number % perReplay === perReplay - 1
/** Every third replay is an app's: its segments are videos. */
const isVideo = (number: number) => replayOf(number) % 3 === 0
/** The first segment of some is so large that the digest packs it as it comes. */
const isLarge = (number: number) => number % perReplay === 0 && replayOf(number) % 40 === 1
/** Every second error is one of the server that the page talks to: another project's. */
const isOfServer = (number: number) => isError(number) && replayOf(number) % 2 === 0
const beganAt = Date.now()

function recordingOf(number: number): string {
  const page = { type: 4, timestamp: beganAt + number, data: { href: `https://shop.example/${number % 10}` } }
  const text = `line ${number} `.repeat(1 + (number % 50))
  const line = { type: 3, timestamp: beganAt + number, data: { source: 0, text } }
  const times = isLarge(number) ? Math.ceil((9 * 1024 * 1024) / JSON.stringify(line).length) : 1
  return JSON.stringify([page, ...Array.from({ length: times }, () => line)])
}

const videoOf = (number: number) => Buffer.from(`the video ${number}`.repeat(20))

/** As it lies in the blob store. */
function contentOf(number: number): Buffer {
  const recording = Buffer.from(recordingOf(number))
  return isVideo(number) ? Buffer.concat([videoOf(number), recording]) : recording
}

function envelopeOf(number: number): Uint8Array<ArrayBuffer> {
  const replayId = eventIdOf(replayOf(number))
  const segmentId = number % perReplay
  if (isError(number)) {
    const named = {
      level: 'error',
      message: 'lost',
      fingerprint: ['lost'],
      contexts: { replay: { replay_id: replayId } },
    }
    return join({ event_id: eventIdOf(number) }, [{ type: 'event', payload: JSON.stringify(named) }])
  }
  const said = JSON.stringify({
    replay_id: replayId,
    segment_id: segmentId,
    timestamp: beganAt / 1000,
    platform: isVideo(number) ? 'java' : 'javascript',
  })
  const json = recordingOf(number)
  // SDKs compress where the page lets them.
  const recording = Buffer.concat([
    Buffer.from(`{"segment_id":${segmentId}}\n`),
    number % 2 === 0 || isLarge(number) ? deflateSync(json) : Buffer.from(json),
  ])
  const items = isVideo(number)
    ? [
        {
          type: 'replay_video',
          payload: packMembers({
            replay_event: Buffer.from(said),
            replay_recording: recording,
            replay_video: videoOf(number),
          }),
        },
      ]
    : [
        { type: 'replay_event', payload: said },
        { type: 'replay_recording', payload: recording },
      ]
  return join({ event_id: replayId }, items)
}

function join(header: object, items: { type: string; payload: string | Uint8Array }[]): Uint8Array<ArrayBuffer> {
  const parts = items.flatMap(({ type, payload }) => {
    const bytes = Buffer.from(payload)
    return [Buffer.from(`\n${JSON.stringify({ type, length: bytes.length })}\n`), bytes]
  })
  return Buffer.concat([Buffer.from(JSON.stringify(header)), ...parts])
}

async function createServerProject(client: ApiClient): Promise<{ id: number; dsn: string }> {
  const { status, body } = await client.send('POST', '/organizations/lapwing/projects/', { name: 'Server' })
  expect(status).toBe(201)
  const slug = dig(body, 'slug')
  const keys = await client.get(`/projects/lapwing/${String(slug)}/keys/`)
  return { id: Number(dig(body, 'id')), dsn: String(dig(keys, 0, 'dsn', 'public')) }
}

test(
  `after ${kills} SIGKILLs every acknowledged segment is there exactly once, with its recording or video`,
  async () => {
    let booted = await bootServer({ data: folder.path, args: ['--segment-mb', '1'] })
    server = booted
    const port = Number(new URL(booted.url).port)
    const other = await createServerProject(await signIn(booted))
    const load = startLoad((number) => (isOfServer(number) ? other.dsn : booted.dsn), { senders: 8, envelopeOf })
    for (let kill = 0; kill < kills; kill++) {
      await load.reach(load.acknowledged.size + 20)
      await delay(Math.random() * 300)
      await booted.kill()
      booted = await bootServer({ data: folder.path, port, args: ['--segment-mb', '1'] })
      server = booted
    }
    await load.finish()
    const numbers = Array.from({ length: load.acknowledged.size }, (_, number) => number)
    // Numbers were given out one by one, so those are the first so many.
    expect(load.acknowledged).toEqual(new Set(numbers.map(eventIdOf)))
    const errors = numbers.filter(isError)
    const segments = numbers.filter((number) => !isError(number))
    // What stands before it in the spool was digested before it.
    const last = eventIdOf(2_000_000)
    await postEnvelope(booted.dsn, eventEnvelope({ event_id: last, message: 'the last one' }))
    const client = await signIn(booted)
    await eventually(async () => client.get(`/projects/lapwing/app/events/${last}/`), 60, 100)
    expect(await booted.stop()).toBe(0)
    server = null

    const storage = await openStorage({ directory: folder.path, duckdbMemoryMb: 64 })
    try {
      const live = new Set<string>()
      for (const replay of new Set(numbers.map(replayOf))) {
        const own = segments.filter((number) => replayOf(number) === replay)
        const rows = await storage.replays.listSegments(1, eventIdOf(replay), { limit: 100, offset: 0 })
        expect(rows.map(({ segmentId }) => segmentId)).toEqual(own.map((number) => number % perReplay))
        for (const [index, { recording }] of rows.entries()) {
          if (recording === null) throw new Error(`segment ${index} of replay ${replay} has no recording`)
          live.add(recording.blobId)
          const key = { kind: 'replays', projectId: 1, at: recording.at, id: recording.blobId } as const
          const content = await storage.blobs.read(key)
          const expected = contentOf(own[index] ?? -1)
          expect(content !== null && Buffer.compare(content, expected) === 0).toBe(true)
          const of = isVideo(own[index] ?? -1) ? videoOf(own[index] ?? -1) : expected
          expect(recording).toMatchObject({ kind: isVideo(own[index] ?? -1) ? 'video' : 'rrweb', bytes: of.length })
        }
        const found = await storage.replays.find({ projectIds: [1], replayId: eventIdOf(replay), viewerId: null })
        const named = errors.filter((number) => replayOf(number) === replay).map(eventIdOf)
        expect(found?.errorIds ?? []).toEqual(own.length === 0 ? [] : named)
        expect(found?.countSegments ?? 0).toBe(own.length)
      }
      expect(live.size).toBe(segments.length)
      // A segment that was sent twice, because its answer was cut off, brought a blob that is known to be one too many.
      const dead = new Set((await storage.replays.listDeadBlobs(1_000_000)).map(({ blobId }) => blobId))
      const blobs = await storage.blobs.list('replays', { after: null, limit: 1_000_000 })
      for (const { id } of blobs) expect(live.has(id) !== dead.has(id)).toBe(true)
      // Of a browser's segment two items are counted, and once more when it came twice.
      const outcomes = await storage.meta.readOutcomes({ projectIds: [1], from: 0, to: Date.now() + 86_400_000 })
      const accepted = outcomes
        .filter(({ category, outcome }) => category === 'replay' && outcome === 'accepted')
        .reduce((sum, { quantity }) => sum + quantity, 0)
      const items = segments.reduce((sum, number) => sum + (isVideo(number) ? 1 : 2), 0)
      expect(accepted).toBeGreaterThanOrEqual(items + dead.size)
      expect(accepted).toBeLessThanOrEqual(items + 2 * dead.size)
      const events = await storage.meta.readOutcomes({
        projectIds: [1, other.id],
        from: 0,
        to: Date.now() + 86_400_000,
      })
      const errorsCounted = events
        .filter(({ category, outcome }) => category === 'error' && outcome === 'accepted')
        .reduce((sum, { quantity }) => sum + quantity, 0)
      expect(errorsCounted).toBe(errors.length + 1)
      expect(await storage.blobs.checkIntegrity()).toEqual([])
      expect(await storage.replays.checkIntegrity()).toEqual([])
      console.log(`${kills} kills, ${segments.length} segments acknowledged, each kept once`)
    } finally {
      await storage.close()
    }
  },
  60_000 + kills * 10_000,
)
