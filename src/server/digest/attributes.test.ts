import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NormalizedEvent } from '../../protocol/event.ts'
import { readAttributes, readStack } from './attributes.ts'

const event = (members: Partial<NormalizedEvent>): NormalizedEvent => ({
  event_id: '0'.repeat(32),
  type: 'error',
  platform: 'javascript',
  level: 'error',
  timestamp: 0,
  received: 0,
  tags: [],
  ...members,
})

const stackOf = (members: Partial<NormalizedEvent>): Record<string, string[]> => JSON.parse(readStack(event(members)))

test('details of request, place, device, system and app', () => {
  const attributes = readAttributes(
    event({
      request: {
        method: 'POST',
        headers: [
          ['Referer', 'https://shop.test/'],
          ['Accept', '*/*'],
        ],
      },
      user: { geo: { city: 'Wien', region: 'Austria', subdivision: null } },
      contexts: {
        device: {
          arch: 'arm64',
          brand: 'Apple',
          battery_level: 40.5,
          online: true,
          charging: false,
          name: '',
          model: {},
        },
        os: { build: '22A', kernel_version: '6.1', version: '18.1' },
        app: { app_version: '1.2', in_foreground: true },
        culture: { timezone: 'Europe/Vienna' },
        response: { status_code: 503 },
        unknown: null,
      },
      exception: { values: [{ type: 'A', thread_id: 7 }] },
      threads: {
        values: [
          { id: 3, main: false },
          { id: 7, main: true },
        ],
      },
    }),
  )
  expect(Object.fromEntries(attributes)).toEqual({
    'http.method': 'POST',
    'http.referer': 'https://shop.test/',
    'http.status_code': '503',
    'geo.city': 'Wien',
    'geo.region': 'Austria',
    'device.arch': 'arm64',
    'device.brand': 'Apple',
    'device.battery_level': '40.5',
    'device.online': 'true',
    'device.charging': 'false',
    'os.build': '22A',
    'os.kernel_version': '6.1',
    'os.version': '18.1',
    'app.version': '1.2',
    'app.in_foreground': 'true',
    'culture.timezone': 'Europe/Vienna',
    'error.main_thread': 'true',
  })
})

test('an event that says nothing has none', () => {
  expect(readAttributes(event({}))).toEqual([])
  expect(readStack(event({}))).toBe('')
})

test('the whole chain, all threads, each value once, the crashing end first', () => {
  const stack = stackOf({
    exception: {
      values: [
        {
          type: 'Inner',
          value: 'inside',
          mechanism: { type: 'chained' },
          stacktrace: { frames: [{ filename: 'c.js' }] },
        },
        {
          type: 'Outer',
          value: 'outside',
          stacktrace: {
            frames: [
              { filename: 'a.js', function: 'start', lineno: 1, in_app: false },
              {
                filename: 'b.js',
                function: 'go',
                module: 'app',
                package: 'shop',
                abs_path: '/b.js',
                lineno: 2,
                colno: 3,
                in_app: true,
              },
              { filename: 'b.js', function: 'stop', lineno: 2 },
            ],
          },
        },
      ],
    },
    threads: { values: [{ stacktrace: { frames: [{ function: 'wait' }] } }] },
    stacktrace: { frames: [{ function: 'top' }] },
  })
  expect(stack).toEqual({
    'error.type': ['Outer', 'Inner'],
    'error.value': ['inside'],
    'error.mechanism': ['chained'],
    'stack.filename': ['b.js', 'a.js', 'c.js'],
    'stack.function': ['stop', 'go', 'start', 'top', 'wait'],
    'stack.module': ['app'],
    'stack.package': ['shop'],
    'stack.abs_path': ['/b.js'],
    'stack.in_app': ['true', 'false'],
    'stack.lineno': ['2', '1'],
    'stack.colno': ['3'],
  })
})

test('is bounded, whatever comes', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          filename: fc.option(fc.string({ unit: 'binary', maxLength: 400 }), { nil: null }),
          function: fc.option(fc.string({ maxLength: 5 }), { nil: null }),
          lineno: fc.option(fc.integer(), { nil: null }),
        }),
        { maxLength: 150 },
      ),
      (frames) => {
        const stack = stackOf({ exception: { values: [{ type: 'A', stacktrace: { frames } }] } })
        for (const values of Object.values(stack)) {
          expect(values.length).toBeLessThanOrEqual(64)
          expect(new Set(values).size).toBe(values.length)
          expect(Math.max(...values.map((value) => value.length))).toBeLessThanOrEqual(200)
        }
      },
    ),
    { numRuns: 50 },
  )
})
