import { describe, expect, test } from 'vitest'
import type { NormalizedEvent } from '../../../protocol/event.ts'
import { deriveTags, userTag } from './tags.ts'

const base: NormalizedEvent = {
  event_id: 'a'.repeat(32),
  type: 'error',
  platform: 'python',
  level: 'error',
  timestamp: 1,
  received: 1,
  tags: [],
}
const tagsOf = (event: Partial<NormalizedEvent>) => Object.fromEntries(deriveTags({ ...base, ...event }))

describe('deriveTags', () => {
  test('from the members', () => {
    const members = {
      logger: 'root',
      server_name: 'web1',
      environment: 'prod',
      release: '1.0',
      dist: '2',
      transaction: '/x',
    }
    expect(tagsOf(members)).toEqual({ level: 'error', ...members })
  })

  test('sorted, with the client’s; derived ones win, but for url', () => {
    const request = { url: 'https://derived/' }
    expect(
      deriveTags({
        ...base,
        request,
        tags: [
          ['z', '1'],
          ['level', 'info'],
          ['url', '/own'],
          ['a', '2'],
        ],
      }),
    ).toEqual([
      ['a', '2'],
      ['level', 'error'],
      ['url', '/own'],
      ['z', '1'],
    ])
    expect(tagsOf({ request }).url).toBe('https://derived/')
  })

  test('from contexts, by their alias', () => {
    expect(
      tagsOf({
        contexts: {
          browser: { type: 'browser', name: 'Chrome', version: '65.0.3325' },
          os: { type: 'os', name: 'iOS', version: '17', rooted: false },
          client_os: { type: 'os', name: 'Linux' },
          'server-runtime': { type: 'runtime', name: '.NET Core', version: '2.1.5' },
          runtime: { type: 'runtime', name: 'CPython' },
          device: { type: 'device', model: 'iPhone13,2', family: 'iPhone' },
          app: { type: 'app', device_app_hash: 'abc' },
          gpu: { type: 'gpu', name: 'Iris', vendor_name: 'Intel' },
          monitor: { type: 'monitor', id: 'm1' },
          custom: { type: 'custom', name: 'not a tag' },
          gone: null,
        },
      }),
    ).toEqual({
      level: 'error',
      browser: 'Chrome 65.0.3325',
      'browser.name': 'Chrome',
      os: 'iOS 17',
      'os.name': 'iOS',
      'os.rooted': 'no',
      client_os: 'Linux',
      'client_os.name': 'Linux',
      'server-runtime': '.NET Core 2.1.5',
      'server-runtime.name': '.NET Core',
      'runtime.name': 'CPython',
      device: 'iPhone13,2',
      'device.family': 'iPhone',
      'device.class': '3',
      'app.device': 'abc',
      'gpu.name': 'Iris',
      'gpu.vendor': 'Intel',
      'monitor.id': 'm1',
    })
  })

  test('from the first exception’s mechanism', () => {
    const values = [{ type: 'A', mechanism: { type: 'onerror', handled: false } }, { mechanism: { type: 'other' } }]
    expect(tagsOf({ exception: { values } })).toEqual({ level: 'error', mechanism: 'onerror', handled: 'no' })
  })

  test('from security reports', () => {
    expect(tagsOf({ csp: { effective_directive: 'img-src', blocked_uri: 'http://x' } })).toMatchObject({
      'effective-directive': 'img-src',
      'blocked-uri': 'http://x',
    })
    expect(tagsOf({ hpkp: { hostname: 'h', port: 443, include_subdomains: false } })).toMatchObject({
      hostname: 'h',
      port: '443',
      'include-subdomains': 'false',
    })
  })

  test('values are cut and have no line breaks', () => {
    expect(tagsOf({ transaction: `a\n${'x'.repeat(300)}` }).transaction).toBe(`a ${'x'.repeat(195)}...`)
  })
})

test.each([
  [{ id: '1', email: 'a@b', username: 'u', ip_address: '::1' }, 'id:1'],
  [{ email: 'a@b', username: 'u', ip_address: '::1' }, 'email:a@b'],
  [{ username: 'u', ip_address: '::1' }, 'username:u'],
  [{ ip_address: '::1' }, 'ip:::1'],
  [{ name: 'n' }, null],
  [null, null],
])('user %j is %s', (user, tag) => expect(userTag(user)).toBe(tag))

test.each([
  [{ model: 'iPhone8,1' }, '1'],
  [{ model: 'iPhone12,1' }, '2'],
  [{ model: 'iPad13,4' }, '3'],
  [{ processor_frequency: 1800, processor_count: 8, memory_size: 8 * 2 ** 30 }, '1'],
  [{ processor_frequency: 2400, processor_count: 8, memory_size: 8 * 2 ** 30 }, '2'],
  [{ processor_frequency: 2800, processor_count: 8, memory_size: 8 * 2 ** 30 }, '3'],
  [{ model: 'Mac' }, undefined],
])('device %j has class %s', (device, tag) => {
  expect(tagsOf({ contexts: { device: { type: 'device', ...device } } })['device.class']).toBe(tag)
})
