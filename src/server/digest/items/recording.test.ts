import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { heldBytes } from './gather-content.ts'
import { defaultScrubbing } from '../scrub/scrub.ts'
import { createRecordingScrubber } from '../scrub/scrub-recording.ts'
import { plainOf } from './testing/plain-of.ts'
import { readRecording, type ReadRecording, type ReadRecordingResult } from './recording.ts'

const t0 = 1_700_000_000_000
const scrub = createRecordingScrubber()(defaultScrubbing)

const payload = (body: Uint8Array | string, header = '{"segment_id":1}') =>
  Buffer.concat([Buffer.from(`${header}\n`), Buffer.from(body)])
const readEvents = (events: unknown[], scrubber = scrub) => readRecording(payload(JSON.stringify(events)), scrubber)

function well(read: ReadRecordingResult): ReadRecording {
  if (!read.ok) throw new Error(read.reason)
  return read.recording
}
const readWell = (events: unknown[]) => well(readEvents(events))
const textOf = ({ content }: ReadRecording) => plainOf(content).toString()

const breadcrumb = (own: object, timestamp = t0) => ({
  type: 5,
  timestamp,
  data: { tag: 'breadcrumb', payload: { timestamp: timestamp / 1000, ...own } },
})
const span = (op: string, description: string, timestamp = t0 / 1000) => ({
  type: 5,
  timestamp,
  data: { tag: 'performanceSpan', payload: { op, description, startTimestamp: timestamp, endTimestamp: timestamp } },
})

describe('a recording', () => {
  const json =
    '[ {"type":4,"timestamp":1700000000000,"data":{"href":"https://shop.example/"}} ,{"type":3,"data":{"x":1.50}}]'

  test.each([
    ['plain', Buffer.from(json)],
    ['zlib', deflateSync(json)],
    ['gzip', gzipSync(json)],
  ])('keeps the bytes that were sent: %s', (_, body) => {
    const recording = well(readRecording(payload(body), scrub))
    expect(recording.segmentId).toBe(1)
    expect(textOf(recording)).toBe(json)
  })

  test('that is large is gathered packed, scrubbed where it must be, and counts by what it is', () => {
    const text = 'much the same again and again '.repeat(300)
    const events = Array.from({ length: 1500 }, (_, n) => ({
      type: 3,
      timestamp: t0 + n,
      data: { source: 0, texts: [{ id: n, value: n % 100 === 0 ? `${text} 4111 1111 1111 1111` : text }] },
    }))
    const large = JSON.stringify(events)
    expect(large.length).toBeGreaterThan(12 * 1024 * 1024)
    const video = Buffer.from('an mp4')
    for (const body of [deflateSync(large), gzipSync(large)]) {
      const recording = well(readRecording(payload(body), null, video))
      expect(recording.content).toHaveProperty('frames')
      expect(heldBytes(recording.content)).toBeLessThan(1024 * 1024)
      expect(textOf(recording)).toBe(`an mp4${large}`)
      expect(recording).toMatchObject({ bytes: large.length, facts: { startedAt: t0, finishedAt: t0 + 1499 } })
    }
    const clean = well(readRecording(payload(deflateSync(large)), scrub))
    expect(textOf(clean)).toBe(large.replaceAll('4111 1111 1111 1111', '[Filtered]'))
    const half = deflateSync(large)
    expect(readRecording(payload(half.subarray(0, half.length - 9)), scrub)).toEqual({ ok: false, reason: 'truncated' })
    const wrong = deflateSync(`${large.slice(0, -1)},{type:3}]`)
    expect(readRecording(payload(wrong), scrub)).toEqual({ ok: false, reason: 'invalid_json' })
  })

  test('is a copy of what lies in the spool', () => {
    const sent = payload(json)
    const recording = well(readRecording(sent, scrub))
    sent.fill(0)
    expect(textOf(recording)).toBe(json)
  })

  test.each([
    ['no header', Buffer.from(json), 'invalid_recording_header'],
    ['no list', payload('{"type":4}'), 'invalid_recording'],
    ['no events', payload('[1,2]'), 'invalid_recording'],
    ['no JSON', payload('[{"type":4},{type:4}]'), 'invalid_json'],
    ['half of it, plain', payload(json.slice(0, 60)), 'invalid_json'],
    ['half of it, zlib', payload(deflateSync(json).subarray(0, 40)), 'truncated'],
    ['half of it, gzip', payload(gzipSync(json).subarray(0, 50)), 'truncated'],
    ['broken', payload(Buffer.from([0x78, 0x9c, 0xff, 0xff, 0xff, 0xff])), 'corrupt_compression'],
    ['no list, inflated', payload(deflateSync('"text"')), 'invalid_json'],
    ['a bomb', payload(gzipSync(Buffer.alloc(101 * 1024 * 1024, ' '))), 'too_large'],
  ])('is refused with a reason: %s', (_, sent, reason) => {
    expect(readRecording(sent, scrub)).toEqual({ ok: false, reason })
  })

  test('may be nested deeper than can be written again', () => {
    const deep = `[{"type":3,"data":${'['.repeat(20_000)}"4111 1111 1111 1111"${']'.repeat(20_000)}}]`
    expect(readRecording(payload(deep), scrub)).toEqual({ ok: false, reason: 'invalid_recording' })
    expect(readRecording(payload(deep), null)).toMatchObject({ ok: true })
  })

  test('never throws', () => {
    const event = fc.dictionary(
      fc.constantFrom('type', 'timestamp', 'data'),
      fc.oneof(fc.jsonValue(), fc.constantFrom(2, 3, 4, 5)),
    )
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(event).map((events) => Buffer.from(JSON.stringify(events))),
      fc.array(event).map((events) => deflateSync(JSON.stringify(events))),
      fc
        .tuple(fc.array(event), fc.nat(100))
        .map(([events, end]) => deflateSync(JSON.stringify(events)).subarray(0, end)),
    )
    fc.assert(
      fc.property(body, (bytes) => {
        expect(readRecording(payload(bytes), scrub)).toHaveProperty('ok')
      }),
    )
  })

  test('whatever payloads its events have, is read', () => {
    const custom = fc.record({
      type: fc.constantFrom(4, 5),
      timestamp: fc.oneof(fc.double(), fc.jsonValue()),
      data: fc.record({
        tag: fc.constantFrom('breadcrumb', 'performanceSpan'),
        href: fc.oneof(fc.webUrl(), fc.jsonValue()),
        payload: fc.record({
          category: fc.constantFrom('ui.click', 'ui.slowClickDetected', 'navigation', 'ui.tap'),
          op: fc.constantFrom('navigation.push', 7),
          description: fc.oneof(fc.webPath(), fc.jsonValue()),
          timestamp: fc.jsonValue(),
          data: fc.record({ to: fc.oneof(fc.webPath(), fc.jsonValue()), node: fc.jsonValue() }),
        }),
      }),
    })
    fc.assert(
      fc.property(fc.array(custom), (events) => {
        const read = readEvents(events)
        expect(read.ok).toBe(true)
      }),
    )
  })
})

describe('what it tells', () => {
  test('is when it began and ended, whatever the order and the unit', () => {
    const { facts } = readWell([
      { type: 3, timestamp: t0 + 500, data: {} },
      span('resource.fetch', 'https://shop.example/x', (t0 - 200) / 1000),
      { type: 3, timestamp: t0 + 900, data: {} },
      { type: 3, timestamp: 0 },
      { type: 3, timestamp: 'now' },
    ])
    expect(facts).toMatchObject({ startedAt: t0 - 200, finishedAt: t0 + 900 })
    expect(readWell([]).facts).toMatchObject({ startedAt: null, finishedAt: null })
  })

  test('are the pages that were seen, in order', () => {
    const { facts } = readWell([
      { type: 4, timestamp: t0, data: { href: 'https://shop.example/' } },
      breadcrumb({ category: 'navigation', data: { from: '/', to: '/cart?x=1' } }, t0 + 10),
      span('navigation.push', 'https://shop.example/cart?x=1', t0 / 1000 + 0.01),
      span('navigation.push', 'pay', t0 + 20),
      span('navigation.push', 'https://shop.example/', t0 + 30),
      span('resource.script', 'https://shop.example/app.js', t0 + 40),
      { type: 4, timestamp: t0 + 50, data: { href: '' } },
      // Told when it is sent.
      span('navigation.navigate', 'https://shop.example/', t0 - 5),
    ])
    expect(facts.navigations).toEqual([
      'https://shop.example/',
      'https://shop.example/cart?x=1',
      'https://shop.example/pay',
      'https://shop.example/',
    ])
  })

  test('are pages in full, though the first is named from the root on', () => {
    const { facts } = readWell([
      breadcrumb({ category: 'navigation', data: { from: '/', to: '/cart?x=1' } }),
      span('navigation.push', 'https://shop.example/cart?x=1'),
    ])
    expect(facts.navigations).toEqual(['https://shop.example/cart?x=1'])
  })

  test('are the screens of an app, and its taps', () => {
    const { facts } = readWell([
      { type: 4, timestamp: t0, data: { href: '', width: 100, height: 200 } },
      breadcrumb({ category: 'navigation', data: { to: 'MainActivity' } }),
      breadcrumb({ category: 'ui.tap', message: 'buy_button' }),
      breadcrumb({ category: 'ui.tap', message: 'buy_button' }),
    ])
    expect(facts).toMatchObject({ navigations: ['MainActivity'], counts: { taps: 2 }, clicks: [] })
  })

  test('is how much there was of each kind', () => {
    const { facts } = readWell([
      breadcrumb({ category: 'ui.input' }),
      breadcrumb({ category: 'ui.keyDown' }),
      breadcrumb({ category: 'ui.focus' }),
      breadcrumb({ category: 'console', message: 'the stock is old' }),
      breadcrumb({ category: 'replay.mutations', data: { count: 900 } }),
      breadcrumb({ category: ['console'] }),
      span('resource.fetch', 'https://shop.example/stock.json'),
      span('resource.script', 'https://shop.example/app.js'),
      span('web-vital', 'largest-contentful-paint'),
      span('memory', 'memory'),
      { type: 5, timestamp: t0, data: { tag: 'options', payload: { category: 'console', op: 'web-vital' } } },
    ])
    const none = { taps: 0, multiClicks: 0, hydrationErrors: 0 }
    expect(facts.counts).toEqual({ ...none, inputs: 2, consoleMessages: 1, mutations: 1, requests: 2, webVitals: 1 })
  })

  test('are how long requests took, in seconds or milliseconds as SDKs send them, and the most clicks at once', () => {
    const took = (op: string, startTimestamp: number, endTimestamp: number) => ({
      type: 5,
      timestamp: t0,
      data: { tag: 'performanceSpan', payload: { op, description: '/x', startTimestamp, endTimestamp } },
    })
    const { facts } = readWell([
      took('resource.fetch', t0 / 1000, t0 / 1000 + 0.123),
      took('resource.http', t0, t0 + 4567),
      took('resource.xhr', t0, t0 + 4569),
      took('resource.img', t0, t0 + 1),
      took('resource.fetch', t0, t0 - 1),
      breadcrumb({ category: 'ui.multiClick', data: { clickCount: 3 } }),
      breadcrumb({ category: 'ui.multiClick', data: { clickCount: 2 } }),
    ])
    expect(facts).toMatchObject({ responseTimes: [120, 4600], mostClicks: 3 })
  })

  test('are hydration errors and clicks, of which a multi-click is none', () => {
    const node = { id: 3, tagName: 'button', textContent: '', attributes: {} }
    const late = { node, endReason: 'timeout', timeAfterClickMs: 7000, clickCount: 6 }
    const { facts } = readWell([
      breadcrumb({ category: 'replay.hydrate-error' }),
      breadcrumb({ category: 'ui.click', data: { node } }),
      breadcrumb({ category: 'ui.multiClick', data: { ...late, metric: true } }),
      breadcrumb({ category: 'ui.slowClickDetected', data: late }),
      { type: 5, timestamp: t0, data: { tag: 'options', payload: { category: 'ui.click', data: { node } } } },
    ])
    expect(facts.counts).toMatchObject({ hydrationErrors: 1, multiClicks: 1 })
    expect(facts.clicks.map(({ isDead, isRage }) => [isDead, isRage])).toEqual([
      [false, false],
      [true, true],
    ])
  })

  test('is no more than a person does', () => {
    const node = { id: 3, tagName: 'a', textContent: '', attributes: {} }
    const { facts } = readWell(
      Array.from({ length: 3000 }, (_, n) =>
        n % 2 === 0 ? breadcrumb({ category: 'ui.click', data: { node } }) : span('navigation.push', `/${n}`),
      ),
    )
    expect(facts.clicks).toHaveLength(1000)
    expect(facts.navigations).toHaveLength(100)
  })
})
