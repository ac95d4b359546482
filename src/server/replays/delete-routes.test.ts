import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventually } from '../http/testing/eventually.ts'
import { type Seeded, seedOrganization } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { deleteReplays } from '../jobs/delete-replays.ts'
import { followJobs } from '../jobs/follow-jobs.ts'
import type { Storage } from '../storage/storage.ts'
import type { ReplayDeletionJson } from './schema.ts'
import { makeClick, recordReplays, replayIdOf } from './testing/record.ts'

const hour = 3_600_000
let api: TestApi
let acme: Seeded
let rival: Seeded

async function open(): Promise<void> {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  rival = await seedOrganization(api.storage, 'rival', testNow)
  await recordReplays(api.storage, [
    {
      project: acme.project,
      replay: 'one',
      at: testNow - hour,
      events: ['secret'],
      clicks: [makeClick(testNow - hour, {}, 'dead')],
    },
    { project: acme.project, replay: 'one', at: testNow - hour + 5000, segment: 1, events: ['secret'] },
    { project: acme.project, replay: 'two', at: testNow - 2 * hour, told: { environment: 'staging' }, events: [2] },
    {
      project: acme.project,
      replay: 'three',
      at: testNow - 48 * hour,
      told: { tags: [['plan', 'gold']] },
      events: [3],
    },
    { project: rival.project, replay: 'one', at: testNow - hour, events: ['theirs'] },
  ])
}

const pathOf = (name: string) => `/projects/acme/web/replays/${replayIdOf(name)}/`
const call = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) =>
  api.call(method, path, { token: acme.token, body })

const run = (storage: Storage = api.storage) =>
  deleteReplays(storage, { signal: new AbortController().signal, now: () => testNow })

/** Recordings in the blob store. */
const countBlobs = async () => (await api.storage.blobs.list('replays', { after: null, limit: 1000 })).length

async function listNames(query = ''): Promise<string[]> {
  const answer = await call('GET', `/organizations/acme/replays/?field=id&${query}`)
  const names = new Map(['one', 'two', 'three'].map((name) => [replayIdOf(name), name]))
  return (answer.json as { data: { id: string }[] }).data.map(({ id }) => names.get(id) ?? id)
}

describe('deleting a replay', () => {
  beforeEach(open)
  afterEach(() => api.close())

  test('takes it away at once, and then its bytes', async () => {
    expect(await call('DELETE', pathOf('one'))).toMatchObject({ status: 204, text: '' })
    const below = [
      '',
      'clicks/',
      'viewed-by/',
      'recording-segments/',
      'recording-segments/0/',
      'recording-segments/0/?download',
    ]
    for (const path of below) expect((await call('GET', pathOf('one') + path)).status).toBe(404)
    expect((await call('GET', `/organizations/acme/replays/${replayIdOf('one')}/`)).status).toBe(404)
    expect((await call('GET', `/organizations/acme/replays/${replayIdOf('one')}/clicks/`)).status).toBe(404)
    expect((await call('DELETE', pathOf('one'))).status).toBe(404)
    expect((await call('POST', `${pathOf('one')}viewed-by/`)).status).toBe(404)
    expect(await listNames()).toEqual(['two', 'three'])
    expect((await call('GET', '/organizations/acme/replay-selectors/')).json).toEqual({ data: [] })
    const count = `/organizations/acme/replay-count/?query=replay_id:[${replayIdOf('one')}]`
    expect((await call('GET', count)).json).toEqual({})

    expect(await countBlobs()).toBe(5)
    await run()
    expect(await countBlobs()).toBe(3)
    const theirs = `/projects/rival/web/replays/${replayIdOf('one')}/recording-segments/0/?download`
    expect((await api.call('GET', theirs, { token: rival.token })).json).toEqual(['theirs'])
  })

  test('leaves its id, for those who look for archived ones', async () => {
    await call('DELETE', pathOf('one'))
    const answer = await call('GET', '/organizations/acme/replays/?query=is_archived:true')
    expect(answer.json).toMatchObject({
      data: [{ id: replayIdOf('one'), is_archived: true, started_at: null, user: { display_name: 'Archived Replay' } }],
    })
    expect(answer.text).not.toContain('production')
  })

  test('keeps out what comes of it later', async () => {
    await call('DELETE', pathOf('one'))
    await recordReplays(api.storage, [
      { project: acme.project, replay: 'one', at: testNow, segment: 2, events: ['late'] },
    ])
    expect((await call('GET', pathOf('one'))).status).toBe(404)
    expect(await listNames()).toEqual(['two', 'three'])
    await run()
    expect(await countBlobs()).toBe(3)
  })

  test('is done by the job runner when it is woken', async () => {
    const log = { info: () => undefined, error: () => undefined }
    const runner = followJobs({ storage: api.storage, spool: 'test', now: () => testNow, log })
    await call('DELETE', pathOf('one'))
    runner.wake()
    await eventually(async () => expect(await countBlobs()).toBe(3))
    await runner.stop()
  })

  test('goes on after a kill between the bytes and the note of it', async () => {
    await call('DELETE', pathOf('one'))
    await expect(run(failingOnce('forgetBlobs'))).rejects.toThrow('killed')
    await run()
    expect(await countBlobs()).toBe(3)
    expect(await api.storage.replays.listDeadBlobs(10)).toEqual([])
  })
})

/** The stores, of which one method of the replays view fails once. */
function failingOnce(name: 'forgetBlobs' | 'updateDeletion'): Storage {
  const replays = Object.assign(Object.create(api.storage.replays), {
    [name]: async () => {
      throw new Error('killed')
    },
  })
  return { ...api.storage, replays }
}

const jobs = '/projects/acme/web/replays/jobs/delete/'
const day = { rangeStart: '2026-11-19T12:00:00Z', rangeEnd: '2026-11-20T12:00:00Z' }
type Wish = { rangeStart: string; rangeEnd: string; environments: string[]; query: string | null }
const data: Wish = { ...day, environments: [], query: '' }

async function file(own: Partial<Wish>): Promise<ReplayDeletionJson> {
  const answer = await call('POST', jobs, { data: { ...data, ...own } })
  expect(answer).toMatchObject({ status: 201 })
  return (answer.json as { data: ReplayDeletionJson }).data
}

describe('deleting what a search finds', () => {
  beforeEach(open)
  afterEach(() => api.close())

  test('is filed, done and told of', async () => {
    const filed = await file({ query: null })
    expect(filed).toEqual({
      id: expect.any(Number),
      dateCreated: '2026-11-20T12:00:00.000Z',
      dateUpdated: '2026-11-20T12:00:00.000Z',
      rangeStart: '2026-11-19T12:00:00.000Z',
      rangeEnd: '2026-11-20T12:00:00.000Z',
      environments: [],
      status: 'pending',
      query: '',
      countDeleted: 0,
    })
    expect((await call('GET', `${jobs}${filed.id}/`)).json).toEqual({ data: filed })
    await run()
    expect((await call('GET', `${jobs}${filed.id}/`)).json).toMatchObject({
      data: { status: 'completed', countDeleted: 2 },
    })
    expect(await listNames()).toEqual(['three'])
    expect(await countBlobs()).toBe(2)
  })

  test.each([
    [{ environments: ['staging'] }, ['one', 'three']],
    [{ environments: ['staging', 'production'] }, ['three']],
    [{ environments: ['none'] }, ['one', 'two', 'three']],
    [{ rangeStart: '2026-11-01T00:00:00Z', query: 'plan:gold' }, ['one', 'two']],
    [{ query: 'count_segments:>1' }, ['two', 'three']],
    // Relative to when it was asked for.
    [{ query: 'started_at:-90m' }, ['two', 'three']],
  ])('%j leaves %j', async (own, left) => {
    await file(own)
    await deleteReplays(api.storage, { signal: new AbortController().signal, now: () => testNow + 100 * hour })
    expect(await listNames()).toEqual(left)
  })

  test('many of them, in several steps', async () => {
    const more = Array.from({ length: 120 }, (_, index) => ({
      project: acme.project,
      replay: `more ${index}`,
      at: testNow - hour - index,
      told: { tags: [['bulk', 'yes'] satisfies [string, string]] },
    }))
    await recordReplays(api.storage, more)
    const { id } = await file({ query: 'bulk:yes' })
    await expect(run(failingOnce('forgetBlobs'))).rejects.toThrow('killed')
    expect((await call('GET', `${jobs}${id}/`)).json).toMatchObject({
      data: { status: 'in-progress', countDeleted: 50 },
    })
    await run()
    expect((await call('GET', `${jobs}${id}/`)).json).toMatchObject({
      data: { status: 'completed', countDeleted: 120 },
    })
    expect(await countBlobs()).toBe(5)
  })

  test('are listed, newest first', async () => {
    const [first, second] = [await file({}), await file({ query: 'plan:gold' })]
    expect((await call('GET', jobs)).json).toEqual({ data: [second, first] })
    const page = await call('GET', `${jobs}?per_page=1`)
    expect(page.json).toEqual({ data: [second] })
    expect(String(page.headers['link'])).toContain('rel="next"; results="true"')
  })

  test('of another project are not there', async () => {
    const { id } = await file({})
    const answer = await api.call('GET', `/projects/rival/web/replays/jobs/delete/${id}/`, { token: rival.token })
    expect(answer.status).toBe(404)
    for (const odd of ['0', 'x', '4711', '99999999999999999999'])
      expect((await call('GET', `${jobs}${odd}/`)).status).toBe(404)
  })

  test('a deletion of a project that is gone ends', async () => {
    await file({})
    const meta = Object.assign(Object.create(api.storage.meta), { findProjectById: async () => null })
    await run({ ...api.storage, meta })
    expect((await call('GET', jobs)).json).toMatchObject({ data: [{ status: 'failed', countDeleted: 0 }] })
    expect(await listNames()).toHaveLength(3)
  })
})

describe('a deletion that cannot be', () => {
  beforeAll(open)
  afterAll(() => api.close())

  test.each([
    [
      { rangeStart: day.rangeEnd, rangeEnd: day.rangeStart },
      { 'data.rangeStart': ['rangeStart must be before rangeEnd'] },
    ],
    [{ rangeEnd: 'soon' }, { 'data.rangeEnd': ["'soon' is not a valid date; use ISO 8601"] }],
    [{ environments: [''] }, { 'data.environments.0': [expect.any(String)] }],
    [{ query: undefined }, { 'data.query': ['This field is required.'] }],
    [{ query: 'count_errors:x' }, { detail: expect.stringContaining('Invalid number.') }],
    [
      { query: 'viewed_by_me:false' },
      { detail: expect.stringContaining('viewed_by_me is not supported in deletions') },
    ],
    [{ query: '!seen_by_me:true' }, { detail: expect.stringContaining('seen_by_me is not supported in deletions') }],
    [{ query: 'a:b OR has:is_archived' }, { detail: expect.stringContaining('is_archived is not supported') }],
  ])('%j is refused', async (own, body) => {
    expect(await call('POST', jobs, { data: { ...data, ...own } })).toMatchObject({ status: 400, json: body })
    expect((await call('GET', jobs)).json).toEqual({ data: [] })
  })
})
