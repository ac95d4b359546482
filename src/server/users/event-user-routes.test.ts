import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'

let api: TestApi
let acme: Seeded
const url = '/projects/acme/web/users/'

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const other = await seedOrganization(api.storage, 'other', testNow)
  const users = ['id:7', 'id:7', 'id:7', 'email:ann@shop.test', 'email:ann@shop.test', 'ip:10.0.0.1']
  await storeEvents(
    api.storage,
    users.map((user, index) => makeEvent(acme.project, index + 1, testNow - index * 1000, { tags: [['user', user]] })),
  )
  await storeEvents(api.storage, [makeEvent(other.project, 9, testNow, { tags: [['user', 'id:zebra']] })])
})
afterAll(() => api.close())

test('people of a project, most affected first, as their events say', async () => {
  const answer = await api.call('GET', url, { token: acme.token })
  expect(answer.json).toMatchObject([
    { id: null, tagValue: 'id:7', identifier: '7', email: '', dateCreated: new Date(testNow - 2000).toISOString() },
    { tagValue: 'email:ann@shop.test', identifier: '', email: 'ann@shop.test' },
    { tagValue: 'ip:10.0.0.1', ipAddress: '10.0.0.1', username: '' },
  ])
})

test('come in pages', async () => {
  const seen: unknown[] = []
  let next = `${url}?per_page=1`
  for (let pages = 0; pages < 5 && next !== ''; pages += 1) {
    const answer = await api.call('GET', next, { token: acme.token })
    seen.push(answer.json)
    const [, cursor] = /results="true"; cursor="([^"]+:0)"$/.exec(String(answer.headers['link'])) ?? []
    next = cursor ? `${url}?per_page=1&cursor=${cursor}` : ''
  }
  expect(seen).toMatchObject([
    [{ tagValue: 'id:7' }],
    [{ tagValue: 'email:ann@shop.test' }],
    [{ tagValue: 'ip:10.0.0.1' }],
  ])
  const back = await api.call('GET', `${url}?per_page=1&cursor=0:1:1`, { token: acme.token })
  expect(back.json).toMatchObject([{ tagValue: 'id:7' }])
})

test('are searched for', async () => {
  const answer = await api.call('GET', `${url}?query=ANN`, { token: acme.token })
  expect(answer.json).toMatchObject([{ email: 'ann@shop.test' }])
})
