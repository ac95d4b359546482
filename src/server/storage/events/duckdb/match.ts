import { DOUBLE } from '@duckdb/node-api'
import type { Comparison, TextMatch } from '../../condition.ts'
import { bigint, type Sql, sql, text, texts } from './sql.ts'

/**
 * Tests of one text column. Case is folded by the engine on both sides. Patterns never become LIKE: DuckDB's walks back and forth on `%a%b%c`, and
 * the pattern is the user's; a prefix, a suffix or a part is looked for as such, the rest goes to RE2, which is linear.
 */
export function testText(column: Sql, match: TextMatch): Sql {
  switch (match.kind) {
    case 'equals':
      return sql`${column} = ${text(match.value.toWellFormed())}`
    case 'in':
      return sql`${column} IN (SELECT unnest(${texts(match.values.map((value) => value.toWellFormed()))}))`
    case 'contains':
      return sql`contains(lower(${column}), lower(${text(match.value.toWellFormed())}))`
    case 'pattern':
      return testPattern(
        column,
        match.pieces.map((piece) => piece.toWellFormed()),
      )
  }
}

function testPattern(column: Sql, pieces: string[]): Sql {
  const first = pieces[0] ?? ''
  const last = pieces.at(-1) ?? ''
  const between = pieces.slice(1, -1).filter((piece) => piece !== '')
  if (pieces.length <= 1) return sql`lower(${column}) = lower(${text(first)})`
  if (between.length === 0 && first === '' && last === '') return sql`${column} IS NOT NULL`
  if (between.length === 0 && last === '') return sql`starts_with(lower(${column}), lower(${text(first)}))`
  if (between.length === 0 && first === '') return sql`ends_with(lower(${column}), lower(${text(last)}))`
  const [middle = ''] = between
  if (between.length === 1 && first === '' && last === '')
    return sql`contains(lower(${column}), lower(${text(middle)}))`
  // Escaped after folding, which the engine does: a quoted piece between two `.*`.
  const quoted = pieces.map((piece) => sql`regexp_escape(lower(${text(piece)}))`)
  const [start, ...rest] = quoted
  const pattern = rest.reduce((all, piece) => sql`${all} || '.*' || ${piece}`, start ?? sql`''`)
  return sql`regexp_full_match(lower(${column}), ${pattern}, 's')`
}

const comparisons: Record<Comparison, Sql> = {
  '=': sql`=`,
  '>': sql`>`,
  '>=': sql`>=`,
  '<': sql`<`,
  '<=': sql`<=`,
}

/** Whether a text is a plain decimal number that compares so; others fail. */
export function testNumber(column: Sql, comparison: Comparison, value: number): Sql {
  const number = sql`CASE WHEN regexp_full_match(${column}, ${text(plainNumber.source)}) THEN TRY_CAST(${column} AS DOUBLE) END`
  return sql`${number} ${comparisons[comparison]} ${{ value, type: DOUBLE }}`
}

/** No exponents, hex or blanks: what engines read differently is no number. */
export const plainNumber = /-?[0-9]{1,15}(\.[0-9]{1,15})?/

export function testTime(column: Sql, comparison: Comparison, value: number): Sql {
  return sql`${column} ${comparisons[comparison]} ${bigint(value)}`
}

/** A UUID column by the 32 hex digits that it stands for. */
export function uuidText(column: Sql): Sql {
  return sql`replace(CAST(${column} AS VARCHAR), '-', '')`
}
