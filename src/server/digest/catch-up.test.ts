import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { runJob } from '../jobs/run-job.ts'
import type { Storage } from '../storage/storage.ts'
import { catchUpEvents } from './catch-up.ts'

let api: TestApi
let acme: Seeded
const spool = 'test'

beforeEach(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
})
afterEach(() => api.close())

/** The stores, whose events view takes nothing in: as if it were killed before it could. */
function killedEvents(): Storage {
  return { ...api.storage, events: Object.assign(Object.create(api.storage.events), { append: async () => true }) }
}

const catchUp = () => catchUpEvents(api.storage, spool, () => undefined)
const rowOf = (number: number) => api.storage.events.findEvent([acme.project.id], testEventId(number))
const payloadOf = (number: number) => api.storage.payloads.read(acme.project.id, testEventId(number))

async function finishJobs(): Promise<void> {
  const context = { storage: api.storage, spool, signal: new AbortController().signal, pause: async () => undefined }
  for (const job of await api.storage.meta.listJobs(10)) await runJob(job, true, context)
}

test('brings rows of what meta has recorded', async () => {
  const [issueId] = await storeEvents(killedEvents(), [makeEvent(acme.project, 1, testNow)])
  expect(await rowOf(1)).toBeNull()
  expect(await catchUp()).toBe(1)
  expect(await rowOf(1)).toMatchObject({ issueId })
  expect(await catchUp()).toBe(0)
})

test('events of an issue that was deleted meanwhile go with it, even when its hash has a new issue', async () => {
  const storage = killedEvents()
  const [first = 0] = await storeEvents(storage, [makeEvent(acme.project, 1, testNow)])
  await api.storage.meta.deleteIssues(acme.project.id, [first], testNow)
  const [second = 0] = await storeEvents(storage, [makeEvent(acme.project, 2, testNow)])
  await api.storage.meta.deleteIssues(acme.project.id, [second], testNow)
  const [third] = await storeEvents(storage, [makeEvent(acme.project, 3, testNow)])
  await catchUp()
  expect([await rowOf(1), await rowOf(2), await rowOf(3)]).toMatchObject([
    { issueId: first },
    { issueId: second },
    { issueId: third },
  ])
  await finishJobs()
  expect([await rowOf(1), await rowOf(2)]).toEqual([null, null])
  expect([await payloadOf(1), await payloadOf(2)]).toEqual([null, null])
  expect(await rowOf(3)).toMatchObject({ issueId: third })
  expect(await payloadOf(3)).not.toBeNull()
})

test('what belongs to nobody any more is removed', async () => {
  await storeEvents(killedEvents(), [makeEvent(acme.project, 1, testNow)])
  const { meta } = api.storage
  await meta.deleteProject(acme.project.id, testNow)
  expect(await meta.purgeProject(acme.project.id, 10)).toBe(false)
  expect(await meta.purgeProject(acme.project.id, 10)).toBe(true)
  await catchUp()
  expect(await rowOf(1)).toBeNull()
  expect(await payloadOf(1)).toBeNull()
})
