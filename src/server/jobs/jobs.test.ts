import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { eventually } from '../http/testing/eventually.ts'
import { makeEvent, type Seeded, seedOrganization, storeEvents, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import type { IssueJob } from '../storage/meta/ports/issues.ts'
import type { Storage } from '../storage/storage.ts'
import { followJobs } from './follow-jobs.ts'
import { type JobContext, runJob } from './run-job.ts'

const hour = 3_600_000
const spool = 'test'
let api: TestApi
let acme: Seeded
/** Issue a: events 1 to 3; issue b: event 4. */
let a: number
let b: number

beforeEach(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const [first = 0, , , fourth = 0] = await storeEvents(api.storage, [
    makeEvent(acme.project, 1, testNow - 3 * hour),
    makeEvent(acme.project, 2, testNow - 2 * hour, { user: { id: '8' } }),
    makeEvent(acme.project, 3, testNow - hour, { environment: 'staging' }),
    makeEvent(acme.project, 4, testNow - hour, { group: 'b' }),
  ])
  ;[a, b] = [first, fourth]
})
afterEach(() => api.close())

const call = (method: 'GET' | 'PUT' | 'DELETE', path: string, body?: unknown) =>
  api.call(method, `/organizations/acme/issues/${path}`, { token: acme.token, body })

function contextOf(storage: Storage = api.storage): JobContext {
  return { storage, spool, signal: new AbortController().signal, pause: async () => undefined }
}

async function nextJob(): Promise<IssueJob> {
  const [job] = await api.storage.meta.listJobs(1)
  if (!job) throw new Error('there is no job')
  return job
}

async function runAll(storage: Storage = api.storage): Promise<void> {
  for (const job of await api.storage.meta.listJobs(100)) await runJob(job, true, contextOf(storage))
}

/** What each store has of these events. */
async function traces(numbers: number[]) {
  const { events, payloads } = api.storage
  const ids = numbers.map(testEventId)
  const found = <Value>(values: (Value | null)[]) => values.filter((value) => value !== null).length
  return {
    payloads: found(await Promise.all(ids.map((id) => payloads.read(acme.project.id, id)))),
    rows: found(await Promise.all(ids.map((id) => events.findEvent([acme.project.id], id)))),
  }
}

const tagsOf = async (issueId: number) =>
  (
    await api.storage.events.countTags({
      issueId,
      environments: null,
      start: null,
      end: null,
      keys: null,
      topValues: 10,
    })
  ).length

const everywhere = { environments: null, start: null, end: null }

/** The stores, but the events view says for `looks` looks that it is behind; `seen` counts them. */
function lagging(looks: number): { storage: Storage; seen: { looks: number } } {
  const seen = { looks: 0 }
  const events = Object.assign(Object.create(api.storage.events), {
    offset: async (of: string) => (seen.looks++ < looks ? 0 : api.storage.events.offset(of)),
  })
  return { storage: { ...api.storage, events }, seen }
}

/** The stores, of which one method of the events view fails once. */
function failingOnce(name: 'deleteEvents' | 'moveEvents' | 'sweep'): Storage {
  let failed = false
  const events = Object.assign(Object.create(api.storage.events), {
    [name]: async (argument: never) => {
      if (failed) return api.storage.events[name](argument)
      failed = true
      throw new Error('killed')
    },
  })
  return { ...api.storage, events }
}

describe('deleting an issue', () => {
  test('takes it away at once, and then everything of it out of all three stores', async () => {
    expect((await call('DELETE', `${a}/`)).status).toBe(202)
    expect((await call('GET', `${a}/`)).status).toBe(404)
    expect((await call('GET', '?query=')).json).toMatchObject([{ id: String(b) }])
    expect(await traces([1, 2, 3])).toEqual({ payloads: 3, rows: 3 })

    await runAll()
    expect(await traces([1, 2, 3])).toEqual({ payloads: 0, rows: 0 })
    expect(await traces([4])).toEqual({ payloads: 1, rows: 1 })
    const { meta, events } = api.storage
    expect(await meta.findIssue(a)).toBeNull()
    expect(await meta.listHashes(a)).toEqual([])
    expect(await meta.listActivity(a, 10)).toEqual([])
    expect(
      await meta.listIssueHours({ issueId: a, environments: null, from: null, backwards: false, limit: 10 }),
    ).toEqual([])
    expect(await tagsOf(a)).toBe(0)
    expect(await tagsOf(b)).toBeGreaterThan(0)
    expect(await events.listEvents({ issueId: a, ...everywhere, limit: 10, after: null })).toEqual([])
    const search = { projectIds: [acme.project.id], ...everywhere, where: { kind: 'and' as const, of: [] } }
    const users = await events.listTagValues({ ...search, key: 'user', contains: null, limit: 10, offset: 0 })
    expect(users.map(({ value }) => value)).toEqual(['id:7'])
    expect(await meta.listJobs(10)).toEqual([])
    expect((await call('GET', `${a}/events/`)).status).toBe(404)
  })

  test('the next event of its kind opens a new issue', async () => {
    await call('DELETE', `${a}/`)
    const [again = 0] = await storeEvents(api.storage, [makeEvent(acme.project, 5, testNow)])
    expect(again).not.toBe(a)
    await runAll()
    expect(await traces([1, 2, 3, 5])).toEqual({ payloads: 1, rows: 1 })
    expect((await call('GET', `${again}/`)).json).toMatchObject({ count: '1', shortId: 'WEB-3' })
  })

  test('waits for events that are on their way', async () => {
    await call('DELETE', `${a}/`)
    const { storage, seen } = lagging(3)
    await runJob(await nextJob(), true, contextOf(storage))
    expect(seen.looks).toBe(4)
    expect(await traces([1, 2, 3])).toEqual({ payloads: 0, rows: 0 })
  })

  test.each(['deleteEvents', 'sweep'] as const)('goes on after a kill in %s', async (name) => {
    await call('DELETE', `${a}/`)
    const storage = failingOnce(name)
    await expect(runAll(storage)).rejects.toThrow('killed')
    expect(await api.storage.meta.listJobs(10)).toHaveLength(1)
    await runAll(storage)
    expect(await traces([1, 2, 3])).toEqual({ payloads: 0, rows: 0 })
    expect(await api.storage.meta.listJobs(10)).toEqual([])
  })

  test('many, by query', async () => {
    expect((await call('DELETE', '?query=level:error+b')).status).toBe(204)
    expect((await call('GET', `${b}/`)).status).toBe(404)
    expect((await call('GET', `${a}/`)).status).toBe(200)
    expect((await call('DELETE', `?id=${a}`)).status).toBe(204)
    await runAll()
    expect(await traces([1, 2, 3, 4])).toEqual({ payloads: 0, rows: 0 })
  })

  test('of a project, by number; another project has no such issue', async () => {
    const remove = (project: string) =>
      api.call('DELETE', `/projects/acme/${project}/issues/?id=${a}`, { token: acme.token })
    expect((await remove('web')).status).toBe(204)
    expect(await api.storage.meta.findIssue(a)).toBeNull()
    const other = await seedOrganization(api.storage, 'other', testNow)
    const theirs = await api.call('DELETE', `/organizations/other/issues/?id=${b}`, { token: other.token })
    expect(theirs.status).toBe(204)
    expect(await api.storage.meta.findIssue(b)).not.toBeNull()
  })
})

describe('merging', () => {
  const merge = () => call('PUT', `?id=${a}&id=${b}`, { merge: 1 })

  test('gives the events to the issue with the most, and the old numbers lead there', async () => {
    expect((await merge()).json).toEqual({ merge: { parent: String(a), children: [String(b)] } })
    await runAll()
    expect((await call('GET', `${b}/`)).json).toMatchObject({ id: String(a), count: '4' })
    expect((await call('GET', 'WEB-2/')).json).toMatchObject({ id: String(a), shortId: 'WEB-1' })
    expect((await call('GET', `${a}/events/`)).json).toHaveLength(4)
    expect((await call('GET', `${a}/hashes/`)).json).toHaveLength(2)
    expect((await call('GET', `${a}/activities/`)).json).toMatchObject({
      activity: [{ type: 'merge', data: { issues: [{ id: String(b) }] } }, { type: 'first_seen' }],
    })
    expect(await storeEvents(api.storage, [makeEvent(acme.project, 6, testNow, { group: 'b' })])).toEqual([a])
  })

  test('of one issue changes nothing, of two projects is refused', async () => {
    expect((await call('PUT', `?id=${a}`, { merge: 1, status: 'resolved' })).json).not.toHaveProperty('merge')
    const row = { organizationId: acme.organization.id, name: 'Api', slug: 'api', platform: null, teamId: null }
    const { createProject } = await import('../projects/create.ts')
    const second = await createProject(api.storage.meta, { ...row, now: testNow })
    const [c] = await storeEvents(api.storage, [makeEvent(second, 9, testNow)])
    const answer = await call('PUT', `?id=${a}&id=${c}`, { merge: 1 })
    expect(answer.status).toBe(400)
    expect(answer.json).toEqual({ detail: 'Merging across multiple projects is not supported' })
  })

  test('goes on after a kill; a merge of the merged follows', async () => {
    await merge()
    const [c = 0] = await storeEvents(
      api.storage,
      [10, 11, 12, 13, 14].map((number) => makeEvent(acme.project, number, testNow, { group: 'c' })),
    )
    await call('PUT', `?id=${a}&id=${c}`, { merge: 1 })
    const storage = failingOnce('moveEvents')
    await expect(runAll(storage)).rejects.toThrow('killed')
    await runAll(storage)
    expect((await call('GET', `${b}/`)).json).toMatchObject({ id: String(c), count: '9' })
    expect((await call('GET', `${b}/events/`)).json).toHaveLength(9)
  })

  test('taken back: hashes leave with their events and figures', async () => {
    await merge()
    await runAll()
    const hashes = await api.storage.events.countHashes(a)
    const left = hashes.find(({ events }) => events === 1)?.hash
    expect((await call('DELETE', `${a}/hashes/?id=${left}`)).status).toBe(202)
    expect((await call('GET', `${a}/`)).json).toMatchObject({ count: '4' })
    await runAll()
    expect((await call('GET', `${a}/`)).json).toMatchObject({
      count: '3',
      userCount: 2,
      lastSeen: '2026-11-20T11:00:00.000Z',
    })
    const [moved] = await api.storage.meta.resolveHashes([{ projectId: acme.project.id, hashes: [left ?? ''] }])
    expect(moved).not.toBe(a)
    expect((await call('GET', `${moved}/`)).json).toMatchObject({ count: '1', userCount: 1, shortId: 'WEB-3' })
    expect((await call('GET', `${moved}/events/`)).json).toMatchObject([{ eventID: testEventId(4) }])
    expect((await call('GET', `${moved}/activities/`)).json).toMatchObject({
      activity: [{ type: 'unmerge_destination', data: { fingerprints: [left] } }],
    })
  })

  test('taken back, while events come in: none is lost', async () => {
    await merge()
    await runAll()
    const left = (await api.storage.events.countHashes(a)).find(({ events }) => events === 1)?.hash
    await call('PUT', `${a}/hashes/?id=${left}`)
    let recounts = 0
    const events = Object.assign(Object.create(api.storage.events), {
      recountIssue: async (issueId: number) => {
        const figures = await api.storage.events.recountIssue(issueId)
        if (recounts++ === 0) await storeEvents(api.storage, [makeEvent(acme.project, 20, testNow)])
        return figures
      },
    })
    await runAll({ ...api.storage, events })
    expect((await call('GET', `${a}/`)).json).toMatchObject({ count: '4', lastSeen: '2026-11-20T12:00:00.000Z' })
  })

  test.each(['', `id=${'0'.repeat(32)}`])('taking back %j is 400', async (query) => {
    expect((await call('DELETE', `${a}/hashes/?${query}`)).status).toBe(400)
  })

  test('an issue cannot leave itself', async () => {
    const [hash] = await api.storage.meta.listHashes(a)
    expect((await call('DELETE', `${a}/hashes/?id=${hash}`)).status).toBe(400)
  })
})

test('deleting a project leaves nothing of it', async () => {
  const other = await seedOrganization(api.storage, 'other', testNow)
  const [kept = 0] = await storeEvents(api.storage, [makeEvent(other.project, 9, testNow)])
  expect((await api.call('DELETE', '/projects/acme/web/', { token: acme.token })).status).toBe(204)
  await runAll()
  expect(await api.storage.meta.findIssues([a, b])).toEqual([])
  expect(await traces([1, 2, 3, 4])).toEqual({ payloads: 0, rows: 0 })
  expect(await tagsOf(a)).toBe(0)
  expect(await tagsOf(kept)).toBeGreaterThan(0)
  expect(await api.storage.meta.listJobs(10)).toEqual([])
})

describe('the runner', () => {
  function follow(storage: Storage = api.storage) {
    const errors: unknown[] = []
    const log = { info: () => undefined, error: (error: unknown) => void errors.push(error) }
    return { runner: followJobs({ storage, spool, now: () => api.clock.now, log }), errors }
  }

  test('does at the start what was left, and what is filed when it is woken', async () => {
    await call('DELETE', `${a}/`)
    const { runner, errors } = follow()
    await eventually(async () => expect(await api.storage.meta.listJobs(1)).toEqual([]))
    expect(await traces([1, 2, 3])).toEqual({ payloads: 0, rows: 0 })
    await call('DELETE', `${b}/`)
    runner.wake()
    await eventually(async () => expect(await api.storage.meta.listJobs(1)).toEqual([]))
    expect(await traces([4])).toEqual({ payloads: 0, rows: 0 })
    await runner.stop()
    expect(errors).toEqual([])
  })

  test('wakes issues whose time has come', async () => {
    await call('PUT', `${a}/`, { status: 'ignored', ignoreDuration: 10 })
    api.clock.now += 11 * 60_000
    const { runner } = follow()
    await eventually(async () => expect((await api.storage.meta.findIssue(a))?.status).toBe('unresolved'))
    await runner.stop()
  })

  test('tries again what failed', async () => {
    await call('DELETE', `${a}/`)
    const { runner, errors } = follow(failingOnce('deleteEvents'))
    await eventually(() => expect(errors).toHaveLength(1))
    runner.wake()
    await eventually(async () => expect(await api.storage.meta.listJobs(1)).toEqual([]))
    await runner.stop()
  })

  test('stops at once while it waits for events, and leaves the job', async () => {
    await call('DELETE', `${a}/`)
    const { storage, seen } = lagging(Number.POSITIVE_INFINITY)
    const { runner, errors } = follow(storage)
    await eventually(() => expect(seen.looks).toBeGreaterThan(0))
    await runner.stop()
    expect(await api.storage.meta.listJobs(10)).toHaveLength(1)
    expect(await traces([1, 2, 3])).toEqual({ payloads: 3, rows: 3 })
    expect(errors).toEqual([])
  })
})
