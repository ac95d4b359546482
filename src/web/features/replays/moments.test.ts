import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../protocol/event.ts'
import { readMoments } from './moments.ts'

const crumb = (payload: JsonObject): JsonObject => ({ type: 5, timestamp: 0, data: { tag: 'breadcrumb', payload } })
const span = (payload: JsonObject): JsonObject => ({ type: 5, timestamp: 0, data: { tag: 'performanceSpan', payload } })

describe('what a recording tells', () => {
  test('comes by time, whatever order it was sent in', () => {
    const moments = readMoments([
      crumb({ category: 'console', message: 'late', timestamp: 12 }),
      { type: 3, timestamp: 11_000, data: { source: 0 } },
      crumb({ category: 'ui.click', message: 'button', timestamp: 10.5 }),
    ])
    expect(moments.map(({ at, kind, text }) => [at, kind, text])).toEqual([
      [10_500, 'click', 'button'],
      [12_000, 'console', 'late'],
    ])
  })

  test('a dead click takes the place of the click; five clicks are rage', () => {
    const slow = (timestamp: number, clickCount: number, endReason: string) =>
      crumb({ category: 'ui.slowClickDetected', message: 'button', timestamp, data: { endReason, clickCount } })
    const click = (timestamp: number) => crumb({ category: 'ui.click', message: 'button', timestamp })
    const moments = readMoments([
      click(1),
      slow(1, 1, 'timeout'),
      click(2),
      slow(2, 5, 'timeout'),
      click(3),
      slow(3, 1, 'mutation'),
    ])
    expect(moments.map(({ kind }) => kind)).toEqual(['dead', 'rage', 'click'])
  })

  test('requests with their status and time, navigations once, vitals in a line', () => {
    const moments = readMoments([
      span({
        op: 'resource.fetch',
        description: '/stock.json',
        startTimestamp: 2,
        endTimestamp: 2.25,
        data: { method: 'GET', statusCode: 503 },
      }),
      span({ op: 'navigation.push', description: '/a', startTimestamp: 1, endTimestamp: 1 }),
      crumb({ category: 'navigation', timestamp: 1, data: { from: '/', to: '/a' } }),
      span({ op: 'web-vital', description: 'largest-contentful-paint', startTimestamp: 3, data: { value: 344.12345 } }),
      span({ op: 'memory', description: 'memory', startTimestamp: 4, endTimestamp: 4 }),
    ])
    expect(moments.map(({ kind, title, text, status, took }) => [kind, title, text, status, took])).toEqual([
      ['navigation', 'Navigation', '/a', null, null],
      ['network', 'GET', '/stock.json', 503, 250],
      ['note', 'Web vital', 'largest-contentful-paint 344.123', null, null],
    ])
  })

  test('nothing of what is not well made', () => {
    expect(
      readMoments([
        { type: 5 },
        { type: 5, data: { tag: 'breadcrumb', payload: null } },
        crumb({ category: 'console', timestamp: 'now' }),
        crumb({ category: 'console', timestamp: -1 }),
        span({ op: 'resource.img', startTimestamp: Number.NaN }),
        span({ op: 'web-vital', startTimestamp: 1, data: { value: 'x' } }),
      ]),
    ).toEqual([])
  })
})
