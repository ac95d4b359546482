import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../protocol/event.ts'
import { clipAfter, clipAt, findClipGaps, readClips, readTouches, touchesAt } from './clips.ts'

const t0 = 1_790_000_000_000

const video = (segmentId: number, at: number, duration: number, more: JsonObject = {}): JsonObject => ({
  type: 5,
  timestamp: at,
  data: { tag: 'video', payload: { segmentId, duration, width: 200, height: 400, frameRate: 1, ...more } },
})
const clips = readClips([video(1, t0 + 5000, 5000), video(0, t0, 5500), video(2, t0 + 60_000, 5000)])

describe('the clips of an app', () => {
  test('are told by video events, in any order, each until the next begins', () => {
    expect(clips).toEqual([
      { segment: 0, at: t0, end: t0 + 5000, width: 200, height: 400 },
      { segment: 1, at: t0 + 5000, end: t0 + 10_000, width: 200, height: 400 },
      { segment: 2, at: t0 + 60_000, end: t0 + 65_000, width: 200, height: 400 },
    ])
    expect(readClips([video(0, t0 / 1000, 5000)])).toEqual(clips.slice(0, 1))
    expect(readClips([video(0, t0, 5000), video(0, t0, 5000)])).toHaveLength(1)
  })

  test('are nothing else', () => {
    const breadcrumb = { type: 5, timestamp: t0, data: { tag: 'breadcrumb', payload: { segmentId: 1, duration: 1 } } }
    const broken = [
      video(0, t0, 0),
      video(0, t0, Number.NaN),
      { type: 5, timestamp: t0, data: { tag: 'video', payload: null } },
      { type: 5, timestamp: 'now', data: { tag: 'video', payload: { segmentId: 1, duration: 1 } } },
      { type: 5, timestamp: t0, data: { tag: 'video', payload: { segmentId: '1', duration: 1 } } },
    ]
    expect(readClips([breadcrumb, ...broken, { type: 4 }])).toEqual([])
  })

  test('are found by time: between two the one before, before the first the first', () => {
    const times = [-1, 0, 4999, 5000, 30_000, 60_000, 99_000]
    expect(times.map((at) => clipAt(clips, t0 + at)?.segment)).toEqual([0, 0, 0, 1, 1, 2, 2])
    expect(times.map((at) => clipAfter(clips, t0 + at)?.segment)).toEqual([0, 1, 1, 2, 2, undefined, undefined])
    expect(clipAt([], t0)).toBe(null)
  })

  test('leave gaps', () => {
    const span = { start: t0 - 20_000, end: t0 + 70_000 }
    expect(findClipGaps(clips, span, 10_000)).toEqual([
      { start: t0 - 20_000, end: t0 },
      { start: t0 + 10_000, end: t0 + 60_000 },
    ])
  })
})

test('touches are seen where the finger is, until it is lifted, and long enough', () => {
  const touch = (at: number, type: number, x: number, y: number, pointerId: number) => ({
    type: 3,
    timestamp: t0 + at,
    data: { source: 2, type, id: 0, x, y, pointerId },
  })
  const touches = readTouches(
    [
      touch(1000, 7, 100, 100, 1),
      {
        type: 3,
        timestamp: t0 + 2000,
        data: { source: 6, pointerId: 1, positions: [{ id: 0, x: 200, y: 400, timeOffset: -500 }] },
      },
      touch(2500, 9, 200, 400, 1),
      touch(1200, 7, 0, 0, 2),
      touch(1210, 9, 0, 0, 2),
      touch(3000, 9, 0, 0, 3),
    ],
    clips,
  )
  expect(touchesAt(touches, t0 + 999)).toEqual([])
  expect(touchesAt(touches, t0 + 1100)).toMatchObject([{ x: 0.5, y: 0.25 }])
  expect(touchesAt(touches, t0 + 1499)).toMatchObject([
    { x: 0.5, y: 0.25 },
    { x: 0, y: 0 },
  ])
  expect(touchesAt(touches, t0 + 1500)).toMatchObject([{ x: 1, y: 1 }])
  expect(touchesAt(touches, t0 + 2500)).toEqual([])
})
