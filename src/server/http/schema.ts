import { type Static, type TSchema, Type } from 'typebox'

/** The value or null, as JSON schema 2020-12 says it. */
export function nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()])
}

/** A point in time as text, `2026-11-20T12:00:00.000000Z`. */
export const DateTime = Type.String({ format: 'date-time' })

/** An object whose members the schema does not name. */
export const AnyObject = Type.Record(Type.String(), Type.Unknown())

/** Refers to a schema that has an `$id` and is registered as shared, so that it gets a name in openapi.json. */
export function ref<Schema extends TSchema>(schema: Schema) {
  const id = '$id' in schema ? schema.$id : undefined
  if (typeof id !== 'string') throw new Error('a schema that is referred to needs an $id')
  return Type.Unsafe<Static<Schema>>({ $ref: `${id}#` })
}

/** Milliseconds since 1970 → Sentry's spelling of a time. */
export function isoTime(time: number): string {
  return new Date(time).toISOString()
}

export function isoTimeOrNull(time: number | null): string | null {
  return time === null ? null : isoTime(time)
}
