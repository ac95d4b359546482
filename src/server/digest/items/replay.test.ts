import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EnvelopeItem } from '../../../protocol/envelope.ts'
import { defaultProjectSettings } from '../../projects/defaults.ts'
import { exampleReceipt, receivedAt } from '../normalize/testing/example-receipt.ts'
import { createSteps } from '../steps.ts'
import { countNothing } from '../../storage/replays/records.ts'
import type { FilterSettings, Receipt, ScrubSettings } from '../types.ts'
import { plainOf } from './testing/plain-of.ts'
import { packMembers } from './testing/pack-members.ts'
import { type ReplayItem, type ReplayOrigin, trackReplay } from './replay.ts'
import type { PreparedSegment } from './replay-segment.ts'

const steps = createSteps()
const replayId = 'a'.repeat(32)
const second = 1000
const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

interface Circumstances {
  receipt?: Partial<Receipt>
  filters?: Partial<FilterSettings>
  scrub?: Partial<ScrubSettings>
  eventId?: string | null
}

function origin({ receipt, filters, scrub, eventId = replayId }: Circumstances = {}): ReplayOrigin {
  const settings = defaultProjectSettings()
  return {
    record: {
      position: 70,
      receipt: exampleReceipt({ projectId: 7, userAgent: agent, ...receipt }),
      envelope: new Uint8Array(),
    },
    settings: {
      id: 7,
      organizationId: 3,
      slug: 'shop',
      platform: null,
      ...settings,
      filters: { ...settings.filters, ...filters },
      scrub: { ...settings.scrub, ...scrub },
    },
    eventId,
    steps,
  }
}

const told = {
  type: 'replay_event',
  replay_id: replayId,
  segment_id: 1,
  replay_type: 'session',
  replay_start_timestamp: (receivedAt - 10 * second) / 1000,
  timestamp: (receivedAt - second) / 1000,
  urls: ['https://shop.example/'],
  segment_names: ['/cart'],
  contexts: { ota_updates: { channel: 'beta', runtime_version: '1.2' } },
  platform: 'javascript',
  release: 'shop@2.0.1',
  environment: 'staging',
}
const page = { type: 4, timestamp: receivedAt - 9 * second, data: { href: 'https://shop.example/cart' } }

function itemOf(as: ReplayItem['as'], payload: Uint8Array, index: number): ReplayItem {
  const item: EnvelopeItem = { type: `replay_${as}`, header: {}, payload, size: payload.length, start: 0, end: 0 }
  return { as, item, index }
}
const event = (own: object = {}, index = 0) => itemOf('event', Buffer.from(JSON.stringify({ ...told, ...own })), index)
const recordingBytes = (events: object[] = [page], segmentId = 1) =>
  Buffer.concat([Buffer.from(`{"segment_id":${segmentId}}\n`), deflateSync(JSON.stringify(events))])
const recording = (events?: object[], segmentId?: number, index = 1) =>
  itemOf('recording', recordingBytes(events, segmentId), index)
const video = (own: Record<string, Uint8Array | null> = {}) =>
  itemOf(
    'video',
    packMembers({
      replay_event: Buffer.from(JSON.stringify({ ...told, platform: 'java' })),
      replay_recording: recordingBytes(),
      replay_video: Buffer.from('an mp4'),
      ...own,
    }),
    0,
  )

const track = (items: ReplayItem[], circumstances?: Circumstances) => trackReplay(items, origin(circumstances))
function only(items: ReplayItem[], circumstances?: Circumstances): PreparedSegment {
  const { segments, refusals } = track(items, circumstances)
  expect(refusals.every((refusal) => refusal === null)).toBe(true)
  const [segment, ...others] = segments
  if (segment === undefined || others.length > 0) throw new Error('not one segment')
  return segment
}
const invalid = (reason: string) => ({ outcome: 'invalid', reason })

describe('an envelope of a replay', () => {
  test('is one segment, in whichever order its items come', () => {
    const expected = {
      position: 70,
      organizationId: 3,
      projectId: 7,
      receivedAt,
      replayId,
      segmentId: 1,
      replayType: 'session',
      startedAt: receivedAt - 10 * second,
      finishedAt: receivedAt - second,
      told: {
        environment: 'staging',
        release: 'shop@2.0.1',
        dist: null,
        platform: 'javascript',
        urls: ['https://shop.example/'],
        errorIds: [],
        traceIds: [],
        segmentNames: ['/cart'],
        user: { id: null, username: null, email: null, ip: '203.0.113.9' },
        geo: null,
        sdk: { name: null, version: null },
        os: { name: 'Linux', version: null },
        browser: { name: 'Chrome', version: '140.0.0' },
        device: { name: null, brand: null, model: null, family: expect.any(String) },
        otaUpdates: { channel: 'beta', runtimeVersion: '1.2', updateId: null },
        tags: [],
      },
      recording: {
        item: 1,
        kind: 'rrweb',
        content: new Uint8Array(Buffer.from(JSON.stringify([page]))),
        bytes: JSON.stringify([page]).length,
        clicks: [],
        counts: countNothing(),
        navigations: ['https://shop.example/cart'],
      },
    }
    const segment = only([event(), recording()])
    expect({ ...segment, told: { ...segment.told, device: { ...segment.told?.device } } }).toMatchObject({
      ...expected,
      told: { ...expected.told, browser: { name: 'Chrome' }, device: {} },
    })
    expect(only([recording(), event()])).toEqual(segment)
  })

  test('may lack either', () => {
    expect(only([event()])).toMatchObject({ segmentId: 1, recording: null, told: { platform: 'javascript' } })
    expect(only([recording()])).toMatchObject({
      segmentId: 1,
      replayId,
      told: null,
      startedAt: page.timestamp,
      finishedAt: page.timestamp,
      recording: { bytes: JSON.stringify([page]).length },
    })
    expect(only([recording([])])).toMatchObject({ startedAt: receivedAt, finishedAt: receivedAt })
  })

  test('about two stretches is two segments', () => {
    const { segments } = track([event(), recording([page], 2)])
    expect(segments).toMatchObject([
      { segmentId: 1, recording: null },
      { segmentId: 2, told: null },
    ])
  })

  test('keeps what is good of it', () => {
    const garbage = itemOf('recording', Buffer.from('{"segment_id":1}\ngarbage'), 1)
    expect(track([event(), garbage])).toMatchObject({
      segments: [{ told: {}, recording: null }],
      refusals: [null, invalid('invalid_recording')],
    })
    expect(track([event({ segment_id: null }), recording()])).toMatchObject({
      segments: [{ told: null, recording: {} }],
      refusals: [invalid('invalid_replay'), null],
    })
    expect(track([event(), event(), recording()]).refusals).toEqual([null, invalid('too_many_items'), null])
  })

  test('says which replay it is of: by its event, else by its header', () => {
    expect(only([event({ replay_id: 'B'.repeat(32) }), recording()]).replayId).toBe('b'.repeat(32))
    expect(only([event({ replay_id: null }), recording()]).replayId).toBe(replayId)
    expect(track([event({ replay_id: null }), recording()], { eventId: null })).toEqual({
      segments: [],
      refusals: [invalid('missing_event_id'), invalid('missing_event_id')],
    })
    expect(track([itemOf('event', Buffer.from('{'), 0)], { eventId: null }).refusals).toEqual([invalid('invalid_json')])
  })

  test('is filtered as events are, with its recording', () => {
    const filtered = { outcome: 'filtered', reason: 'ip-address' }
    expect(track([recording(), event()], { filters: { ipAddresses: ['203.0.113.9'] } })).toEqual({
      segments: [],
      refusals: [filtered, filtered],
    })
  })

  test('has the times of its clock, unless that is broken', () => {
    const long = { replay_start_timestamp: 12, timestamp: 4e9 }
    expect(only([event(long), recording()])).toMatchObject({ startedAt: page.timestamp, finishedAt: page.timestamp })
    expect(only([event(long)])).toMatchObject({ startedAt: receivedAt, finishedAt: receivedAt })
    const zone = { replay_start_timestamp: receivedAt / 1000 + 7190, timestamp: receivedAt / 1000 + 7200 }
    expect(only([event(zone)])).toMatchObject({
      startedAt: receivedAt + 7190 * second,
      finishedAt: receivedAt + 7200 * second,
    })
    const backwards = { replay_start_timestamp: told.timestamp, timestamp: told.replay_start_timestamp }
    expect(only([event(backwards)])).toMatchObject({
      startedAt: receivedAt - 10 * second,
      finishedAt: receivedAt - 10 * second,
    })
  })
})

describe('what a replay event tells', () => {
  test('is who, where and with what', () => {
    const { told: said } = only([
      event({
        dist: '7',
        error_ids: ['b'.repeat(32)],
        trace_ids: ['c'.repeat(32)],
        replay_type: 'buffer',
        user: {
          id: 7,
          username: 'joe',
          email: 'joe@example.com',
          geo: { city: 'Vienna', country_code: 'AT', region: 'Austria' },
        },
        sdk: { name: 'sentry.javascript.browser', version: '11.12.0' },
        contexts: {
          device: { name: 'Pixel', brand: 'Google', model: 'Pixel 9', family: 'Pixel' },
          os: { name: 'Android', version: '16' },
        },
        tags: { zone: 'a', locale: 'de' },
      }),
    ])
    expect(said).toMatchObject({
      dist: '7',
      errorIds: ['b'.repeat(32)],
      traceIds: ['c'.repeat(32)],
      user: { id: '7', username: 'joe', email: 'joe@example.com', ip: '203.0.113.9' },
      geo: { city: 'Vienna', countryCode: 'AT', region: 'Austria', subdivision: null },
      sdk: { name: 'sentry.javascript.browser', version: '11.12.0' },
      os: { name: 'Android', version: '16' },
      device: { name: 'Pixel', brand: 'Google', model: 'Pixel 9', family: 'Pixel' },
      tags: [
        ['locale', 'de'],
        ['zone', 'a'],
      ],
    })
  })

  test('is scrubbed', () => {
    const sent = event({
      urls: ['https://shop.example/?token=abc', 'https://shop.example/plain'],
      tags: { password: 'x', color: 'red' },
      user: { id: '7', ip_address: '203.0.113.9' },
    })
    const { told: said } = only([sent, recording()], { scrub: { scrubIpAddresses: true } })
    expect(said).toMatchObject({
      urls: ['https://shop.example/?token=[Filtered]', 'https://shop.example/plain'],
      user: { id: '7', ip: null },
      tags: [
        ['color', 'red'],
        ['password', '[Filtered]'],
      ],
    })
  })

  test('has all of its pages, however long they are', () => {
    const urls = Array.from({ length: 100 }, (_, n) => `https://shop.example/${n}/${'x'.repeat(1000)}`)
    expect(only([event({ urls })]).told?.urls).toEqual(urls)
  })
})

describe('a recording', () => {
  test('is stored without its secrets, and tells none', () => {
    const secret = { type: 4, timestamp: receivedAt, data: { href: 'https://shop.example/?token=abc' } }
    const { recording: kept } = only([event(), recording([page, secret, page])])
    const clean = JSON.parse(JSON.stringify(secret).replace('abc', '[Filtered]'))
    expect(JSON.parse(plainOf(kept?.content ?? new Uint8Array(0)).toString())).toEqual([page, clean, page])
    expect(kept?.bytes).toBe(plainOf(kept?.content ?? new Uint8Array(0)).length)
    expect(kept?.navigations).toEqual(['https://shop.example/cart', 'https://shop.example/?token=[Filtered]'])
  })

  test('names pages that the event does not', () => {
    expect(only([event({ urls: [page.data.href] }), recording()]).recording?.navigations).toEqual([])
  })
})

describe('a mobile replay', () => {
  test('is one item: a segment with a video, and the events behind it', () => {
    const { told: said, recording: kept } = only([video()])
    expect(said).toMatchObject({ platform: 'java', urls: ['https://shop.example/'] })
    expect(kept).toMatchObject({ kind: 'video', bytes: 6, item: 0, navigations: ['https://shop.example/cart'] })
    expect(plainOf(kept?.content ?? new Uint8Array(0)).toString()).toBe(`an mp4${JSON.stringify([page])}`)
  })

  test.each([
    ['no MessagePack', { replay_video: null }, 'invalid_replay_video'],
    ['no video', { replay_video: Buffer.alloc(0) }, 'invalid_replay_video'],
    ['a broken event', { replay_event: Buffer.from('{') }, 'invalid_json'],
    ['a broken recording', { replay_recording: Buffer.from('{}\n[]') }, 'invalid_recording_header'],
  ])('is refused with a reason: %s', (_, own, reason) => {
    expect(track([video(own)])).toEqual({ segments: [], refusals: [invalid(reason)] })
  })

  test('has nothing beside it', () => {
    expect(track([event(), video()])).toMatchObject({ segments: [{}], refusals: [invalid('too_many_items'), null] })
  })
})

test('whatever comes, there is a verdict for each item and ids are ids', () => {
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.json().map((json) => Buffer.from(json)),
  )
  const kinds = fc.constantFrom('event' as const, 'recording' as const, 'video' as const)
  fc.assert(
    fc.property(fc.array(fc.tuple(kinds, bytes), { maxLength: 4 }), fc.jsonValue(), (parts, own) => {
      const said = typeof own === 'object' && own !== null ? own : {}
      const items = [...parts.map(([as, payload], index) => itemOf(as, payload, index)), event(said)]
      const { segments, refusals } = track(items)
      expect(refusals).toHaveLength(items.length)
      for (const segment of segments) {
        expect(segment.replayId).toMatch(/^[0-9a-f]{32}$/)
        expect(segment.startedAt).toBeLessThanOrEqual(segment.finishedAt)
      }
    }),
  )
})
