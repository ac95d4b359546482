import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileGlob, compilePathGlob, normalizePath } from './glob.ts'

describe('compileGlob', () => {
  test.each([
    ['foo', 'foo', true],
    ['foo', 'Foo', false],
    ['foo', 'foobar', false],
    ['foo*', 'foobar', true],
    ['*bar', 'foobar', true],
    ['*oba*', 'foobar', true],
    ['f?o', 'fxo', true],
    ['f?o', 'fo', false],
    ['*', '', true],
    ['', '', true],
    ['', 'x', false],
    ['a*b*c', 'a1b2b3c', true],
    ['a*b*c', 'a1b2b3', false],
    ['io.sentry.*', 'io.sentry.example.Application', true],
    ['[ab]x', 'bx', true],
    ['[!ab]x', 'bx', false],
    ['[^ab]x', 'cx', true],
    ['[a-c]x', 'bx', true],
    ['[[]x', '[x', true],
    ['[]]x', ']x', true],
    ['[abc', '[abc', true],
    ['?[[]KSCrash*', '-[KSCrash start]', true],
    ['{foo,bar}::*', 'bar::baz', true],
    ['{foo,bar}::*', 'baz::foo', false],
    ['{a,b}{c,d}', 'bc', true],
    ['{foo}', '{foo}', true],
    ['{foo', '{foo', true],
    ['*::\\{dtor\\}', 'Foo::{dtor}', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['a/*/c', 'a/b/b/c', true],
    ['line*two', 'line\ntwo', true],
  ])('%s on %s is %s', (pattern, value, expected) => {
    expect(compileGlob(pattern)(value)).toBe(expected)
  })

  test('ignores case where asked to', () => {
    expect(compileGlob('*LOVE*', { ignoreCase: true })('my Love')).toBe(true)
  })

  test('agrees with a plain definition of * and ?', () => {
    const letters = fc.constantFrom('a', 'b', '/', '.')
    const pattern = fc
      .array(fc.constantFrom('a', 'b', '/', '.', '*', '?'), { maxLength: 8 })
      .map((each) => each.join(''))
    fc.assert(
      fc.property(pattern, fc.array(letters, { maxLength: 10 }), (glob, value) => {
        expect(compileGlob(glob)(value.join(''))).toBe(plain(Array.from(glob), value, false))
      }),
    )
  })

  test('agrees with a plain definition of path globs', () => {
    const letters = fc.constantFrom('a', 'b', '/')
    const part = fc.constantFrom('a', 'b', '/', '*', '?', 'a**', '**b')
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.array(letters, { maxLength: 10 }), (parts, value) => {
        const glob = parts.join('')
        fc.pre(!glob.includes('/**/'))
        expect(compileGlob(glob, { path: true })(value.join(''))).toBe(plain(Array.from(glob), value, true))
      }),
      { numRuns: 300 },
    )
  })

  test('never throws, and long hostile pairs stay fast', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, value) => {
        expect(compileGlob(pattern)(value)).toBeTypeOf('boolean')
      }),
    )
    const started = performance.now()
    expect(compileGlob('*a'.repeat(50) + 'b')('a'.repeat(8000))).toBe(false)
    expect(compileGlob('**a*'.repeat(30) + 'b', { path: true })('a/'.repeat(2000))).toBe(false)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('compilePathGlob', () => {
  test.each([
    ['**/node_modules/**', '/app/node_modules/x/y.js', true],
    ['**/node_modules/**', 'node_modules/x.js', true],
    ['**/node_modules/**', '/app/my_node_modules/x.js', false],
    ['/usr/lib/**', '/usr/lib/x/libc.so', true],
    ['/usr/lib/*', '/usr/lib/x/libc.so', false],
    ['**/*.py', 'a/b.py', true],
    ['src/**/x.js', 'src/x.js', true],
    ['src/**/x.js', 'src/a/b/x.js', true],
    ['C:/Windows/**', 'c:\\windows\\system32\\ntdll.dll', true],
    ['C:\\Windows\\**', 'C:/windows/ntdll.dll', true],
    ['lib/*.dart', 'lib/a/b.dart', false],
    ['libsystem*', 'libsystem_c.dylib', true],
    ['*.py', 'foo/bar.py', false],
  ])('%s on %s is %s', (pattern, value, expected) => {
    expect(compilePathGlob(pattern)(normalizePath(value))).toBe(expected)
  })
})

/** Exponential, obviously right. `**` crosses slashes in paths, `*` and `?` do not. */
function plain(pattern: string[], value: string[], path: boolean): boolean {
  const [first, ...rest] = pattern
  if (first === undefined) return value.length === 0
  if (first === '*') {
    let tail = rest
    let deep = !path
    while (tail[0] === '*') {
      deep = true
      tail = tail.slice(1)
    }
    for (let taken = 0; taken <= value.length; taken++) {
      if (!deep && value.slice(0, taken).includes('/')) break
      if (plain(tail, value.slice(taken), path)) return true
    }
    return false
  }
  const [head, ...others] = value
  if (head === undefined) return false
  const same = first === '?' ? !path || head !== '/' : first === head
  return same && plain(rest, others, path)
}
