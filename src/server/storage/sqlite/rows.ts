import type { JsonObject } from '../../../protocol/event.ts'
import type { Row, Value } from './database.ts'

/** Readers of one column: what the STRICT schema promises is checked, not assumed. */

export function integer(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw new Error(`column ${column} is not a number`)
  return value
}

export function integerOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column)
}

export function text(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new Error(`column ${column} is not text`)
  return value
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column)
}

export function flag(row: Row, column: string): boolean {
  return integer(row, column) !== 0
}

export function blob(row: Row, column: string): Uint8Array {
  const value = row[column]
  if (!(value instanceof Uint8Array)) throw new Error(`column ${column} is not a blob`)
  return value
}

/** A text column that holds one of a closed set of names. */
export function oneOf<T extends string>(names: readonly T[], row: Row, column: string): T {
  const value = text(row, column)
  const known = names.find((name) => name === value)
  if (known === undefined) throw new Error(`column ${column} holds the unknown value ${JSON.stringify(value)}`)
  return known
}

export function object(row: Row, column: string): JsonObject {
  const value: JsonObject = JSON.parse(text(row, column))
  return value
}

export function strings(row: Row, column: string): string[] {
  const value: unknown = JSON.parse(text(row, column))
  if (!Array.isArray(value)) throw new Error(`column ${column} is not a list`)
  return value.map(String)
}

/**
 * `SET` clause and its values for the members of a patch that are present (null is a value, undefined is not); null when
 * there is nothing to set. Column names come from code, never from input.
 */
export function patchColumns(columns: Record<string, Value | undefined>): { set: string; values: Value[] } | null {
  const names: string[] = []
  const values: Value[] = []
  for (const [name, value] of Object.entries(columns)) {
    if (value === undefined) continue
    names.push(`${name} = ?`)
    values.push(value)
  }
  return names.length === 0 ? null : { set: names.join(', '), values }
}

/** A number as it stands in URLs (`42`), else null: `find…(idOrSlug)` looks for the slug first, then for this. */
export function numericId(idOrSlug: string): number | null {
  return /^[1-9][0-9]{0,14}$/.test(idOrSlug) ? Number(idOrSlug) : null
}
