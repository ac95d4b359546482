import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { eventually } from '../http/testing/eventually.ts'
import { makeEvent, type Seeded, seedOrganization, storeEvents, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { removeExpired, scheduleRetention } from './retention.ts'

const day = 86_400_000
let api: TestApi
let acme: Seeded
let issue: number

beforeEach(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const events = [40, 31, 29, 0].map((days, index) => makeEvent(acme.project, index + 1, testNow - days * day))
  issue = (await storeEvents(api.storage, events))[0] ?? 0
})
afterEach(async () => {
  vi.useRealTimers()
  await api.close()
})

const kept = async () => {
  const { payloads, events } = api.storage
  const ids = [1, 2, 3, 4].map(testEventId)
  const projectIds = [acme.project.id]
  const stored = await Promise.all(ids.map((id) => payloads.read(acme.project.id, id)))
  const rows = await Promise.all(ids.map((id) => events.findEvent(projectIds, id)))
  return { payloads: stored.map((json) => json !== null), rows: rows.map((row) => row !== null) }
}

test('removes what is older, payloads and rows; the issue keeps its counts', async () => {
  expect(await removeExpired(api.storage, 30, testNow)).toBe(2)
  expect(await kept()).toEqual({ payloads: [false, false, true, true], rows: [false, false, true, true] })
  const { meta } = api.storage
  expect((await meta.findIssue(issue))?.timesSeen).toBe(4)
  const hours = await meta.listIssueHours({
    issueId: issue,
    environments: null,
    from: null,
    backwards: false,
    limit: 10,
  })
  expect(hours.map(({ hour }) => Math.round((testNow - hour) / day))).toEqual([29, 0])
  expect(await meta.summarizeIssueEnvironments([issue], ['production'])).toMatchObject([{ events: 4 }])
  expect(await removeExpired(api.storage, 30, testNow)).toBe(0)
})

test('runs once an hour, says what it did, and goes on when a store fails', async () => {
  // The hours only: what runs in them reads real files.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const said: string[] = []
  const failures: unknown[] = []
  const limits: number[] = []
  let isBroken = false
  const payloads = Object.assign(Object.create(api.storage.payloads), {
    dropBefore: async () => {
      if (isBroken) throw new Error('disk')
    },
  })
  const events = Object.assign(Object.create(api.storage.events), {
    deleteBefore: async (time: number) => {
      limits.push(time)
      return limits.length === 1 ? 5 : 0
    },
  })
  const log = {
    info: (message: string) => void said.push(message),
    error: (error: unknown) => void failures.push(error),
  }
  const retention = scheduleRetention({ ...api.storage, payloads, events }, 30, () => testNow, log)
  vi.advanceTimersByTime(3_599_000)
  expect(limits).toEqual([])
  vi.advanceTimersByTime(1000)
  await eventually(() => expect(said).toEqual(['retention: removed 5 events older than 30 days']))
  expect(limits).toEqual([testNow - 30 * day])
  isBroken = true
  vi.advanceTimersByTime(3_600_000)
  await eventually(() => expect(failures).toHaveLength(1))
  isBroken = false
  vi.advanceTimersByTime(3_600_000)
  await eventually(() => expect(limits).toHaveLength(2))
  retention.stop()
  vi.advanceTimersByTime(3_600_000)
  expect(vi.getTimerCount()).toBe(0)
})
