import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FingerprintSubject } from './fingerprint-rules.ts'
import { matchFingerprintRule, parseFingerprintRules } from './fingerprint-rules.ts'

const subject: FingerprintSubject = {
  messages: ['Hello my sweet Love', 'database went away'],
  exceptions: [
    { type: 'OuterError', value: 'wrapped' },
    { type: 'DatabaseUnavailable', value: 'database went away' },
  ],
  frames: () => [
    {
      function: 'main',
      absPath: '/app/src/main.py',
      filename: 'src/main.py',
      module: 'app.main',
      package: null,
      inApp: true,
    },
    {
      function: 'connect',
      absPath: '/lib/db.py',
      filename: 'db.py',
      module: 'db.core',
      package: '/usr/lib/Foo.dylib',
      inApp: false,
    },
  ],
  threads: [{ id: '7', name: 'worker', state: 'BLOCKED', crashed: true, current: null }],
  logger: 'app.logger',
  level: 'error',
  release: 'app@1.2.3',
  sdk: 'sentry.python',
  family: 'other',
  tags: new Map([['foo', 'my-stuff']]),
}

function matches(rule: string): boolean {
  const { rules, errors } = parseFingerprintRules(`${rule} -> x`)
  expect(errors).toEqual([])
  return matchFingerprintRule(subject, rules) !== null
}

describe('parseFingerprintRules', () => {
  test.each([
    ['type:Foo -> a', ['a'], null],
    ['type:Foo -> a, b', ['a', 'b'], null],
    ['type:Foo -> a b', ['a', 'b'], null],
    ['type:Foo -> foobar-{{ tags.barfoo }}', ['foobar-', '{{ tags.barfoo }}'], null],
    ['type:Foo -> {{default}}, {{ error.type }}', ['{{ default }}', '{{ error.type }}'], null],
    ['type:"Foo Bar" module:x.* -> "a b, c" title="DB ({{ transaction }})"', ['a b, c'], 'DB ({{ transaction }})'],
    ['type:Foo -> title="Only \\"this\\"" a', ['a'], 'Only "this"'],
    ['"tags.foo:bar":x -> a', ['a'], null],
    ['!type:Foo -> a', ['a'], null],
    ['message:"*a -> b*"->c', ['c'], null],
  ])('%s', (text, fingerprint, title) => {
    const { rules, errors } = parseFingerprintRules(text)
    expect(errors).toEqual([])
    expect(rules[0]?.fingerprint).toEqual(fingerprint)
    expect(rules[0]?.title).toBe(title)
    expect(rules[0]?.text).toBe(text)
  })

  test('comments and blank lines are nothing; bad lines are reported with their number and the rest stays', () => {
    const text =
      '# comment\n\ntype:Foo -> a\r\nnonsense\ntype:Foo\nbogus:x -> a\ntype:"x -> a\ntype:x -> foo="a"\ntype:x ->\n-> x\napp:maybe -> a\ntype:B -> b'
    const { rules, errors } = parseFingerprintRules(text)
    expect(rules.map((rule) => rule.fingerprint[0])).toEqual(['a', 'b'])
    expect(errors.map((error) => error.line)).toEqual([4, 5, 6, 7, 8, 9, 10, 11])
    expect(errors[2]?.message).toContain('unknown matcher "bogus"')
    expect(errors[3]?.message).toBe('a quoted value is not closed')
  })

  test('never throws on any text', () => {
    const piece = fc.constantFrom(
      'type',
      ':',
      '"',
      '->',
      ' ',
      '{{',
      '}}',
      'default',
      ',',
      '!',
      '\n',
      '#',
      'title="',
      '\\',
      '[',
      '*',
      'tags.x',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
        const { rules } = parseFingerprintRules(pieces.join(''))
        const matched = matchFingerprintRule(subject, rules)
        expect(matched === null || rules.includes(matched)).toBe(true)
      }),
    )
  })
})

describe('matchFingerprintRule', () => {
  test.each([
    ['type:DatabaseUnavailable', true],
    ['error.type:database*', false],
    ['value:"*WENT away"', true],
    ['message:"*LOVE*"', true],
    ['message:"database*"', true],
    ['logger:app.*', true],
    ['level:ERROR', true],
    ['release:app@1.*', true],
    ['sdk:sentry.python', true],
    ['family:other', true],
    ['family:native,javascript', false],
    ['family:all', true],
    ['tags.foo:*stuff*', true],
    ['tags.bar:*', false],
    ['!tags.bar:*', true],
    ['stack.function:main', true],
    ['path:**/src/*.py', true],
    ['stack.abs_path:src/main.py', true],
    ['package:**/foo.dylib', true],
    ['module:app.*', true],
    ['app:no', true],
    ['thread.name:WORK*', true],
    ['thread.crashed:yes', true],
    ['thread.current:yes', false],
    // All of a frame's matchers on the same frame.
    ['function:main app:yes', true],
    ['function:main app:no', false],
    // All of an exception's on the same exception.
    ['type:OuterError value:wrapped', true],
    ['type:OuterError value:"database*"', false],
    // Of different things: each somewhere.
    ['type:OuterError function:connect level:error', true],
    ['function:* !module:app.*', true],
    ['!function:*', false],
  ])('%s is %s', (rule, expected) => {
    expect(matches(rule)).toBe(expected)
  })

  test('the first rule that matches wins', () => {
    const { rules } = parseFingerprintRules('type:Nope -> a\nlevel:error -> b\ntype:OuterError -> c')
    expect(matchFingerprintRule(subject, rules)?.fingerprint).toEqual(['b'])
  })
})
