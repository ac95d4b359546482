import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Seeded, seedOrganization } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { deleteReplays } from '../jobs/delete-replays.ts'
import { removeExpired } from '../jobs/retention.ts'
import { runJob } from '../jobs/run-job.ts'
import { recordReplays, replayIdOf } from '../replays/testing/record.ts'
import { dayMs, give, idsOf, query, source } from '../storage/observability/contract/harness.ts'

const { signal } = new AbortController()
let api: TestApi
let acme: Seeded

beforeEach(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
})
afterEach(() => api.close())

const list = async () => idsOf(await api.storage.userSessions.list(query({ projectIds: [acme.project.id] })))

/** A replay in both views. */
async function store(name: string, at = testNow): Promise<void> {
  await recordReplays(api.storage, [{ project: acme.project, replay: name, at }])
  await give(api.storage.userSessions, [
    source('replay', 0, { id: replayIdOf(name), projectId: acme.project.id, startedAt: at, user: null }),
  ])
}

test('a replay that is deleted, by itself or by a search, takes what it told along', async () => {
  for (const name of ['one', 'two', 'three']) await store(name)
  const token = acme.token
  await api.call('DELETE', `/projects/acme/web/replays/${replayIdOf('one')}/`, { token })
  expect(await list()).toEqual([replayIdOf('two'), replayIdOf('three')].sort())
  await api.storage.replays.createDeletion({
    organizationId: acme.organization.id,
    projectId: acme.project.id,
    rangeStart: testNow - dayMs,
    rangeEnd: testNow + dayMs,
    environments: [],
    query: `replay_id:${replayIdOf('two')}`,
    createdAt: testNow,
  })
  await deleteReplays(api.storage, { signal, now: () => testNow })
  expect(await list()).toEqual([replayIdOf('three')])
})

test('retention removes what is older', async () => {
  await store('old', testNow - 31 * dayMs)
  await store('new')
  await removeExpired(api.storage, 30, testNow)
  expect(await list()).toEqual([replayIdOf('new')])
})

test('a deleted project leaves none', async () => {
  await store('one')
  await api.call('DELETE', '/projects/acme/web/', { token: acme.token })
  const [job] = await api.storage.meta.listJobs(10)
  if (!job) throw new Error('no job was filed')
  await runJob(job, true, { storage: api.storage, spool: 'test', signal, pause: async () => undefined })
  await store('late')
  expect(await list()).toEqual([])
})
