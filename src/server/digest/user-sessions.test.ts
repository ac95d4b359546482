import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { formatEnvelope } from '../../protocol/envelope.ts'
import type { JsonObject } from '../../protocol/event.ts'
import { type Seeded, seedOrganization, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { defaultProjectSettings } from '../projects/defaults.ts'
import { anySession, type UserPlatform } from '../storage/observability/port.ts'
import type { Storage } from '../storage/storage.ts'
import { exampleReceipt } from './normalize/testing/example-receipt.ts'
import { prepareRecord } from './prepare.ts'
import { recordRun } from './record.ts'
import { createSteps } from './steps.ts'

const steps = createSteps()
const replayId = 'a'.repeat(32)
const sid = 'b'.repeat(32)
const seconds = testNow / 1000 - 600
let api: TestApi
let acme: Seeded
let position: number

beforeEach(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  position = 0
})
afterEach(() => api.close())

type Item = Parameters<typeof formatEnvelope>[1][number]

const item = (type: string, payload: object | string): Item => ({
  header: { type },
  payload: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
})

const browser = { name: 'sentry.javascript.browser', version: '11.12.0' }

async function record(
  items: Item[],
  attributes: JsonObject = { sdk: browser },
  storage: Storage = api.storage,
): Promise<void> {
  const envelope = formatEnvelope(attributes, items)
  const receipt = exampleReceipt({ projectId: acme.project.id, receivedAt: testNow, client: null })
  const { id, organizationId, slug } = acme.project
  const settings = { id, organizationId, slug, platform: null, ...defaultProjectSettings() }
  const prepared = prepareRecord(steps, { position, receipt, envelope }, settings)
  await recordRun(storage, { spool: 'test', from: position, to: position + 1, ...prepared })
  position += 1
}

const list = (platform: UserPlatform = 'web') =>
  api.storage.userSessions.list({
    projectIds: [acme.project.id],
    platform,
    filter: anySession,
    sort: [{ by: 'createdAt', isDescending: false }],
    from: null,
    mode: 'after',
    limit: 10,
  })

const session = (own: object = {}) =>
  item('session', {
    sid,
    did: 'jane',
    init: true,
    started: new Date(seconds * 1000).toISOString(),
    status: 'ok',
    attrs: { release: 'shop@1.0.0' },
    ...own,
  })

const error = (own: object = {}) =>
  item('event', {
    event_id: testEventId(1),
    timestamp: seconds + 10,
    platform: 'javascript',
    sdk: browser,
    user: { id: 'jane', email: 'jane@shop.test' },
    exception: { values: [{ type: 'TypeError', value: 'x', mechanism: { type: 'onerror', handled: false } }] },
    ...own,
  })

const replayEvent = (own: object = {}) =>
  item('replay_event', {
    replay_id: replayId,
    segment_id: 0,
    replay_start_timestamp: seconds + 5,
    timestamp: seconds + 30,
    platform: 'javascript',
    sdk: browser,
    urls: ['https://shop.test/cart'],
    user: { id: 'jane' },
    tags: { plan: 'gold' },
    ...own,
  })

describe('user sessions', () => {
  test('are put together from a session, its replay and an event, in any order', async () => {
    await record([error()])
    expect(await list()).toEqual([])
    await record([session()])
    expect(await list()).toMatchObject([
      { id: sid, createdAt: seconds * 1000, appVersion: 'shop@1.0.0', isCrash: true, hasException: true, user: 'jane' },
    ])
    await record([replayEvent()])
    expect(await list()).toMatchObject([
      {
        id: replayId,
        createdAt: seconds * 1000,
        duration: 30_000,
        isCrash: true,
        recordingIds: [replayId],
        sdkVersion: '11.12.0',
      },
    ])
  })

  test('take the device, screens and attributes from contexts, urls and tags', async () => {
    const android = { name: 'sentry.java.android', version: '8.40.0' }
    const device = {
      manufacturer: 'Google',
      model: 'Pixel 9',
      connection_type: 'wifi',
      screen_width_pixels: 1080,
      screen_height_pixels: 2424,
    }
    const contexts = { device, os: { name: 'Android', version: '16' }, app: { view_names: ['CartFragment'] } }
    await record([session()], { sdk: android })
    await record(
      [
        error({
          platform: 'java',
          sdk: android,
          contexts,
          tags: { plan: 'gold' },
          exception: {
            values: [{ type: 'ApplicationNotResponding', mechanism: { type: 'AppExitInfo', handled: false } }],
          },
        }),
      ],
      { sdk: android },
    )
    expect(await list('android')).toMatchObject([
      {
        manufacturer: 'Google',
        model: 'Pixel 9',
        networkType: 'wifi',
        osVersion: '16',
        sdkVersion: '8.40.0',
        screenWidth: 1080,
        screenHeight: 2424,
        isAnr: true,
        isCrash: false,
      },
    ])
    const filter = { ...anySession, screens: ['CartFragment'], attributes: [{ key: 'plan', values: ['gold'] }] }
    const rest = { sort: [], from: null, mode: 'after', limit: 10 } as const
    const projectIds = [acme.project.id]
    const query = { projectIds, platform: 'android', filter, ...rest } as const
    expect(await api.storage.userSessions.list({ ...query, sort: [] })).toHaveLength(1)
  })

  test('know how a session ended', async () => {
    await record([session({ status: 'abnormal', abnormal_mechanism: 'anr_foreground', duration: 60 })])
    await record([session({ sid: 'c'.repeat(32), did: null, status: 'crashed', duration: 1 })])
    expect(await list()).toMatchObject([
      { id: sid, isAnr: true, isCrash: false, hasException: false, duration: 60_000 },
      { isAnr: false, isCrash: true, hasException: true, duration: 1000, isAnonymous: true },
    ])
  })

  test('an event that names a replay is of that, also before it comes; messages are events by name', async () => {
    const contexts = { replay: { replay_id: replayId } }
    await record([error({ exception: undefined, message: 'paid', user: null, contexts })])
    expect(await list()).toMatchObject([{ id: replayId, recordingIds: [], hasException: false }])
    await record([replayEvent()])
    const filter = { ...anySession, events: ['paid'], screens: ['https://shop.test/cart'] }
    const projectIds = [acme.project.id]
    const query = { projectIds, platform: 'web', filter, from: null, mode: 'after', limit: 10 } as const
    expect(await api.storage.userSessions.list({ ...query, sort: [] })).toMatchObject([{ recordingIds: [replayId] }])
  })

  test('are the same when a run is recorded again after a kill before the last view', async () => {
    const killed = {
      ...api.storage,
      meta: Object.assign(Object.create(api.storage.meta), {
        recordBatch: async () => {
          throw new Error('killed')
        },
      }),
    }
    const items = [session(), error()]
    await expect(record(items, { sdk: browser }, killed)).rejects.toThrow('killed')
    const before = await list()
    await record(items)
    expect(await list()).toEqual(before)
    expect(before).toMatchObject([{ id: sid, isCrash: true }])
  })

  test('have nothing of servers', async () => {
    const node = { name: 'sentry.javascript.node', version: '11.12.0' }
    await record([session()], { sdk: node })
    await record([session({ sid: 'c'.repeat(32) })], {})
    await record([error({ sdk: node, platform: 'node' })], { sdk: node })
    for (const platform of ['web', 'android', 'ios'] as const) expect(await list(platform)).toEqual([])
    expect(await api.storage.userSessions.offset('test')).toBe(0)
  })

  test('have nothing of sessions that were only counted', async () => {
    const started = new Date(seconds * 1000).toISOString()
    const counted = { attrs: { release: 'shop@1.0.0' }, aggregates: [{ started, did: 'jane', exited: 3, crashed: 1 }] }
    await record([item('sessions', counted)])
    expect(await api.storage.sessions.offset('test')).toBe(1)
    expect(await api.storage.userSessions.offset('test')).toBe(0)
  })
})
