import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents } from '../../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../../http/testing/test-api.ts'
import { settleAdoptions } from './settle.ts'
import { storeSessions } from './testing/sessions.ts'

const hour = 3_600_000

let api: TestApi
let acme: Seeded
beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const events = ['1.0', '2.0', '3.0'].map((release, number) => makeEvent(acme.project, number, testNow, { release }))
  await storeEvents(api.storage, events)
})
afterAll(() => api.close())

function begin(count: number, release: string, started: number, environment = 'production') {
  const sessions = Array.from({ length: count }, () => ({ project: acme.project, release, started, environment }))
  return storeSessions(api.storage, sessions)
}

/** Times of releases in production. */
async function stages() {
  const found = []
  for (const version of ['1.0', '2.0', '3.0']) {
    const release = await api.storage.meta.findRelease(acme.organization.id, version)
    const query = { releaseIds: [release?.id ?? 0], projectIds: null, environments: ['production'] }
    const [adoption] = await api.storage.meta.listAdoptions(query)
    found.push([adoption?.adoptedAt ?? null, adoption?.replacedAt ?? null])
  }
  return found
}

test('a release is in use with a tenth of the sessions of an environment, and replaced with less', async () => {
  expect(await settleAdoptions(api.storage, testNow)).toBe(0)
  await begin(91, '1.0', testNow - 2 * hour)
  await begin(9, '2.0', testNow - hour)
  // Those of other environments do not count, nor names of no release, nor sessions of long ago.
  await begin(50, '2.0', testNow - hour, 'staging')
  await begin(50, '2.0', testNow - 8 * hour)
  expect(await settleAdoptions(api.storage, testNow)).toBe(2)
  expect(await stages()).toEqual([
    [testNow, null],
    [null, null],
    [null, null],
  ])
  await begin(2, '2.0', testNow)
  expect(await settleAdoptions(api.storage, testNow + 1)).toBe(1)
  expect(await settleAdoptions(api.storage, testNow + 2)).toBe(0)
  expect((await stages())[1]).toEqual([testNow + 1, null])
  const later = testNow + 6 * hour
  await begin(89, '2.0', later)
  await begin(10, '3.0', later)
  await begin(1, 'unknown', later)
  expect(await settleAdoptions(api.storage, later + hour)).toBe(3)
  expect(await stages()).toEqual([
    [testNow, later + hour],
    [testNow + 1, null],
    [later + hour, null],
  ])
  // A night without sessions leaves all as it is.
  expect(await settleAdoptions(api.storage, later + 20 * hour)).toBe(0)
})

test('sessions without an environment or a release have no stage', async () => {
  const other = await seedOrganization(api.storage, 'other', testNow)
  const place = { project: other.project, started: testNow }
  await storeEvents(api.storage, [makeEvent(other.project, 9, testNow, { release: '9' })])
  await storeSessions(api.storage, [
    { ...place, release: '9', environment: '' },
    { ...place, release: '' },
  ])
  const find = () => api.storage.meta.listAdoptionTimes({ projectIds: [other.project.id], environments: null })
  await settleAdoptions(api.storage, testNow)
  expect(await find()).toEqual([])
  await storeSessions(api.storage, [{ ...place, release: '9' }])
  await settleAdoptions(api.storage, testNow)
  expect(await find()).toEqual([{ projectId: other.project.id, version: '9', adoptedAt: testNow }])
})
