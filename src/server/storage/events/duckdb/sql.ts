import {
  BIGINT,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  listValue,
  UBIGINT,
  UINTEGER,
  UUID,
  uuidValue,
  VARCHAR,
} from '@duckdb/node-api'

/** A piece of SQL with the values for its `?` marks, in order. Made by `sql` only, so no value ever becomes text. */
export interface Sql {
  readonly text: string
  readonly values: readonly Bound[]
}

/** A value on its way into a `?`, with its type said outright: an empty list or a null has none of its own. */
export interface Bound {
  readonly value: DuckDBValue
  readonly type: DuckDBType
}

/** Joins literal SQL with fragments (spliced in) and bound values (turned into `?`). */
export function sql(strings: TemplateStringsArray, ...parts: (Sql | Bound)[]): Sql {
  let text = ''
  const values: Bound[] = []
  for (const [i, string] of strings.entries()) {
    text += string
    const part = parts[i]
    if (!part) continue
    if ('text' in part) {
      text += part.text
      values.push(...part.values)
    } else {
      text += '?'
      values.push(part)
    }
  }
  return { text, values }
}

/** `a AND b AND …`; `true` for no condition at all. */
export function every(conditions: Sql[]): Sql {
  const [first, ...rest] = conditions
  if (first === undefined) return sql`true`
  return rest.reduce((all, condition) => sql`${all} AND ${condition}`, first)
}

/** `(a OR b OR …)`; `false` for none. */
export function some(conditions: Sql[]): Sql {
  const [first, ...rest] = conditions
  if (first === undefined) return sql`false`
  return rest.length === 0 ? first : sql`(${rest.reduce((all, condition) => sql`${all} OR ${condition}`, first)})`
}

/** `a, b, …` */
export function commaList(parts: (Sql | Bound)[]): Sql {
  const [first, ...rest] = parts
  if (first === undefined) return sql``
  return rest.reduce<Sql>((all, part) => sql`${all}, ${part}`, sql`${first}`)
}

/** The name of a column of ours as SQL; refuses what is no plain name, so that no value can come this way. */
export function name(column: string): Sql {
  if (!/^[a-z][a-z0-9_]*$/.test(column)) throw new Error(`not a column name: ${column}`)
  return { text: column, values: [] }
}

/** `[a, b, …]` of columns. */
export function listOf(columns: string[]): Sql {
  return sql`[${commaList(columns.map(name))}]`
}

/** Past this many, ids go over as one list: each in a place of its own takes 1 µs, but only such a test is pushed down into the scan. */
const maxSpelled = 200

/** Whether a column of BIGINT is one of these. */
export const isOneOf = (column: Sql, values: number[]): Sql => isAmongNumbers(column, values, 'BIGINT')

/** Whether a column of ids (UINTEGER) is one of these: compared with another type it would be cast row by row, which is twice the work. */
export const isOneOfIds = (column: Sql, ids: number[]): Sql => isAmongNumbers(column, ids, 'UINTEGER')

function isAmongNumbers(column: Sql, values: number[], type: 'BIGINT' | 'UINTEGER'): Sql {
  const bound = (value: number): Bound => (type === 'BIGINT' ? bigint(value) : { value, type: UINTEGER })
  const [first] = values
  if (first === undefined) return sql`false`
  if (values.length === 1) return sql`${column} = ${bound(first)}`
  if (values.length <= maxSpelled) return sql`${column} IN (${commaList(values.map(bound))})`
  const list = type === 'BIGINT' ? integers(values) : sql`CAST(${integers(values)} AS UINTEGER[])`
  return sql`${column} IN (SELECT unnest(${list}))`
}

/** Whether a column of hashes (UBIGINT) is one of these few. */
export function isOneOfHashes(column: Sql, hashes: bigint[]): Sql {
  const bound = hashes.map((value): Bound => ({ value, type: UBIGINT }))
  return bound.length === 0 ? sql`false` : sql`${column} IN (${commaList(bound)})`
}

/** A whole number; fractions (a clock in microseconds) are rounded, since times and ids are whole milliseconds and counts. */
export const bigint = (value: number): Bound => ({ value: BigInt(Math.round(value)), type: BIGINT })
export const text = (value: string): Bound => ({ value, type: VARCHAR })
export const texts = (values: string[]): Bound => ({ value: listValue(values), type: LIST(VARCHAR) })
/**
 * Lists of numbers go over as one string, `[1,2,3]`, that DuckDB casts: binding a list costs a native object an element,
 * which for 1,500 hashes takes longer than the query.
 */
export const integers = (values: number[]): Sql => sql`CAST(${text(`[${values.map(Math.round).join()}]`)} AS BIGINT[])`
export const unsignedBigints = (values: bigint[]): Sql => sql`CAST(${text(`[${values.join()}]`)} AS UBIGINT[])`
/** 32 hex digits, see `isHexId`. */
export const uuid = (hex: string): Bound => ({ value: hexToUuid(hex), type: UUID })

const hexId = /^[0-9a-fA-F]{32}$/

/** Whether a string can be kept as a 16-byte UUID: half the size of its text, and ordered the same. */
export function isHexId(value: string): boolean {
  return hexId.test(value)
}

export function hexToUuid(hex: string) {
  return uuidValue(BigInt(`0x${hex}`))
}
