import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileTextMatch } from './text-match.ts'

/** The wildcard by definition: any text may stand between two pieces. */
function fitsPlainly(text: string, pieces: string[]): boolean {
  const [first = '', ...rest] = pieces
  if (rest.length === 0) return text === first
  if (!text.startsWith(first)) return false
  const after = text.slice(first.length)
  return Array.from({ length: after.length + 1 }, (_, skip) => after.slice(skip)).some((tail) =>
    fitsPlainly(tail, rest),
  )
}

describe('compileTextMatch', () => {
  it.each([
    [['', 'foo', ''], 'a FOO b', true],
    [['foo', ''], 'Foobar', true],
    [['foo', ''], 'a foo', false],
    [['', 'foo'], 'a foo', true],
    [['foo'], 'foo', true],
    [['foo'], 'FOO', true],
    [['foo'], 'foo ', false],
    [['a', 'a'], 'a', false],
    [['a', 'a'], 'aa', true],
    [['a', 'b', 'b'], 'ab', false],
    [['', ''], '', true],
    [['straße', ''], 'STRASSE 1', false],
    [['ü', ''], 'Über', true],
    [['%', '_'], '%a_', true],
  ])('pattern %j on %s is %s', (pieces, text, expected) => {
    expect(compileTextMatch({ kind: 'pattern', pieces })(text)).toBe(expected)
  })

  it('agrees with the definition of a pattern', () => {
    const text = fc.array(fc.constantFrom('a', 'A', 'b', 'İ'), { maxLength: 8 }).map((letters) => letters.join(''))
    fc.assert(
      fc.property(text, fc.array(text, { minLength: 1, maxLength: 4 }), (candidate, pieces) => {
        const expected = fitsPlainly(
          candidate.toLowerCase(),
          pieces.map((piece) => piece.toLowerCase()),
        )
        expect(compileTextMatch({ kind: 'pattern', pieces })(candidate)).toBe(expected)
      }),
      { numRuns: 1000 },
    )
  })

  it('compares equals and in exactly, contains without case', () => {
    expect(compileTextMatch({ kind: 'equals', value: 'a' })('A')).toBe(false)
    expect(compileTextMatch({ kind: 'in', values: ['a', 'B'] })('B')).toBe(true)
    expect(compileTextMatch({ kind: 'in', values: ['a', 'B'] })('b')).toBe(false)
    expect(compileTextMatch({ kind: 'contains', value: 'ÄÖ' })('xäöx')).toBe(true)
  })

  it('is done at once with a pattern that would make a backtracking matcher hang', () => {
    const match = compileTextMatch({ kind: 'pattern', pieces: ['', ...Array.from({ length: 5000 }, () => 'a'), 'b'] })
    expect(match('a'.repeat(100_000))).toBe(false)
  })
})
