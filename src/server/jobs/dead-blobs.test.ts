import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { give, idOf, recording, replayOf, segment } from '../storage/replays/contract/harness.ts'
import { removeDeadBlobs } from './dead-blobs.ts'
import { removeExpired } from './retention.ts'

const day = 86_400_000
let api: TestApi

beforeEach(async () => {
  api = await openTestApi()
})
afterEach(() => api.close())

/** Records segments with their recordings, as the digest does. */
async function store(replay: number, segmentIds: number[], receivedAt = testNow): Promise<void> {
  const { blobs, replays } = api.storage
  for (const segmentId of segmentIds) {
    const id = blobOf(replay, segmentId)
    await blobs.put([{ key: { kind: 'replays', projectId: 1, at: receivedAt, id }, content: Buffer.from('[]') }])
    const startedAt = receivedAt - 1000
    await give(replays, [
      segment({ replayId: replayOf(replay), segmentId, startedAt, receivedAt, recording: recording({ blobId: id }) }),
    ])
  }
}

const blobOf = (replay: number, segmentId: number) => idOf('blob', replay * 1000 + segmentId)

async function keptBlobs(): Promise<string[]> {
  const keys = await api.storage.blobs.list('replays', { after: null, limit: 2000 })
  return keys.map(({ id }) => id)
}

test('the recordings of deleted replays go, those of others stay', async () => {
  await store(1, [0, 1, 2])
  await store(2, [0])
  await api.storage.replays.deleteReplays(1, [replayOf(1)])
  expect(await removeDeadBlobs(api.storage)).toBe(3)
  expect(await keptBlobs()).toEqual([blobOf(2, 0)])
  expect(await removeDeadBlobs(api.storage)).toBe(0)
})

test('a kill between the files and the view is made up for', async () => {
  await store(1, [0, 1])
  const { replays, blobs } = api.storage
  await replays.deleteReplays(1, [replayOf(1)])
  const killed = Object.assign(Object.create(replays), {
    forgetBlobs: async () => {
      throw new Error('killed')
    },
  })
  await expect(removeDeadBlobs({ replays: killed, blobs })).rejects.toThrow('killed')
  expect(await removeDeadBlobs(api.storage)).toBe(2)
  expect(await keptBlobs()).toEqual([])
})

test('retention removes old replays, and a day later their recordings', async () => {
  await store(1, [0], testNow - 31 * day)
  await store(2, [0], testNow - 32 * day)
  await store(3, [0], testNow - 30 * day)
  await removeExpired(api.storage, 30, testNow)
  const all = { projectIds: [1], replayIds: [1, 2, 3].map(replayOf), start: null, end: null }
  expect(await api.storage.replays.listExisting(all)).toEqual([replayOf(3)])
  expect((await keptBlobs()).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
    [blobOf(1, 0), blobOf(3, 0)].toSorted((a, b) => (a < b ? -1 : 1)),
  )
})
