import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { debugSourceMaps } from './source-map-debug.ts'

let api: TestApi
let acme: Seeded

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
})
afterAll(() => api.close())

test('says what the event brought, and that nothing was uploaded', async () => {
  const debugId = '6b4c1c1e-7d0c-4c4c-8d5b-0d6b2d9a1f00'
  const images = [
    { type: 'sourcemap', code_file: 'https://shop.test/cart.js', debug_id: debugId },
    { type: 'macho', code_file: 'x', debug_id: 'y' },
  ]
  await storeEvents(api.storage, [makeEvent(acme.project, 1, testNow, { debug_meta: { images }, dist: '7' })])
  const url = `/projects/acme/web/events/${testEventId(1)}/source-map-debug/`
  const answer = await api.call('GET', url, { token: acme.token })
  expect(answer).toMatchObject({
    status: 200,
    json: {
      release: 'shop@1.2.3',
      dist: '7',
      has_debug_ids: true,
      sdk_version: '11.12.0',
      sdk_debug_id_support: 'full',
      project_has_some_artifact_bundle: false,
      exceptions: [
        {
          frames: [
            { debug_id_process: { debug_id: null }, release_process: { matching_source_file_names: ['vendor.js'] } },
            {
              debug_id_process: { debug_id: debugId, uploaded_source_file_with_correct_debug_id: false },
              release_process: {
                abs_path: 'https://shop.test/cart.js',
                matching_source_file_names: ['https://shop.test/cart.js', '~/cart.js'],
                source_file_lookup_result: 'unsuccessful',
              },
            },
          ],
        },
      ],
    },
  })
  expect((await api.call('GET', url.replace(testEventId(1), testEventId(9)), { token: acme.token })).status).toBe(404)
  expect((await api.call('GET', url.replace(testEventId(1), 'latest'), { token: acme.token })).status).toBe(404)
})

test.each([
  [{ name: 'sentry.javascript.browser', version: '7.55.2' }, 'needs-upgrade'],
  [{ name: 'sentry.javascript.react', version: '7.56.0' }, 'full'],
  [{ name: 'my.javascript', version: '1.0.0' }, 'unofficial-sdk'],
  [{ name: 'sentry.python', version: '2.0.0' }, 'not-supported'],
  [null, 'not-supported'],
])('%j sends debug ids: %s', (sdk, support) => {
  const event = makeEvent({ id: 1 }, 1, testNow, { sdk, release: null, exception: null, debug_meta: { images: 'x' } })
  expect(debugSourceMaps(event)).toMatchObject({ sdk_debug_id_support: support, release: null, exceptions: [] })
})
