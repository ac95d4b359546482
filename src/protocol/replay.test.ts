import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concatBytes, encodeUtf8 } from './bytes.ts'
import { maxListed, maxUrl, type ReadReplayEvent, readReplayEvent, readReplayVideo } from './replay.ts'

const replayId = 'a'.repeat(32)
const read = (said: unknown) => readReplayEvent(JSON.stringify(said))

function readWell(said: object): ReadReplayEvent {
  const result = read({ segment_id: 0, ...said })
  if (!result.ok) throw new Error(result.reason)
  return result.event
}

describe('a replay event', () => {
  test('is read', () => {
    const said = {
      type: 'replay_event',
      replay_id: 'AAAAAAAA-AAAA-AAAA-AAAA-AAAAAAAAAAAA',
      segment_id: 2,
      replay_type: 'buffer',
      replay_start_timestamp: 1700000000.25,
      timestamp: '2023-11-14T22:13:25Z',
      urls: ['https://shop.example/', 'https://shop.example/cart', 'https://shop.example/'],
      error_ids: ['b'.repeat(32), 'B'.repeat(32)],
      trace_ids: ['c'.repeat(32)],
      segment_names: ['/cart', '/', '/cart', 7, ''],
    }
    expect(read(said)).toEqual({
      ok: true,
      event: {
        replayId,
        segmentId: 2,
        replayType: 'buffer',
        startedAt: 1700000000.25,
        timestamp: 1700000005,
        urls: ['https://shop.example/', 'https://shop.example/cart', 'https://shop.example/'],
        errorIds: ['b'.repeat(32)],
        traceIds: ['c'.repeat(32)],
        segmentNames: ['/cart', '/'],
        members: said,
      },
    })
  })

  test('says which segment it is about, or is none', () => {
    expect(readReplayEvent('{')).toEqual({ ok: false, reason: 'invalid_json' })
    for (const said of [null, [], 7, 'text', {}, { segment_id: '1' }, { segment_id: -1 }, { segment_id: 65_536 }]) {
      expect(read(said)).toEqual({ ok: false, reason: 'invalid_replay' })
    }
  })

  test('leaves out what is none, or too much', () => {
    expect(
      readWell({
        replay_id: '0'.repeat(32),
        replay_type: 'dream',
        replay_start_timestamp: 'soon',
        urls: 'https://shop.example/',
        error_ids: ['short', 7, null],
        trace_ids: { a: 1 },
        segment_names: 'x',
      }),
    ).toMatchObject({
      replayId: null,
      replayType: 'session',
      startedAt: null,
      timestamp: null,
      urls: [],
      errorIds: [],
      traceIds: [],
      segmentNames: [],
    })
    const urls = Array.from({ length: 200 }, (_, n) => `https://shop.example/${n}/${'x'.repeat(3000)}`)
    expect(readWell({ urls }).urls).toEqual(urls.slice(0, maxListed).map((url) => url.slice(0, maxUrl)))
  })

  test('never throws, whatever it is', () => {
    const keys = ['segment_id', 'replay_id', 'urls', 'error_ids', 'trace_ids', 'timestamp', 'replay_type', '__proto__']
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...keys), fc.jsonValue())), (said) => {
        const result = read(said)
        if (!result.ok) return
        const { urls, errorIds, traceIds } = result.event
        expect(urls.every((url) => typeof url === 'string' && url !== '')).toBe(true)
        for (const id of [...errorIds, ...traceIds]) expect(id).toMatch(/^[0-9a-f]{32}$/)
      }),
    )
    fc.assert(fc.property(fc.string(), (json) => void readReplayEvent(json)))
  })
})

describe('a replay video', () => {
  const member = (name: string, content: string) => [
    Uint8Array.of(0xd9, name.length),
    encodeUtf8(name),
    Uint8Array.of(0xc6, 0, 0, 0, content.length),
    encodeUtf8(content),
  ]
  const pack = (...members: Uint8Array[][]) => concatBytes([Uint8Array.of(0x80 | members.length), ...members.flat()])

  test('comes apart', () => {
    const video = readReplayVideo(
      pack(member('replay_event', '{}'), member('replay_recording', '[]'), member('replay_video', 'mp4')),
    )
    const texts = Object.fromEntries(
      Object.entries(video ?? {}).map(([key, part]) => [key, Buffer.from(part).toString()]),
    )
    expect(texts).toEqual({ event: '{}', recording: '[]', video: 'mp4' })
  })

  test('is none without one of the three, or with an empty video', () => {
    expect(readReplayVideo(pack(member('replay_event', '{}'), member('replay_video', 'mp4')))).toBeNull()
    expect(
      readReplayVideo(pack(member('replay_event', '{}'), member('replay_recording', '[]'), member('replay_video', ''))),
    ).toBeNull()
    expect(readReplayVideo(encodeUtf8('{"segment_id":0}\n[]'))).toBeNull()
  })
})
