import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStorage } from '../../src/server/storage/open.ts'
import { eventEnvelope, eventually, postEnvelope, signIn } from '../support/client.ts'
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
const beganAt = Date.now()

function recordingOf(number: number): string {
  const page = { type: 4, timestamp: beganAt + number, data: { href: `https://shop.example/${number % 10}` } }
  const text = `line ${number} `.repeat(1 + (number % 50))
  return JSON.stringify([page, { type: 3, timestamp: beganAt + number, data: { source: 0, text } }])
}

function envelopeOf(number: number): string {
  const replayId = eventIdOf(replayOf(number))
  const lines: (object | string)[] = isError(number)
    ? [
        { event_id: eventIdOf(number) },
        { type: 'event' },
        { level: 'error', message: 'lost', fingerprint: ['lost'], contexts: { replay: { replay_id: replayId } } },
      ]
    : [
        { event_id: replayId },
        { type: 'replay_event' },
        { replay_id: replayId, segment_id: number % perReplay, timestamp: beganAt / 1000, platform: 'javascript' },
        { type: 'replay_recording', length: Buffer.byteLength(recordingOf(number)) + 16 + 1 },
        `{"segment_id":${number % perReplay}}\n${recordingOf(number)}`,
      ]
  return lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
}

test(
  `after ${kills} SIGKILLs every acknowledged segment is there exactly once, with its recording`,
  async () => {
    let booted = await bootServer({ data: folder.path, args: ['--segment-mb', '1'] })
    server = booted
    const port = Number(new URL(booted.url).port)
    const load = startLoad(() => booted.dsn, { senders: 8, envelopeOf })
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
          expect(content === null ? null : Buffer.from(content).toString()).toBe(recordingOf(own[index] ?? -1))
        }
        const found = await storage.replays.find({ projectIds: [1], replayId: eventIdOf(replay), viewerId: null })
        const named = errors.filter((number) => replayOf(number) === replay).map(eventIdOf)
        expect(found?.errorIds ?? []).toEqual(own.length === 0 ? [] : named)
      }
      expect(live.size).toBe(segments.length)
      // A segment that was sent twice, because its answer was cut off, brought a blob that is known to be one too many.
      const dead = new Set((await storage.replays.listDeadBlobs(1_000_000)).map(({ blobId }) => blobId))
      const blobs = await storage.blobs.list('replays', { after: null, limit: 1_000_000 })
      for (const { id } of blobs) expect(live.has(id) !== dead.has(id)).toBe(true)
      expect(await storage.blobs.checkIntegrity()).toEqual([])
      expect(await storage.replays.checkIntegrity()).toEqual([])
      console.log(`${kills} kills, ${segments.length} segments acknowledged, each kept once`)
    } finally {
      await storage.close()
    }
  },
  60_000 + kills * 10_000,
)
