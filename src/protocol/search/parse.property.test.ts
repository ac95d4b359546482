import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SearchTree, Span } from './ast.ts'
import { issueSearchKeys, performanceKeys } from './keys.ts'
import { parseSearch, tokenizeSearch } from './parse.ts'
import { printSearch } from './print.ts'
import { hasWildcard, splitWildcards } from './wildcard.ts'

const options = { keys: { ...issueSearchKeys, ...performanceKeys } }

/** Pieces of the language, in any order: most are near misses of something. */
const piece = fc.constantFrom(
  ...'()[]"\\*:!,<>=%/ \t\n-+.#'.split(''),
  'a',
  'ab',
  ' ',
  ' ',
  ' OR ',
  ' AND ',
  'or',
  'is:',
  'has:',
  'url:',
  'tags[',
  'tags[a,number]:',
  'timesSeen:',
  'firstSeen:',
  'stack.in_app:',
  'transaction.duration:',
  'release.version:',
  'count(',
  '):>',
  '5k',
  '-24h',
  '2018-01-01',
  'T05:06:07Z',
  'true',
  '//',
  '", "',
  '\uf00dContains\uf00d',
)
const pieces = fc.array(piece, { maxLength: 60 }).map((list) => list.join(''))
const anyText = fc.oneof(pieces, fc.string({ maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 100 }))

test('any text is a search or has a problem that lies within it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const result = parseSearch(text, options)
      if (result.ok) return
      const { at, length } = result.problem
      expect(at >= 0 && length >= 0 && at + length <= text.length).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('tokens follow each other and leave out nothing but spaces', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      let end = 0
      for (const token of tokenizeSearch(text, options)) {
        expect(text.slice(end, token.at).trim()).toBe('')
        expect(token.length).toBeGreaterThan(0)
        end = token.at + token.length
      }
      expect(text.slice(end).trim()).toBe('')
    }),
    { numRuns: 1000 },
  )
})

test('a printed search reads back as the same search', () => {
  fc.assert(
    fc.property(pieces, (text) => {
      const first = parseSearch(text, options)
      if (!first.ok) return
      const printed = printSearch(first.tree)
      const second = parseSearch(printed, options)
      expect(second.ok ? withoutPlaces(second.tree) : [printed, second.problem]).toEqual(withoutPlaces(first.tree))
    }),
    { numRuns: 5000 },
  )
})

/** The tree without where its parts stand. */
function withoutPlaces(tree: SearchTree): unknown {
  return JSON.parse(JSON.stringify(tree, (name, value: unknown) => (isPlace(name) ? undefined : value)))
}

function isPlace(name: string): boolean {
  const places: Record<keyof Span, true> = { at: true, length: true }
  return Object.hasOwn(places, name)
}

/** Steps are counted as letters looked at, since time is noisy: reading twice the text may not take four times as many. */
test.each([
  ['(', 'a', ')'],
  ['', 'a:[a, ', ''],
  ['', 'a:[a,k:[', ''],
  ['', 'a:"', ''],
  ['', 'tags["', ''],
  ['', 'f(a,', ''],
  ['', 'f("a",', ''],
  ['', 'a://x ', ''],
  ['', 'a: ', ''],
  ['', '" \\"', ''],
  ['', '( ', ''],
  ['', 'a (', ''],
  ['', 'a OR ', 'a'],
  ['', 'timesSeen:[1, ', ''],
  ['', 'a*', ''],
])('%j %j… %j is read in time that grows with its length', (before, repeated, after) => {
  const duration = (times: number) => {
    const text = before + repeated.repeat(times) + after
    const started = performance.now()
    parseSearch(text, options)
    return performance.now() - started
  }
  duration(2_000)
  // 100,000 pieces read quadratically take minutes; a slow machine reads them in a second.
  expect(duration(100_000)).toBeLessThan(5_000)
})

test('wildcards: pieces join to the text again, escaped ones are none', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', '\\', '"'), maxLength: 4 }), { maxLength: 5 }),
      (list) => {
        const escaped = list.map((one) => one.replaceAll('"', '\\"').replace(/\\+$/, ''))
        const text = escaped.join('*')
        expect(splitWildcards(text)).toHaveLength(Math.max(1, list.length))
        expect(hasWildcard(text)).toBe(list.length > 1)
        expect(hasWildcard(text.replaceAll('*', '\\*'))).toBe(false)
      },
    ),
  )
})
