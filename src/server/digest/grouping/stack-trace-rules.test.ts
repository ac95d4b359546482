import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StackState } from './apply-rules.ts'
import { classify, contribute, createRuleSet, findCandidates } from './apply-rules.ts'
import type { MatchException, MatchFrame } from './stack-trace-rules.ts'
import { parseStackTraceRules } from './stack-trace-rules.ts'

function frame(fields: Partial<MatchFrame>): MatchFrame {
  return {
    family: 'other',
    function: '<unknown>',
    module: null,
    path: null,
    package: null,
    category: null,
    inApp: null,
    ...fields,
  }
}

/** Runs rules over frames named a, b, c …; returns who is in-app, who counts, and the limits. */
function run(text: string, frames: MatchFrame[], exception: MatchException | null = null) {
  const { rules, errors } = parseStackTraceRules(text)
  expect(errors).toEqual([])
  const candidates = findCandidates([createRuleSet(rules, 'custom', 16)], frames)
  classify(candidates, frames, exception)
  const state: StackState = {
    contributes: frames.map(() => true),
    hints: frames.map(() => null),
    maxFrames: 0,
    minFrames: 0,
    inverted: false,
  }
  contribute(candidates, frames, exception, state)
  return { inApp: frames.map((each) => each.inApp), contributes: state.contributes, state }
}

const abc = () => ['a', 'b', 'c', 'd'].map((name) => frame({ function: name }))

describe('parseStackTraceRules', () => {
  test('reads actions, variables, neighbours, comments', () => {
    const text = [
      '# comment',
      'function:a +app',
      'function:a v-group -group ^+app # why',
      'path:**/x/** max-frames=3 min-frames = 2',
      'module:foo category=bar invert-stacktrace=yes',
      '[ function:main ] | function:b | [ module:"x y" ] -app',
      '[function:main] | function:b | [module:x] -app',
      'family:native,javascript !function:v+app -app',
    ].join('\n')
    const { rules, errors } = parseStackTraceRules(text)
    expect(errors).toEqual([])
    expect(rules.map((rule) => [rule.classifiers.length, rule.contributors.length])).toEqual([
      [1, 0],
      [1, 2],
      [0, 2],
      [1, 1],
      [1, 0],
      [1, 0],
      [1, 0],
    ])
  })

  test('reports bad lines by number', () => {
    const text =
      'function:a\nfoo:a -app\n+app\nfunction:a +nope\nfunction:a max-frames=x\n[ function:a -app\n[ type:X ] | function:a -app\napp:maybe -app\nfunction:"a -app\nfunction:a -app extra:x'
    const { rules, errors } = parseStackTraceRules(text)
    expect(rules).toEqual([])
    expect(errors.map((error) => error.line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(errors[1]?.message).toContain('unknown matcher "foo"')
  })

  test('never throws on any text', () => {
    const piece = fc.constantFrom(
      'function:a',
      'family:',
      '"',
      '[',
      ']',
      '|',
      ' ',
      '+app',
      'v-group',
      '^',
      'max-frames=',
      '9',
      '\n',
      '#',
      '!',
      'category=x',
      '\\',
      '*',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
        const frames = abc()
        const { rules } = parseStackTraceRules(pieces.join(''))
        expect(classify(findCandidates([createRuleSet(rules, 'custom', 16)], frames), frames, null)).toHaveLength(4)
      }),
    )
  })
})

describe('rules on frames', () => {
  test('-app, +app', () => {
    expect(run('function:b +app\nfunction:c -app', abc()).inApp).toEqual([null, true, false, null])
  })

  test('^ is towards the crash, v away from it; neither is the frame itself', () => {
    expect(run('function:b ^-group', abc()).contributes).toEqual([true, true, false, false])
    expect(run('function:b v-group', abc()).contributes).toEqual([false, true, true, true])
    expect(run('function:b v+app -app ^-app', abc()).inApp).toEqual([true, false, false, false])
  })

  test('later rules override earlier ones', () => {
    expect(run('function:* -group\nfunction:c +group', abc()).contributes).toEqual([false, false, true, false])
  })

  test('caller and callee', () => {
    expect(run('[ function:a ] | function:* -group', abc()).contributes).toEqual([true, false, true, true])
    expect(run('function:* | [ function:d ] -group', abc()).contributes).toEqual([true, true, false, true])
    expect(run('[ function:a ] | function:b | [ function:c ] +app', abc()).inApp).toEqual([null, true, null, null])
    expect(run('[ !function:a ] | function:b +app', abc()).inApp).toEqual([null, null, null, null])
  })

  test('categories feed later rules', () => {
    expect(run('function:b category=x\ncategory:x -app\n[ category:x ] | function:c +app', abc()).inApp).toEqual([
      null,
      false,
      true,
      null,
    ])
  })

  test('app:yes and app:no see what earlier rules made', () => {
    expect(run('function:b +app\napp:yes -group', abc()).contributes).toEqual([true, false, true, true])
    expect(run('function:b +app\napp:no -group', abc()).contributes).toEqual([false, true, false, false])
  })

  test('exception matchers', () => {
    const exception = { type: 'FooError', value: 'no way', mechanism: 'onerror' }
    expect(run('type:Foo* value:no* mechanism:onerror function:a +app', abc(), exception).inApp[0]).toBe(true)
    expect(run('type:Bar* function:a +app', abc(), exception).inApp[0]).toBe(null)
    expect(run('!type:Bar* function:a +app', abc(), exception).inApp[0]).toBe(true)
    expect(run('type:<unknown> function:a +app', abc()).inApp[0]).toBe(true)
  })

  test('family, path, package, module', () => {
    const frames = () => [
      frame({ family: 'native', package: 'C:\\Windows\\x.dll' }),
      frame({ family: 'javascript', path: '/App/Node_Modules/x.js' }),
      frame({ module: 'foo.bar' }),
      frame({}),
    ]
    expect(run('family:native +app', frames()).inApp).toEqual([true, null, null, null])
    expect(run('package:C:/windows/** +app', frames()).inApp).toEqual([true, null, null, null])
    expect(run('path:**/node_modules/** +app', frames()).inApp).toEqual([null, true, null, null])
    expect(run('!module:foo.* +app', frames()).inApp).toEqual([true, true, null, true])
    expect(run('function:<unknown> +app', frames()).inApp).toEqual([true, true, true, true])
  })

  test('limits of the stack', () => {
    const { state } = run('function:a max-frames=2\nfunction:b min-frames=1\nfunction:c invert-stacktrace=1', abc())
    expect([state.maxFrames, state.minFrames, state.inverted]).toEqual([2, 1, true])
  })

  test('more than 32 rules, and remembered values', () => {
    const text = Array.from({ length: 100 }, (_, index) => `function:f${index} ${index % 2 === 0 ? '+' : '-'}app`).join(
      '\n',
    )
    const set = createRuleSet(parseStackTraceRules(text).rules, 'custom', 4)
    for (let round = 0; round < 3; round++) {
      const frames = Array.from({ length: 100 }, (_, index) => frame({ function: `f${index}` }))
      classify(findCandidates([set], frames), frames, null)
      expect(frames.map((each) => each.inApp)).toEqual(frames.map((_, index) => index % 2 === 0))
    }
  })
})
