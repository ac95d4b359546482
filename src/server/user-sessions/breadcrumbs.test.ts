import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { listBreadcrumbs } from './breadcrumbs.ts'

let api: TestApi
let acme: Seeded
const minute = 60_000
const told = (at: number, message: string) => ({ timestamp: at / 1000, message })
const browser = { name: 'sentry.javascript.browser', version: '11.12.0' }

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const at = (minutes: number) => testNow + minutes * minute
  await storeEvents(api.storage, [
    makeEvent(acme.project, 1, at(0), { sdk: browser, breadcrumbs: { values: [told(at(-1), 'a')] } }),
    makeEvent(acme.project, 2, at(2), { sdk: browser, breadcrumbs: { values: [told(at(1), 'within another')] } }),
    makeEvent(acme.project, 3, at(3), {
      sdk: { name: 'sentry.php' },
      breadcrumbs: { values: [told(at(3), 'server')] },
    }),
    makeEvent(acme.project, 4, at(4), {
      sdk: browser,
      breadcrumbs: { values: [told(at(1), 'b'), told(at(2), 'c'), { message: 'at no time' }] },
    }),
  ])
})
afterAll(() => api.close())

const rowsOf = async (numbers: number[]) => {
  const ids = [acme.project.id]
  const found = await Promise.all(numbers.map((n) => api.storage.events.findEvent(ids, testEventId(n))))
  return found.filter((row) => row !== null)
}

test('reads only the events whose breadcrumbs reach further back than those of later ones of their SDK', async () => {
  const read: string[] = []
  const payloads: typeof api.storage.payloads = {
    ...api.storage.payloads,
    read: async (projectId, eventId, receivedAt) => {
      read.push(eventId)
      return api.storage.payloads.read(projectId, eventId, receivedAt)
    },
  }
  const reach = { start: testNow - 10 * minute, end: testNow + 10 * minute }
  const found = await listBreadcrumbs(await rowsOf([1, 2, 3, 4]), reach, { payloads })
  expect(found.map(({ message }) => message)).toEqual(['a', 'b', 'c', 'server'])
  expect(read).toEqual([4, 3, 1].map(testEventId))
})

test('leaves out what is of another time', async () => {
  const reach = { start: testNow, end: testNow + minute }
  const found = await listBreadcrumbs(await rowsOf([1, 4]), reach, api.storage)
  expect(found.map(({ message }) => message)).toEqual(['b'])
})
