import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../protocol/event.ts'
import { makeEvent } from '../http/testing/seed.ts'
import { testNow } from '../http/testing/test-api.ts'
import { serializeEntries } from './entries.ts'
import { serializeMeta } from './meta.ts'
import { serializeEvent } from './serialize.ts'
import { numberedContext } from './stacktrace.ts'

const view = { issueId: 5, size: 1234, stackTraceRules: 'family:javascript -app' }
const project = { id: 3 }

test('an event in full', () => {
  const event = serializeEvent(makeEvent(project, 1, testNow), view)
  expect(event).toMatchObject({
    groupID: '5',
    projectID: '3',
    size: 1234,
    culprit: 'addToCart(cart)',
    dateCreated: '2026-11-20T12:00:00.000Z',
    context: { cart: 3 },
    packages: { react: '19.3.1' },
    user: { id: '7', username: null, geo: { country_code: 'AT' } },
    groupingConfig: { id: '2026-11', enhancements: 'family:javascript -app' },
    errors: [{ type: 'invalid_data', message: 'Discarded invalid value', data: { name: 'extra.size', value: 'x' } }],
    release: { version: 'shop@1.2.3' },
    _meta: {},
  })
  expect(event.tags.map((tag) => tag.key)).toEqual(['browser', 'browser.name', 'environment', 'level', 'url', 'user'])
  expect(event.tags.at(-1)).toEqual({ key: 'user', value: 'id:7', query: 'user.id:"7"' })
})

test('entries have the names of the API', () => {
  const entries = serializeEntries(makeEvent(project, 1, testNow))
  expect(entries.map((entry) => entry.type)).toEqual(['exception', 'breadcrumbs', 'request'])
  expect(entries[0]?.data).toMatchObject({
    hasSystemFrames: true,
    values: [
      {
        type: 'TypeError',
        threadId: null,
        mechanism: { handled: false },
        stacktrace: {
          frames: [
            { filename: 'vendor.js', inApp: false, context: [] },
            {
              absPath: 'https://shop.test/cart.js',
              lineNo: 10,
              colNo: 3,
              inApp: true,
              vars: { item: null },
              context: [
                [8, 'function addToCart(item) {'],
                [9, '  // count'],
                [10, '  return item.id'],
                [11, '}'],
              ],
            },
          ],
        },
      },
    ],
  })
  expect(entries[1]?.data).toMatchObject({ values: [{ timestamp: '2026-11-20T11:59:59.000Z', category: 'ui.click' }] })
  expect(entries[2]?.data).toMatchObject({ query: [['page', '2']], headers: [['Accept', '*/*']], cookies: null })
})

test('every other kind of part', () => {
  const entries = serializeEntries(
    makeEvent(project, 1, testNow, {
      exception: null,
      breadcrumbs: { values: [{ timestamp: 1e300 }] },
      request: null,
      stacktrace: { frames: [] },
      threads: { values: [{ id: 1, name: 'main', crashed: true, stacktrace: { frames: [] } }] },
      template: { filename: 'cart.html', lineno: 4, context_line: '{{ item.id }}' },
      logentry: { message: 'Hello %s', formatted: 'Hello Ada', params: ['Ada'] },
      csp: { blocked_uri: 'https://evil.test' },
      debug_meta: { images: [{ type: 'sourcemap' }] },
      spans: [{ op: 'db' }],
    }),
  )
  expect(entries.map(({ type, data }) => ({ type, data }))).toMatchObject([
    { type: 'threads', data: { values: [{ name: 'main', crashed: true, stacktrace: { frames: [] } }] } },
    { type: 'stacktrace', data: { frames: [] } },
    { type: 'template', data: { lineNo: 4, context: [[4, '{{ item.id }}']] } },
    { type: 'csp', data: { blocked_uri: 'https://evil.test' } },
    { type: 'message', data: { message: 'Hello %s', formatted: 'Hello Ada', params: ['Ada'] } },
    { type: 'breadcrumbs', data: { values: [{ timestamp: null, type: 'default', level: 'info' }] } },
    { type: 'debugmeta', data: { images: [{ type: 'sourcemap' }] } },
    { type: 'spans', data: [{ op: 'db' }] },
  ])
})

test('source without a line number has no numbers to show', () => {
  expect(numberedContext({ lineno: null, context_line: 'x' })).toEqual([])
  expect(numberedContext({ lineno: 3, context_line: null, pre_context: ['x'] })).toEqual([])
})

describe('_meta', () => {
  const cut = { '': { len: 5000, rem: [['!limit', 's', 1021, 1024]] } }

  test('stands where the value stands in the answer', () => {
    const event = makeEvent(project, 1, testNow, {
      logentry: { message: 'Hello', formatted: 'Hello' },
      _meta: {
        exception: {
          values: {
            '0': {
              value: cut,
              stacktrace: {
                frames: {
                  '1': {
                    abs_path: cut,
                    vars: { item: cut },
                    context_line: cut,
                    pre_context: { '1': cut },
                    post_context: { '0': cut },
                  },
                },
              },
            },
          },
        },
        logentry: { formatted: cut },
        request: { query_string: { '0': { '1': cut } }, data: cut },
        extra: { cart: cut },
        user: { email: cut },
        tags: { '0': { '1': cut } },
      },
    })
    const entries = serializeEntries(event)
    const { tags } = serializeEvent(event, view)
    expect(serializeMeta(event, entries, tags)).toEqual({
      entries: {
        '0': {
          data: {
            values: {
              '0': {
                value: cut,
                stacktrace: {
                  frames: {
                    '1': {
                      absPath: cut,
                      vars: { item: cut },
                      context: { '1': { '1': cut }, '2': { '1': cut }, '3': { '1': cut } },
                    },
                  },
                },
              },
            },
          },
        },
        '1': { data: { formatted: cut } },
        '3': { data: { query: { '0': { '1': cut } }, data: cut } },
      },
      message: cut,
      context: { cart: cut },
      user: { email: cut },
      // `url`, first as sent, is fifth by name.
      tags: { '4': { value: cut } },
    })
  })

  test.each<JsonObject>([
    { exception: 'x' },
    { exception: { values: [1] } },
    { exception: { values: { x: 1 } } },
    { tags: { '99': { '1': cut } } },
  ])('odd shapes do no harm: %j', (meta) => {
    const event = makeEvent(project, 1, testNow, { _meta: meta })
    expect(() => serializeMeta(event, serializeEntries(event), [])).not.toThrow()
  })
})
