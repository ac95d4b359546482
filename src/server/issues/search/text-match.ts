import type { TextInFilter, TextFilter, TextValue } from '../../../protocol/search/ast.ts'
import { splitWildcards, unescapeText } from '../../../protocol/search/wildcard.ts'
import type { TextMatch } from '../../storage/condition.ts'

/** What one value asks of a text: that there is none (`""`), that there is one (`*`), or that it matches. */
export type ValueTest = { kind: 'absent' } | { kind: 'present' } | { kind: 'match'; match: TextMatch }

/** What the values of a filter ask for, any of which will do; plain ones are taken together. */
export function readValueTests(filter: TextFilter | TextInFilter): ValueTest[] {
  const values = filter.kind === 'text' ? [filter.value] : filter.values.filter((value) => value !== null)
  const tests = values.map((value) => readValueTest(value, filter.operator))
  const plain: string[] = []
  const others: ValueTest[] = []
  for (const test of tests) {
    if (test.kind === 'match' && test.match.kind === 'equals') plain.push(test.match.value)
    else others.push(test)
  }
  const [first] = plain
  if (plain.length > 1) others.unshift({ kind: 'match', match: { kind: 'in', values: [...new Set(plain)] } })
  else if (first !== undefined) others.unshift({ kind: 'match', match: { kind: 'equals', value: first } })
  return others
}

function readValueTest({ raw, quoted }: TextValue, operator: TextFilter['operator']): ValueTest {
  if (operator === 'Contains') return { kind: 'match', match: { kind: 'contains', value: unescapeText(raw) } }
  if (operator === 'StartsWith') return { kind: 'match', match: { kind: 'pattern', pieces: [unescapeText(raw), ''] } }
  if (operator === 'EndsWith') return { kind: 'match', match: { kind: 'pattern', pieces: ['', unescapeText(raw)] } }
  if (raw === '' && quoted) return { kind: 'absent' }
  const pieces = splitWildcards(raw)
  if (pieces.length === 1) return { kind: 'match', match: { kind: 'equals', value: pieces[0] ?? '' } }
  return pieces.every((piece) => piece === '')
    ? { kind: 'present' }
    : { kind: 'match', match: { kind: 'pattern', pieces } }
}

/** The same test with room on both sides: of a text that is searched through rather than named. */
export function anywhere(match: TextMatch): TextMatch {
  if (match.kind === 'equals') return { kind: 'contains', value: match.value }
  return match.kind === 'pattern' ? { kind: 'pattern', pieces: ['', ...match.pieces, ''] } : match
}

/** Free text: a phrase that stands anywhere in the message, with wildcards or without. Null for the empty text, which asks for nothing. */
export function readPhrase(raw: string): TextMatch | null {
  const pieces = splitWildcards(raw)
  if (pieces.every((piece) => piece === '')) return null
  return anywhere(pieces.length === 1 ? { kind: 'equals', value: pieces[0] ?? '' } : { kind: 'pattern', pieces })
}
