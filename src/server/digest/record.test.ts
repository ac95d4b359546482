import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import type { StoredEvent } from '../../protocol/event.ts'
import { toColumns, toOccurrence } from './columns.ts'
import type { PreparedEvent, PreparedReport } from './prepare.ts'
import { recordRun } from './record.ts'

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
    occurrence: toOccurrence(event, place),
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
    events: events.map(prepared),
    reports,
    attachments: [],
    outcomes: [],
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

test('of a deleted project nothing is kept', async () => {
  const other = await seedOrganization(api.storage, 'other', testNow)
  await api.storage.meta.deleteProject(other.project.id, testNow)
  expect(await record([makeEvent(other.project, 50, testNow), makeEvent(acme.project, 51, testNow)])).toHaveLength(1)
  expect(await api.storage.payloads.read(other.project.id, testEventId(50))).toBeNull()
  expect(await api.storage.payloads.read(acme.project.id, testEventId(51))).not.toBeNull()
})
