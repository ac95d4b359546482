import { describe, expect, test } from 'vitest'
import type { Frame, JsonObject, NormalizedEvent } from '../../protocol/event.ts'
import { createBoundedCache } from './grouping/bounded.ts'
import { summarize } from './summary.ts'

function event(fields: Partial<NormalizedEvent>): NormalizedEvent {
  return {
    event_id: 'a'.repeat(32),
    type: 'error',
    platform: 'python',
    level: 'error',
    timestamp: 0,
    received: 0,
    tags: [],
    ...fields,
  }
}

function summary(fields: Partial<NormalizedEvent>, title: string | null = null) {
  const subject = event(fields)
  return summarize(subject, { title, main: subject.exception?.values.at(-1) ?? null, names: createBoundedCache(16) })
}

const frames: Frame[] = [
  { function: 'outer', module: 'app.main', filename: 'app/main.py', in_app: true },
  { function: 'inner', module: 'app.db', filename: 'app/db.py', in_app: true },
  { function: 'send', module: 'lib', filename: 'lib.py', in_app: false },
]

describe('errors', () => {
  test('type, first line of the value, and the in-app frame nearest to the crash', () => {
    const values = [{ type: 'Cause' }, { type: 'ValueError', value: 'bad\nworse', stacktrace: { frames } }]
    expect(summary({ exception: { values } })).toEqual({
      title: 'ValueError: bad',
      culprit: 'app.db in inner',
      location: 'app/db.py',
      metadata: { type: 'ValueError', value: 'bad\nworse', filename: 'app/db.py', function: 'inner' },
    })
  })

  test.each([
    [{ type: 'A' }, 'A'],
    [{ type: 'A', value: '' }, 'A'],
    [{ value: 'x' }, 'Error: x'],
    [{ type: 'A', value: 'x'.repeat(300) }, `A: ${'x'.repeat(253)}...`],
    [{ type: 'T'.repeat(200), value: 'x' }, `${'T'.repeat(125)}...: x`],
    [{ type: 'A', value: 'x', mechanism: { synthetic: true } }, '<unknown>'],
    [{ type: 'A', value: 'x', mechanism: { synthetic: true }, stacktrace: { frames } }, 'inner'],
    [{}, 'Error'],
  ])('%o is titled %s', (exception, title) => {
    expect(summary({ exception: { values: [exception] } }).title).toBe(title)
  })

  test('emoji are not cut in half', () => {
    const { title } = summary({ exception: { values: [{ type: 'A', value: '😀'.repeat(300) }] } })
    expect(title.isWellFormed()).toBe(true)
  })

  test('a title by rule goes first, the rest stays', () => {
    const result = summary({ exception: { values: [{ type: 'A', value: 'x' }] } }, 'Mine')
    expect(result.title).toBe('Mine')
    expect(result.metadata).toEqual({ title: 'Mine', type: 'A', value: 'x' })
  })
})

describe('culprits', () => {
  const of = (platform: string, list: Frame[], more: Partial<NormalizedEvent> = {}) =>
    summary({ platform, exception: { values: [{ type: 'A', stacktrace: { frames: list } }] }, ...more }).culprit

  test.each<[string, Frame[], string]>([
    ['python', [{ filename: 'a.py', function: 'f' }], 'a.py in f'],
    ['python', [{ filename: 'a.py' }], 'a.py in ?'],
    ['python', [{ function: 'f' }], ''],
    ['javascript', [{ filename: 'a.js', function: 'f' }], 'f(a.js)'],
    ['node', [{ module: 'm', filename: 'a.js' }], '?(m)'],
    ['native', [{ function: 'void foo::bar(int)', filename: 'x' }], 'foo::bar'],
    [
      'python',
      [
        { filename: 'a.py', function: 'f', in_app: true },
        { function: 'g', in_app: true },
      ],
      'a.py in f',
    ],
  ])('%s %o', (platform, list, expected) => {
    expect(of(platform, list)).toBe(expected)
  })

  test('the transaction first, the page last, nothing for synthetic ones', () => {
    expect(of('python', frames, { transaction: '/checkout' })).toBe('/checkout')
    expect(of('python', [], { request: { url: 'https://x/y' } })).toBe('https://x/y')
    expect(
      summary({ exception: { values: [{ stacktrace: { frames }, mechanism: { synthetic: true } }] } }).culprit,
    ).toBe('')
  })
})

describe('other events', () => {
  test('messages', () => {
    expect(summary({ type: 'default', logentry: { message: 'Hi %s', formatted: ' Hi you\nthere' } })).toEqual({
      title: 'Hi you',
      culprit: '',
      location: null,
      metadata: { title: 'Hi you' },
    })
    expect(summary({ type: 'default' }).title).toBe('<unlabeled event>')
    expect(summary({ type: 'default', logentry: { formatted: 'x'.repeat(300) } }).title).toHaveLength(256)
  })

  test.each<[JsonObject, string, string]>([
    [{ effective_directive: 'img-src', blocked_uri: 'https://a.com/x' }, "Blocked 'image' from 'a.com'", 'a.com'],
    [{ effective_directive: 'img-src', blocked_uri: 'data:x' }, "Blocked 'image' from 'data:'", 'data://'],
    [{ effective_directive: 'style-src', blocked_uri: '' }, "Blocked 'style' from 'self'", "'self'"],
    [{ effective_directive: 'style-src-elem', blocked_uri: 'inline' }, "Blocked inline 'style'", 'inline://'],
    [
      { effective_directive: 'script-src', blocked_uri: '', violated_directive: "script-src 'unsafe-eval'" },
      "Blocked unsafe eval() 'script'",
      "'self'",
    ],
    [{ effective_directive: 'script-src', blocked_uri: 'inline' }, "Blocked unsafe inline 'script'", 'inline://'],
    [{ effective_directive: 'odd-src', blocked_uri: 'https://a.com' }, "Blocked 'odd-src' from 'a.com'", 'a.com'],
    [{}, 'Blocked by the content security policy', "'self'"],
  ])('csp %o', (csp, title, location) => {
    const result = summary({ type: 'csp', csp })
    const directive = csp['effective_directive'] ?? ''
    expect(result.title).toBe(title)
    expect(result.location).toBe(location)
    expect(result.metadata['directive']).toBe(directive)
  })

  test('reports on a host, and of the network', () => {
    expect(summary({ type: 'hpkp', hpkp: { hostname: 'a.com' } }).title).toBe(
      "Public key pinning validation failed for 'a.com'",
    )
    expect(summary({ type: 'expectct', expectct: { hostname: 'a.com' } }).metadata['origin']).toBe('a.com')
    expect(summary({ type: 'expectstaple' }).title).toBe('Expect-Staple failed')
    const nel = { type: 'nel' as const, nel: { url: 'https://a/', body: { type: 'tcp.timed_out' } } }
    expect(summary(nel)).toMatchObject({ title: 'Network error: tcp.timed_out', location: 'https://a/' })
  })

  test('transactions', () => {
    expect(summary({ type: 'transaction', transaction: '/x' }).title).toBe('/x')
    expect(summary({ type: 'transaction' }).title).toBe('<unlabeled transaction>')
  })
})
