import { type TObject, type TSchema, Type } from './type.ts'

/** The value or null. */
export function nullable<T>(schema: TSchema<T>): TSchema<T | null> {
  return Type.Union([schema, Type.Null()])
}

/** A body that says what it does not know: a setting that is left out without a word is worse than one that is refused. */
export function strictBody<const Members extends Record<string, TSchema>>(members: Members): TObject<Members> {
  return Type.Object(members, { additionalProperties: false })
}

/** A point in time as text, `2026-11-20T12:00:00.000000Z`. */
export const DateTime = Type.String({ format: 'date-time' })

/** An object whose members the schema does not name. */
export const AnyObject = Type.Record(Type.Unknown())

/** Refers to a schema that has an `$id` and is registered as shared, so that it gets a name in openapi.json. */
export const ref = Type.Ref

/** Milliseconds since 1970 → Sentry's spelling of a time. */
export function isoTime(time: number): string {
  return new Date(time).toISOString()
}

export function isoTimeOrNull(time: number | null): string | null {
  return time === null ? null : isoTime(time)
}
