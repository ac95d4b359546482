import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeEvent, seedOrganization, storeEvents, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { runJob } from '../jobs/run-job.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})
afterAll(() => api.close())

test('a deleted project leaves nothing in any store, and its neighbours everything', async () => {
  const { storage } = api
  const acme = await seedOrganization(storage, 'acme', testNow)
  const rival = await seedOrganization(storage, 'rival', testNow)
  const numbers = Array.from({ length: 50 }, (_, n) => n + 1)
  const issueIds = await storeEvents(storage, [
    ...numbers.map((number) => makeEvent(acme.project, number, testNow - number, { group: `g${number % 45}` })),
    makeEvent(rival.project, 99, testNow),
  ])
  const answer = await api.call('DELETE', '/projects/acme/web/', { token: acme.token })
  expect(answer.status).toBe(204)
  expect((await api.call('GET', `/organizations/acme/issues/${issueIds[0]}/`, { token: acme.token })).status).toBe(404)

  const [job] = await storage.meta.listJobs(10)
  if (!job) throw new Error('no job was filed')
  const { signal } = new AbortController()
  await runJob(job, true, { storage, spool: 'test', signal, pause: async () => undefined })
  expect(await storage.meta.listJobs(10)).toEqual([])
  expect(await storage.meta.findIssues(issueIds)).toMatchObject([{ projectId: rival.project.id }])
  expect(await storage.events.listEventKeys({ projectId: acme.project.id }, 10)).toEqual([])
  expect(await storage.payloads.read(acme.project.id, testEventId(1))).toBeNull()
  expect(await storage.payloads.read(rival.project.id, testEventId(99))).not.toBeNull()
  expect(await storage.events.findEvent([rival.project.id], testEventId(99))).not.toBeNull()
  expect(await storage.meta.checkIntegrity()).toEqual([])
})
