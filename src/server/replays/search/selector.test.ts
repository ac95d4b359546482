import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ReplayClickPart } from '../../storage/replays/port.ts'
import { readSelector } from './selector.ts'

/** The alternatives, each part as `part=value` or, with wildcards, `part~[pieces]`. */
function told(raw: string): string[][] | string {
  const read = readSelector(raw)
  return read.ok ? read.alternatives.map((parts) => parts.map(tell)) : read.why
}

function tell({ part, match }: ReplayClickPart): string {
  if (match.kind === 'equals') return `${part}=${match.value}`
  return match.kind === 'pattern' ? `${part}~${JSON.stringify(match.pieces)}` : match.kind
}

describe('a selector', () => {
  test.each([
    ['button', [['tag=button']]],
    ['#buy', [['id=buy']]],
    ['.primary.big', [['class=primary', 'class=big']]],
    ['button#buy.primary', [['tag=button', 'id=buy', 'class=primary']]],
    ['*', [[]]],
    ['*.big', [['class=big']]],
    ['a[role=link]', [['tag=a', 'role=link']]],
    ['[alt="a cat"]', [['alt=a cat']]],
    ['[title=\'a "cat"\']', [['title=a "cat"']]],
    // As it stands in a search, where quotes are escaped.
    ['div[aria-label=\\"Buy it\\"][data-test-id=\\"x\\"]', [['tag=div', 'ariaLabel=Buy it', 'testId=x']]],
    ['[data-testid=x][data-sentry-component=Cart]', [['testId=x', 'componentName=Cart']]],
    // As lists of selectors show it.
    ['div[testid="x"][aria="y"]', [['tag=div', 'testId=x', 'ariaLabel=y']]],
    ['a, b.c ,#d', [['tag=a'], ['tag=b', 'class=c'], ['id=d']]],
    ['  a  ', [['tag=a']]],
    ['[ role = "x" ]', [['role=x']]],
    ['[title=""]', [['title=']]],
  ])('%s', (raw, expected) => {
    expect(told(raw)).toEqual(expected)
  })

  test.each([
    ['.btn-*', [['class~["btn-",""]']]],
    ['h*', [['tag~["h",""]']]],
    ['[aria-label="*cart*"]', [['ariaLabel~["","cart",""]']]],
    ['.a\\*b', [['class=a*b']]],
    ['[title="5 \\* 3"]', [['title=5 * 3']]],
  ])('with wildcards: %s', (raw, expected) => {
    expect(told(raw)).toEqual(expected)
  })

  test.each([
    ['.md\\:flex', [['class=md:flex']]],
    ['.w-1/2', [['class=w-1/2']]],
    ['.größe', [['class=größe']]],
    ["[title='it\\'s']", [["title=it's"]]],
  ])('with names of their own: %s', (raw, expected) => {
    expect(told(raw)).toEqual(expected)
  })

  test.each([
    ['', 'Invalid CSS selector'],
    ['   ', 'Invalid CSS selector'],
    ['a,', 'Invalid CSS selector'],
    [',a', 'Invalid CSS selector'],
    ['#', 'Invalid CSS selector'],
    ['a.', 'Invalid CSS selector'],
    ['[', 'Invalid CSS selector'],
    ['[role="x"', 'Invalid CSS selector'],
    ['[role="x]', 'Invalid CSS selector'],
    ['[role="x"]b', 'Invalid CSS selector'],
    ['a=b', 'Invalid CSS selector'],
    ['div a', 'Nested selectors are not supported.'],
    ['div .a', 'Nested selectors are not supported.'],
    ['div > a', 'Nested selectors are not supported.'],
    ['div+a', 'Nested selectors are not supported.'],
    ['div~a', 'Nested selectors are not supported.'],
    ['a:hover', 'Pseudo-elements are not supported.'],
    ['a::before', 'Pseudo-elements are not supported.'],
    ['[title~="x"]', "Only the '=' operator is supported."],
    ['[title^="x"]', "Only the '=' operator is supported."],
    ['[title*="x"]', "Only the '=' operator is supported."],
    ['[title]', "Only the '=' operator is supported."],
  ])('refused: %s', (raw, why) => {
    expect(told(raw)).toBe(why)
  })

  test('names the attributes that can be asked for', () => {
    expect(told('[href="x"]')).toContain('Only alt, aria-label, aria, data-sentry-component, role, ')
    expect(told('[constructor="x"]')).toContain('Invalid attribute specified.')
  })
})

const piece = fc.constantFrom(
  'div',
  '#',
  '.',
  '[',
  ']',
  '=',
  '"',
  '\\"',
  "'",
  '\\',
  '*',
  ',',
  ' ',
  ':',
  '>',
  'title',
  'ü',
)
const anyText = fc.oneof(
  fc.array(piece, { maxLength: 40 }).map((list) => list.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
)

test('any text is read or refused with a reason', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const read = readSelector(text)
      expect(read.ok ? read.alternatives.length : read.why.length).toBeGreaterThan(0)
    }),
  )
})

test('a value that is escaped is found as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (value) => {
      const escaped = value.replace(/[\\"*]/g, (letter) => `\\${letter}`)
      const read = readSelector(`[title="${escaped}"]`)
      expect(read).toEqual({ ok: true, alternatives: [[{ part: 'title', match: { kind: 'equals', value } }]] })
    }),
  )
})
