import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchOwnership, type OwnershipFacts, parseOwnership } from './ownership.ts'

const nothing: OwnershipFacts = { url: null, tags: [], paths: [], modules: [] }

function rules(raw: string) {
  const parsed = parseOwnership(raw)
  if (!parsed.ok) throw new Error(`line ${parsed.error.line}`)
  return parsed.rules
}

function meets(matcher: string, facts: Partial<OwnershipFacts>): boolean {
  return matchOwnership(rules(`${matcher} #team`), { ...nothing, ...facts }).length === 1
}

describe('reading', () => {
  test('rules, comments and empty lines', () => {
    const raw =
      '# ours\n\npath:src/views/checkout* jane@shop.test #team-billing\r\n\t module:com.shop.* #back\nurl:https://shop.test/* bob@shop.test  '
    expect(rules(raw)).toEqual([
      {
        line: 3,
        matcher: { type: 'path', pattern: 'src/views/checkout*' },
        owners: [
          { type: 'user', name: 'jane@shop.test' },
          { type: 'team', name: 'team-billing' },
        ],
      },
      { line: 4, matcher: { type: 'module', pattern: 'com.shop.*' }, owners: [{ type: 'team', name: 'back' }] },
      {
        line: 5,
        matcher: { type: 'url', pattern: 'https://shop.test/*' },
        owners: [{ type: 'user', name: 'bob@shop.test' }],
      },
    ])
    expect(rules('')).toEqual([])
  })

  test.each([
    ['*.py', { type: 'path', pattern: '*.py' }],
    ['C:/app/*', { type: 'path', pattern: 'C:/app/*' }],
    ['tags.sku_class:enterprise', { type: 'tags.sku_class', pattern: 'enterprise' }],
    ['tags.name:"Foo Bar"', { type: 'tags.name', pattern: 'Foo Bar' }],
    ['"url:x y"', { type: 'path', pattern: 'url:x y' }],
    [String.raw`path:"say \"hi\" \\"`, { type: 'path', pattern: String.raw`say "hi" \ `.trimEnd() }],
    ['codeowners:/src/', { type: 'codeowners', pattern: '/src/' }],
  ])('%s', (text, matcher) => {
    expect(rules(`${text} #team`)[0]?.matcher).toEqual(matcher)
  })

  test.each([
    ['path:src/*', 1, 1, 'path:src/*'],
    ['#ok\n*.js jane', 2, 6, 'jane'],
    ['*.js #team\n\npath: #team', 3, 1, 'path: #team'],
    ['*.js #', 1, 6, '#'],
    ['*.js #team jane@', 1, 12, 'jane@'],
    ['path:"open #team', 1, 1, 'path:"open #team'],
  ])('%j is refused where it goes wrong', (raw, line, column, text) => {
    expect(parseOwnership(raw)).toEqual({ ok: false, error: { line, column, text } })
  })

  test('never fails on any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ':', '"', '\\', ' ', '#', '@', '*', '\n', 'path:') }),
        (raw) => {
          const parsed = parseOwnership(raw)
          const isSound = parsed.ok
            ? matchOwnership(parsed.rules, nothing).length === 0
            : raw.split('\n')[parsed.error.line - 1]?.includes(parsed.error.text)
          expect(isSound).toBe(true)
        },
      ),
    )
  })
})

describe('matching', () => {
  const paths = ['src/views/Cart.tsx', '/app/src/util.py', String.raw`C:\shop\main.cs`]
  test.each([
    ['path:src/views/*', true],
    ['path:SRC/views/cart.tsx', true],
    ['*.tsx', true],
    ['path:views/*', false],
    ['path:*/util.p?', true],
    ['path:c:/shop/*', true],
    ['codeowners:/src/', true],
    ['codeowners:util.py', true],
    ['codeowners:*.cs', true],
    ['codeowners:/util.py', false],
    ['module:src*', false],
  ])('%s', (matcher, expected) => {
    expect(meets(matcher, { paths })).toBe(expected)
  })

  test('modules, urls and tags', () => {
    expect(meets('module:com.shop.*', { modules: ['com.shop.Cart'] })).toBe(true)
    expect(meets('url:https://shop.test/*/edit', { url: 'https://SHOP.test/a/b/edit' })).toBe(true)
    expect(meets('url:*', {})).toBe(false)
    expect(meets('tags.sku:pro*', { tags: [['sku', 'pro-2']] })).toBe(true)
    expect(meets('tags.sku:Pro*', { tags: [['sku', 'pro-2']] })).toBe(false)
    expect(meets('tags.sku:*', { tags: [['other', 'pro-2']] })).toBe(false)
  })

  test('gives all that match, the one that counts last', () => {
    const found = matchOwnership(rules('*.py #all\n*.js #web\n*/util.py #util'), { ...nothing, paths: ['src/util.py'] })
    expect(found.map(({ line }) => line)).toEqual([1, 3])
  })

  test('does not hang on many stars', () => {
    const started = performance.now()
    expect(meets(`${'*a'.repeat(200)}b`, { paths: ['a'.repeat(20_000)] })).toBe(false)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
