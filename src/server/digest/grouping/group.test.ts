import { describe, expect, test } from 'vitest'
import type { NormalizedEvent } from '../../../protocol/event.ts'
import { compileGrouping } from './group.ts'
import { noRules, group, event, failure, message, hashes, share, app, lib } from './samples.ts'

describe('variants of a stack', () => {
  test('app has the in-app frames, system all of them; both find the issue', () => {
    const { grouping } = group(failure([lib('x'), app('a'), lib('y')]), noRules)
    expect(grouping.hashes).toHaveLength(2)
    expect(Object.entries(grouping.variants).map(([name, variant]) => [name, variant.contributes])).toEqual([
      ['app', true],
      ['system', true],
    ])
    expect(grouping.fingerprint).toEqual(['{{ default }}'])
    expect(grouping.config).toBe('2026-11')
  })

  test('other library frames are the same issue, other own frames are not', () => {
    expect(share(failure([lib('x'), app('a')]), failure([lib('other'), app('a')]))).toBe(true)
    expect(share(failure([lib('x'), app('a')]), failure([lib('x'), app('b')]))).toBe(false)
  })

  test('system gives way where it says the same', () => {
    const { grouping } = group(failure([app('a')]), noRules)
    expect(grouping.hashes).toHaveLength(1)
    expect(grouping.variants['system']?.hint).toBe('says the same as the app variant')
  })

  test('without in-app frames only system counts', () => {
    const { grouping } = group(failure([lib('a')]), noRules)
    expect(grouping.variants['app']?.contributes).toBe(false)
    expect(grouping.variants['system']?.contributes).toBe(true)
    expect(share(failure([lib('a')]), failure([lib('b')]))).toBe(false)
  })

  test('the message counts only where no stack does', () => {
    expect(share(failure([app('a')]), failure([app('a')], { value: 'else' }))).toBe(true)
    expect(share(failure(null), failure(null, { value: 'else' }))).toBe(false)
    expect(share(failure(null, { value: 'row 1' }), failure(null, { value: 'row 2' }))).toBe(true)
  })

  test('recursion is one frame', () => {
    expect(share(failure([app('a'), app('b')]), failure([app('a'), app('a'), app('a'), app('b')]))).toBe(true)
    expect(share(failure([app('a', { lineno: 1 })]), failure([app('a', { lineno: 1 }), app('a', { lineno: 2 })]))).toBe(
      false,
    )
  })

  test('line numbers do not count', () => {
    expect(
      share(failure([app('a', { lineno: 1 })]), failure([app('a', { lineno: 2, colno: 3, vars: { x: 1 } })])),
    ).toBe(true)
  })

  test('the tree stays small for a deep stack, the hash has all of it', () => {
    const deep = (top: string) => failure([app(top), ...Array.from({ length: 200 }, (_, index) => app(`f${index}`))])
    const { grouping } = group(deep('a'), noRules)
    expect(JSON.stringify(grouping).length).toBeLessThan(12_000)
    expect(share(deep('a'), deep('b'))).toBe(false)
  })

  test('long strings are cut in the tree', () => {
    const { grouping } = group(failure(null, { value: 'x '.repeat(2000) }), noRules)
    expect(JSON.stringify(grouping).length).toBeLessThan(700)
  })
})

describe('other ways', () => {
  test('the crashed thread, else the current, else the only one', () => {
    const threads = (...values: object[]) => event({ threads: { values } })
    const stack = (name: string) => ({ stacktrace: { frames: [app(name)] } })
    const plain = threads({ id: 1, ...stack('a') })
    expect(share(plain, threads({ id: 1, ...stack('b') }, { id: 2, crashed: true, ...stack('a') }))).toBe(true)
    expect(share(plain, threads({ id: 1, current: true, ...stack('a') }, { id: 2, ...stack('b') }))).toBe(true)
    expect(group(threads(stack('a'), stack('b')), noRules).grouping.variants['fallback']?.contributes).toBe(true)
  })

  test('a stack goes before a message, an exception before both', () => {
    const stacktrace = { frames: [app('a')] }
    expect(share(message('one', { stacktrace }), message('two', { stacktrace }))).toBe(true)
    expect(share(failure(null, {}, { stacktrace }), failure(null, { value: 'x' }, { stacktrace }))).toBe(false)
  })

  test('template: file and line', () => {
    const template = (filename: string, context_line: string) => event({ template: { filename, context_line } })
    expect(share(template('a', 'x'), template('a', 'x'))).toBe(true)
    expect(share(template('a', 'x'), template('a', 'y'))).toBe(false)
  })

  test('messages: the template, its first two lines, without numbers', () => {
    expect(share(message('Hello 1'), message('Hello 2'))).toBe(true)
    expect(share(message('Hello a'), message('Hello b'))).toBe(false)
    const template = (formatted: string) => event({ logentry: { message: 'Hello %s', formatted, params: ['x'] } })
    expect(share(template('Hello a'), template('Hello b'))).toBe(true)
    expect(share(message('a\n\nb\nc'), message('a\nb\nd'))).toBe(true)
    expect(share(message('a\nb'), message('a\nc'))).toBe(false)
  })

  test('csp: directive and host', () => {
    const csp = (effective_directive: string, blocked_uri: string, violated_directive?: string) =>
      event({ type: 'csp', csp: { effective_directive, blocked_uri, violated_directive: violated_directive ?? null } })
    expect(share(csp('img-src', 'https://a.com/x'), csp('img-src', 'http://a.com/y'))).toBe(true)
    expect(share(csp('img-src', 'https://a.com/x'), csp('img-src', 'https://b.com/x'))).toBe(false)
    expect(share(csp('img-src', 'https://a.com/x'), csp('font-src', 'https://a.com/x'))).toBe(false)
    expect(share(csp('img-src', 'data:abc'), csp('img-src', 'data'))).toBe(true)
    expect(share(csp('img-src', ''), csp('img-src', 'self'))).toBe(true)
    expect(
      share(csp('script-src', '', "script-src 'unsafe-inline'"), csp('script-src', '', "script-src 'unsafe-eval'")),
    ).toBe(false)
  })

  test('reports on a host', () => {
    const hpkp = (hostname: string) => event({ type: 'hpkp', hpkp: { hostname } })
    const expectct = (hostname: string) => event({ type: 'expectct', expectct: { hostname } })
    expect(share(hpkp('a'), hpkp('a'))).toBe(true)
    expect(share(hpkp('a'), hpkp('b'))).toBe(false)
    expect(share(hpkp('a'), expectct('a'))).toBe(false)
  })

  test('nothing to go by is one issue', () => {
    const { grouping } = group(event({ type: 'default' }), noRules)
    expect(Object.keys(grouping.variants)).toEqual(['fallback'])
    expect(share(event({}), message(''))).toBe(true)
  })

  test('a checksum is the hash', () => {
    const hash = 'ABCDEF00112233445566778899aabbcc'
    expect(hashes(failure([app('a')], {}, { checksum: hash }))).toEqual([hash.toLowerCase()])
    expect(hashes(event({ checksum: 'anything' }))).toEqual(hashes(failure([app('a')], {}, { checksum: 'anything' })))
  })
})

describe('fingerprints', () => {
  test('of the client take the place of all else', () => {
    const { grouping } = group(failure([app('a')], {}, { fingerprint: ['my', '{{ error.type }}'] }), noRules)
    expect(grouping.fingerprint).toEqual(['my', 'ValueError'])
    expect(grouping.hashes).toHaveLength(1)
    expect(Object.keys(grouping.variants)).toEqual(['custom-fingerprint'])
    expect(share(failure([app('a')], {}, { fingerprint: ['x'] }), message('m', { fingerprint: ['x'] }))).toBe(true)
    expect(share(message('m', { fingerprint: ['a', 'bc'] }), message('m', { fingerprint: ['ab', 'c'] }))).toBe(false)
  })

  test('with {{ default }} they divide what would be one issue', () => {
    const salted = (value: string) => failure([lib('l'), app('a')], {}, { fingerprint: [value, '{{default}}'] })
    const { grouping } = group(salted('x'), noRules)
    expect(grouping.fingerprint).toEqual(['x', '{{ default }}'])
    expect(grouping.variants['app']?.type).toBe('salted-component')
    expect(share(salted('x'), salted('y'))).toBe(false)
    expect(share(salted('x'), failure([app('a')]))).toBe(false)
    expect(share(salted('x'), failure([app('b')], {}, { fingerprint: ['x', '{{ default }}'] }))).toBe(false)
  })

  test('[{{ default }}] and [] are none', () => {
    expect(hashes(message('m', { fingerprint: ['{{ default }}'] }))).toEqual(hashes(message('m')))
    expect(hashes(message('m', { fingerprint: [] }))).toEqual(hashes(message('m')))
  })

  test('that repeat the message lose its numbers', () => {
    expect(share(message('row 1', { fingerprint: ['row 1'] }), message('row 2', { fingerprint: ['row 2'] }))).toBe(true)
    expect(
      share(message('row 1', { fingerprint: ['{{ message }}'] }), message('row 2', { fingerprint: ['{{ message }}'] })),
    ).toBe(true)
    expect(share(message('x', { fingerprint: ['row 1'] }), message('x', { fingerprint: ['row 2'] }))).toBe(false)
  })

  test('rules of the project go before the client', () => {
    const settings = {
      ...noRules,
      fingerprintRules: 'bad line\ntype:Value* -> values, {{ level }} title="V in {{ stack.function }}"',
    }
    const { grouping, summary } = group(failure([app('a')], {}, { fingerprint: ['client'] }), settings)
    expect(grouping.fingerprint).toEqual(['values', 'error'])
    expect(grouping.variants['custom-fingerprint']?.matchedRule).toContain('type:Value*')
    expect(summary.title).toBe('V in a')
    expect(group(message('m'), settings).grouping.fingerprint).toEqual(['{{ default }}'])
  })

  test('rules see in_app as stack-trace rules made it', () => {
    const settings = { stackTraceRules: 'function:a -app', fingerprintRules: 'function:a app:no -> x' }
    expect(group(failure([app('a')]), settings).grouping.fingerprint).toEqual(['x'])
  })

  test('built-in: chunks that are gone, hydration by page', () => {
    const js = (type: string, value: string, fields: Partial<NormalizedEvent> = {}) =>
      failure([app(value)], { type, value }, { platform: 'javascript', ...fields })
    const { grouping } = group(js('ChunkLoadError', 'a'), noRules)
    expect(grouping.variants['built-in-fingerprint']?.values).toEqual(['chunkloaderror'])
    expect(share(js('ChunkLoadError', 'a'), js('Error', 'ChunkLoadError: Loading chunk 1 failed'))).toBe(true)
    const hydration = (page: string) =>
      js('Error', 'Text content does not match server-rendered HTML.', { tags: [['transaction', page]] })
    expect(share(hydration('/a'), hydration('/a'))).toBe(true)
    expect(share(hydration('/a'), hydration('/b'))).toBe(false)
    expect(hashes(js('ChunkLoadError', 'a', { fingerprint: ['mine'] }))).toEqual(
      hashes(message('m', { fingerprint: ['mine'] })),
    )
    expect(
      share(js('ChunkLoadError', 'a', { platform: 'python' }), js('ChunkLoadError', 'b', { platform: 'python' })),
    ).toBe(false)
  })
})

describe('stack-trace rules', () => {
  test('change what counts', () => {
    const a = failure([app('a'), app('noise')])
    const b = failure([app('a'), app('clamour')])
    expect(share(a, b)).toBe(false)
    expect(share(a, b, { stackTraceRules: 'function:{noise,clamour} -group' })).toBe(true)
    expect(share(a, b, { stackTraceRules: 'function:a ^-app\nnot a rule' })).toBe(true)
    expect(share(a, b, { stackTraceRules: 'function:* -group' })).toBe(true)
  })

  test('max-frames counts from the crash', () => {
    const rules = { stackTraceRules: 'function:z max-frames=2' }
    expect(share(failure([app('a'), app('y'), app('z')]), failure([app('b'), app('y'), app('z')]), rules)).toBe(true)
    expect(share(failure([app('x'), app('a'), app('z')]), failure([app('x'), app('b'), app('z')]), rules)).toBe(false)
  })

  test('min-frames lets the message speak for a short stack', () => {
    const rules = { stackTraceRules: 'function:a min-frames=2' }
    expect(share(failure([app('a')]), failure([app('a')], { value: 'else' }), rules)).toBe(false)
    expect(share(failure([app('x'), app('a')]), failure([app('x'), app('a')], { value: 'else' }), rules)).toBe(true)
  })
})

describe('compileGrouping', () => {
  test('keeps good lines and reports the others', () => {
    const compiled = compileGrouping({
      fingerprintRules: 'type:A -> a\nfoo',
      stackTraceRules: '\n\nbar\nfunction:a -app',
    })
    expect(compiled.fingerprintRules).toHaveLength(1)
    expect(compiled.stackTraceRules.rules).toHaveLength(1)
    expect(compiled.errors.fingerprintRules[0]?.line).toBe(2)
    expect(compiled.errors.stackTraceRules[0]?.line).toBe(3)
  })
})
