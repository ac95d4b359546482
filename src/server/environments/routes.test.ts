import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, seedToken, storeEvents } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'

const project = '/projects/acme/web/environments/'

let api: TestApi
let acme: Seeded
let other: Seeded
beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  other = await seedOrganization(api.storage, 'other', testNow)
  const names = ['production', 'staging', 'feature 1%', 'production']
  await storeEvents(
    api.storage,
    names.map((environment, index) => makeEvent(acme.project, index, testNow, { environment })),
  )
})
afterAll(() => api.close())

async function list(path: string): Promise<unknown> {
  const { json } = await api.call('GET', path, { token: acme.token })
  return Array.isArray(json) ? json.map(({ name, isHidden }) => (isHidden ? `(${name})` : name)) : json
}

test('are listed by organisation and project, and hidden one by one', async () => {
  expect(await list(project)).toEqual(['feature 1%', 'production', 'staging'])
  expect(await list('/organizations/acme/environments/')).toEqual(['feature 1%', 'production', 'staging'])
  const url = `${project}${encodeURIComponent('feature 1%')}/`
  expect(await api.call('GET', url, { token: acme.token })).toMatchObject({ status: 200, json: { isHidden: false } })
  const hidden = await api.call('PUT', url, { token: acme.token, body: { isHidden: true } })
  expect(hidden).toMatchObject({ status: 200, json: { id: 'feature 1%', name: 'feature 1%', isHidden: true } })
  expect(await list(project)).toEqual(['production', 'staging'])
  expect(await list(`${project}?visibility=hidden`)).toEqual(['(feature 1%)'])
  expect(await list(`${project}?visibility=all`)).toEqual(['(feature 1%)', 'production', 'staging'])
  expect(await list('/organizations/acme/environments/')).toEqual(['production', 'staging'])
  expect(await list('/organizations/acme/environments/?visibility=hidden')).toEqual(['feature 1%'])
})

test('are hidden and shown together', async () => {
  const change = (body: unknown) => api.call('PUT', project, { token: acme.token, body })
  const hidden = await change({ environmentNames: ['staging', 'production'], isHidden: true })
  expect(hidden.json).toEqual([
    { id: 'production', name: 'production', isHidden: true },
    { id: 'staging', name: 'staging', isHidden: true },
  ])
  expect((await change({ environmentNames: ['staging', 'nowhere'], isHidden: false })).json).toEqual({
    environmentNames: ['No such environment of the project: nowhere'],
  })
  expect(await list(project)).toEqual([])
  expect((await change({ environmentNames: ['staging', 'production'], isHidden: false })).status).toBe(200)
  expect(await list(project)).toEqual(['production', 'staging'])
  expect((await change({ environmentNames: [], isHidden: true })).status).toBe(400)
  expect((await change({ environmentNames: ['staging'] })).json).toEqual({ isHidden: ['This field is required.'] })
})

test('are refused where they are not, or not one’s own', async () => {
  const call = (method: 'GET' | 'PUT', url: string, token: string) => {
    return api.call(method, url, { token, ...(method === 'PUT' && { body: { isHidden: true } }) })
  }
  expect((await call('GET', `${project}nowhere/`, acme.token)).status).toBe(404)
  expect((await call('PUT', `${project}nowhere/`, acme.token)).status).toBe(404)
  expect((await call('GET', `${project}staging/`, other.token)).status).toBe(404)
  expect((await call('GET', '/projects/other/web/environments/staging/', other.token)).status).toBe(404)
  expect((await call('GET', '/organizations/other/environments/', other.token)).json).toEqual([])
  const reader = await seedToken(api.storage, acme.user.id, ['project:read'], testNow)
  expect((await call('GET', `${project}staging/`, reader)).status).toBe(200)
  expect((await call('PUT', `${project}staging/`, reader)).status).toBe(403)
  expect((await call('GET', `${project}?visibility=some`, acme.token)).status).toBe(400)
})
