import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Term } from './ast.ts'
import { isAggregate } from './ast.ts'
import { issueSearchKeys, performanceKeys } from './keys.ts'
import { parseSearch, tokenizeSearch } from './parse.ts'
import { wildcardShape } from './wildcard.ts'

const fixtures = process.env['LAPWING_FIXTURES']
const keys = { ...issueSearchKeys, ...performanceKeys }

interface Row {
  q: string
  terms: Record<string, unknown>[]
  config?: { disallowWildcard?: boolean }
  invalid?: string
}

function readRows(): Row[] {
  const text = readFileSync(path.join(fixtures ?? '', 'search-syntax-examples.jsonl'), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

/** A term in the shape of the examples. */
function describeTerm(term: Term, asked: Record<string, unknown>): Record<string, unknown> {
  if (term.kind === 'freeText') return { kind: 'freeText', value: term.raw }
  const about = {
    kind: term.kind,
    key: term.kind === 'has' ? term.of.name : term.key.name,
    neg: term.negated,
    ...(term.invalid !== null && { invalid: term.invalid }),
  }
  const operator = 'operator' in term ? term.operator : ''
  if (term.kind === 'has') return about
  if (isAggregate(term)) return { ...about, args: term.args, op: operator, value: term.value }
  if (term.kind === 'is') return { ...about, values: term.values.map((value) => value.raw) }
  if (term.kind === 'textIn') return { ...about, op: operator, values: term.values.map((value) => value?.raw ?? null) }
  if (term.kind === 'numericIn') return { ...about, op: '', values: term.values.map((value) => value?.value ?? null) }
  if (term.kind === 'boolean') return { ...about, op: '', value: term.value }
  if (term.kind === 'numeric') return { ...about, op: operator, value: term.value.value }
  const text = { ...about, op: operator, value: term.value.raw }
  if (term.kind !== 'text') return text
  return {
    ...text,
    ...(term.value.quoted && { quoted: true }),
    ...('wildcard' in asked && { wildcard: wildcardShape(term.value.raw) }),
  }
}

describe.skipIf(!fixtures)('the examples', () => {
  const rows = fixtures ? readRows().map((row) => [row.q, row] as const) : []
  const isRefused = ([, row]: (typeof rows)[number]) => row.invalid !== undefined
  test.each(rows.filter(isRefused))('%s is refused', (_, row) => {
    const result = parseSearch(row.q, { keys, ...row.config })
    expect(result).toMatchObject({ ok: false, problem: { message: row.invalid } })
  })

  test.each(rows.filter((row) => !isRefused(row)))('%s', (_, row) => {
    const options = { keys, ...row.config }
    const result = parseSearch(row.q, options)
    const terms = result.ok
      ? result.tree.kind === 'and' || result.tree.kind === 'or'
        ? result.tree.of
        : [result.tree]
      : tokenizeSearch(row.q, options)
    const invalid = row.terms.find((term) => 'invalid' in term)
    expect(result.ok).toBe(invalid === undefined)
    const isTerm = (term: (typeof terms)[number]): term is Term => 'invalid' in term
    const described = terms.filter(isTerm).map((term, index) => describeTerm(term, row.terms[index] ?? {}))
    // How the server reads a date is the resolver's to test.
    const expected = row.terms.map(({ parsed: _parsed, server: _server, ...term }) => term)
    expect(described).toEqual(expected)
  })
})
