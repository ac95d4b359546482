import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { removeExpired } from '../jobs/retention.ts'
import { runJob } from '../jobs/run-job.ts'
import type { Storage } from '../storage/storage.ts'
import { storeAttachment } from './testing/store-attachment.ts'

const day = 86_400_000
let api: TestApi
let acme: Seeded
let rival: Seeded
/** Issue a: events 1 and 2; issue b: event 3. Each event has a file, and event 9, which never came, too. */
let a: number
let b: number

beforeEach(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  rival = await seedOrganization(api.storage, 'rival', testNow)
  const [first = 0, , third = 0] = await storeEvents(api.storage, [
    makeEvent(acme.project, 1, testNow - 40 * day),
    makeEvent(acme.project, 2, testNow),
    makeEvent(acme.project, 3, testNow, { group: 'b' }),
    makeEvent(rival.project, 4, testNow),
  ])
  ;[a, b] = [first, third]
  const files: [Seeded, number, number | null, number][] = [
    [acme, 1, a, testNow - 40 * day],
    [acme, 2, a, testNow],
    [acme, 3, b, testNow],
    [rival, 4, null, testNow],
    [acme, 9, null, testNow - 40 * day],
  ]
  for (const [of, n, issueId, createdAt] of files) {
    const row = { projectId: of.project.id, eventId: testEventId(n), issueId, createdAt, name: `${n}` }
    await storeAttachment(api.storage, row, Buffer.from(`file of ${n}`))
  }
})
afterEach(() => api.close())

/** The events whose file is there, in both stores: they must agree. */
async function left(): Promise<string[]> {
  const { meta, blobs } = api.storage
  const ids = [1, 2, 3, 4, 9].map(testEventId)
  const rows = [
    ...(await meta.listAttachments(acme.project.id, ids)),
    ...(await meta.listAttachments(rival.project.id, ids)),
  ]
  const stored = await blobs.list('attachments', { after: null, limit: 100 })
  expect(stored.map(({ id }) => id).toSorted()).toEqual(rows.map(({ blobId }) => blobId).toSorted())
  return rows.map(({ name }) => name).toSorted()
}

async function runJobs(storage: Storage = api.storage): Promise<void> {
  const context = { storage, spool: 'test', signal: new AbortController().signal, pause: async () => undefined }
  for (const job of await api.storage.meta.listJobs(10)) await runJob(job, true, context)
}

test('files go with their issue, and nothing else does', async () => {
  await api.call('DELETE', `/organizations/acme/issues/${a}/`, { token: acme.token })
  expect(await left()).toEqual(['1', '2', '3', '4', '9'])
  await runJobs()
  expect(await left()).toEqual(['3', '4', '9'])
  expect(await api.storage.blobs.checkIntegrity()).toEqual([])
})

test('after a kill between bytes and rows the job leads to the rest', async () => {
  await api.call('DELETE', `/organizations/acme/issues/${a}/`, { token: acme.token })
  const meta = Object.assign(Object.create(api.storage.meta), {
    deleteAttachments: async () => {
      throw new Error('killed')
    },
  })
  await expect(runJobs({ ...api.storage, meta })).rejects.toThrow('killed')
  await runJobs()
  expect(await left()).toEqual(['3', '4', '9'])
})

test('files go with their project, also those of events that never came', async () => {
  expect((await api.call('DELETE', '/projects/acme/web/', { token: acme.token })).status).toBe(204)
  await runJobs()
  expect(await left()).toEqual(['4'])
})

test('files go with their day', async () => {
  await removeExpired(api.storage, 90, testNow)
  expect(await left()).toHaveLength(5)
  await removeExpired(api.storage, 30, testNow)
  expect(await left()).toEqual(['2', '3', '4'])
  // The day that retention falls into stays, as its events do.
  await removeExpired(api.storage, 0, testNow)
  expect(await left()).toEqual(['2', '3', '4'])
  await removeExpired(api.storage, 0, testNow + day / 2)
  expect(await left()).toEqual([])
})

test('files follow their event through a merge and out of it again', async () => {
  const put = { token: acme.token, body: { merge: 1 } }
  const list = '/organizations/acme/issues/'
  expect((await api.call('PUT', `${list}?id=${a}&id=${b}`, put)).status).toBe(200)
  await runJobs()
  const { meta } = api.storage
  const of = async (issueId: number) => {
    const query = { issueId, types: null, contentTypes: null, eventIds: null, limit: 10, before: null }
    return (await meta.listIssueAttachments(query)).map(({ name }) => name).toSorted()
  }
  const [into = 0] = (await meta.findIssues([a, b])).map(({ id }) => id)
  expect(await of(into)).toEqual(['1', '2', '3'])
  const [leaving = ''] = await meta.listHashes(into)
  const apart = await meta.unmergeHashes(into, [leaving], { userId: null, at: testNow })
  await runJobs()
  const halves = [await of(into), await of(apart?.issueId ?? 0)].toSorted((x, y) => x.length - y.length)
  expect(halves).toEqual([['3'], ['1', '2']])
})
