import { BIGINT, type DuckDBType, type DuckDBValue, LIST, listValue, UUID, uuidValue, VARCHAR } from '@duckdb/node-api'

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
  return conditions.reduce((all, condition) => sql`${all} AND ${condition}`, sql`true`)
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
