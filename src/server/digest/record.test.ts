import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import type { StoredEvent } from '../../protocol/event.ts'
import type { DigestBatch } from '../storage/meta/ports/issues.ts'
import type { SessionBatch, SessionCounts, SessionPlace, SessionUpdate } from '../storage/sessions/port.ts'
import { toColumns, toOccurrence } from './columns.ts'
import { nothingPrepared, type PreparedEvent, type PreparedReport } from './prepare.ts'
import { type PreparedRun, recordRun } from './record.ts'

let api: TestApi
let acme: Seeded
let position = 0

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
})
afterAll(() => api.close())

function prepared(event: StoredEvent): PreparedEvent {
  const place = { position, receivedAt: testNow }
  return {
    ...place,
    projectId: event.project,
    publicKey: '',
    eventId: event.event_id,
    json: JSON.stringify(event),
    occurrence: toOccurrence(event, toColumns(event, place)),
    row: toColumns(event, place),
  }
}

const reportOf = (event: number): PreparedReport => ({
  projectId: acme.project.id,
  eventId: testEventId(event),
  name: 'Jane',
  email: 'jane@shop.test',
  comments: `about ${event}`,
  createdAt: testNow,
})

async function record(events: StoredEvent[], reports: PreparedReport[] = []) {
  const from = position
  const run = {
    spool: 'test',
    from,
    to: from + 1,
    ...nothingPrepared(),
    events: events.map(prepared),
    reports,
  }
  position = from + 1
  return recordRun(api.storage, run)
}

const reports = () =>
  api.storage.meta.listUserReports({ projectIds: [acme.project.id], issueId: null, limit: 10, before: null })

test('a report finds the issue of its event, whether that came before, with it or after it', async () => {
  const [row] = await record([makeEvent(acme.project, 1, testNow)])
  await record([], [reportOf(1)])
  await record([makeEvent(acme.project, 2, testNow)], [reportOf(2)])
  await record([], [reportOf(3)])
  expect((await reports()).map(({ issueId }) => issueId)).toEqual([null, row?.issueId, row?.issueId])
  await record([makeEvent(acme.project, 3, testNow)])
  expect((await reports()).map(({ issueId }) => issueId)).toEqual([row?.issueId, row?.issueId, row?.issueId])
  expect((await api.storage.meta.findIssue(row?.issueId ?? 0))?.userReportCount).toBe(3)
})

test('a run that is recorded again after a kill leaves one report', async () => {
  const before = (await reports()).length
  await record([], [reportOf(1), reportOf(1)])
  expect(await reports()).toHaveLength(before)
})

const place = () => ({
  position,
  organizationId: acme.project.organizationId,
  projectId: acme.project.id,
  receivedAt: testNow,
  started: testNow - 5,
  release: 'shop@9',
  environment: 'prod',
  user: null,
})
const update = (own: Partial<SessionUpdate> = {}): SessionUpdate => ({
  ...place(),
  sid: 'a'.repeat(32),
  isInit: true,
  status: 'ok',
  errors: 0,
  duration: null,
  abnormalMechanism: null,
  ...own,
})
const counts = (own: Partial<SessionCounts>): SessionCounts => ({
  ...place(),
  exited: 1,
  errored: 0,
  abnormal: 0,
  crashed: 0,
  unhandled: 0,
  ...own,
})

/** Records sessions as a run; gives what the stores were asked, in order. */
async function recordSessions(sessions: PreparedRun['sessions']): Promise<[string, unknown][]> {
  const asked: [string, unknown][] = []
  const { meta } = api.storage
  const storage = {
    ...api.storage,
    sessions: {
      ...api.storage.sessions,
      async record(batch: SessionBatch) {
        asked.push(['record', batch])
      },
    },
    meta: {
      ...meta,
      async recordBatch(batch: DigestBatch) {
        asked.push(['recordBatch', batch.sessions])
        return meta.recordBatch(batch)
      },
    },
  }
  const from = position
  position = from + 1
  await recordRun(storage, { ...nothingPrepared(), spool: 'test', from, to: from + 1, sessions })
  return asked
}

test('sessions are counted before meta moves on, and name their releases there', async () => {
  const to = position + 1
  const updates = [update(), update({ release: 'shop@8', started: testNow - 9 }), update({ started: testNow - 7 })]
  const counted = [counts({ started: testNow - 20 })]
  const sighting = { projectId: acme.project.id, environment: 'prod' }
  expect(await recordSessions({ updates, counts: counted })).toEqual([
    ['record', { spool: 'test', to, updates, counts: counted }],
    [
      'recordBatch',
      [
        { ...sighting, release: 'shop@9', firstStarted: testNow - 20 },
        { ...sighting, release: 'shop@8', firstStarted: testNow - 9 },
      ],
    ],
  ])
  expect(await api.storage.meta.findRelease(acme.project.organizationId, 'shop@9')).toMatchObject({
    createdAt: testNow - 20,
  })
})

test('sessions are counted once, though the digest was killed before meta moved on and cuts its runs elsewhere', async () => {
  const from = position
  position += 3
  const release = 'shop@7'
  const updates = ['a', 'b', 'c'].map((sid, index) => update({ position: from + index, sid: sid.repeat(32), release }))
  const counted = [counts({ position: from + 1, release, exited: 10 })]
  const run = (start: number, to: number): PreparedRun => {
    const isIn = (session: SessionPlace) => session.position >= start && session.position < to
    const sessions = { updates: updates.filter(isIn), counts: counted.filter(isIn) }
    return { ...nothingPrepared(), spool: 'test', from: start, to, sessions }
  }
  const killed = { ...api.storage.meta, recordBatch: () => Promise.reject(new Error('killed')) }
  await expect(recordRun({ ...api.storage, meta: killed }, run(from, from + 2))).rejects.toThrow('killed')
  await recordRun(api.storage, run(from, from + 1))
  await recordRun(api.storage, run(from + 1, from + 3))
  const start = testNow - (testNow % 10_000) - 10_000
  const groups = await api.storage.sessions.summarize({
    organizationId: acme.project.organizationId,
    projectIds: [acme.project.id],
    isWholeOrganization: true,
    where: { kind: 'releases', releases: [release] },
    start,
    end: start + 20_000,
    groupBy: ['release'],
    groups: null,
    wants: { users: false, durations: false },
  })
  expect(groups.map(({ key, figures }) => [key.release, figures.sessions])).toEqual([[release, 13]])
})

test('a run without sessions leaves their view alone', async () => {
  expect(await recordSessions({ updates: [], counts: [] })).toEqual([['recordBatch', []]])
})

test('of a deleted project nothing is kept', async () => {
  const other = await seedOrganization(api.storage, 'other', testNow)
  await api.storage.meta.deleteProject(other.project.id, testNow)
  expect(await record([makeEvent(other.project, 50, testNow), makeEvent(acme.project, 51, testNow)])).toHaveLength(1)
  expect(await api.storage.payloads.read(other.project.id, testEventId(50))).toBeNull()
  expect(await api.storage.payloads.read(acme.project.id, testEventId(51))).not.toBeNull()
})
