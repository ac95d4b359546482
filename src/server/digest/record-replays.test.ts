import { deflateSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { formatEnvelope } from '../../protocol/envelope.ts'
import type { JsonObject } from '../../protocol/event.ts'
import { type Seeded, seedOrganization, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { removeDeadBlobs } from '../jobs/dead-blobs.ts'
import { defaultProjectSettings } from '../projects/defaults.ts'
import type { OutcomeCount } from '../storage/meta/ports/outcomes.ts'
import type { Storage } from '../storage/storage.ts'
import { packMembers } from './items/testing/pack-members.ts'
import { exampleReceipt } from './normalize/testing/example-receipt.ts'
import { prepareRecord } from './prepare.ts'
import { recordRun } from './record.ts'
import { createSteps } from './steps.ts'

const steps = createSteps()
const replayId = 'a'.repeat(32)
let api: TestApi
let acme: Seeded
let position: number

beforeEach(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  position = 0
})
afterEach(() => api.close())

const bytes = (value: object | string) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
const page = { type: 4, timestamp: testNow, data: { href: 'https://shop.example/cart' } }
const told = (segmentId: number) => ({
  replay_id: replayId,
  segment_id: segmentId,
  timestamp: testNow / 1000,
  platform: 'javascript',
})
const recordingOf = (segmentId: number, events: object[] = [page]) =>
  Buffer.concat([bytes(`{"segment_id":${segmentId}}\n`), deflateSync(JSON.stringify(events))])
const eventItem = (segmentId: number) => ({ header: { type: 'replay_event' }, payload: bytes(told(segmentId)) })
const recordingItem = (segmentId: number, payload = recordingOf(segmentId)) => ({
  header: { type: 'replay_recording' },
  payload,
})
const segmentItems = (segmentId: number) => [eventItem(segmentId), recordingItem(segmentId)]

type Item = Parameters<typeof formatEnvelope>[1][number]

/** An envelope, prepared at the next place of the spool. */
function prepare(items: Item[], attributes: JsonObject = {}) {
  const envelope = formatEnvelope({ event_id: replayId, ...attributes }, items)
  const receipt = exampleReceipt({ projectId: acme.project.id, receivedAt: testNow })
  const settings = {
    id: acme.project.id,
    organizationId: acme.organization.id,
    slug: 'web',
    platform: null,
    ...defaultProjectSettings(),
  }
  const prepared = prepareRecord(steps, { position, receipt, envelope }, settings)
  const run = { spool: 'test', from: position, to: position + 1, ...prepared }
  position += 1
  return run
}

type Run = ReturnType<typeof prepare>
const record = async (run: Run, storage: Storage = api.storage) => recordRun(storage, run)
const rows = () => api.storage.replays.listSegments(acme.project.id, replayId, { limit: 100, offset: 0 })
const blobs = () => api.storage.blobs.list('replays', { after: null, limit: 100 })
const find = () => api.storage.replays.find({ projectIds: [acme.project.id], replayId, viewerId: null })

/** The bytes of each segment, by its number. */
async function contents(): Promise<Record<number, string | null>> {
  const found: Record<number, string | null> = {}
  for (const { segmentId, projectId, recording } of await rows()) {
    const key = recording && ({ kind: 'replays', projectId, at: recording.at, id: recording.blobId } as const)
    const content = key && (await api.storage.blobs.read(key))
    found[segmentId] = content && Buffer.from(content).toString('latin1')
  }
  return found
}

async function outcomes(): Promise<Record<string, number>> {
  const counted = await api.storage.meta.readOutcomes({ projectIds: [acme.project.id], from: 0, to: testNow + 1 })
  return Object.fromEntries(
    counted.map(({ outcome, category, reason, quantity }: OutcomeCount) => [
      [outcome, category, reason].filter((part) => part !== '').join('/'),
      quantity,
    ]),
  )
}

describe('segments of a replay', () => {
  test('are kept with their recordings, in any order, and counted by their items', async () => {
    await record(prepare(segmentItems(1)))
    await record(prepare([recordingItem(0), eventItem(0)]))
    expect(await contents()).toEqual({ 0: JSON.stringify([page]), 1: JSON.stringify([page]) })
    expect(await find()).toMatchObject({ countSegments: 2, platform: 'javascript', urls: [page.data.href] })
    expect(await outcomes()).toEqual({ 'accepted/replay': 4 })
    expect(await api.storage.meta.findProjectById(acme.project.id)).toMatchObject({
      hasReplays: true,
      firstEventAt: null,
    })
    expect(await api.storage.meta.listEnvironments([acme.project.id])).toEqual([])
  })

  test('may lack a part, or have a broken one', async () => {
    await record(prepare([eventItem(0)]))
    await record(prepare([recordingItem(1)]))
    await record(prepare([eventItem(2), recordingItem(2, recordingOf(2).subarray(0, 30))]))
    expect(await contents()).toEqual({ 0: null, 1: JSON.stringify([page]), 2: null })
    expect(await outcomes()).toEqual({ 'accepted/replay': 3, 'invalid/replay/truncated': 1 })
  })

  test('of an app are a video with its events behind it', async () => {
    const payload = packMembers({
      replay_event: bytes(told(0)),
      replay_recording: recordingOf(0),
      replay_video: bytes('an mp4'),
    })
    await record(prepare([{ header: { type: 'replay_video' }, payload }]))
    expect(await rows()).toMatchObject([{ recording: { kind: 'video', bytes: 6 } }])
    expect(await contents()).toEqual({ 0: `an mp4${JSON.stringify([page])}` })
    expect(await outcomes()).toEqual({ 'accepted/replay': 1 })
  })

  test('that come twice count once, and the blob too many is remembered', async () => {
    for (let time = 0; time < 2; time++) await record(prepare(segmentItems(0)))
    expect(await find()).toMatchObject({ countSegments: 1 })
    expect(await blobs()).toHaveLength(2)
    const [dead, ...others] = await api.storage.replays.listDeadBlobs(10)
    expect(others).toEqual([])
    expect((await rows())[0]?.recording?.blobId).not.toBe(dead?.blobId)
    expect((await blobs()).map(({ id }) => id)).toContain(dead?.blobId)
  })

  test('of 20 MB come back as they were', async () => {
    const events = Array.from({ length: 2000 }, (_, n) => ({
      ...page,
      data: { source: 0, text: `${n} `.repeat(2000) },
    }))
    await record(prepare([eventItem(0), recordingItem(0, recordingOf(0, events))]))
    expect((await contents())[0] === JSON.stringify(events)).toBe(true)
    expect(await blobs()).toHaveLength(1)
  })
})

describe('an event', () => {
  const errorItem = (own: object = {}) => ({
    header: { type: 'event' },
    payload: bytes({ event_id: testEventId(7), message: 'boom', timestamp: testNow / 1000, ...own }),
  })

  test.each([
    ['in its context', { contexts: { replay: { replay_id: replayId } } }, {}],
    ['in a tag', { tags: { replayId } }, {}],
    ['in the trace of its envelope', {}, { trace: { trace_id: 'b'.repeat(32), replay_id: replayId } }],
  ])('is one of the replay that it names %s', async (_, own, attributes) => {
    const [row] = await record(prepare([errorItem(own)], { event_id: testEventId(7), ...attributes }))
    expect(row?.replayId).toBe(replayId)
    expect(await find()).toBeNull()
    await record(prepare(segmentItems(0)))
    expect(await find()).toMatchObject({ errorIds: [testEventId(7)], countErrors: 1 })
  })

  test('that names none, or badly, is of none', async () => {
    const own = { tags: { replayId: 'none' }, contexts: { replay: { replay_id: 7 } } }
    const [row] = await record(prepare([errorItem(own)], { event_id: testEventId(7), trace: { replay_id: '' } }))
    expect(row?.replayId).toBeNull()
    expect(await api.storage.replays.offset('test')).toBe(0)
  })
})

describe('after a kill', () => {
  const killed = (store: 'meta' | 'blobs' | 'payloads' | 'replays', method: string): Storage => {
    const target = api.storage[store]
    const broken = Object.assign(Object.create(target), {
      [method]: async () => {
        throw new Error('killed')
      },
    })
    return { ...api.storage, [store]: broken }
  }

  test.each([
    ['before the blob', 'blobs', 'put'],
    ['between blobs and payloads', 'payloads', 'append'],
    ['between blobs and rows', 'replays', 'record'],
    ['between rows and meta', 'meta', 'recordBatch'],
  ] as const)('%s the run is recorded whole and counted once', async (_, store, method) => {
    const run = prepare(segmentItems(0))
    await expect(record(run, killed(store, method))).rejects.toThrow('killed')
    await record(run)
    await expect(record(run)).rejects.toThrow('another digest')
    expect(await contents()).toEqual({ 0: JSON.stringify([page]) })
    expect(await blobs()).toHaveLength(1)
    expect(await api.storage.replays.listDeadBlobs(10)).toEqual([])
    expect(await outcomes()).toEqual({ 'accepted/replay': 2 })
  })

  test('the recording of a segment that came twice is not put again once it was removed', async () => {
    await record(prepare(segmentItems(0)))
    const again = prepare(segmentItems(0))
    await expect(record(again, killed('meta', 'recordBatch'))).rejects.toThrow('killed')
    // What a start does before the digest has caught up.
    expect(await removeDeadBlobs(api.storage)).toBe(1)
    await record(again)
    expect(await blobs()).toHaveLength(1)
    expect(await contents()).toEqual({ 0: JSON.stringify([page]) })
  })

  test('a full disk keeps the run in the spool until there is room', async () => {
    const run = prepare(segmentItems(0))
    const full = Object.assign(Object.create(api.storage.blobs), {
      put: async () => ({ ok: false, reason: 'disk_full' }),
    })
    await expect(record(run, { ...api.storage, blobs: full })).rejects.toThrow('replays wait in the spool')
    expect(await rows()).toEqual([])
    await record(run)
    expect(await contents()).toEqual({ 0: JSON.stringify([page]) })
  })

  test('of a project that was deleted meanwhile nothing is left', async () => {
    const run = prepare(segmentItems(0))
    const late = prepare(segmentItems(1))
    await api.storage.meta.deleteProject(acme.project.id, testNow)
    await record(run)
    expect(await blobs()).toEqual([])
    await api.storage.replays.deleteProject(acme.project.id)
    await record(late)
    expect(await blobs()).toEqual([])
    expect(await rows()).toEqual([])
  })
})
